//! Everything erased: the data key goes, and with it what was written; the course, the statements and the log stay.

use estafette_client::Client;
use estafette_contract::{
    AuditOutcome, HandoverStatus, NewRightsRequest, NoticeKind, ProblemKind, Reading, RightKind, RightOutcome, Section,
};
use estafette_tests::{
    harness::{
        Partner, TestApp, TestDatabase,
        own::{answering_it as answering, asking, asking_for_everything},
        scene::{self, Leg},
    },
    story,
};
use uuid::Uuid;

/// The learner asks to be erased, and the school grants it.
async fn erase(leg: &Leg, noor: &Client) {
    let asked = noor.make_request(leg.handover, &asking_for_everything()).await.unwrap().id;
    assert!(leg.school.requests(leg.handover).await.unwrap().items[0].everything);
    leg.school.answer_request(leg.handover, asked, &answering(RightOutcome::Granted)).await.unwrap();
}

fn wrapped_key(app: &TestApp) -> String {
    let mut rows = app.database.raw();
    let hex = rows.hex("data_key");
    rows.lines(&format!("SELECT {hex} AS line FROM learners WHERE data_key IS NOT NULL")).remove(0)
}

async fn told(partner: &Partner) -> Vec<(NoticeKind, Uuid)> {
    let notices = partner.notices(&Default::default()).await.unwrap().items.into_iter();
    notices.filter(|notice| notice.kind == NoticeKind::LearnerErased).map(|notice| (notice.kind, notice.handover_id)).collect()
}

