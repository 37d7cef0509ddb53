//! Releases: what is in them, who may read them, and that they never change.

use estafette_contract::{
    PartnerKind, ProblemKind, SchoolYear,
    report::{NewRelease, ReleaseDocument, ReportName},
    tlog::Note,
};
use estafette_tests::{
    harness::{TestApp, operators::Operators, scene::Leg},
    story,
};

fn year() -> SchoolYear {
    SchoolYear::new("2019-2020").unwrap()
}

fn releasing() -> NewRelease {
    NewRelease { school_year: year(), threshold: None }
}

/// Facts as `number` other learners left them, in the columns named.
fn add_facts(app: &TestApp, leg: &Leg, number: usize, status: &str, stage: u8, more: &[(&str, String)]) {
    let mut raw = app.database.raw();
    let seen = raw.count("transition_facts");
    let names: String = more.iter().map(|(name, _)| format!(", {name}")).collect();
    let values: String = more.iter().map(|(_, value)| format!(", '{value}'")).collect();
    for at in seen..seen + number {
        // Twenty-four digits read as eighteen bytes.
        raw.execute(&format!(
            "INSERT INTO transition_facts (id, learner, region, school_year, transition, sender_partner_id, receiver_partner_id, status, \
             status_since, began_at, stage, draft_seconds, in_review_seconds, ready_seconds, offered_seconds, accepted_seconds, \
             in_transfer_seconds, on_hold_seconds, competencies{names}) VALUES ('fact{at:020}', '{at:020}0000', 0, '2019-2020', 'vmbo_mbo', \
             '{}', '{}', '{status}', '2026-01-10 12:00:00', '2026-01-10 12:00:00', {stage}, 0, 0, 0, 432000, 432000, 0, 0, 0{values})",
            leg.school.id, leg.college.id
        ))
        .unwrap();
    }
}

/// A region with one way: 40 who were taken over, 25 with needs described in time and 15 with no need.
async fn small_region(app: &TestApp) -> Leg {
    let leg = Leg::drafted(app).await;
    add_facts(app, &leg, 25, "taken_over", 6, &[("support", "needs_described".into()), ("level", "MBO-3".into())]);
    add_facts(app, &leg, 15, "taken_over", 6, &[("support", "no_need".into()), ("level", "MBO-4".into())]);
    leg
}

story!(a_release_of_a_small_region_says_what_was_counted_by_hand, |app| {
    let leg = small_region(&app).await;
    let operators = Operators::of(&app).await;
    let table = app.partner("Overlegtafel Maasdal", PartnerKind::Overlegtafel).await;
    assert_eq!(table.report(ReportName::Support, None).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
    let made = operators.first.release_reports(&releasing()).await.unwrap();
    assert_eq!(made.number, 1);

    let view = table.report(ReportName::Support, None).await.unwrap();
    let [support] = &view.tables[..] else { panic!("one table") };
    assert_eq!((support.rows[0].code.as_str(), support.rows[0].learners), ("vmbo_mbo", 40));
    let shown: Vec<_> = support.columns.iter().map(|column| column.code.as_str()).zip(support.rows[0].cells.iter().copied()).collect();
    // That nobody described a need late is sensitive, so it does not stand by itself.
    assert_eq!(shown, [("needs_described", Some(25)), ("described_late+no_need", Some(15))]);
    assert!(view.own.is_empty(), "the table has nothing of its own");

    // Ten days from offer to takeover for all of them: everything in one band would be hidden or taken together, and never a person.
    let flows = leg.college.report(ReportName::Flows, Some(1)).await.unwrap();
    assert!(!flows.own.is_empty(), "a partner sees its own beside the region");
    let csv = table.report_csv(ReportName::Support, Some(1)).await.unwrap();
    assert!(
        csv.starts_with("release,schoolYear,whose,table,row,column,learners\r\n")
            && csv.contains("1,2019-2020,region,support,vmbo_mbo,all,40"),
        "{csv}"
    );
});

story!(a_release_is_signed_numbered_and_never_changed, |app| {
    small_region(&app).await;
    app.sign_log().await;
    let operators = Operators::of(&app).await;
    operators.first.release_reports(&releasing()).await.unwrap();
    let again = operators.second.release_reports(&releasing()).await.unwrap();
    assert_eq!(again.number, 2);
    let listed = operators.first.releases().await.unwrap().items;
    assert_eq!(listed.iter().map(|line| line.head.number).collect::<Vec<_>>(), [2, 1]);

    let note = Note::read(&listed[0].note).unwrap();
    let text = note.signed_by(&app.log_keys().await).unwrap();
    assert_eq!(text, format!("{}/reports\nrelease 2\nsha256 {}\n", app.log_name(), listed[0].sha256));
    let mut raw = app.database.raw();
    let document = raw.lines("SELECT document AS line FROM report_releases WHERE number = 2").remove(0);
    let digest: String = openssl::sha::sha256(document.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(digest, listed[0].sha256);
    assert_eq!(serde_json::from_str::<ReleaseDocument>(&document).unwrap().release, listed[0].head);
    assert!(raw.execute("UPDATE report_releases SET document = '{}'").is_err(), "it stays as it was signed");
    assert!(raw.execute("DELETE FROM report_own").is_err());
});

story!(the_ledger_refuses_a_lower_threshold_and_only_operators_release, |app| {
    let leg = small_region(&app).await;
    let operators = Operators::of(&app).await;
    operators.first.release_reports(&releasing()).await.unwrap();
    let lower = NewRelease { threshold: Some(5), ..releasing() };
    assert_eq!(operators.first.release_reports(&lower).await.unwrap_err().problem(), Some(ProblemKind::Conflict));
    let absurd = NewRelease { threshold: Some(4), ..releasing() };
    assert_eq!(operators.first.release_reports(&absurd).await.unwrap_err().problem(), Some(ProblemKind::InvalidField));
    assert_eq!(operators.first.releases().await.unwrap().items.len(), 1);
    assert!(leg.school.release_reports(&releasing()).await.is_err());
    let stranger = app.partner_granted("Vmbo Elders", PartnerKind::VmboSchool, vec!["reports:release".to_owned()]).await;
    assert_eq!(stranger.release_reports(&releasing()).await.unwrap_err().problem(), Some(ProblemKind::NotAllowed));
});

story!(the_house_releases_every_quarter_by_itself, |app| {
    app.until(4, 2);
    assert_eq!(app.store().release_when_due().await.unwrap(), None, "there is nothing to count");
    Leg::drafted(&app).await;
    let made = app.store().release_when_due().await.unwrap();
    assert_eq!(made.map(|made| made.number), Some(1));
    assert_eq!(app.store().release_when_due().await.unwrap(), None);
    app.until(7, 1);
    assert_eq!(app.store().release_when_due().await.unwrap().map(|made| made.number), Some(2));
});
