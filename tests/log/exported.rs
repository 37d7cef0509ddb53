//! A partner's own entries as records of the Logboek Dataverwerkingen standard, and the register they point to.

use std::collections::HashSet;

use estafette_client::{Client, PageOptions, Request};
use estafette_contract::{Act, CodeList, EntrySearch, ProcessingActivity, ProcessingRecord, ProcessingRecordSearch, ProcessingStatus};
use estafette_tests::{
    harness::scene::{Leg, noor, text},
    story,
};
use reqwest::Method;

const HUNDRED: PageOptions = PageOptions { limit: Some(100), cursor: None };

async fn records(client: &Client, export: &str) -> Vec<ProcessingRecord> {
    let wanted = ProcessingRecordSearch { export: Some(text(export)), ..ProcessingRecordSearch::default() };
    client.processing_records(&wanted, &HUNDRED).await.unwrap().items
}

fn subjects(records: &[ProcessingRecord]) -> HashSet<&str> {
    records.iter().map(|record| record.attributes.data_subject_id.as_str()).collect()
}

story!(every_act_on_the_data_of_a_person_is_one_record_with_the_trace_continued, |app| {
    let leg = Leg::in_transfer(&app).await;
    let trace = "0af7651916cd43dd8448eb211c80319c";
    let request = Request::new(Method::GET, format!("/v1/handovers/{}/record", leg.handover))
        .header("traceparent", &format!("00-{trace}-b7ad6b7169203331-01"));
    leg.college.send(request).await.unwrap().succeeded().unwrap();
    leg.college.section(leg.handover, estafette_contract::Section::Health).await.unwrap_err();
    leg.college.inbox(&HUNDRED).await.unwrap();

    let found = records(&leg.college, "april").await;
    let read = found.iter().find(|record| record.trace_id == trace).unwrap();
    assert_eq!(
        (read.name.as_str(), read.status, read.parent_span_id.as_deref()),
        ("record.read", ProcessingStatus::Ok, Some("b7ad6b7169203331"))
    );
    assert!(read.span_id.len() == 16 && read.start_time <= read.end_time && read.end_time.ends_with('Z'));
    let activity = format!("{}/v1/processing-activities/warm_handover", app.base());
    assert_eq!(read.attributes.processing_activity_id, activity);
    let refused = found.iter().find(|record| record.name == "section.read").unwrap();
    assert_eq!(refused.status, ProcessingStatus::Unset, "a refusal is no error of the service");
    assert!(found.iter().all(|record| record.name != "handover.inbox"), "a list without a person is about nobody");
    let spans: HashSet<&str> = found.iter().map(|record| record.span_id.as_str()).collect();
    assert_eq!(spans.len(), found.len());

    let exports = EntrySearch { acts: [Act::AuditExport].into(), ..EntrySearch::default() };
    assert_eq!(leg.college.search_entries(&exports, &HUNDRED).await.unwrap().items.len(), 1, "the export is an entry");
});

story!(a_person_has_one_pseudonym_in_an_export_and_another_in_any_other, |app| {
    let leg = Leg::in_transfer(&app).await;
    leg.school.register_learner(&noor()).await.unwrap();
    leg.college.record(leg.handover).await.unwrap();
    let april = records(&leg.school, "april").await;
    assert_eq!(subjects(&april).len(), 2, "two learners, two pseudonyms");
    assert_eq!(subjects(&april), subjects(&records(&leg.school, "april").await));
    let others = [records(&leg.school, "mei").await, records(&leg.college, "april").await];
    for other in &others {
        assert!(!other.is_empty() && subjects(&april).is_disjoint(&subjects(other)));
    }
    let ours: Vec<String> = app.database.raw().lines("SELECT DISTINCT subject AS line FROM audit_entries WHERE subject IS NOT NULL");
    assert!(ours.iter().all(|reference| !subjects(&april).contains(reference.as_str())), "it is not the reference of the log either");
});

story!(the_register_says_of_each_activity_who_decides_and_who_does_it, |app| {
    let register = app.anonymous().processing_activities().await.unwrap();
    assert_eq!(register.items.len(), ProcessingActivity::ALL.len());
    for item in &register.items {
        let one = Request::new(Method::GET, format!("/v1/processing-activities/{}", item.activity));
        let read: estafette_contract::ActivityView = app.anonymous().send(one).await.unwrap().read().unwrap();
        assert_eq!(&read, item);
    }
    let unknown = Request::new(Method::GET, "/v1/processing-activities/nothing");
    assert_eq!(app.anonymous().send(unknown).await.unwrap().status, 404);
});
