//! How soon the other process refuses what one process took back: two processes on one PostgreSQL, and many tokens.

use std::time::{Duration, Instant};

use estafette_client::{Client, Credentials, Request};
use estafette_contract::PartnerKind;
use estafette_tests::harness::{Database, Partner, killable::Killable};
use reqwest::Method;
use tokio::task::JoinSet;

use crate::tokens::revoked::hand_in;

/// Tokens in the plain run; `ESTAFETTE_REVOCATIONS` says another number.
const TOKENS: usize = 24;
/// Tokens that are revoked at the same time.
const ABREAST: usize = 8;
const PROMISED: Duration = Duration::from_secs(5);

#[actix_web::test]
async fn what_one_process_revoked_the_other_refuses_within_five_seconds() {
    if !Database::Postgres.is_here() {
        return;
    }
    let tokens = std::env::var("ESTAFETTE_REVOCATIONS").map_or(TOKENS, |number| number.parse().unwrap());
    let mut service = Killable::prepare(Database::Postgres).await;
    let school = std::rc::Rc::new(service.partner("Vmbo De Linde", PartnerKind::VmboSchool).await);
    service.start();
    let (_beside, address) = service.beside();
    let (here, there) = (client(&service.base()), client(&address));
    assert_ne!(service.base(), address, "two processes");
    let mut running = JoinSet::new();
    for worker in 0..ABREAST {
        let (school, base, here, there) = (school.clone(), service.base(), here.clone(), there.clone());
        let share = (worker..tokens).step_by(ABREAST).count();
        running.spawn_local(async move {
            let mut took = Vec::new();
            for _ in 0..share {
                took.push(revoked(&school, &base, &here, &there).await);
            }
            took
        });
    }
    let mut took: Vec<Duration> = running.join_all().await.concat();
    took.sort_unstable();
    assert_eq!(took.len(), tokens);
    let (median, p99, most) = (took[tokens / 2], took[(tokens * 99).div_ceil(100) - 1], took[tokens - 1]);
    println!(
        "{tokens} tokens revoked at one process: refused by the other after {median:.0?} (median), {p99:.0?} (p99), {most:.0?} (at most)"
    );
    assert!(p99 <= PROMISED, "p99 of {p99:?}");
}

fn client(base: &str) -> Client {
    Client::builder(base).build().unwrap()
}

/// Revokes a token here that was just used there; answers how long after asking for that it was refused there.
async fn revoked(school: &Partner, base: &str, here: &Client, there: &Client) -> Duration {
    let Credentials { client_id, key, .. } = &school.credentials;
    let token = Client::builder(base).credentials(school.credentials.clone()).build().unwrap().token().await.unwrap();
    assert_eq!(status(there, &token).await, 200);
    // At any moment between two looks of the other process, whatever the workers have in common.
    tokio::time::sleep(Duration::from_millis(4 * u64::from(uuid::Uuid::new_v4().as_bytes()[0]))).await;
    let assertion = key.assertion(client_id, base, None, estafette_db::Clock::default().now().timestamp()).unwrap();
    let asked = Instant::now();
    assert_eq!(hand_in(here, "/oauth/revoke", &assertion, &token).await.status, 200);
    while status(there, &token).await != 401 {
        assert!(asked.elapsed() < 2 * PROMISED, "still accepted");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    asked.elapsed()
}

async fn status(client: &Client, token: &str) -> u16 {
    client.send_with(Request::new(Method::GET, "/v1/partners"), Some(token)).await.unwrap().status.as_u16()
}
