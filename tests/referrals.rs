//! Referrals between the lines of a school: asked, answered, given back, handed on, and never forgotten.

use chrono::TimeDelta;
use estafette_contract::{
    NewContactRequest, NewDesk, NewReferral, NewReferralAnswer, NoDetails, NoticeKind, PartnerKind, ProblemKind, ReferralOutcome, Section,
    SupportLine, TermKind, TermStage, Transition, Urgency,
};
use estafette_tests::{
    harness::{
        TestApp,
        scene::{Leg, started, text},
        way::Way,
    },
    story,
};

fn asking() -> NewReferral {
    NewReferral {
        line: SupportLine::Specialist,
        question: text("Wat helpt om toetsen op tijd te beginnen?"),
        tried: text("Elke maandag een planning met de coach"),
        wish: text("Ik wil leren hoe ik zelf kan plannen"),
    }
}

fn answering(outcome: ReferralOutcome) -> NewReferralAnswer {
    let handed_on_to = (outcome == ReferralOutcome::HandedOn).then(|| text("Jeugdzorg Maasdal"));
    NewReferralAnswer { outcome, answer: text("Drie gesprekken gehad; een vaste plek helpt"), line: None, handed_on_to }
}

/// A referral from one desk of a college to another, not offered yet.
async fn drafted(app: &TestApp) -> Way {
    let way = Way::empty(app, Transition::InternalLine, PartnerKind::MboCollege, PartnerKind::MboCollege).await;
    way.write(Section::IdentityContact).await;
    way.sender.ask_referral(way.handover, &asking()).await.unwrap();
    way
}

async fn offered(app: &TestApp) -> Way {
    let way = drafted(app).await;
    way.review(app).await;
    way.agree(app).await;
    way.ready().await;
    way.offer().await;
    way
}

async fn accepted(app: &TestApp) -> Way {
    let way = offered(app).await;
    way.accept().await;
    way
}

/// How far the term for the answer has run, if it stands on the work list.
async fn owed(way: &Way) -> Option<TermStage> {
    let items = way.receiver.work_items(&Default::default()).await.unwrap().items;
    items.iter().find(|item| item.term == TermKind::ReferralAnswer).map(|item| item.stage)
}

story!(feedback_on_a_referral_is_owed_reminded_and_given, |app| {
    let way = accepted(&app).await;
    assert_eq!(owed(&way).await, Some(TermStage::Open));
    let due = way.sender.referral(way.handover).await.unwrap().feedback_due_at.unwrap();
    assert_eq!((due - app.clock().now() + TimeDelta::hours(12)).num_days(), 42);
    way.transfer(&app).await;
    way.take_over().await;
    app.days_pass(40);
    app.look().await;
    assert_eq!(owed(&way).await, Some(TermStage::DueSoon));
    app.days_pass(3);
    app.look().await;
    assert_eq!(owed(&way).await, Some(TermStage::Overdue));
    way.receiver.answer_referral(way.handover, &answering(ReferralOutcome::Answered)).await.unwrap();
    assert_eq!(owed(&way).await, None);
    let view = way.sender.referral(way.handover).await.unwrap();
    assert_eq!((view.answers[0].outcome, view.feedback_due_at), (ReferralOutcome::Answered, None));
    assert_eq!((view.urgency, view.answers[0].line), (Urgency::Normal, SupportLine::Specialist));
    assert_eq!(view.wish, asking().wish);
    app.store().number_events().await.unwrap();
    let events = way.sender.events(None, Some(100)).await.unwrap().items;
    assert_eq!(events.last().unwrap().kind, estafette_contract::EventType::ReferralAnswered);
    let again = way.receiver.answer_referral(way.handover, &answering(ReferralOutcome::GivenBack)).await.unwrap_err();
    assert_eq!(again.problem(), Some(ProblemKind::Conflict));
});

