//! All data keys go over to a new wrapping key, while records are read.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use estafette_contract::{NoDetails, WrappingRotationStatus as Status};
use estafette_db::{Store, learners};
use estafette_tests::harness::{Partner, binary::Process, scene};
use futures_util::{StreamExt, stream};

use super::{Crowd, client, progress};
use crate::{
    calls::Call,
    load,
    reach::entered,
    region::Region,
    seed,
    table::{Table, number},
};

/// Learners that are registered at the same time.
const ABREAST: usize = 256;
/// Connections that read meanwhile.
const READERS: usize = 4;
/// How long one look at the readers takes.
const LOOK: Duration = Duration::from_secs(1);

/// Registers learners until there are as many, on top of the few of the seed; answers how many were added.
pub async fn fill(store: &Store, school: &Partner, wanted: usize) -> usize {
    let register = |_| seed::act(store, school, |tx| learners::register(tx, &scene::noor()));
    let mut made = stream::iter(0..wanted).map(register).buffer_unordered(ABREAST);
    let mut done = 0;
    while made.next().await.is_some() {
        done += 1;
        if done % 1000 == 0 || done == wanted {
            progress("registering learners", done, wanted);
        }
    }
    done
}

/// Begins a change of the wrapping key, and reads until it is over.
pub fn measured(runtime: &tokio::runtime::Runtime, crowd: &Crowd, process: &Process, region: &Region, table: &mut Table) {
    let (base, over) = (process.base(), AtomicBool::new(false));
    let (took, total, runs) = std::thread::scope(|scope| {
        let reading = scope.spawn(|| read_on(base, region, &over));
        let began = Instant::now();
        let total = runtime.block_on(rewrapped(crowd, process));
        let took = began.elapsed();
        over.store(true, Ordering::Relaxed);
        (took, total, reading.join().expect("records were read"))
    });
    assert!(usize::try_from(total).is_ok_and(|total| total >= crowd.data_keys), "all of them went over");
    assert!(runs.iter().all(|run| run.refused.0 == 0), "no reader is refused");
    let (reads, seconds) = (runs.iter().map(|run| run.answered).sum::<usize>(), runs.iter().map(|run| run.seconds).sum::<f64>());
    let slowest = runs.iter().map(|run| run.quantile(0.99)).fold(0.0, f64::max);
    table.row([format!("{total} data keys under another wrapping key, s"), String::new(), number(took.as_secs_f64())]);
    table.row([
        format!("records read a second meanwhile over {READERS} connections, none refused"),
        String::new(),
        number(reads as f64 / seconds),
    ]);
    table.row(["the slowest second's p99 of them, ms".into(), String::new(), number(slowest)]);
}

fn read_on(base: &str, region: &Region, over: &AtomicBool) -> Vec<load::Run> {
    let mut runs = Vec::new();
    let service = entered(base, region);
    let requests = service.requests(Call::Read, &region.handovers);
    while !over.load(Ordering::Relaxed) {
        runs.push(load::run(service.address, &requests, READERS, LOOK));
    }
    runs
}

/// Waits until all data keys are under the new wrapping key; answers how many went over.
async fn rewrapped(crowd: &Crowd, process: &Process) -> i64 {
    let operator = client(&crowd.operators[0], process);
    let id = operator.begin_wrapping_rotation(&NoDetails {}).await.expect("a change begins").id;
    loop {
        let now = operator.wrapping_rotation(id).await.expect("the change can be seen");
        if now.status != Status::Rewrapping {
            return now.rewrapped;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
