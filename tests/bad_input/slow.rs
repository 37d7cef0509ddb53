//! Requests that dawdle, break off or are no HTTP: they end in time, take nothing along, and the service goes on.

use std::{
    io::{ErrorKind, Read, Write},
    net::{Shutdown, TcpStream},
    time::{Duration, Instant},
};

use estafette_client::Request;
use estafette_tests::{
    harness::{Database, TestApp, scene::Leg},
    story,
};
use reqwest::Method;
use uuid::Uuid;

use super::stored;

/// What the server answered to these bytes before it closed, and how long that took.
struct Ended {
    answer: String,
    after: Duration,
}

/// Sends the bytes and no more, then waits for the server to end it.
async fn send_and_wait(app: &TestApp, bytes: Vec<u8>, hang_up: bool) -> Ended {
    let address = app.base().strip_prefix("http://").unwrap().to_owned();
    actix_web::rt::task::spawn_blocking(move || {
        let started = Instant::now();
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let _ = stream.write_all(&bytes);
        if hang_up {
            // The server may have ended it first; then there is nothing left to hang up.
            let _ = stream.shutdown(Shutdown::Write);
        }
        let mut answer = Vec::new();
        let ended = stream.read_to_end(&mut answer);
        let hung = ended.is_err_and(|error| matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut));
        assert!(!hung, "the server let it hang");
        Ended { answer: String::from_utf8_lossy(&answer).into_owned(), after: started.elapsed() }
    })
    .await
    .unwrap()
}

fn head(token: &str, trace: &str, length: usize) -> Vec<u8> {
    format!(
        "POST /v1/learners HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n\
         idempotency-key: k-{trace}\r\ntraceparent: 00-{trace}-00f067aa0ba902b7-01\r\ncontent-length: {length}\r\n\r\n{{\"givenName\":"
    )
    .into_bytes()
}

/// The patience of the server is real time, so everything that tries it does so at once.
#[actix_web::test]
async fn a_request_that_dawdles_is_ended_in_time() {
    let on = |database: Database| async move {
        if database.is_here() {
            dawdle(TestApp::start(database).await).await;
        }
    };
    tokio::join!(on(Database::Sqlite), on(Database::Postgres));
}

async fn dawdle(app: TestApp) {
    let leg = Leg::drafted(&app).await;
    let before = stored(&app, &leg).await;
    let token = leg.school.token().await.unwrap();
    let trace = Uuid::new_v4().simple().to_string();
    let (body, head) = tokio::join!(
        send_and_wait(&app, head(&token, &trace, 1000), false),
        send_and_wait(&app, b"GET /v1/partners HTTP/1.1\r\nhost:".to_vec(), false),
    );
    assert!(body.answer.starts_with("HTTP/1.1 408 ") && body.answer.contains("problems/request-timeout"), "{}", body.answer);
    assert!(head.answer.is_empty() || head.answer.starts_with("HTTP/1.1 408 "), "{}", head.answer);
    assert!(body.after < Duration::from_secs(25) && head.after < Duration::from_secs(25), "{:?} {:?}", body.after, head.after);
    let entries = leg.school.audit_entries(&Default::default()).await.unwrap().items;
    let entry = entries.iter().map(|record| &record.entry).find(|entry| entry.trace_id == trace).expect("an entry in the log");
    assert_eq!(entry.reason.as_deref(), Some("request-timeout"));
    assert_eq!(stored(&app, &leg).await, before);
}

story!(a_request_that_breaks_off_leaves_nothing, |app| {
    let leg = Leg::drafted(&app).await;
    let before = stored(&app, &leg).await;
    let token = leg.school.token().await.unwrap();
    let trace = Uuid::new_v4().simple().to_string();
    let ended = send_and_wait(&app, head(&token, &trace, 1000), true).await;
    assert!(ended.answer.is_empty() || ended.answer.starts_with("HTTP/1.1 4"), "{}", ended.answer);
    assert_eq!(stored(&app, &leg).await, before);
});

story!(what_is_no_http_is_ended_at_once, |app| {
    let large_head = format!("GET /v1/partners HTTP/1.1\r\nhost: x\r\nx-long: {}\r\n\r\n", "a".repeat(500_000));
    let many_heads = format!("GET /v1/partners HTTP/1.1\r\nhost: x\r\n{}\r\n", "x: y\r\n".repeat(10_000));
    let smuggled = "POST /v1/learners HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n";
    let bad_chunk = "POST /v1/learners HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n";
    for bytes in ["\x16\x03\x01 hello\r\n\r\n", "BREW\r\n\r\n", "GET /\0 HTTP/1.1\r\n\r\n", &large_head, &many_heads, smuggled, bad_chunk] {
        let ended = send_and_wait(&app, bytes.as_bytes().to_vec(), true).await;
        let refused = ended.answer.is_empty() || ended.answer.starts_with("HTTP/1.1 4");
        assert!(refused, "{:?}: {}", &bytes[..40.min(bytes.len())], ended.answer);
        assert!(ended.after < Duration::from_secs(15));
    }
    assert_eq!(app.anonymous().send(Request::new(Method::GET, "/readyz")).await.unwrap().status, 200);
});
