//! The learner's own log: who, from where, what, why and on which ground, day by day, and nothing about other people.

use estafette_client::PageOptions;
use estafette_contract::{Ground, OwnLogLine, ProblemKind, Section};
use estafette_tests::{
    harness::scene::{self, Leg},
    story,
};

story!(a_learner_reads_day_by_day_who_saw_what_and_why, |app| {
    let leg = Leg::in_transfer(&app).await;
    app.days_pass(1);
    leg.college.record(leg.handover).await.unwrap();
    let noor = app.student(&leg.school, leg.learner).await;
    let log = noor.own_access_log(&PageOptions { limit: Some(100), ..Default::default() }).await.unwrap();
    assert_eq!(log.days.len(), 2, "{log:?}");
    assert_eq!(log.days[0].happened_on, estafette_db::dutch_day(app.clock().now()));
    assert!(log.days[0].happened_on > log.days[1].happened_on);
    let read = log.days[0].lines.iter().find(|line| line.sentence.contains("heeft je gegevens gelezen")).unwrap();
    let told = (read.who.as_str(), read.from.as_deref(), read.role.as_deref(), read.why.as_str());
    assert_eq!(told, ("ROC Maasdal", Some("mbo-college"), Some("intaker"), "warme overdracht bij een overstap"));
    assert!(read.sections.iter().any(|used| (used.section, used.ground) == (Section::SupportNeeds, Ground::LegalTask)), "{read:?}");
    let came_in = &log.days[0].lines[0];
    assert_eq!((came_in.sentence.as_str(), &came_in.from), ("Iemand is binnengekomen met een eenmalige code.", &None));
    let text = serde_json::to_string(&log).unwrap();
    for other in ["p-roc-maasdal", "p-vmbo-de-linde", "Els", "Jansen", "Willems"] {
        assert!(!text.contains(other), "{other} is somebody else: {text}");
    }
});

story!(that_a_learner_looks_is_told_to_no_partner, |app| {
    let leg = Leg::drafted(&app).await;
    let noor = app.student(&leg.school, leg.learner).await;
    noor.own_access_log(&Default::default()).await.unwrap();
    let own: Vec<OwnLogLine> = noor.own_access_log(&Default::default()).await.unwrap().days.into_iter().flat_map(|day| day.lines).collect();
    assert!(own.iter().any(|line| line.sentence == "Iemand met jouw eigen toegang heeft gelezen wie je gegevens heeft gezien."), "{own:?}");
    let told = leg.school.access_log(leg.learner, &Default::default()).await.unwrap().items;
    assert!(!told.is_empty() && told.iter().all(|line| !line.sentence.contains("Iemand")), "{told:?}");
});

story!(the_own_log_goes_on_page_after_page_for_this_learner_alone, |app| {
    let leg = Leg::taken_over(&app).await;
    let known = leg.college.record(leg.handover).await.unwrap().learner_id;
    let noor = app.student(&leg.college, known).await;
    let mut page = PageOptions { cursor: None, limit: Some(4) };
    let (mut seen, mut pages) = (Vec::new(), 0);
    loop {
        let log = noor.own_access_log(&page).await.unwrap();
        seen.extend(log.days.into_iter().flat_map(|day| day.lines).map(|line| line.event_id));
        pages += 1;
        let Some(cursor) = log.next_cursor else { break };
        page.cursor = Some(cursor);
    }
    let mut once = seen.clone();
    once.sort_unstable();
    once.dedup();
    assert!(pages > 3 && once.len() == seen.len(), "{pages} pages of {} lines", seen.len());
    let another = leg.school.register_learner(&scene::noor()).await.unwrap().id;
    let another = app.student(&leg.school, another).await;
    assert_eq!(another.own_access_log(&page).await.unwrap_err().problem(), Some(ProblemKind::InvalidField), "another's cursor");
});
