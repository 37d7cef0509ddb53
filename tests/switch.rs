//! A switch: the learner was in the wrong place, and goes on to a better one without being counted as a drop-out.

use estafette_client::ClientError;
use estafette_contract::{
    AgreementsKept, Destination, FeedbackMoment, FeedbackOutcome, HandoverStatus, NewFeedback, NewSwitch, PartnerKind, ProblemKind, Role,
    Section, Transition,
};
use estafette_tests::{
    harness::{
        Partner, TestApp,
        scene::{self, Leg, conversation, person, started, taking_over, text},
        way::Way,
    },
    story,
};

fn today(app: &TestApp) -> chrono::NaiveDate {
    estafette_db::dutch_day(app.clock().now())
}

fn switching(app: &TestApp, to: &Partner) -> NewSwitch {
    NewSwitch {
        receiver: Destination { partner_id: to.id, desk: None },
        sender_desk: None,
        sender_contact: person("Fatima Aydin", Role::Coach),
        programme: None,
        observed_on: today(app),
        agreements_kept: Some(AgreementsKept::Kept),
        note: Some(text("Zorg bleek het niet, techniek wel")),
    }
}

fn problem<T: std::fmt::Debug>(result: Result<T, ClientError>) -> Option<ProblemKind> {
    result.unwrap_err().problem()
}

story!(a_switch_goes_on_from_the_previous_record_and_is_no_drop_out, |app| {
    let leg = Leg::taken_over(&app).await;
    let (school, college) = (&leg.school, &leg.college);
    let elsewhere = app.partner("Mbo De Vaart", PartnerKind::MboCollege).await;
    // At the end of the extended intake, when the time to read the record is long over.
    app.days_pass(84);
    let begun = college.switch(leg.handover, &switching(&app, &elsewhere)).await.unwrap();
    assert!(begun.handover.copied.contains(&Section::IdentityContact), "{begun:?}");
    let told = school.feedback(leg.handover).await.unwrap();
    let given = &told.items[0];
    assert_eq!((given.id, given.outcome, told.counts_as), (begun.feedback_id, FeedbackOutcome::Switched, Some(FeedbackOutcome::Switched)));
    assert_eq!((given.moment, given.agreements_kept), (FeedbackMoment::ExtendedIntake, Some(AgreementsKept::Kept)));

    let next = college.handover(begun.handover.id).await.unwrap();
    assert_eq!((next.transition, next.status, next.receiver.id), (Transition::MboMbo, HandoverStatus::Draft, elsewhere.id));
    let now = app.clock().now();
    let record = college.record(begun.handover.id).await.unwrap();
    assert!(record.sections.iter().any(|view| view.section == Section::IdentityContact), "what the school wrote goes along");
    attest(college, begun.handover.id).await;
    scene::make_ready(college, begun.handover.id, now).await;
    college.offer(begun.handover.id, &Default::default()).await.unwrap();
    let accepting = estafette_contract::AcceptDetails { application_reference: None, ..scene::accepting() };
    elsewhere.accept(begun.handover.id, &accepting).await.unwrap();
    elsewhere.record_conversation(begun.handover.id, &conversation(now)).await.unwrap();
    college.transfer(begun.handover.id, &Default::default()).await.unwrap();
    elsewhere.take_over(begun.handover.id, &taking_over()).await.unwrap();
    assert_eq!(school.learner(leg.learner).await.unwrap().responsible.partner.id, elsewhere.id);

    let left = NewFeedback { moment: FeedbackMoment::OneYear, outcome: FeedbackOutcome::DroppedOut, ..started(today(&app)) };
    college.give_feedback(leg.handover, &left).await.unwrap();
    assert_eq!(school.feedback(leg.handover).await.unwrap().counts_as, Some(FeedbackOutcome::Switched), "a switch stays one");
});

/// The support needs are attested anew, as every new draft asks.
async fn attest(college: &Partner, handover: uuid::Uuid) {
    let (_, tag) = college.section(handover, Section::SupportNeeds).await.unwrap();
    college.put_section(handover, scene::support(), None, Some(&tag)).await.unwrap();
}

story!(a_switch_is_begun_by_who_took_over_at_a_college_and_goes_to_another_college, |app| {
    let leg = Leg::in_transfer(&app).await;
    let elsewhere = app.partner("Mbo De Vaart", PartnerKind::MboCollege).await;
    let switch = switching(&app, &elsewhere);
    assert_eq!(problem(leg.college.switch(leg.handover, &switch).await), Some(ProblemKind::MoveNotPossible), "not taken over yet");
    leg.college.take_over(leg.handover, &taking_over()).await.unwrap();
    assert_eq!(problem(leg.school.switch(leg.handover, &switch).await), Some(ProblemKind::NotAllowed));
    assert_eq!(problem(elsewhere.switch(leg.handover, &switch).await), Some(ProblemKind::NotFound));
    let within = switching(&app, &leg.college);
    assert_eq!(problem(leg.college.switch(leg.handover, &within).await), Some(ProblemKind::InvalidField));
    assert!(leg.school.feedback(leg.handover).await.unwrap().items.is_empty(), "nothing is told when nothing begins");
});

story!(at_a_year_it_is_told_what_became_of_the_learner_and_of_the_agreements, |app| {
    let way = Way::drafted(&app, Transition::MboHbo, PartnerKind::MboCollege, PartnerKind::Hbo).await;
    way.to_transfer(&app).await;
    way.take_over().await;
    app.days_pass(360);
    use FeedbackOutcome as F;
    for outcome in [F::Started, F::RightPlace, F::Switched, F::NotStarted, F::DroppedOut, F::NotReached] {
        let told =
            NewFeedback { moment: FeedbackMoment::OneYear, outcome, agreements_kept: Some(AgreementsKept::Partly), ..started(today(&app)) };
        way.receiver.give_feedback(way.handover, &told).await.unwrap();
    }
    let told = way.sender.feedback(way.handover).await.unwrap();
    assert_eq!((told.items.len(), told.counts_as), (6, Some(F::Switched)));
    assert!(told.items.iter().all(|given| given.agreements_kept == Some(AgreementsKept::Partly)));
    let college = app.partner("Mbo De Vaart", PartnerKind::MboCollege).await;
    assert_eq!(
        problem(way.receiver.switch(way.handover, &switching(&app, &college)).await),
        Some(ProblemKind::NotAllowed),
        "not of a college"
    );
});