story!(what_is_handed_on_is_owed_anew_and_closes_only_when_it_was_answered, |app| {
    let way = accepted(&app).await;
    way.transfer(&app).await;
    way.take_over().await;
    app.days_pass(41);
    way.receiver.answer_referral(way.handover, &answering(ReferralOutcome::HandedOn)).await.unwrap();
    let view = way.sender.referral(way.handover).await.unwrap();
    assert_eq!(view.answers[0].handed_on_to, Some(text("Jeugdzorg Maasdal")));
    assert!(view.feedback_due_at.unwrap() > app.clock().now() + TimeDelta::days(41), "the term begins anew");
    way.receiver.give_feedback(way.handover, &started(estafette_db::dutch_day(app.clock().now()))).await.unwrap();
    let early = way.receiver.close(way.handover, &NoDetails {}).await.unwrap_err();
    assert_eq!(early.problem(), Some(ProblemKind::GuardNotMet));
    let outside = NewReferralAnswer { line: Some(SupportLine::External), ..answering(ReferralOutcome::GivenBack) };
    way.receiver.answer_referral(way.handover, &outside).await.unwrap();
    way.receiver.close(way.handover, &NoDetails {}).await.unwrap();
    let by: Vec<_> = way.sender.referral(way.handover).await.unwrap().answers.iter().map(|answer| answer.line).collect();
    assert_eq!(by, [SupportLine::Specialist, SupportLine::External], "what care outside answered is passed on by the desk");
    let outcomes: Vec<_> = way.sender.referral(way.handover).await.unwrap().answers.iter().map(|answer| answer.outcome).collect();
    assert_eq!(outcomes, [ReferralOutcome::HandedOn, ReferralOutcome::GivenBack]);
});

story!(a_referral_is_worded_before_it_is_offered_and_answered_after_it_was_accepted, |app| {
    let way = drafted(&app).await;
    let anew = NewReferral { question: text("Wat helpt bij het leren?"), ..asking() };
    way.sender.ask_referral(way.handover, &anew).await.unwrap();
    assert_eq!(way.sender.referral(way.handover).await.unwrap().question, anew.question);
    let early = way.receiver.answer_referral(way.handover, &answering(ReferralOutcome::Answered)).await.unwrap_err();
    assert_eq!(early.problem(), Some(ProblemKind::MoveNotPossible));
    way.review(&app).await;
    way.agree(&app).await;
    way.ready().await;
    let late = way.sender.ask_referral(way.handover, &asking()).await.unwrap_err();
    assert_eq!(late.problem(), Some(ProblemKind::MoveNotPossible));
    way.offer().await;
    way.accept().await;
    let nobody = NewReferralAnswer { handed_on_to: None, ..answering(ReferralOutcome::HandedOn) };
    let refused = way.receiver.answer_referral(way.handover, &nobody).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::InvalidField));
    let stranger = app.partner("ROC Elders", PartnerKind::MboCollege).await;
    assert_eq!(stranger.referral(way.handover).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
    let leg = Leg::drafted(&app).await;
    let elsewhere = leg.school.ask_referral(leg.handover, &asking()).await.unwrap_err();
    assert_eq!(elsewhere.problem(), Some(ProblemKind::NotAllowed));
    assert_eq!(leg.school.referral(leg.handover).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
});

story!(each_desk_shows_what_it_carries_and_how_much_it_can, |app| {
    let way = offered(&app).await;
    let desk = "Intake Zorg en Welzijn";
    way.receiver.set_desk(&NewDesk { name: text(desk), capacity: 30 }).await.unwrap();
    way.receiver.set_desk(&NewDesk { name: text(desk), capacity: 40 }).await.unwrap();
    way.receiver.set_desk(&NewDesk { name: text("Expertisecentrum"), capacity: 5 }).await.unwrap();
    let load = async || {
        let desks = way.receiver.desks().await.unwrap().items;
        let names: Vec<_> = desks.iter().map(|desk| desk.name.as_str()).collect();
        assert_eq!(names, ["Expertisecentrum", desk]);
        assert_eq!((desks[0].capacity, desks[0].waiting, desks[0].open), (Some(5), 0, 0));
        (desks[1].capacity, desks[1].waiting, desks[1].open)
    };
    assert_eq!(load().await, (Some(40), 1, 0));
    way.accept().await;
    assert_eq!(load().await, (Some(40), 0, 1));
    way.transfer(&app).await;
    way.take_over().await;
    assert_eq!(load().await, (Some(40), 0, 1), "feedback is owed still");
    way.receiver.answer_referral(way.handover, &answering(ReferralOutcome::Answered)).await.unwrap();
    assert_eq!(load().await, (Some(40), 0, 0));
    let stranger = app.partner("ROC Elders", PartnerKind::MboCollege).await;
    assert!(stranger.desks().await.unwrap().items.is_empty());
});

