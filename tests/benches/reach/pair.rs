//! Two processes on one PostgreSQL under the same load as one: as fast, and nothing counted twice or lost.

use std::{net::SocketAddr, time::Duration};

use estafette_tests::harness::{binary::Process, raw::Raw};

use super::{
    calls::Call,
    load::{self, Requests, Run},
    measure::median,
    options::{Measure, On},
    reach::{address, entered},
    region::{Region, Seeded},
    report::Report,
    reset,
    rig::Rig,
    table::{Table, number, ratio},
};

const CONNECTIONS: usize = 32;
const CALLS: [Call; 4] = [Call::Read, Call::Create, Call::Accept, Call::TakeOver];

/// Measures one process, and two with half the connections each, in turn.
pub fn measured(measure: &Measure, region: &Region, directory: &std::path::Path, report: &mut Report) {
    let rig = Rig::set_up(On::Postgres, &directory.join("seed"), directory);
    let ((one, _), (other, _)) = (rig.service_on(&rig.ours), rig.service_on(&rig.ours));
    report.heading("PostgreSQL: one process and two, 32 connections in all");
    let mut table = Table::new(&["call", "one process req/s", "two processes req/s", "ratio", "refused"]);
    for call in CALLS {
        let (mut alone, mut together, mut refused) = (Vec::new(), Vec::new(), 0);
        for _ in 0..measure.rounds {
            alone.push(rate(&round(measure, &rig, region, call, &[&one])));
            let runs = round(measure, &rig, region, call, &[&one, &other]);
            refused += runs.iter().map(|run| run.refused.0).sum::<usize>();
            together.push(rate(&runs));
        }
        let (alone, together) = (median(alone), median(together));
        let cells = [number(alone), number(together), ratio(together, alone), refused.to_string()];
        table.row(std::iter::once(call.title().to_owned()).chain(cells));
    }
    report.table(&table);
}

/// One round over these processes, each with its share of connections and handovers; what was acknowledged has to be there.
fn round(measure: &Measure, rig: &Rig, region: &Region, call: Call, processes: &[&Process]) -> Vec<Run> {
    if let Some((from, _)) = call.move_made() {
        reset::to(&rig.ours, from);
    }
    let before = drafts(rig);
    let share = region.handovers.len() / processes.len();
    let time = Duration::from_secs_f64(measure.seconds);
    let runs: Vec<Run> = std::thread::scope(|scope| {
        // All of them first, so that the loads begin together.
        let ready: Vec<_> =
            processes.iter().zip(region.handovers.chunks(share)).map(|(process, part)| ready(process, region, call, part)).collect();
        let connections = CONNECTIONS / processes.len();
        let running: Vec<_> =
            ready.into_iter().map(|(address, requests)| scope.spawn(move || load::run(address, &requests, connections, time))).collect();
        running.into_iter().map(|thread| thread.join().expect("a run ends")).collect()
    });
    check(rig, call, before, runs.iter().map(|run| run.answered).sum());
    runs
}

fn ready(process: &Process, region: &Region, call: Call, part: &[Seeded]) -> (SocketAddr, Requests) {
    (address(process), entered(process.base(), region).requests(call, part))
}

fn drafts(rig: &Rig) -> usize {
    counted(rig, "draft")
}

/// Holds what was acknowledged against what the database has.
fn check(rig: &Rig, call: Call, drafts_before: usize, acknowledged: usize) {
    let found = match (call, call.move_made()) {
        (_, Some((_, to))) => counted(rig, to),
        (Call::Create, _) => drafts(rig) - drafts_before,
        _ => return,
    };
    assert_eq!(found, acknowledged, "{}: what was acknowledged and what is there", call.title());
}

fn counted(rig: &Rig, status: &str) -> usize {
    let mut raw = Raw::to(&rig.ours.parse().expect("a database")).expect("a connection beside the service");
    raw.count(&format!("handovers WHERE status = '{status}'"))
}

fn rate(runs: &[Run]) -> f64 {
    runs.iter().map(Run::rate).sum()
}
