//! When an entry cannot be written: nothing happens, and the caller is told to try again.

use estafette_client::{ClientError, Request};
use estafette_contract::{NoDetails, ProblemKind};
use estafette_tests::{
    harness::{
        raw::Raw,
        scene::{Leg, accepting, agreed, career, conversation, handover_to, informing, noor},
    },
    story,
};
use reqwest::Method;

const TABLES: [&str; 12] = [
    "learners",
    "learner_pseudonyms",
    "handovers",
    "handover_moves",
    "handover_sections",
    "informings",
    "views",
    "consents",
    "conversations",
    "feedback",
    "audit_entries",
    "idempotency",
];

/// From now on no entry can be written.
fn break_the_log(rows: &mut Raw) {
    let trigger = match rows {
        Raw::Sqlite(_) => "CREATE TRIGGER no_more BEFORE INSERT ON audit_entries BEGIN SELECT RAISE(ABORT, 'the disk is full'); END;",
        Raw::Postgres(_) => {
            "CREATE FUNCTION no_more() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is full'; END; $$;
             CREATE TRIGGER no_more BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION no_more();"
        }
    };
    rows.execute(trigger).expect("the log is broken");
}

fn mend_the_log(rows: &mut Raw) {
    let table = if matches!(rows, Raw::Postgres(_)) { " ON audit_entries" } else { "" };
    rows.execute(&format!("DROP TRIGGER no_more{table}")).expect("the log is whole again");
}

/// How many rows there are, and where every handover and learner stands.
fn everything(rows: &mut Raw) -> Vec<String> {
    let mut all: Vec<String> = TABLES.iter().map(|table| format!("{table}: {}", rows.count(table))).collect();
    all.extend(rows.lines("SELECT id || status || status_since AS line FROM handovers ORDER BY id"));
    all.extend(rows.lines("SELECT id || responsible_partner_id || ground_version AS line FROM learners ORDER BY id"));
    all
}

fn is_unavailable<T>(result: Result<T, ClientError>) {
    assert_eq!(result.err().and_then(|error| error.problem()), Some(ProblemKind::Unavailable));
}

story!(without_an_entry_there_is_no_act, |app| {
    let leg = Leg::offered(&app).await;
    let draft = estafette_tests::harness::scene::draft(&leg.school, &leg.college, leg.learner).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let now = app.clock().now();
    let mut rows = app.database.raw();
    let before = everything(&mut rows);
    break_the_log(&mut rows);
    is_unavailable(school.register_learner(&noor()).await);
    is_unavailable(school.draft_handover(&handover_to(college, leg.learner, estafette_contract::Transition::VmboMbo)).await);
    is_unavailable(school.put_section(draft, career(), None, None).await);
    is_unavailable(school.inform(draft, &informing(now)).await);
    is_unavailable(college.accept(id, &accepting()).await);
    is_unavailable(college.record_conversation(id, &conversation(now)).await);
    is_unavailable(school.record_view(draft, &agreed(now)).await);
    is_unavailable(school.fetch_token().await);
    assert_eq!(everything(&mut rows), before, "nothing changed");
    mend_the_log(&mut rows);
    college.accept(id, &accepting()).await.unwrap();
});

story!(without_an_entry_nothing_is_disclosed, |app| {
    let leg = Leg::in_transfer(&app).await;
    let mut rows = app.database.raw();
    break_the_log(&mut rows);
    is_unavailable(leg.college.record(leg.handover).await);
    is_unavailable(leg.college.inbox(&Default::default()).await);
    is_unavailable(leg.school.learner(leg.learner).await);
    let reply = leg.college.send(Request::new(Method::GET, format!("/v1/handovers/{}/record", leg.handover))).await.unwrap();
    let body = String::from_utf8(reply.body).unwrap();
    assert!(reply.status == 503 && reply.headers.contains_key("retry-after"));
    assert!(!body.contains("Noor") && !body.contains("disk is full"), "{body}");
    mend_the_log(&mut rows);
    assert_eq!(leg.college.record(leg.handover).await.unwrap().sections.len(), 2);
});

story!(what_failed_is_done_once_when_it_is_repeated_under_its_key, |app| {
    let leg = Leg::in_transfer(&app).await;
    let mut rows = app.database.raw();
    let request = Request::new(Method::POST, format!("/v1/handovers/{}/_takeover", leg.handover))
        .json(&estafette_tests::harness::scene::taking_over())
        .once();
    break_the_log(&mut rows);
    is_unavailable(leg.college.send(request.clone()).await.unwrap().succeeded());
    mend_the_log(&mut rows);
    assert_eq!(leg.school.learner(leg.learner).await.unwrap().responsible.partner.id, leg.school.id, "nobody let go");
    leg.college.send(request.clone()).await.unwrap().succeeded().unwrap();
    leg.college.send(request).await.unwrap().succeeded().unwrap();
    let taken = leg.school.history(leg.handover).await.unwrap().items;
    assert_eq!(taken.iter().filter(|line| line.name == Some(estafette_contract::Move::TakeOver)).count(), 1);
    leg.college.close(leg.handover, &NoDetails {}).await.unwrap_err();
});
