//! What a call costs in a region twenty times as large: two services in turn, one on each region.

use std::time::Duration;

use estafette_tests::harness::{binary::Process, raw::Raw};

use super::{
    calls::Call,
    measure::{Figures, Round},
    options::{Measure, On},
    reach::{WARM_UP, entered, target},
    region::Region,
    report::Report,
    rig::Rig,
    table::{Table, number, ratio},
};

const TIMES: usize = 20;
const CALLS: [Call; 3] = [Call::Read, Call::Inbox, Call::Search];
const HEAD: [&str; 8] = ["call", "connections", "p50 ms", "grown", "ratio", "CPU s/1000", "grown", "ratio"];

/// Measures a region as it was seeded beside a copy of it that grew.
pub fn measured(measure: &Measure, on: On, region: &Region, directory: &std::path::Path, report: &mut Report) {
    let rig = Rig::set_up(on, &directory.join("seed"), directory);
    let mut raw = Raw::to(&rig.bare.parse().expect("a database")).expect("a connection beside the service");
    raw.multiply_handovers(TIMES - 1);
    let grown = raw.count("handovers");
    drop(raw);
    let ((as_seeded, _), (large, _)) = (rig.service_on(&rig.ours), rig.service_on(&rig.bare));
    report.heading(&format!("{}: {} handovers and {grown}", on.title(), region.handovers.len()));
    let mut table = Table::new(&HEAD);
    for call in CALLS {
        for connections in [1, 32] {
            let [small, large] = in_turn(measure, region, &rig, [&as_seeded, &large], call, connections);
            table.row(line(call, connections, &small, &large));
        }
    }
    report.table(&table);
}

/// One call on two services, in turn.
pub fn in_turn(measure: &Measure, region: &Region, rig: &Rig, both: [&Process; 2], call: Call, connections: usize) -> [Figures; 2] {
    let mut rounds: [Vec<Round>; 2] = Default::default();
    for _ in 0..measure.rounds {
        for (process, rounds) in both.iter().zip(&mut rounds) {
            let requests = entered(process.base(), region).requests(call, &region.handovers);
            let target = target(rig, process);
            target.round(&requests, connections, WARM_UP);
            rounds.push(target.round(&requests, connections, Duration::from_secs_f64(measure.seconds)));
        }
    }
    rounds.map(|rounds| Figures::of(&rounds))
}

fn line(call: Call, connections: usize, small: &Figures, large: &Figures) -> Vec<String> {
    let cpu = |figures: &Figures| figures.cpu + figures.cluster_cpu;
    let mut cells = vec![call.title().to_owned(), connections.to_string()];
    cells.extend([number(small.p50), number(large.p50), ratio(large.p50, small.p50)]);
    cells.extend([number(cpu(small)), number(cpu(large)), ratio(cpu(large), cpu(small))]);
    cells
}
