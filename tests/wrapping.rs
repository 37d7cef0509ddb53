//! Wrapping keys: one follows the other while all is served, and the old one is destroyed.

use chrono::TimeDelta;
use estafette_client::{Client, Request};
use estafette_contract::{NoDetails, PartnerKind, ProblemKind, WrappingRotationStatus as Status, WrappingRotationView};
use estafette_tests::{
    harness::{
        Database, Partner, TestApp,
        scene::{self, Leg},
    },
    story,
};
use futures_util::future::join;
use reqwest::Method;
use uuid::Uuid;

async fn operator(app: &TestApp) -> Partner {
    app.partner("Regiobeheer", PartnerKind::Region).await
}

/// How many data keys are under the wrapping key of this number.
fn under(app: &TestApp, number: i64) -> usize {
    app.database.raw().count(&format!("learners WHERE wrapped_under = {number} AND data_key IS NOT NULL"))
}

/// Goes over to a new wrapping key until the old one is destroyed.
async fn rotate(app: &TestApp, operator: &Client) -> WrappingRotationView {
    let id = operator.begin_wrapping_rotation(&NoDetails {}).await.unwrap().id;
    app.store().rewrap().await.unwrap();
    app.clock().advance(TimeDelta::seconds(61));
    app.store().rewrap().await.unwrap();
    operator.wrapping_rotation(id).await.unwrap()
}

/// How often the log has that this was done.
fn entries(app: &TestApp, act: &str) -> usize {
    app.database.raw().count(&format!("audit_entries WHERE entry LIKE '%\"act\":\"{act}\"%\"outcome\":\"done\"%'"))
}

story!(all_is_read_while_the_wrapping_key_changes_and_the_old_one_is_destroyed, |app| {
    let leg = Leg::in_transfer(&app).await;
    let (operator, college) = (operator(&app).await, &leg.college);
    for _ in 0..19 {
        leg.school.register_learner(&scene::noor()).await.unwrap();
    }
    assert_eq!(under(&app, 1), 20);
    let id = operator.begin_wrapping_rotation(&NoDetails {}).await.unwrap().id;
    leg.school.register_learner(&scene::noor()).await.unwrap();
    assert_eq!((under(&app, 1), under(&app, 2)), (20, 1), "a new data key is under the new one at once");
    let again = operator.begin_wrapping_rotation(&NoDetails {}).await.unwrap_err();
    assert_eq!(again.problem(), Some(ProblemKind::Conflict), "one at a time");

    let reading = async {
        for _ in 0..10 {
            college.record(leg.handover).await.expect("no reader is refused");
        }
    };
    let ((), rewrapped) = join(reading, app.store().rewrap()).await;
    assert_eq!((rewrapped.unwrap(), under(&app, 1), under(&app, 2)), (20, 0, 21));
    let waiting = operator.wrapping_rotation(id).await.unwrap();
    assert_eq!((waiting.status, waiting.total, waiting.rewrapped), (Status::Waiting, 20, 20));
    app.store().rewrap().await.unwrap();
    assert!(app.key_file("wrapping.key").exists(), "whoever read a row before can open it for another minute");

    app.clock().advance(TimeDelta::seconds(61));
    app.store().rewrap().await.unwrap();
    let finished = operator.wrapping_rotations().await.unwrap().items.remove(0);
    assert_eq!((finished.id, finished.status, finished.from_key, finished.to_key), (id, Status::Finished, 1, 2));
    assert!(!app.key_file("wrapping.key").exists() && app.key_file("wrapping-2.key").exists());
    assert_eq!(college.record(leg.handover).await.unwrap().sections.len(), 2);
    assert_eq!((entries(&app, "wrapping.begin"), entries(&app, "wrapping.finish")), (1, 1));
});

story!(only_an_operator_changes_the_wrapping_key, |app| {
    let school = app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
    let refused = school.begin_wrapping_rotation(&NoDetails {}).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::MissingScope));
    let operator = operator(&app).await;
    let none = operator.wrapping_rotation(Uuid::now_v7()).await.unwrap_err();
    assert_eq!(none.problem(), Some(ProblemKind::NotFound));
});

