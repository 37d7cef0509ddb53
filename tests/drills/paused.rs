//! A process that keeps the log is paused and comes back: two processes, and one chain all the same.
//!
//! `ESTAFETTE_PAUSES` says how often each of the two is paused.

use std::time::{Duration, Instant};

use estafette_client::{Client, Request};
use estafette_contract::{
    PartnerKind,
    tlog::{NoteKey, checkpoint_of},
};
use estafette_tests::harness::{Database, binary::signal, killable::Killable, raw::Raw};
use reqwest::Method;

/// How often each is paused when nobody says how often.
const PAUSES: usize = 2;
/// Longer than a lease lasts, and than the server bears with somebody who sleeps in the middle of a transaction.
const PATIENCE: Duration = Duration::from_secs(25);

#[actix_web::test]
async fn a_paused_process_that_comes_back_goes_on_with_the_one_chain() {
    if !Database::Postgres.is_here() {
        return;
    }
    let pauses = std::env::var("ESTAFETTE_PAUSES").ok().and_then(|count| count.parse().ok()).unwrap_or(PAUSES);
    let mut service = Killable::prepare(Database::Postgres).await;
    let college = service.partner("ROC Maasdal", PartnerKind::MboCollege).await;
    service.start();
    let (second, address) = service.beside();
    let doors = [Door::to(service.base(), service.id()), Door::to(address, second.id())];
    let token = college.token().await.unwrap();
    let mut region = Region { rows: Raw::to(&service.address()).unwrap(), token, seen: None };
    for _ in 0..pauses {
        for (paused, other) in [(0, 1), (1, 0)] {
            region.both_go_on(&doors).await;
            signal(doors[paused].process, "STOP");
            region.read(&doors[other]).await;
            region.is_signed(&doors[other]).await;
            signal(doors[paused].process, "CONT");
            region.both_go_on(&doors).await;
        }
    }
    let found = service.check_log();
    let entries = region.rows.count("audit_entries") as u64;
    assert_eq!((found.shards, found.entries, found.waiting, found.difference), (1, entries, 0, None));
    let leaves = region.rows.lines("SELECT count(DISTINCT event_id) || ' ' || max(leaf) AS line FROM audit_leaves");
    assert_eq!(leaves, [format!("{entries} {entries}")], "every entry has one place, and no place is empty");
}

/// A process and the way in by it.
struct Door {
    client: Client,
    process: u32,
}

impl Door {
    fn to(base: String, process: u32) -> Self {
        Self { client: Client::builder(base).build().unwrap(), process }
    }
}

/// Whoever reads at both doors and watches the log.
struct Region {
    rows: Raw,
    token: String,
    /// The newest checkpoint that was seen, at either door.
    seen: Option<String>,
}

impl Region {
    async fn both_go_on(&mut self, doors: &[Door; 2]) {
        for door in doors {
            self.read(door).await;
        }
        for door in doors {
            self.is_signed(door).await;
        }
    }

    async fn read(&self, door: &Door) {
        for _ in 0..4 {
            let reply = door.client.send_with(Request::new(Method::GET, "/v1/inbox"), Some(&self.token)).await.unwrap();
            assert_eq!(reply.status, 200);
        }
    }

    /// Waits until all there is was signed, and holds what this door shows against what was seen before at either.
    async fn is_signed(&mut self, door: &Door) {
        let until = Instant::now() + PATIENCE;
        let keys: Vec<NoteKey> = loop {
            let (entries, log) = (self.rows.count("audit_entries"), door.client.log().await.unwrap());
            let keys: Vec<NoteKey> = log.keys.iter().map(|key| NoteKey::from_text(key).unwrap()).collect();
            let note = door.client.checkpoint().await.unwrap_or_default();
            if checkpoint_of(&note, &keys).is_ok_and(|newest| newest.size == entries as u64) {
                break keys;
            }
            assert!(Instant::now() < until, "{entries} entries, and not all of them are signed");
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        self.seen = Some(door.client.look_at_log(&keys, self.seen.as_deref()).await.unwrap().note);
    }
}
