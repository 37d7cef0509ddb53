//! Searching: a partner finds what it may know of, newest first, page after page, whatever others write meanwhile.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
};

use chrono::TimeDelta;
use estafette_client::{Client, PageOptions};
use estafette_contract::{
    ApplicationReference, HandoverSearch, HandoverStatus, NewHandover, PartnerKind, Party, ProblemKind, Transition, WithdrawDetails,
    WithdrawReason,
};
use estafette_tests::{
    harness::{
        TestApp,
        scene::{Leg, accepting, draft, handover_to, make_ready},
        way::Way,
    },
    story,
};
use uuid::Uuid;

async fn found(client: &Client, wanted: HandoverSearch) -> Vec<Uuid> {
    let page = PageOptions { cursor: None, limit: Some(100) };
    client.search(&wanted, &page).await.unwrap().items.into_iter().map(|item| item.id).collect()
}

fn with_status(statuses: &[HandoverStatus]) -> HandoverSearch {
    HandoverSearch { statuses: statuses.iter().copied().collect(), ..HandoverSearch::default() }
}

async fn offer(app: &TestApp, leg: &Leg) -> Uuid {
    let id = Leg::draft_beside(leg).await;
    make_ready(&leg.school, id, app.clock().now()).await;
    leg.school.offer(id, &Default::default()).await.unwrap();
    id
}

fn taken_back() -> WithdrawDetails {
    WithdrawDetails { reason: WithdrawReason::OtherRoute, explanation: None }
}

story!(a_search_finds_what_fits_and_only_what_the_partner_may_know_of, |app| {
    use HandoverStatus as S;
    let leg = Leg::offered(&app).await;
    let (school, college, first) = (&leg.school, &leg.college, leg.handover);
    let second = offer(&app, &leg).await;
    college.accept(second, &accepting()).await.unwrap();
    let third = Leg::draft_beside(&leg).await;
    let other = app.partner("ROC Rijnveld", PartnerKind::MboCollege).await;
    let elsewhere = draft(school, &other, leg.learner).await;

    assert_eq!(found(school, HandoverSearch::default()).await, [elsewhere, third, second, first], "newest first");
    assert_eq!(found(college, HandoverSearch::default()).await, [second, first], "drafts are their sender's");
    assert_eq!(found(college, with_status(&[S::Draft, S::Accepted])).await, [second], "and no status finds them");
    assert_eq!(found(school, with_status(&[S::Offered, S::Accepted])).await, [second, first]);
    let between = |partner: Uuid| HandoverSearch { partner_id: Some(partner), ..HandoverSearch::default() };
    assert_eq!(found(school, between(other.id)).await, [elsewhere]);
    assert_eq!(found(college, between(school.id)).await, [second, first]);
    let as_party = |party| HandoverSearch { party: Some(party), ..HandoverSearch::default() };
    assert!(found(school, as_party(Party::Receiver)).await.is_empty());
    assert_eq!(found(college, as_party(Party::Receiver)).await, [second, first]);
    let by = |transition| HandoverSearch { transitions: BTreeSet::from([transition]), ..HandoverSearch::default() };
    assert_eq!(found(school, by(Transition::VmboMbo)).await.len(), 4);
    assert!(found(school, by(Transition::MboHbo)).await.is_empty());
    // The offer has fourteen days, the draft beside it more.
    let due = HandoverSearch { term_ends_before_at: Some(app.clock().now() + TimeDelta::days(15)), ..with_status(&[S::Offered, S::Draft]) };
    assert_eq!(found(school, due).await, [first]);
    school.withdraw(second, &taken_back()).await.unwrap();
    assert_eq!(found(college, HandoverSearch::default()).await, [first], "what was taken back is its sender's again");
    assert_eq!(found(school, with_status(&[S::Withdrawn])).await, [second]);
});

story!(a_handover_is_found_by_the_reference_of_either_side, |app| {
    let leg = Leg::drafted(&app).await;
    let reference = ApplicationReference::new("A-2026-4711").unwrap();
    let new = handover_to(&leg.college, leg.learner, Transition::VmboMbo);
    let new = NewHandover { application_reference: Some(reference.clone()), ..new };
    let id = leg.school.draft_handover(&new).await.unwrap().id;
    let wanted = HandoverSearch { application_reference: Some(reference), ..HandoverSearch::default() };
    assert_eq!(found(&leg.school, wanted.clone()).await, [id]);
    assert!(found(&leg.college, wanted).await.is_empty(), "not before it is offered");
    let wanted = HandoverSearch { learner_id: Some(leg.learner), ..HandoverSearch::default() };
    assert_eq!(found(&leg.school, wanted.clone()).await, [id, leg.handover]);
    let refused = leg.college.search(&wanted, &PageOptions::default()).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::InvalidField), "another's pseudonym is nobody's");
});