story!(a_wrapping_key_with_something_under_it_is_not_destroyed, |app| {
    let leg = Leg::drafted(&app).await;
    let operator = operator(&app).await;
    let kept = app.database.raw().lines(&format!("SELECT {} AS line FROM learners", app.database.raw().hex("data_key"))).remove(0);
    let id = operator.begin_wrapping_rotation(&NoDetails {}).await.unwrap().id;
    app.store().rewrap().await.unwrap();
    // As when a row comes back from a backup.
    let back = match app.database.kind() {
        Database::Sqlite => format!("X'{kept}'"),
        Database::Postgres => format!("decode('{kept}', 'hex')"),
    };
    app.database.raw().execute(&format!("UPDATE learners SET wrapped_under = 1, data_key = {back}")).unwrap();
    app.clock().advance(TimeDelta::seconds(61));
    app.store().rewrap().await.unwrap();
    assert!(app.key_file("wrapping.key").exists());
    assert_eq!(operator.wrapping_rotation(id).await.unwrap().status, Status::Rewrapping);
    leg.school.learner(leg.learner).await.unwrap();
    app.store().rewrap().await.unwrap();
    assert_eq!((under(&app, 1), under(&app, 2)), (0, 1), "it goes over first");
});

story!(what_was_copied_before_a_change_does_not_open_after_it, |app| {
    let leg = Leg::in_transfer(&app).await;
    let operator = operator(&app).await;
    let kept = app.database.raw().lines(&format!("SELECT {} AS line FROM learners", app.database.raw().hex("data_key"))).remove(0);
    for (from, to) in [(1, 2), (2, 3)] {
        let finished = rotate(&app, &operator).await;
        assert_eq!((finished.status, finished.from_key, finished.to_key), (Status::Finished, from, to));
        leg.school.record(leg.handover).await.unwrap();
    }
    let back = match app.database.kind() {
        Database::Sqlite => format!("X'{kept}'"),
        Database::Postgres => format!("decode('{kept}', 'hex')"),
    };
    for number in [1, 3] {
        app.database.raw().execute(&format!("UPDATE learners SET wrapped_under = {number}, data_key = {back}")).unwrap();
        assert_eq!(leg.school.learner(leg.learner).await.unwrap_err().problem(), Some(ProblemKind::Internal), "under {number}");
    }
});

/// Another process opens what the first re-wrapped, and wraps under what the first made.
#[actix_web::test]
async fn another_process_picks_a_new_wrapping_key_up_before_it_needs_it() {
    if !Database::Postgres.is_here() {
        return;
    }
    let app = TestApp::start(Database::Postgres).await;
    let leg = Leg::drafted(&app).await;
    let beside = app.beside().await;
    let (other, token) = (Client::builder(&beside.base).build().unwrap(), leg.school.token().await.unwrap());
    let read = || async {
        let path = format!("/v1/learners/{}", leg.learner);
        other.send_with(Request::new(Method::GET, path), Some(&token)).await.unwrap().status.as_u16()
    };
    assert_eq!(read().await, 200);
    let operator = operator(&app).await;
    operator.begin_wrapping_rotation(&NoDetails {}).await.unwrap();
    let registering = Request::new(Method::POST, "/v1/learners").json(&scene::noor()).once();
    assert_eq!(other.send_with(registering, Some(&token)).await.unwrap().status, 201);
    assert_eq!(under(&app, 2), 1, "the other process wraps under the new one");
    // Whichever process comes first goes on with it.
    assert_eq!(beside.store.rewrap().await.unwrap(), 1);
    assert_eq!((read().await, under(&app, 1)), (200, 0));
    app.clock().advance(TimeDelta::seconds(61));
    beside.store.rewrap().await.unwrap();
    assert_eq!((read().await, app.store().rewrap().await.unwrap()), (200, 0));
    leg.school.learner(leg.learner).await.unwrap();
    assert_eq!(operator.wrapping_rotations().await.unwrap().items[0].status, Status::Finished);
}
