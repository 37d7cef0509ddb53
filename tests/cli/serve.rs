//! Serving: one process a file, stopped when it is asked to.

use estafette_client::{Client, Method, Request};
use estafette_tests::harness::binary::{Process, complaint};

use super::{ANYWHERE, folder};

#[actix_web::test]
async fn a_second_process_on_the_same_file_says_why_it_does_not_start() {
    let folder = folder();
    let first = Process::start(folder.path(), &ANYWHERE);
    let said = complaint(folder.path(), &ANYWHERE);
    assert_eq!(said, "estafette: another process is serving estafette.db: stop that one first, or use PostgreSQL for several processes");
    assert!(complaint(folder.path(), &["init"]).contains("another process is serving"));

    // However the first one ends, the file is free again.
    first.kill();
    let next = Process::start(folder.path(), &ANYWHERE);
    assert!(is_ready(next.base()).await);
}

#[actix_web::test]
async fn asked_to_stop_it_finishes_and_says_so() {
    let folder = folder();
    let service = Process::start(folder.path(), &ANYWHERE);
    let base = service.base().to_owned();
    assert!(is_ready(&base).await);
    assert!(service.stop().success());
    let after = Client::builder(&base).build().unwrap().send(Request::new(Method::GET, "/healthz")).await;
    assert!(after.is_err(), "nobody listens any more");
}

async fn is_ready(base: &str) -> bool {
    let answer = Client::builder(base).build().unwrap().send(Request::new(Method::GET, "/readyz")).await;
    answer.is_ok_and(|reply| reply.status.is_success())
}
