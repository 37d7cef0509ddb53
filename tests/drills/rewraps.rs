//! A change of the wrapping key in processes of their own: nobody who reads meanwhile is refused, and a kill does not stop it.
//!
//! `just bench --parts many` counts the seconds for a hundred thousand data keys.

use std::{
    cell::Cell,
    rc::Rc,
    time::{Duration, Instant},
};

use estafette_client::Request;
use estafette_contract::{Created, NoDetails, PartnerKind, WrappingRotationStatus as Status};
use estafette_tests::harness::{Database, Partner, killable::Killable, raw::Raw, scene};
use reqwest::Method;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::relay_steps::answered;

/// How many data keys there are.
const REWRAPS: usize = 300;
/// How many there are when the process is killed: several batches.
const KILLED: usize = 1_500;
/// Learners registered at the same time.
const ABREAST: usize = 16;
/// Who goes on reading meanwhile.
const READERS: usize = 4;

#[actix_web::test]
async fn data_keys_are_rewrapped_while_others_read_on_sqlite() {
    rewrapped(Database::Sqlite).await;
}

#[actix_web::test]
async fn data_keys_are_rewrapped_while_others_read_on_postgres() {
    if Database::Postgres.is_here() {
        rewrapped(Database::Postgres).await;
    }
}

#[actix_web::test]
async fn a_change_of_the_wrapping_key_goes_on_after_a_kill_on_sqlite() {
    killed(Database::Sqlite).await;
}

#[actix_web::test]
async fn a_change_of_the_wrapping_key_goes_on_after_a_kill_on_postgres() {
    if Database::Postgres.is_here() {
        killed(Database::Postgres).await;
    }
}

/// A service with a school, an operator and learners.
struct Region {
    service: Killable,
    school: Partner,
    operator: Partner,
    learners: Rc<Vec<Uuid>>,
}

impl Region {
    async fn of(database: Database, count: usize) -> Self {
        let mut service = Killable::prepare(database).await;
        let school = service.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
        let operator = service.partner("Regiobeheer", PartnerKind::Region).await;
        service.start();
        let left = Rc::new(Cell::new(count));
        let mut registering = JoinSet::new();
        (0..ABREAST).for_each(|_| drop(registering.spawn_local(register_on(school.clone(), left.clone()))));
        let learners = Rc::new(registering.join_all().await.concat());
        Self { service, school, operator, learners }
    }

    fn under(&self, number: i64) -> usize {
        let mut raw = Raw::to(&self.service.address()).expect("a connection of the test's own");
        raw.count(&format!("learners WHERE wrapped_under = {number}"))
    }

    /// Waits until all data keys are under the new wrapping key.
    async fn all_over(&self, id: Uuid) {
        let until = Instant::now() + Duration::from_secs(600);
        loop {
            let now = self.operator.wrapping_rotation(id).await.unwrap();
            if now.status == Status::Waiting {
                assert_eq!(now.rewrapped, i64::try_from(self.learners.len()).unwrap());
                return;
            }
            assert!(Instant::now() < until, "{now:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

async fn register_on(school: Partner, left: Rc<Cell<usize>>) -> Vec<Uuid> {
    let mut registered = Vec::new();
    while left.get() > 0 {
        left.set(left.get() - 1);
        registered.push(school.register_learner(&scene::noor()).await.unwrap().id);
    }
    registered
}

/// Reads one learner after the other until it is over; answers how often.
async fn read_on(school: Partner, learners: Rc<Vec<Uuid>>, from: usize, over: Rc<Cell<bool>>) -> usize {
    let mut number = from;
    while !over.get() {
        school.learner(learners[number % learners.len()]).await.expect("no reader is refused");
        number += READERS;
    }
    number / READERS
}

async fn rewrapped(database: Database) {
    let region = Region::of(database, REWRAPS).await;
    let over = Rc::new(Cell::new(false));
    let mut reading = JoinSet::new();
    for reader in 0..READERS {
        reading.spawn_local(read_on(region.school.clone(), region.learners.clone(), reader, over.clone()));
    }
    let id = region.operator.begin_wrapping_rotation(&NoDetails {}).await.unwrap().id;
    region.all_over(id).await;
    over.set(true);
    let reads: usize = reading.join_all().await.iter().sum();
    assert!(reads > 0, "somebody read meanwhile");
    assert_eq!((region.under(1), region.under(2)), (0, REWRAPS));
}

async fn killed(database: Database) {
    let mut region = Region::of(database, KILLED).await;
    let begin = Request::new(Method::POST, "/v1/wrapping-rotations").json(&NoDetails {}).once();
    let id = region.operator.send(begin.clone()).await.unwrap().read::<Created>().unwrap().id;
    while region.under(2) == 0 {
        tokio::time::sleep(Duration::from_micros(200)).await;
    }
    region.service.kill();
    let over = region.under(2);
    println!("killed when {over} of {KILLED} data keys had gone over on {database:?}");
    assert_eq!(region.under(1) + over, KILLED, "none is lost and none is half");
    region.service.start();
    assert_eq!(answered(|| region.operator.send(begin.clone())).await.read::<Created>().unwrap().id, id, "it was begun once");
    region.all_over(id).await;
    assert_eq!((region.under(1), region.under(2)), (0, KILLED));
    for learner in region.learners.iter().step_by(KILLED / 9) {
        region.school.learner(*learner).await.unwrap();
    }
}
