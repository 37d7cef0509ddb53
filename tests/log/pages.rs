//! Reading the log: a partner its own, a learner's in plain Dutch.

use estafette_client::{Client, PageOptions};
use estafette_contract::{Channel, ConsentWithdrawal, ProblemKind, Section};
use estafette_tests::{
    harness::scene::{self, Leg, career, consent},
    story,
};

fn page(limit: u32, cursor: Option<String>) -> PageOptions {
    PageOptions { limit: Some(limit), cursor }
}

story!(a_partner_pages_through_its_own_entries_and_nobody_elses, |app| {
    let leg = Leg::in_transfer(&app).await;
    let own = walk(&leg.school, leg.school.id).await;
    assert!(own.len() > 8 && own.windows(2).all(|pair| pair[0] > pair[1]), "newest first, each once");
    let theirs = walk(&leg.college, leg.college.id).await;
    assert!(!theirs.is_empty() && theirs.iter().all(|id| !own.contains(id)));

    let cursor = leg.school.audit_entries(&page(2, None)).await.unwrap().next_cursor;
    assert!(cursor.is_some());
    let stolen = leg.college.audit_entries(&page(2, cursor.clone())).await.unwrap_err();
    assert_eq!(stolen.problem(), Some(ProblemKind::InvalidField));
    let elsewhere = leg.school.outbox(&page(2, cursor)).await.unwrap_err();
    assert_eq!(elsewhere.problem(), Some(ProblemKind::InvalidField), "a cursor is good for one list");
    let invented = leg.school.audit_entries(&page(2, Some("AAAA".into()))).await.unwrap_err();
    assert_eq!(invented.problem(), Some(ProblemKind::InvalidField));
    assert_eq!(leg.school.audit_entries(&page(101, None)).await.unwrap_err().problem(), Some(ProblemKind::InvalidField));
});

/// Every entry of a partner, page by page.
async fn walk(client: &Client, partner: uuid::Uuid) -> Vec<uuid::Uuid> {
    let (mut ids, mut cursor) = (Vec::new(), None);
    loop {
        let read = client.audit_entries(&page(3, cursor)).await.unwrap();
        assert!(read.items.len() <= 3 && read.items.iter().all(|record| record.entry.actor.partner_id == partner));
        ids.extend(read.items.iter().map(|record| record.entry.event_id));
        cursor = read.next_cursor;
        if cursor.is_none() {
            return ids;
        }
    }
}

story!(the_access_log_says_in_dutch_who_saw_what_and_on_which_ground, |app| {
    let leg = Leg::drafted(&app).await;
    leg.school.put_section(leg.handover, career(), None, None).await.unwrap();
    let now = app.clock().now();
    let given = leg.school.record_consent(leg.handover, &consent(Section::CareerProfile, now)).await.unwrap().id;
    scene::make_ready(&leg.school, leg.handover, now).await;
    leg.school.offer(leg.handover, &Default::default()).await.unwrap();
    leg.college.accept(leg.handover, &scene::accepting()).await.unwrap();
    leg.school.transfer(leg.handover, &Default::default()).await.unwrap();
    leg.college.record(leg.handover).await.unwrap();
    let how = ConsentWithdrawal { channel: Channel::Spoken, stated_at: now, note: None };
    leg.school.withdraw_consent(leg.handover, given, &how).await.unwrap();
    leg.college.section(leg.handover, Section::CareerProfile).await.unwrap_err();

    let log = leg.school.access_log(leg.learner, &page(100, None)).await.unwrap();
    let said: Vec<&str> = log.items.iter().map(|line| line.sentence.as_str()).collect();
    let read = "ROC Maasdal (intaker) heeft je gegevens gelezen: loopbaanprofiel (toestemming), \
                wie je bent en hoe je te bereiken bent (wettelijke taak), ondersteuningsbehoeften (wettelijke taak).";
    assert!(said.contains(&read), "{said:#?}");
    assert!(said.contains(&"Vmbo De Linde (decaan) heeft vastgelegd dat je je toestemming intrekt."), "{said:#?}");
    assert!(said.contains(&"Geweigerd: ROC Maasdal (intaker) heeft een onderdeel gelezen."), "{said:#?}");
    assert_eq!(said.first(), Some(&"Geweigerd: ROC Maasdal (intaker) heeft een onderdeel gelezen."), "newest first");
    assert!(said.iter().all(|sentence| sentence.ends_with('.') && !sentence.contains("Noor")));
});

story!(the_access_log_is_read_page_by_page, |app| {
    let leg = Leg::offered(&app).await;
    let all = leg.school.access_log(leg.learner, &page(100, None)).await.unwrap();
    // Reading it is itself the newest line the next time.
    let first = leg.school.access_log(leg.learner, &page(2, None)).await.unwrap();
    let second = leg.school.access_log(leg.learner, &page(2, first.next_cursor)).await.unwrap();
    assert_eq!((&first.items[1], &second.items[..]), (&all.items[0], &all.items[1..3]));
    let stolen = leg.college.access_log(leg.learner, &page(2, second.next_cursor)).await.unwrap_err();
    assert_eq!(stolen.problem(), Some(ProblemKind::NotFound));
});
