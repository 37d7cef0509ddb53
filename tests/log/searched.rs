//! Searching one's own entries: what fits and nothing else, page after page, and the search is itself in the log.

use estafette_client::{Client, PageOptions};
use estafette_contract::{Act, AuditOutcome, AuditRecord, EntrySearch, ObjectKind, ProblemKind, Ruling, Section};
use estafette_tests::{
    harness::scene::{Leg, noor},
    story,
};
use uuid::Uuid;

fn page(limit: u32, cursor: Option<String>) -> PageOptions {
    PageOptions { limit: Some(limit), cursor }
}

/// Everything that fits, two lines at a time.
async fn all(client: &Client, wanted: &EntrySearch) -> Vec<AuditRecord> {
    let (mut found, mut cursor) = (Vec::new(), None);
    loop {
        let read = client.search_entries(wanted, &page(2, cursor)).await.unwrap();
        found.extend(read.items);
        cursor = read.next_cursor;
        if cursor.is_none() {
            return found;
        }
    }
}

fn acts(found: &[AuditRecord]) -> Vec<Act> {
    found.iter().map(|record| record.entry.act).collect()
}

story!(a_partner_finds_its_own_entries_by_what_was_done_to_what_and_when, |app| {
    let leg = Leg::in_transfer(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    app.days_pass(1);
    let next_day = app.clock().now();
    college.record(id).await.unwrap();
    college.section(id, Section::Health).await.unwrap_err();
    school.handover(id).await.unwrap();
    let wanted = |acts: &[Act]| EntrySearch { acts: acts.iter().copied().collect(), ..EntrySearch::default() };

    assert_eq!(acts(&all(college, &wanted(&[Act::RecordRead, Act::SectionRead])).await), [Act::SectionRead, Act::RecordRead]);
    assert_eq!(acts(&all(school, &wanted(&[Act::RecordRead])).await), [], "what another did is the other's");
    let refused = EntrySearch { outcomes: [AuditOutcome::Refused].into(), ..EntrySearch::default() };
    assert_eq!(acts(&all(college, &refused).await), [Act::SectionRead]);

    let of_handover = EntrySearch { object_kind: Some(ObjectKind::Handover), object_id: Some(id), ..EntrySearch::default() };
    let found = all(school, &of_handover).await;
    assert!(found.len() > 5 && found.iter().all(|record| record.entry.object.reference == found[0].entry.object.reference));
    let another = EntrySearch { object_id: Some(Uuid::now_v7()), ..of_handover.clone() };
    assert!(all(school, &another).await.is_empty());
    let nameless = EntrySearch { object_kind: None, ..of_handover };
    assert_eq!(school.search_entries(&nameless, &page(2, None)).await.unwrap_err().problem(), Some(ProblemKind::InvalidField));

    let today = EntrySearch { from_at: Some(next_day), object_kind: Some(ObjectKind::Handover), ..EntrySearch::default() };
    assert_eq!(acts(&all(school, &today).await), [Act::HandoverRead]);
    let before = EntrySearch { from_at: None, until_at: Some(next_day), ..today };
    let found = all(school, &before).await;
    assert!(found.len() > 5 && found.iter().all(|record| record.entry.happened_at < next_day));
    assert!(found.windows(2).all(|pair| pair[0].entry.event_id > pair[1].entry.event_id), "newest first, each once");
});

story!(beside_every_entry_stands_what_was_decided_and_by_which_policy, |app| {
    let leg = Leg::in_transfer(&app).await;
    leg.college.section(leg.handover, Section::SupportNeeds).await.unwrap();
    leg.college.section(leg.handover, Section::Health).await.unwrap_err();
    let wanted = EntrySearch { acts: [Act::SectionRead].into(), ..EntrySearch::default() };
    let found = all(&leg.college, &wanted).await;
    let told: Vec<_> = found.iter().map(|record| (record.decision.ruling, record.decision.reason.as_deref())).collect();
    assert_eq!(told[1], (Ruling::Allowed, Some("on_legal_task")));
    assert_eq!(told[0].0, Ruling::Refused);
    assert!(found.iter().all(|record| record.decision.policy == record.entry.matrix_version && record.decision.policy == "2026-1"));
});

story!(looking_for_a_learner_is_by_ones_own_pseudonym_and_stands_in_that_learners_log, |app| {
    let leg = Leg::in_transfer(&app).await;
    let other = leg.school.register_learner(&noor()).await.unwrap().id;
    let wanted = |learner| EntrySearch { learner_id: Some(learner), ..EntrySearch::default() };
    let found = all(&leg.school, &wanted(leg.learner)).await;
    assert!(found.len() > 5 && found.iter().all(|record| record.entry.subject.is_some() && record.entry.subject == found[0].entry.subject));
    let about_the_other = acts(&all(&leg.school, &wanted(other)).await);
    assert!(about_the_other.contains(&Act::LearnerRegister) && !about_the_other.contains(&Act::Transfer), "{about_the_other:?}");
    for unknown in [leg.learner, Uuid::now_v7()] {
        let refused = leg.college.search_entries(&wanted(unknown), &page(2, None)).await.unwrap_err();
        assert_eq!(refused.problem(), Some(ProblemKind::InvalidField), "another's pseudonym, or nobody's");
    }
    let log = leg.school.access_log(leg.learner, &page(100, None)).await.unwrap();
    assert!(log.items.iter().any(|line| line.sentence == "Vmbo De Linde (decaan) heeft het eigen logboek gelezen."), "{log:?}");
});

story!(reading_entries_is_itself_an_entry_and_a_cursor_is_good_for_one_search, |app| {
    let leg = Leg::offered(&app).await;
    let searches = EntrySearch { acts: [Act::AuditRead].into(), ..EntrySearch::default() };
    assert!(all(&leg.school, &searches).await.is_empty());
    assert_eq!(acts(&all(&leg.school, &searches).await).first(), Some(&Act::AuditRead));
    let first = leg.school.search_entries(&EntrySearch::default(), &page(2, None)).await.unwrap();
    for (who, wanted) in [(&leg.school, searches), (&leg.college, EntrySearch::default())] {
        let refused = who.search_entries(&wanted, &page(2, first.next_cursor.clone())).await.unwrap_err();
        assert_eq!(refused.problem(), Some(ProblemKind::InvalidField));
    }
});
