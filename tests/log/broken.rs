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

/// Why no entry can be written.
#[derive(Debug, Clone, Copy)]
enum Cause {
    /// The right to add one was taken away.
    NoRight,
    /// There is no room for one; `drills/full.rs` really fills what a file may be.
    NoRoom,
}

const CAUSES: [Cause; 2] = [Cause::NoRight, Cause::NoRoom];

/// From now on no entry can be written.
fn break_the_log(rows: &mut Raw, cause: Cause) {
    let broken = match (&*rows, cause) {
        (Raw::Sqlite(_), Cause::NoRight) => {
            "CREATE TRIGGER no_more BEFORE INSERT ON audit_entries BEGIN SELECT RAISE(ABORT, 'not allowed'); END;"
        }
        (Raw::Sqlite(_), Cause::NoRoom) => {
            "CREATE TRIGGER no_more BEFORE INSERT ON audit_entries BEGIN SELECT RAISE(FAIL, 'the disk is full'); END;"
        }
        (Raw::Postgres(_), Cause::NoRight) => "REVOKE INSERT ON audit_entries FROM estafette",
        (Raw::Postgres(_), Cause::NoRoom) => {
            "CREATE FUNCTION no_more() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                 RAISE EXCEPTION 'the disk is full' USING ERRCODE = 'disk_full'; END; $$;
             CREATE TRIGGER no_more BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION no_more();"
        }
    };
    rows.execute(broken).expect("the log is broken");
}

fn mend_the_log(rows: &mut Raw, cause: Cause) {
    let mended = match (&*rows, cause) {
        (Raw::Sqlite(_), _) => "DROP TRIGGER no_more",
        (Raw::Postgres(_), Cause::NoRight) => "GRANT INSERT ON audit_entries TO estafette",
        (Raw::Postgres(_), Cause::NoRoom) => "DROP TRIGGER no_more ON audit_entries; DROP FUNCTION no_more",
    };
    rows.execute(mended).expect("the log is whole again");
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
    for cause in CAUSES {
        break_the_log(&mut rows, cause);
        is_unavailable(school.register_learner(&noor()).await);
        is_unavailable(school.draft_handover(&handover_to(college, leg.learner, estafette_contract::Transition::VmboMbo)).await);
        is_unavailable(school.put_section(draft, career(), None, None).await);
        is_unavailable(school.inform(draft, &informing(now)).await);
        is_unavailable(college.accept(id, &accepting()).await);
        is_unavailable(college.record_conversation(id, &conversation(now)).await);
        is_unavailable(school.record_view(draft, &agreed(now)).await);
        is_unavailable(school.fetch_token().await);
        assert_eq!(everything(&mut rows), before, "nothing changed: {cause:?}");
        mend_the_log(&mut rows, cause);
    }
    college.accept(id, &accepting()).await.unwrap();
});

story!(without_an_entry_nothing_is_disclosed, |app| {
    let leg = Leg::in_transfer(&app).await;
    let mut rows = app.database.raw();
    for cause in CAUSES {
        break_the_log(&mut rows, cause);
        nothing_is_told(&leg).await;
        mend_the_log(&mut rows, cause);
    }
    assert_eq!(leg.college.record(leg.handover).await.unwrap().sections.len(), 2);
});

async fn nothing_is_told(leg: &Leg) {
    is_unavailable(leg.college.record(leg.handover).await);
    is_unavailable(leg.college.inbox(&Default::default()).await);
    is_unavailable(leg.school.learner(leg.learner).await);
    let reply = leg.college.send(Request::new(Method::GET, format!("/v1/handovers/{}/record", leg.handover))).await.unwrap();
    let body = String::from_utf8(reply.body).unwrap();
    assert!(reply.status == 503 && reply.headers.contains_key("retry-after"));
    assert!(!body.contains("Noor") && !body.contains("disk is full"), "{body}");
}

story!(what_failed_is_done_once_when_it_is_repeated_under_its_key, |app| {
    let leg = Leg::in_transfer(&app).await;
    let mut rows = app.database.raw();
    let request = Request::new(Method::POST, format!("/v1/handovers/{}/_takeover", leg.handover))
        .json(&estafette_tests::harness::scene::taking_over())
        .once();
    break_the_log(&mut rows, Cause::NoRight);
    is_unavailable(leg.college.send(request.clone()).await.unwrap().succeeded());
    mend_the_log(&mut rows, Cause::NoRight);
    assert_eq!(leg.school.learner(leg.learner).await.unwrap().responsible.partner.id, leg.school.id, "nobody let go");
    leg.college.send(request.clone()).await.unwrap().succeeded().unwrap();
    leg.college.send(request).await.unwrap().succeeded().unwrap();
    let taken = leg.school.history(leg.handover).await.unwrap().items;
    assert_eq!(taken.iter().filter(|line| line.name == Some(estafette_contract::Move::TakeOver)).count(), 1);
    leg.college.close(leg.handover, &NoDetails {}).await.unwrap_err();
});
