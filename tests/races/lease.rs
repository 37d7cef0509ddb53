//! Two processes and one clock: what the house does by itself is done by one of them at a time.

use estafette_tests::harness::{Database, TestApp, scene};

use super::acts_of_the_house;

const OFFERS: usize = 12;

/// A region in which this many offers have expired.
async fn expired_offers(app: &TestApp) {
    let leg = scene::Leg::offered(app).await;
    for _ in 1..OFFERS {
        let id = scene::draft(&leg.school, &leg.college, leg.learner).await;
        scene::make_ready(&leg.school, id, app.clock().now()).await;
        leg.school.offer(id, &Default::default()).await.unwrap();
    }
    app.days_pass(15);
}

#[actix_web::test]
async fn of_two_processes_one_makes_the_moves_of_the_clock() {
    if !Database::Postgres.is_here() {
        return;
    }
    let app = TestApp::start(Database::Postgres).await;
    let beside = app.beside().await;
    expired_offers(&app).await;
    let (one, other) = futures_util::future::join(app.store().watch_terms(), beside.store.watch_terms()).await;
    let mut made = [one.unwrap().moves, other.unwrap().moves];
    made.sort_unstable();
    assert_eq!(made, [0, OFFERS], "one made them all, the other stood by");
    assert_eq!(acts_of_the_house(&app, "handover.expire"), [("done".to_owned(), OFFERS)], "nobody tried in vain");
}

#[actix_web::test]
async fn when_the_process_that_made_the_moves_is_gone_another_makes_them() {
    if !Database::Postgres.is_here() {
        return;
    }
    let app = TestApp::start(Database::Postgres).await;
    let beside = app.beside().await;
    assert_eq!(beside.store.watch_terms().await.unwrap().moves, 0);
    expired_offers(&app).await;
    assert_eq!(app.tick().await, OFFERS, "the lease of the other one has run out");
    assert_eq!(beside.store.watch_terms().await.unwrap().moves, 0);
}
