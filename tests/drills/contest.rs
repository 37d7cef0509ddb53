//! Takeovers contested over two processes: of every learner's parallel offers one is taken over, and nobody meets a fault of ours.
//!
//! What comes before is repeated when a connection breaks; the claims never are. `just contest` lets ten thousand be contested.

use std::{cell::Cell, rc::Rc};

use chrono::{DateTime, Utc};
use estafette_client::{Client, Reply, Request};
use estafette_contract::{Created, HandoverStatus, PartnerKind, Problem};
use estafette_tests::harness::{
    Database,
    killable::Killable,
    raw::Raw,
    scene::{self, taking_over},
};
use reqwest::{Method, StatusCode};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::relay_steps::{Pair, Relay, answered};

/// How many are contested when nobody says how many.
const CONTESTS: usize = 16;
/// Contests that run at the same time.
const ABREAST: usize = 12;
/// How often each of the two receivers says "I have it", over the two processes in turn.
const CLAIMS: usize = 2;

#[actix_web::test]
async fn of_every_contested_takeover_there_is_one_winner() {
    if !Database::Postgres.is_here() {
        return;
    }
    let contests = std::env::var("ESTAFETTE_CONTESTS").ok().and_then(|count| count.parse().ok()).unwrap_or(CONTESTS);
    let mut service = Killable::prepare(Database::Postgres).await;
    let school = service.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
    let pair = |college| Pair { school: school.clone(), college };
    let pairs = [
        pair(service.partner("ROC Maasdal", PartnerKind::MboCollege).await),
        pair(service.partner("ROC Rijnveld", PartnerKind::MboCollege).await),
    ];
    service.start();
    let (_second, address) = service.beside();
    let doors = [service.base(), address].map(|base| Client::builder(base).build().unwrap());
    let ring = Rc::new(Ring { pairs, doors, now: service.now(), left: Cell::new(contests), won: Default::default() });
    let began = std::time::Instant::now();
    let mut running = JoinSet::new();
    (0..ABREAST).for_each(|_| drop(running.spawn_local(contest_on(ring.clone()))));
    running.join_all().await;
    let won = ring.won.each_ref().map(Cell::get);
    println!("{contests} takeovers contested over two processes in {:?}: {won:?} won at each, the others were told", began.elapsed());
    assert_eq!(won.iter().sum::<usize>(), contests);
    the_rows_agree(&service, contests);
}

/// Who contends, through which doors.
struct Ring {
    /// The school of all learners with each of the two who want them.
    pairs: [Pair; 2],
    doors: [Client; 2],
    now: DateTime<Utc>,
    left: Cell<usize>,
    /// How many takeovers each process saw won.
    won: [Cell<usize>; 2],
}

async fn contest_on(ring: Rc<Ring>) {
    while ring.left.get() > 0 {
        ring.left.set(ring.left.get() - 1);
        ring.contest(ring.left.get()).await;
    }
}

impl Ring {
    /// One learner, two offers in transfer, and everybody says "I have it" at the same moment.
    async fn contest(&self, number: usize) {
        let learner = self.registered(number).await;
        let mut claims = Vec::new();
        for (side, pair) in self.pairs.iter().enumerate() {
            let handover = Relay::of(2 * number + side, learner).run_to_transfer(pair, self.now).await;
            claims.extend((0..CLAIMS).map(|_| (&pair.college, format!("/v1/handovers/{handover}/_takeover"))));
        }
        let mut sent = Vec::new();
        for (number, (college, path)) in claims.iter().enumerate() {
            let (token, door) = (answered(|| college.token()).await, number % self.doors.len());
            let request = Request::new(Method::POST, path.as_str()).json(&taking_over()).once();
            sent.push(async move { (college.id, door, self.doors[door].send_with(request, Some(&token)).await.unwrap()) });
        }
        let told = futures_util::future::join_all(sent).await;
        let won = told.iter().filter(|(.., reply)| reply.status == StatusCode::OK);
        let winners: Vec<(Uuid, usize)> = won.map(|(college, door, _)| (*college, *door)).collect();
        let [(winner, door)] = winners[..] else { panic!("{} winners", winners.len()) };
        self.won[door].set(self.won[door].get() + 1);
        told.iter().for_each(|(.., reply)| was_told(reply));
        let responsible = answered(|| self.pairs[0].school.learner(learner)).await.responsible;
        assert_eq!(responsible.partner.id, winner);
    }

    async fn registered(&self, number: usize) -> Uuid {
        let school = &self.pairs[0].school;
        let key = format!("contest-{number}");
        let request = Request::new(Method::POST, "/v1/learners").json(&scene::noor()).header("idempotency-key", &key);
        answered(|| school.send(request.clone())).await.read::<Created>().unwrap().id
    }
}

/// Who did not win hears why, and where the handover stands.
fn was_told(reply: &Reply) {
    if reply.status == StatusCode::OK {
        return;
    }
    let problem: Problem = serde_json::from_slice(&reply.body).unwrap();
    let over = [Some(HandoverStatus::TakenOver), Some(HandoverStatus::PlacedElsewhere)];
    assert!(reply.status == StatusCode::CONFLICT && over.contains(&problem.current_status), "{problem:?}");
}

/// Of each pair one was taken over and the other placed elsewhere, and the log has each takeover once.
fn the_rows_agree(service: &Killable, contests: usize) {
    let mut raw = Raw::to(&service.address()).expect("a connection of the test's own");
    for status in ["taken_over", "placed_elsewhere"] {
        assert_eq!(raw.count(&format!("handovers WHERE status = '{status}'")), contests, "{status}");
    }
    let done = "entry LIKE '%\"act\":\"handover.takeover\"%' AND entry LIKE '%\"outcome\":\"done\"%'";
    assert_eq!(raw.count(&format!("audit_entries WHERE {done}")), contests);
}
