//! The work list as a partner and a professional see it.

use chrono::TimeDelta;
use estafette_client::{Credentials, PageOptions, Professional};
use estafette_contract::{CodeList, NewHandover, Party, ProblemKind, TermKind, Transition, Urgency};
use estafette_tests::{
    harness::{
        TestApp,
        scene::{self, Leg, handover_to},
    },
    story,
};

use super::items;

/// The same partner, with another professional.
fn colleague(app: &TestApp, partner: &estafette_tests::harness::Partner, pseudonym: &str) -> estafette_client::Client {
    let professional = Some(Professional { pseudonym: pseudonym.into(), role: "coach".into() });
    app.client(Credentials { professional, ..partner.credentials.clone() })
}

story!(a_work_list_shows_the_most_urgent_first_and_names_nobody, |app| {
    let leg = Leg::offered(&app).await;
    let (school, college) = (&leg.school, &leg.college);
    app.days_pass(12);
    let mut later = Vec::new();
    for urgency in [Urgency::Normal, Urgency::Urgent, Urgency::Soon] {
        let new = NewHandover { urgency: Some(urgency), ..handover_to(college, leg.learner, Transition::VmboMbo) };
        let id = school.draft_handover(&new).await.unwrap().id;
        school.put_section(id, scene::identity(), None, None).await.unwrap();
        school.put_section(id, scene::support(), None, None).await.unwrap();
        scene::make_ready(school, id, app.clock().now()).await;
        school.offer(id, &Default::default()).await.unwrap();
        later.push(id);
    }
    app.look().await;
    let listed: Vec<_> = items(college).await.into_iter().map(|item| item.handover_id).collect();
    assert_eq!(listed, [leg.handover, later[1], later[2], later[0]].map(Some), "what is about to end, then by how urgent it is");
    let mut shown = items(college).await;
    let first = shown.remove(0);
    assert_eq!((first.term, first.party, first.desk.as_deref()), (TermKind::Offer, Party::Receiver, Some("Intake Zorg en Welzijn")));
    assert!(first.due_at - app.clock().now() < TimeDelta::days(3));
    let text = serde_json::to_string(&first).unwrap();
    assert!(!text.contains("Noor") && !text.contains("Els"), "{text}");
});

story!(a_work_list_is_read_page_by_page_by_whose_it_is, |app| {
    let leg = Leg::offered(&app).await;
    for _ in 0..4 {
        Leg::draft_beside(&leg).await;
    }
    let whole: Vec<_> = items(&leg.school).await.into_iter().map(|item| (item.handover_id, item.term)).collect();
    let (mut page, mut read) = (PageOptions { cursor: None, limit: Some(3) }, Vec::new());
    loop {
        let found = leg.school.work_items(&page).await.unwrap();
        read.extend(found.items.into_iter().map(|item| (item.handover_id, item.term)));
        let Some(cursor) = found.next_cursor else { break };
        page.cursor = Some(cursor);
        assert_eq!(leg.college.work_items(&page).await.unwrap_err().problem(), Some(ProblemKind::InvalidField), "another's cursor");
        assert_eq!(leg.school.my_work_items(&page).await.unwrap_err().problem(), Some(ProblemKind::InvalidField), "another list's cursor");
        assert_eq!(leg.school.outbox(&page).await.unwrap_err().problem(), Some(ProblemKind::InvalidField), "another list's cursor");
    }
    assert!(read.len() > 6);
    assert_eq!(read, whole);
});

story!(a_professional_finds_what_is_theirs, |app| {
    let leg = Leg::offered(&app).await;
    let other = Leg::draft_beside(&leg).await;
    let page = PageOptions::default();
    let fatima = colleague(&app, &leg.college, "p-fatima");
    assert!(fatima.my_work_items(&page).await.unwrap().items.is_empty(), "nobody of the college has touched it yet");
    fatima.accept(leg.handover, &scene::accepting()).await.unwrap();
    let mine = fatima.my_work_items(&page).await.unwrap().items;
    assert!(!mine.is_empty() && mine.iter().all(|item| item.handover_id == Some(leg.handover)));
    let bram = colleague(&app, &leg.college, "p-bram");
    assert!(bram.my_work_items(&page).await.unwrap().items.is_empty());
    assert_eq!(items(&leg.college).await.len(), mine.len(), "the partner's list holds what anybody of it has to do");
    let drafts = leg.school.my_work_items(&page).await.unwrap().items;
    assert!(drafts.iter().any(|item| item.handover_id == Some(other) && item.term == TermKind::Draft));
    let nobody = leg.school.without_professional(&app).my_work_items(&page).await.unwrap_err();
    assert_eq!(nobody.problem(), Some(ProblemKind::PersonRequired));
});

story!(the_terms_of_the_region_are_served, |app| {
    let terms = app.anonymous().vocabulary("terms").await.unwrap();
    let lengths = terms.lengths.unwrap();
    assert_eq!(
        (lengths["offer"].as_str(), lengths["application_day"].as_str(), lengths["followed_until"].as_str()),
        ("P14D", "--04-01", "P27Y")
    );
    let profiles = app.anonymous().vocabulary("transitions").await.unwrap().profiles.unwrap();
    assert_eq!(profiles.len(), Transition::ALL.len());
    let vmbo = profiles.iter().find(|profile| profile.transition == Transition::VmboMbo).unwrap();
    assert!(
        vmbo.terms.iter().any(|rule| rule.term == TermKind::ApplicationDay) && vmbo.terms.iter().any(|rule| rule.term == TermKind::Offer)
    );
});