story!(an_announcement_is_not_found_by_the_person_it_does_not_name, |app| {
    let leg = Leg::in_transfer(&app).await;
    let known_as = leg.college.record(leg.handover).await.unwrap().learner_id;
    let second = offer(&app, &leg).await;
    let by_person = |statuses: &[HandoverStatus]| HandoverSearch { learner_id: Some(known_as), ..with_status(statuses) };
    for statuses in [&[][..], &[HandoverStatus::Offered, HandoverStatus::InTransfer]] {
        assert_eq!(found(&leg.college, by_person(statuses)).await, [leg.handover], "who is announced is not told");
    }
    assert_eq!(found(&leg.college, with_status(&[HandoverStatus::Offered])).await, [second]);
    assert_eq!(found(&leg.school, HandoverSearch { learner_id: Some(leg.learner), ..Default::default() }).await, [second, leg.handover]);
});

story!(what_goes_on_within_one_school_is_found_once, |app| {
    let way = Way::drafted(&app, Transition::InternalLine, PartnerKind::MboCollege, PartnerKind::MboCollege).await;
    way.to_transfer(&app).await;
    for party in [None, Some(Party::Sender), Some(Party::Receiver)] {
        assert_eq!(found(&way.sender, HandoverSearch { party, ..HandoverSearch::default() }).await, [way.handover], "{party:?}");
    }
    let nowhere = HandoverSearch { party: Some(Party::Clock), ..HandoverSearch::default() };
    let refused = way.sender.search(&nowhere, &PageOptions::default()).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::InvalidField));
});

story!(a_cursor_serves_one_partner_and_one_search, |app| {
    let leg = Leg::offered(&app).await;
    offer(&app, &leg).await;
    let (wanted, other) = (with_status(&[HandoverStatus::Offered]), HandoverSearch::default());
    let first = leg.school.search(&wanted, &PageOptions { cursor: None, limit: Some(1) }).await.unwrap();
    let next = PageOptions { cursor: first.next_cursor, limit: Some(5) };
    assert_eq!(leg.school.search(&wanted, &next).await.unwrap().items.len(), 1);
    for refused in
        [leg.college.search(&wanted, &next).await.err(), leg.school.search(&other, &next).await.err(), leg.school.outbox(&next).await.err()]
    {
        assert_eq!(refused.unwrap().problem(), Some(ProblemKind::InvalidField));
    }
});

/// Reads a search to its end; answers how often each was on a page.
async fn read_through(client: &Client, wanted: &HandoverSearch) -> BTreeMap<Uuid, usize> {
    let (mut page, mut seen) = (PageOptions { cursor: None, limit: Some(2) }, BTreeMap::new());
    loop {
        let found = client.search(wanted, &page).await.unwrap();
        found.items.iter().for_each(|item| *seen.entry(item.id).or_default() += 1);
        match found.next_cursor {
            Some(cursor) => page.cursor = Some(cursor),
            None => return seen,
        }
    }
}

story!(pages_neither_skip_nor_repeat_while_others_write, |app| {
    let leg = Leg::drafted(&app).await;
    let (mut steady, mut moving) = (vec![leg.handover], Vec::new());
    for number in 0..12 {
        let list = if number % 2 == 0 { &mut moving } else { &mut steady };
        list.push(Leg::draft_beside(&leg).await);
    }
    let over = Cell::new(false);
    let write = async {
        let mut written = 0;
        while !over.get() {
            leg.school.draft_handover(&handover_to(&leg.college, leg.learner, Transition::VmboMbo)).await.unwrap();
            if let Some(id) = moving.pop() {
                leg.school.withdraw(id, &taken_back()).await.unwrap();
            }
            written += 1;
        }
        written
    };
    let read = async {
        let wanted = with_status(&[HandoverStatus::Draft, HandoverStatus::Offered]);
        for _ in 0..6 {
            let seen = read_through(&leg.school, &wanted).await;
            assert!(seen.values().all(|times| *times == 1), "nothing twice: {seen:?}");
            assert!(steady.iter().all(|id| seen.contains_key(id)), "nothing is skipped");
        }
        over.set(true);
    };
    let (written, ()) = futures_util::future::join(write, read).await;
    assert!(written > 6, "others wrote meanwhile: {written}");
    assert_eq!(read_through(&leg.school, &with_status(&[HandoverStatus::Withdrawn])).await.len(), 6);
});
