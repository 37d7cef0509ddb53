//! Aftercare: nobody is let go after a diploma or a drop-out before somebody else holds on.

use chrono::{Days, Months, NaiveDate};
use estafette_client::Client;
use estafette_contract::{
    AftercareAssignment, AftercareEnd, AftercareEnding, AftercareMoment, AftercareReason, CaseStatus, ContactOutcome, EducationDuty,
    HighestDiploma, NewAftercare, NewAftercareContact, NewContactRequest, NewLearner, PartnerKind, Party, ProblemKind, RULES_VERSION, Role,
    TermKind, TermStage, Transition, WorkItem,
};
use estafette_tests::{
    harness::{
        Partner, TestApp,
        scene::{born_on, person, text},
        vsv::OCTOBER,
        way::Way,
    },
    story,
};
use uuid::Uuid;

use crate::cases::{Region, import};

fn today(app: &TestApp) -> NaiveDate {
    estafette_db::dutch_day(app.clock().now())
}

fn beginning(learner_id: Uuid, reason: AftercareReason, began_on: NaiveDate) -> NewAftercare {
    NewAftercare { learner_id, reason, began_on, diploma: Some(HighestDiploma::Mbo2), owner: person("Fatima Aydin", Role::Coach) }
}

fn contact(moment: AftercareMoment, sought_on: NaiveDate, outcome: ContactOutcome) -> NewAftercareContact {
    NewAftercareContact { moment, sought_on, outcome, note: Some(text("Het gaat goed bij de bakker")) }
}

/// Somebody of twenty.
fn young(app: &TestApp) -> NewLearner {
    born_on(today(app) - Months::new(240))
}

/// A college, a Doorstroompunt, and somebody of twenty on the way from one to the other.
async fn leaving(app: &TestApp) -> Way {
    let college = app.partner("ROC Maasdal", PartnerKind::MboCollege).await;
    let desk = app.partner("Doorstroompunt Maasdal", PartnerKind::Doorstroompunt).await;
    let learner = college.register_learner(&young(app)).await.unwrap().id;
    Way::carrying(Transition::SchoolDoorstroompunt, &college, &desk, learner).await
}

/// A graduate of a college, with aftercare that begins today.
async fn graduate(app: &TestApp, learner: &NewLearner) -> (Partner, Uuid, Uuid) {
    let college = app.partner("ROC Maasdal", PartnerKind::MboCollege).await;
    let learner = college.register_learner(learner).await.unwrap().id;
    let id = college.begin_aftercare(&beginning(learner, AftercareReason::Graduated, today(app))).await.unwrap().id;
    (college, learner, id)
}

story!(a_graduate_is_kept_in_touch_with_at_four_moments_until_the_term_is_over, |app| {
    let (college, learner, id) = graduate(&app, &young(&app)).await;
    let begun = college.aftercare(id).await.unwrap();
    assert_eq!((begun.learner_id, begun.moments.len(), begun.owner.unwrap().name.as_str()), (learner, 4, "Fatima Aydin"));
    let again = college.begin_aftercare(&beginning(learner, AftercareReason::DroppedOut, today(&app))).await.unwrap_err();
    assert_eq!(again.problem(), Some(ProblemKind::Conflict), "one at a time");
    for (moment, days) in [
        (AftercareMoment::SixWeeks, 42),
        (AftercareMoment::ThreeMonths, 49),
        (AftercareMoment::SixMonths, 91),
        (AftercareMoment::OneYear, 183),
    ] {
        let line = college.aftercare_list(&Default::default()).await.unwrap().items.remove(0);
        assert_eq!((line.id, line.moment, line.stage), (id, moment, TermStage::Waiting));
        app.days_pass(days - 12);
        let line = college.aftercare_list(&Default::default()).await.unwrap().items.remove(0);
        assert_eq!(line.stage, TermStage::Open, "{moment}");
        assert!(line.told.nl.starts_with("Zoek contact met de jongere, na "), "{}", line.told.nl);
        app.days_pass(12);
        college.record_aftercare_contact(id, &contact(moment, today(&app), ContactOutcome::Reached)).await.unwrap();
    }
    assert!(college.aftercare_list(&Default::default()).await.unwrap().items.is_empty());
    let over = college.aftercare(id).await.unwrap();
    assert_eq!((over.end_reason, over.contacts.len()), (Some(AftercareEnd::TermOver), 4));
    assert_eq!(over.contacts[0].note.as_ref().unwrap().as_str(), "Het gaat goed bij de bakker");
    let late = college.record_aftercare_contact(id, &contact(AftercareMoment::OneYear, today(&app), ContactOutcome::Reached)).await;
    assert_eq!(late.unwrap_err().problem(), Some(ProblemKind::Conflict));
});