story!(everything_is_erased_and_the_course_the_statements_and_the_log_stay, |app| {
    let leg = Leg::in_transfer(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let second = Leg::draft_beside(&leg).await;
    school.record_consent(second, &scene::consent(Section::CareerProfile, app.clock().now())).await.unwrap();
    app.sign_log().await;
    let entry = college.audit_entries(&Default::default()).await.unwrap().items.remove(0).entry;
    let (entry, text) = (entry.event_id, serde_json::to_string(&entry).unwrap());
    let before = college.entry_proof(entry).await.unwrap();
    let noor = app.student(school, leg.learner).await;
    erase(&leg, &noor).await;

    for partner in [school, college] {
        assert_eq!(partner.record(id).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
        assert_eq!(told(partner).await.iter().filter(|(_, handover)| *handover == id).count(), 1, "both have to erase their own copy");
    }
    assert_eq!(school.learner(leg.learner).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
    assert!(noor.own_handover(id).await.is_err() && noor.take_along().await.is_err());
    let skeleton = school.handover(id).await.unwrap();
    assert_eq!((skeleton.reading, skeleton.status), (Reading::Skeleton, HandoverStatus::Withdrawn));
    assert!(skeleton.sender_contact.is_none() && skeleton.learner_id.is_none() && skeleton.application_reference.is_none());
    let course = school.history(id).await.unwrap().items;
    assert_eq!(course.last().map(|line| line.status), Some(HandoverStatus::Withdrawn));
    assert_eq!(school.consents(second).await.unwrap().items.len(), 1, "what was stated stays");
    assert!(school.work_items(&Default::default()).await.unwrap().items.is_empty(), "nobody is asked to do anything");
    app.days_pass(400);
    app.look().await;

    app.sign_log().await;
    assert!(app.check_log().difference.is_none());
    let keys = app.log_keys().await;
    let after = college.entry_proof(entry).await.unwrap();
    assert!(before.verify(Some(&text), &keys).is_ok() && after.verify(Some(&text), &keys).is_ok(), "every earlier proof is valid");
    let answered = &school.audit_entries(&Default::default()).await.unwrap().items;
    let answered = answered.iter().find(|record| record.entry.act == estafette_contract::Act::RightsAnswer).unwrap();
    assert_eq!(answered.entry.outcome, AuditOutcome::Done);
});

story!(the_sender_sees_what_would_go_before_it_answers, |app| {
    let leg = Leg::in_transfer(&app).await;
    let second = Leg::draft_beside(&leg).await;
    let noor = app.student(&leg.school, leg.learner).await;
    let asked = noor.make_request(leg.handover, &asking_for_everything()).await.unwrap().id;
    let found = leg.school.preview_erasure(leg.handover, asked).await.unwrap();
    let written: Vec<Section> = leg.school.record(leg.handover).await.unwrap().sections.iter().map(|one| one.section).collect();
    let read: Vec<Section> = leg.college.record(leg.handover).await.unwrap().sections.iter().map(|one| one.section).collect();
    assert_eq!((&found.sections, &found.receiver_told), (&written, &read));
    assert!(found.everything && found.ends.contains(&leg.handover) && found.ends.contains(&second) && found.ends.len() == 2);
    assert_eq!(leg.school.record(leg.handover).await.unwrap().sections.len(), written.len(), "nothing is gone yet");
    let refused = leg.college.preview_erasure(leg.handover, asked).await.unwrap_err();
    assert!(matches!(refused.problem(), Some(ProblemKind::NotFound | ProblemKind::MissingScope)));

    leg.school.answer_request(leg.handover, asked, &answering(RightOutcome::Granted)).await.unwrap();
    for ended in found.ends {
        assert_eq!(leg.school.handover(ended).await.unwrap().status, HandoverStatus::Withdrawn, "what was said would end has ended");
    }
    assert!(leg.school.preview_erasure(leg.handover, asked).await.is_err(), "it was answered");
});

story!(what_was_erased_stands_in_the_ledger_and_its_key_is_in_no_file, |app| {
    let leg = Leg::in_transfer(&app).await;
    let noor = app.student(&leg.school, leg.learner).await;
    leg.college.take_over(leg.handover, &scene::taking_over()).await.unwrap();
    let key = wrapped_key(&app);
    erase(&leg, &noor).await;
    let ledger = std::fs::read_to_string(app.key_file("erasures.txt")).unwrap();
    assert_eq!(ledger.lines().count(), 3, "the sections that are deleted, and the learner: {ledger}");
    assert!(ledger.lines().last().unwrap().contains(" learner "), "{ledger}");
    app.store().settle_erasures().await.unwrap();
    assert_eq!(app.database.raw().count("erasures WHERE recorded_at IS NULL OR cleared_at IS NULL"), 0);
    assert_eq!(app.database.raw().count("learners WHERE data_key IS NOT NULL"), 0);
    if let TestDatabase::Sqlite(folder) = &app.database {
        let bytes: Vec<u8> = (0..key.len()).step_by(2).map(|at| u8::from_str_radix(&key[at..at + 2], 16).unwrap()).collect();
        for file in std::fs::read_dir(folder.path()).unwrap() {
            let content = std::fs::read(file.unwrap().path()).unwrap();
            assert!(!content.windows(bytes.len()).any(|window| window == bytes));
        }
    }
    assert_eq!(leg.school.handover(leg.handover).await.unwrap().status, HandoverStatus::Closed, "what was taken over stays so");
});

story!(everything_is_asked_of_who_has_the_learner_in_care_and_only_to_erase, |app| {
    let leg = Leg::taken_over(&app).await;
    let known = leg.college.record(leg.handover).await.unwrap().learner_id;
    let noor = app.student(&leg.college, known).await;
    for wrong in [
        NewRightsRequest { kind: RightKind::Restrict, ..asking_for_everything() },
        NewRightsRequest { section: Some(Section::SupportNeeds), ..asking_for_everything() },
    ] {
        assert_eq!(noor.make_request(leg.handover, &wrong).await.unwrap_err().problem(), Some(ProblemKind::InvalidField));
    }
    // A request about this handover alone leaves the learner.
    let asked = noor.make_request(leg.handover, &NewRightsRequest { section: None, ..asking(RightKind::Erase) }).await.unwrap().id;
    leg.school.answer_request(leg.handover, asked, &answering(RightOutcome::Granted)).await.unwrap();
    leg.college.learner(known).await.unwrap();
    let asked = noor.make_request(leg.handover, &asking_for_everything()).await.unwrap().id;
    leg.school.answer_request(leg.handover, asked, &answering(RightOutcome::Refused)).await.unwrap();
    leg.college.learner(known).await.unwrap();
});