story!(the_learner_sees_the_referral_and_everything_about_them_in_dutch_and_asks_for_contact, |app| {
    let way = accepted(&app).await;
    way.receiver.answer_referral(way.handover, &answering(ReferralOutcome::Answered)).await.unwrap();
    let learner = app.student(&way.sender, way.learner).await;
    let referral = learner.own_handover(way.handover).await.unwrap().referral.unwrap();
    assert_eq!((referral.question, referral.answers.len()), (asking().question, 1));
    let asked = NewContactRequest { message: text("Kan iemand mij bellen?"), reach_me: Some(text("Na vier uur")) };
    learner.ask_contact(way.handover, &asked).await.unwrap();
    let told = way.sender.notices(&Default::default()).await.unwrap().items;
    assert_eq!((told[0].kind, told[0].handover_id), (NoticeKind::ContactAsked, way.handover));
    let seen = way.sender.contact_requests(way.handover).await.unwrap().items;
    assert_eq!((&seen[0].message, &seen[0].reach_me), (&asked.message, &asked.reach_me));
    let page = estafette_client::PageOptions { cursor: None, limit: Some(100) };
    let log = learner.own_access_log(&page).await.unwrap();
    let lines: Vec<String> = log.days.iter().flat_map(|day| &day.lines).map(|line| line.sentence.clone()).collect();
    for words in ["heeft een vraag over jou gesteld", "heeft de vraag over jou beantwoord", "heeft gelezen dat je contact vraagt"] {
        assert!(lines.iter().any(|line| line.contains(words)), "{words}: {lines:?}");
    }
});

story!(a_receiver_that_does_not_know_the_learner_yet_is_not_told_that_they_ask_for_contact, |app| {
    let leg = Leg::offered(&app).await;
    let noor = app.student(&leg.school, leg.learner).await;
    noor.ask_contact(leg.handover, &NewContactRequest { message: text("Bel mij"), reach_me: None }).await.unwrap();
    assert!(leg.college.notices(&Default::default()).await.unwrap().items.is_empty());
    let hidden = leg.college.contact_requests(leg.handover).await.unwrap_err();
    assert_eq!(hidden.problem(), Some(ProblemKind::NotFound));
    assert_eq!(leg.school.contact_requests(leg.handover).await.unwrap().items.len(), 1);
});

story!(the_examples_of_referrals_do_what_they_promise, |app| {
    use estafette_client::{Method, Request};
    let way = drafted(&app).await;
    let send = async |path: &str, id: &str| {
        let example = crate::contract::document_example(id);
        let request = Request::new(Method::POST, format!("/v1/handovers/{}/{path}", way.handover)).json(&example).once();
        assert_eq!(way.sender.send(request).await.unwrap().status, 201, "{id}");
    };
    send("referral", "ask_referral").await;
    way.review(&app).await;
    way.agree(&app).await;
    way.ready().await;
    way.offer().await;
    way.accept().await;
    send("referral/answers", "answer_referral").await;
});

story!(reports_count_what_became_of_a_referral_from_its_offer_on, |app| {
    let way = drafted(&app).await;
    let mut rows = app.database.raw();
    let mut standing = || rows.lines("SELECT COALESCE(referral, 'none') AS line FROM transition_facts").remove(0);
    assert_eq!(standing(), "none", "what nobody was asked yet is no referral");
    way.review(&app).await;
    way.agree(&app).await;
    way.ready().await;
    way.offer().await;
    assert_eq!(standing(), "asked");
    way.accept().await;
    way.receiver.answer_referral(way.handover, &answering(ReferralOutcome::HandedOn)).await.unwrap();
    assert_eq!(standing(), "asked");
    way.receiver.answer_referral(way.handover, &answering(ReferralOutcome::GivenBack)).await.unwrap();
    assert_eq!(standing(), "given_back");
});