story!(what_follows_from_the_rules_is_computed_with_their_version, |app| {
    app.goes_to("2046-02-27");
    let leap = born_on("2028-02-29".parse().unwrap());
    let (college, _, id) = graduate(&app, &leap).await;
    let facts = college.aftercare(id).await.unwrap().facts;
    assert_eq!((facts.rules_version.as_str(), facts.of_age, facts.startkwalificatie, facts.vsv), (RULES_VERSION, false, true, false));
    assert_eq!((facts.education_duty, facts.followed_until_on.to_string().as_str()), (EducationDuty::NoDuty, "2055-03-01"));
    app.goes_to("2046-03-01");
    assert!(college.aftercare(id).await.unwrap().facts.of_age, "on 1 March of a common year");

    let learner = college.register_learner(&leap).await.unwrap().id;
    let dropped = NewAftercare { diploma: Some(HighestDiploma::Vmbo), ..beginning(learner, AftercareReason::DroppedOut, today(&app)) };
    let id = college.begin_aftercare(&dropped).await.unwrap().id;
    let facts = college.aftercare(id).await.unwrap().facts;
    assert_eq!((facts.vsv, facts.startkwalificatie), (true, false));
});

story!(nobody_is_followed_beyond_the_age_that_is_set, |app| {
    app.goes_to("2046-07-01");
    let (college, _, id) = graduate(&app, &born_on("2019-10-01".parse().unwrap())).await;
    let moments: Vec<_> = college.aftercare(id).await.unwrap().moments.iter().map(|due| due.moment).collect();
    assert_eq!(moments, [AftercareMoment::SixWeeks, AftercareMoment::ThreeMonths], "27 on 1 October 2046");
    let old = college.register_learner(&born_on("2019-07-01".parse().unwrap())).await.unwrap().id;
    let refused = college.begin_aftercare(&beginning(old, AftercareReason::Graduated, today(&app))).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::Conflict));
});

