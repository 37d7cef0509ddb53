//! Relays, and a process that is killed again and again while they run.

use std::time::Duration;

use estafette_client::{Client, PageOptions};
use estafette_contract::{CodeList, HandoverStatus, PartnerKind};
use estafette_tests::harness::{Database, killable::Killable, raw::Raw};
use tokio::task::JoinSet;

use super::relay_steps::{ACTS, CALLS, Pair, Relay, says_done};

/// How many relays there are when nobody says how many.
const RELAYS: usize = 50;
/// Relays that run at the same time.
const ABREAST: usize = 25;

#[actix_web::test]
async fn nothing_acknowledged_is_lost_and_nothing_is_half_done_on_sqlite() {
    drill(Database::Sqlite).await;
}

#[actix_web::test]
async fn nothing_acknowledged_is_lost_and_nothing_is_half_done_on_postgres() {
    if Database::Postgres.is_here() {
        drill(Database::Postgres).await;
    }
}

async fn drill(database: Database) {
    let mut service = Killable::prepare(database).await;
    let pair = std::rc::Rc::new(Pair {
        school: service.partner("Vmbo De Linde", PartnerKind::VmboSchool).await,
        college: service.partner("ROC Maasdal", PartnerKind::MboCollege).await,
    });
    let relays = std::env::var("ESTAFETTE_RELAYS").ok().and_then(|relays| relays.parse().ok()).unwrap_or(RELAYS);
    let mut waiting: Vec<Relay> = (0..relays).map(Relay::new).collect();
    let (mut stopped, mut kills) = (Vec::new(), 0);
    // One moment for all rounds: a call that is repeated has to be the same call.
    let now = service.now();
    loop {
        service.start();
        // Connections to the killed process are found dead before the first is used again.
        tokio::time::sleep(Duration::from_millis(20)).await;
        for relay in stopped {
            check(&pair, &relay).await;
            if relay.answered < CALLS {
                waiting.push(relay);
            }
        }
        if waiting.is_empty() {
            break;
        }
        let mut running = JoinSet::new();
        for relay in waiting.split_off(waiting.len().saturating_sub(ABREAST)) {
            let pair = pair.clone();
            running.spawn_local(async move { relay.run(&pair, now).await });
        }
        tokio::time::sleep(random_moment()).await;
        service.kill();
        kills += 1;
        stopped = running.join_all().await;
    }
    assert!(kills >= relays / ABREAST, "{kills} kills");
    every_call_was_done_once(&pair, relays).await;
    the_log_is_whole(&service).await;
}

/// However often the process was killed, every entry has one place in the tree, and the tree is what was signed.
async fn the_log_is_whole(service: &Killable) {
    let mut rows = Raw::to(&service.address()).expect("a connection of the test's own");
    service.all_is_signed(&mut rows).await;
    let found = service.check_log();
    assert_eq!((found.entries, found.difference), (rows.count("audit_entries") as u64, None));
}

/// Less than what so many relays take abreast, so that every call is interrupted in some round.
fn random_moment() -> Duration {
    let mut byte = [0; 2];
    openssl::rand::rand_bytes(&mut byte).expect("randomness");
    Duration::from_millis(u64::from(u16::from_be_bytes(byte)) % 1200)
}

/// The handover stands where the answered calls put it, or one call further; its course and who is responsible agree.
async fn check(pair: &Pair, relay: &Relay) {
    let Some(id) = relay.handover else { return };
    let (handover, history) = (pair.school.handover(id).await.unwrap(), pair.school.history(id).await.unwrap());
    assert!(relay.may_stand().contains(&Some(handover.status)), "{} after {} calls", handover.status, relay.answered);
    assert_eq!(history.items.last().map(|line| line.status), Some(handover.status));
    let over = matches!(handover.status, HandoverStatus::TakenOver | HandoverStatus::Closed);
    let responsible = handover.responsible.expect("somebody is responsible").partner.id;
    assert_eq!(responsible, if over { pair.college.id } else { pair.school.id });
}

/// However often a call was repeated, the log says exactly once that it was done.
async fn every_call_was_done_once(pair: &Pair, relays: usize) {
    let mut entries = all_entries(&pair.school).await;
    entries.extend(all_entries(&pair.college).await);
    for (act, times) in ACTS {
        assert!(estafette_contract::Act::from_code(act).is_some());
        let done = entries.iter().filter(|entry| says_done(entry, act)).count();
        assert_eq!(done, relays * times, "{act}");
    }
}

async fn all_entries(client: &Client) -> Vec<serde_json::Value> {
    let mut page = PageOptions { cursor: None, limit: Some(100) };
    let mut entries = Vec::new();
    loop {
        let found = client.audit_entries(&page).await.unwrap();
        entries.extend(found.items.iter().map(|record| serde_json::to_value(&record.entry).unwrap()));
        match found.next_cursor {
            Some(cursor) => page.cursor = Some(cursor),
            None => return entries,
        }
    }
}