story!(who_is_not_responsible_keeps_no_aftercare_and_sees_none, |app| {
    let (college, _, id) = graduate(&app, &young(&app)).await;
    let other = app.partner("Mbo De Vaart", PartnerKind::MboCollege).await;
    assert_eq!(other.aftercare(id).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
    let sought = contact(AftercareMoment::SixWeeks, today(&app), ContactOutcome::Reached);
    assert_eq!(other.record_aftercare_contact(id, &sought).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
    let strange = other.begin_aftercare(&beginning(Uuid::now_v7(), AftercareReason::Graduated, today(&app))).await.unwrap_err();
    assert_eq!(strange.problem(), Some(ProblemKind::InvalidField));
    let unnamed = college.without_professional(&app).aftercare(id).await.unwrap_err();
    assert_eq!(unnamed.problem(), Some(ProblemKind::PersonRequired));
    let handed_over = AftercareEnding { reason: AftercareEnd::HandedOver, note: None };
    assert_eq!(college.end_aftercare(id, &handed_over).await.unwrap_err().problem(), Some(ProblemKind::InvalidField));
    let tomorrow = contact(AftercareMoment::SixWeeks, today(&app) + Days::new(1), ContactOutcome::Reached);
    assert_eq!(college.record_aftercare_contact(id, &tomorrow).await.unwrap_err().problem(), Some(ProblemKind::InvalidField));
    let to = AftercareAssignment { owner: person("Joost Kramer", Role::SlbEr) };
    college.assign_aftercare(id, &to).await.unwrap();
    assert_eq!(college.aftercare(id).await.unwrap().owner, Some(to.owner));
});

story!(aftercare_is_handed_over_to_the_doorstroompunt_and_goes_on_there, |app| {
    let way = leaving(&app).await;
    let (college, desk) = (&way.sender, &way.receiver);
    let began_on = today(&app);
    let id = college.begin_aftercare(&beginning(way.learner, AftercareReason::Graduated, began_on)).await.unwrap().id;
    app.days_pass(42);
    let sought = contact(AftercareMoment::SixWeeks, today(&app), ContactOutcome::NotReached);
    college.record_aftercare_contact(id, &sought).await.unwrap();
    way.to_transfer(&app).await;
    way.take_over().await;
    let before = college.aftercare(id).await.unwrap();
    assert_eq!(before.end_reason, Some(AftercareEnd::HandedOver));
    let line = desk.aftercare_list(&Default::default()).await.unwrap().items.remove(0);
    assert_eq!((line.moment, line.owned, line.reason), (AftercareMoment::ThreeMonths, true, AftercareReason::Graduated));
    let after = desk.aftercare(line.id).await.unwrap();
    assert_eq!((after.began_on, after.diploma), (began_on, Some(HighestDiploma::Mbo2)), "it goes on where it was");
    assert!(after.contacts.is_empty(), "what was said to the school stays there");
});

story!(a_drop_out_goes_to_the_doorstroompunt_and_back_to_school, |app| {
    let way = leaving(&app).await;
    way.to_transfer(&app).await;
    way.take_over().await;
    let desk = &way.receiver;
    let line = desk.aftercare_list(&Default::default()).await.unwrap().items.remove(0);
    assert_eq!((line.reason, line.moment), (AftercareReason::DroppedOut, AftercareMoment::SixWeeks), "it begins with the takeover");
    assert!(desk.aftercare(line.id).await.unwrap().facts.vsv);

    let college = app.partner("Mbo De Vaart", PartnerKind::MboCollege).await;
    let back = Way::carrying(Transition::WorkLearning, desk, &college, line.learner_id).await;
    back.to_transfer(&app).await;
    back.take_over().await;
    let over = desk.aftercare(line.id).await.unwrap();
    let reached = "transition_facts WHERE transition = 'school_doorstroompunt' AND aftercare = 'further_education'";
    assert_eq!(app.database.raw().count(reached), 1, "it counts for the handover by which school was left");
    assert_eq!((over.end_reason, over.facts.vsv), (Some(AftercareEnd::FurtherEducation), false), "who is back in school is no drop-out");
    assert!(college.aftercare_list(&Default::default()).await.unwrap().items.is_empty());
});

story!(a_case_begins_aftercare_and_ends_with_it, |app| {
    let region = Region::of(&app).await;
    import(&region.college, OCTOBER, "2043-10").await;
    let desk = &region.here;
    let lines = desk.aftercare_list(&Default::default()).await.unwrap().items;
    assert!(lines.len() == 3 && lines.iter().all(|line| !line.owned && line.reason == AftercareReason::DroppedOut));
    let case = desk.cases(&Default::default()).await.unwrap().items.remove(0);
    let id = desk.case(case.id).await.unwrap().aftercare_id.unwrap();
    let aftercare = desk.aftercare(id).await.unwrap();
    assert_eq!((aftercare.learner_id, aftercare.owner, aftercare.facts.vsv), (case.learner_id, None, true));
    desk.assign_aftercare(id, &AftercareAssignment { owner: person("Naima Chaouch", Role::Casemanager) }).await.unwrap();

    let college = app.partner("Mbo De Vaart", PartnerKind::MboCollege).await;
    let back = Way::carrying(Transition::WorkLearning, desk, &college, case.learner_id).await;
    back.to_transfer(&app).await;
    back.take_over().await;
    assert_eq!(desk.aftercare(id).await.unwrap().end_reason, Some(AftercareEnd::FurtherEducation));
    assert_eq!(desk.case(case.id).await.unwrap().status, CaseStatus::Ended);
    let again = import(&region.college, OCTOBER, "2043-10").await;
    assert_eq!((again.new.len(), again.unchanged.len()), (0, 4));
    assert_eq!(desk.case(case.id).await.unwrap().status, CaseStatus::Ended, "a file that lags behind opens nothing again");

    let other = lines.iter().find(|line| line.id != id).unwrap();
    let work = AftercareEnding { reason: AftercareEnd::LastingWork, note: Some(text("Vast contract bij de bakker")) };
    desk.end_aftercare(other.id, &work).await.unwrap();
    let ended = desk.aftercare(other.id).await.unwrap();
    assert_eq!((ended.end_reason, ended.end_note), (Some(AftercareEnd::LastingWork), work.note));
});

/// The moment of aftercare on a work list, if there is one.
async fn listed(client: &Client) -> Option<WorkItem> {
    client.work_items(&Default::default()).await.unwrap().items.into_iter().find(|item| item.aftercare_id.is_some())
}

story!(a_moment_is_on_the_work_list_when_it_is_due_and_is_told_on_when_it_stays_over, |app| {
    let desk = app.partner("Doorstroompunt Maasdal", PartnerKind::Doorstroompunt).await;
    let (college, _, id) = graduate(&app, &young(&app)).await;
    app.look().await;
    assert_eq!(listed(&college).await, None, "not due yet");
    app.days_pass(30);
    app.look().await;
    let item = listed(&college).await.unwrap();
    assert_eq!((item.aftercare_id, item.term, item.stage), (Some(id), TermKind::AftercareSixWeeks, TermStage::Open));
    assert_eq!((item.handover_id, item.keeper.unwrap().id, item.party), (None, college.id, Party::Responsible));
    assert!(item.reason.nl.starts_with("Zoek contact met de jongere"), "{}", item.reason.nl);
    let mine = college.my_work_items(&Default::default()).await.unwrap().items;
    assert_eq!(mine.len(), 1, "it is whose it is who began it");
    for (days, stage) in [(10, TermStage::DueSoon), (4, TermStage::Overdue), (7, TermStage::Escalated)] {
        app.days_pass(days);
        app.look().await;
        assert_eq!(listed(&college).await.unwrap().stage, stage);
        assert_eq!(listed(&desk).await, None);
    }
    app.days_pass(15);
    app.look().await;
    let told = listed(&desk).await.unwrap();
    assert_eq!((told.stage, told.party, told.keeper.unwrap().id), (TermStage::Referred, Party::Doorstroompunt, college.id));
    assert_eq!(desk.aftercare(id).await.unwrap_err().problem(), Some(ProblemKind::NotFound), "it is told which school, and not who");
    college.record_aftercare_contact(id, &contact(AftercareMoment::SixWeeks, today(&app), ContactOutcome::Reached)).await.unwrap();
    assert_eq!(listed(&desk).await, None);
    let next = listed(&college).await;
    assert!(next.is_none_or(|item| item.term == TermKind::AftercareThreeMonths));
    college.end_aftercare(id, &AftercareEnding { reason: AftercareEnd::LastingWork, note: None }).await.unwrap();
    assert_eq!(listed(&college).await, None, "what has ended waits for nobody");
});

story!(a_graduate_goes_to_an_employer_and_the_school_keeps_in_touch, |app| {
    let college = app.partner("ROC Maasdal", PartnerKind::MboCollege).await;
    let bakery = app.partner("Bakkerij Zwaan", PartnerKind::Employer).await;
    let learner = college.register_learner(&young(&app)).await.unwrap().id;
    let way = Way::carrying(Transition::MboEmployer, &college, &bakery, learner).await;
    way.to_transfer(&app).await;
    assert!(!bakery.work_profile(way.handover).await.unwrap().strengths.is_empty());
    way.take_over().await;
    let responsible = college.learner(learner).await.unwrap().responsible;
    assert_eq!(responsible.partner.id, college.id, "an employer's takeover does not move who is responsible");
    let id = college.begin_aftercare(&beginning(learner, AftercareReason::Graduated, today(&app))).await.unwrap().id;
    let mut rows = app.database.raw();
    let mut reach = || rows.lines("SELECT COALESCE(aftercare, 'none') AS line FROM transition_facts").remove(0);
    assert_eq!(reach(), "none");
    app.days_pass(40);
    let sought = |outcome| contact(AftercareMoment::SixWeeks, today(&app), outcome);
    college.record_aftercare_contact(id, &sought(ContactOutcome::NotReached)).await.unwrap();
    assert_eq!(reach(), "not_reached");
    let sought = contact(AftercareMoment::ThreeMonths, today(&app), ContactOutcome::Reached);
    college.record_aftercare_contact(id, &sought).await.unwrap();
    assert_eq!(reach(), "running");
    college.end_aftercare(id, &AftercareEnding { reason: AftercareEnd::LastingWork, note: None }).await.unwrap();
    assert_eq!(reach(), "lasting_work");
});

story!(the_young_person_reads_the_aftercare_in_dutch_and_takes_it_along, |app| {
    let (college, learner, id) = graduate(&app, &young(&app)).await;
    app.days_pass(40);
    college.record_aftercare_contact(id, &contact(AftercareMoment::SixWeeks, today(&app), ContactOutcome::Reached)).await.unwrap();
    let student = app.student(&college, learner).await;
    let own = student.own_aftercare().await.unwrap().items;
    assert_eq!((own.len(), own[0].partner.id, own[0].moments.len(), own[0].contacts.len()), (1, college.id, 4, 1));
    assert_eq!(own[0].owner.as_ref().unwrap().name.as_str(), "Fatima Aydin");
    assert!(own[0].told.starts_with("ROC Maasdal houdt contact met je. Het volgende contact is uiterlijk "), "{}", own[0].told);
    assert_eq!(listed(&college).await, None);
    let asked = NewContactRequest { message: text("Bellen jullie mij?"), reach_me: None };
    student.ask_contact_in_aftercare(id, &asked).await.unwrap();
    assert_eq!(listed(&college).await.unwrap().stage, TermStage::Open, "who is asked does not wait for the moment");
    assert_eq!(college.aftercare(id).await.unwrap().contact_requests[0].message, asked.message);
    let sought = contact(AftercareMoment::ThreeMonths, today(&app), ContactOutcome::Reached);
    college.record_aftercare_contact(id, &sought).await.unwrap();
    assert_eq!(listed(&college).await, None);
    college.end_aftercare(id, &AftercareEnding { reason: AftercareEnd::LastingWork, note: None }).await.unwrap();
    let late = student.ask_contact_in_aftercare(id, &asked).await.unwrap_err();
    assert_eq!(late.problem(), Some(ProblemKind::NotFound), "it has ended");
    let taken = student.take_along().await.unwrap().aftercare;
    assert_eq!(taken[0].told, "ROC Maasdal hield contact met je. Dat is gestopt: duurzaam aan het werk.");
    let page = student.send(estafette_client::Request::new(reqwest::Method::GET, "/v1/own/take-along-page")).await.unwrap();
    let page = String::from_utf8(page.body).unwrap();
    assert!(page.contains("Nazorg van ROC Maasdal") && page.contains("Het gaat goed bij de bakker"), "{page}");
    let log = student.own_access_log(&Default::default()).await.unwrap();
    let lines: Vec<String> = log.days.iter().flat_map(|day| &day.lines).map(|line| line.sentence.clone()).collect();
    assert!(lines.iter().any(|line| line.contains("nazorg")), "{lines:?}");
});
