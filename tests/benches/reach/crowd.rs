//! One partner that calls too often, and what the others notice of it: their reading at an even pace, alone and beside it.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use super::{
    calls::{Call, Service},
    load::{self, complete},
    measure::median,
    options::{Measure, On},
    reach::{address, entered},
    region::{Region, Seeded},
    report::Report,
    rig::Rig,
    table::{Table, number, ratio},
};

/// Reads a minute that are granted to each partner.
const GRANTED: u32 = 1200;
/// Connections of the others, and reads a second on each.
const OTHERS: (usize, f64) = (8, 15.0);
/// Connections of the one that calls too often.
const FLOOD: usize = 4;
/// How long it takes to empty its bucket.
const EMPTYING: Duration = Duration::from_millis(700);
const HEAD: [&str; 7] = ["the others' audited read", "p50 ms", "ratio", "p99 ms", "ratio", "the one: read a second", "429 a second"];

/// How often the one partner calls on each of its connections.
#[derive(Clone, Copy)]
enum Pace {
    Silent,
    Even(f64),
    AsFastAsItCan,
}

/// Measures the others beside a partner at ten times its limit, and beside one that calls as fast as it can, with limits and without.
pub fn measured(measure: &Measure, on: On, region: &Region, directory: &std::path::Path, report: &mut Report) {
    let rig = Rig::set_up(on, &directory.join("seed"), directory);
    let ((limited, _), (free, _)) = (rig.service_with(&rig.ours, &format!("read={GRANTED}")), rig.service_with(&rig.bare, "off"));
    let tenfold = Pace::Even(10.0 * f64::from(GRANTED) / 60.0 / FLOOD as f64);
    let cases = [
        ("alone", &limited, Pace::Silent),
        ("one at ten times its limit", &limited, tenfold),
        ("one as fast as it can", &limited, Pace::AsFastAsItCan),
        ("the same, without limits", &free, Pace::AsFastAsItCan),
    ];
    let mut seen: [Vec<Seen>; 4] = Default::default();
    for _ in 0..measure.rounds {
        for ((_, process, pace), seen) in cases.iter().zip(&mut seen) {
            seen.push(round(measure, address(process), &entered(process.base(), region), region, *pace));
        }
    }
    report.heading(&format!("{}: one partner that calls too often", on.title()));
    let mut table = Table::new(&HEAD);
    let middle = |seen: &[Seen], value: fn(&Seen) -> f64| median(seen.iter().map(value).collect());
    let alone = (middle(&seen[0], |one| one.p50), middle(&seen[0], |one| one.p99));
    for ((name, ..), seen) in cases.iter().zip(&seen) {
        let (p50, p99) = (middle(seen, |one| one.p50), middle(seen, |one| one.p99));
        let one = [middle(seen, |one| one.read), middle(seen, |one| one.refused)].map(number);
        table.row([(*name).to_owned(), number(p50), ratio(p50, alone.0), number(p99), ratio(p99, alone.1)].into_iter().chain(one));
    }
    report.table(&table);
}

/// What one round showed.
struct Seen {
    p50: f64,
    p99: f64,
    read: f64,
    refused: f64,
}

fn round(measure: &Measure, address: SocketAddr, service: &Service<'_>, region: &Region, pace: Pace) -> Seen {
    let (one, others): (Vec<Seeded>, Vec<Seeded>) = region.handovers.iter().cloned().partition(|handover| handover.college == 0);
    let (one, others) = (service.requests(Call::Read, &one), service.requests(Call::Read, &others));
    let time = Duration::from_secs_f64(measure.seconds);
    let flood: usize = if matches!(pace, Pace::Silent) { 0 } else { FLOOD };
    // It has called too often already: what its bucket held is gone.
    load::run(address, &one, flood, EMPTYING);
    let (noisy, calm): (Vec<Answers>, Vec<Answers>) = std::thread::scope(|scope| {
        let start = |requests, number: usize, pace| scope.spawn(move || calls(address, requests, number, pace, time));
        let noisy: Vec<_> = (0..flood).map(|number| start(one.all(), number, pace)).collect();
        let calm: Vec<_> = (0..OTHERS.0).map(|number| start(others.all(), number, Pace::Even(OTHERS.1))).collect();
        let ended =
            |all: Vec<std::thread::ScopedJoinHandle<'_, Answers>>| all.into_iter().map(|one| one.join().expect("it ends")).collect();
        (ended(noisy), ended(calm))
    });
    let mut took: Vec<f64> = calm.iter().flat_map(|answers| answers.took.iter().copied()).collect();
    took.sort_by(f64::total_cmp);
    assert!(calm.iter().all(|answers| answers.refused == 0), "the others stay within their limits");
    let a_second = |count: usize| count as f64 / time.as_secs_f64();
    Seen {
        p50: took[took.len() / 2],
        p99: took[took.len() * 99 / 100],
        read: a_second(noisy.iter().map(|answers| answers.took.len()).sum()),
        refused: a_second(noisy.iter().map(|answers| answers.refused).sum()),
    }
}

/// The answers on one connection: how long the good ones took, in milliseconds, and how many were refusals.
#[derive(Default)]
struct Answers {
    took: Vec<f64>,
    refused: usize,
}

/// Calls on one connection. At an even pace a call counts from when it was due, so that waiting for the one before it counts too.
fn calls(address: SocketAddr, requests: &[Vec<u8>], number: usize, pace: Pace, time: Duration) -> Answers {
    let mut stream = TcpStream::connect(address).expect("the server takes a connection");
    stream.set_nodelay(true).expect("a socket can be set up");
    let (began, mut answers, mut got) = (Instant::now(), Answers::default(), vec![0; 128 * 1024]);
    for (nth, request) in requests.iter().cycle().skip(number * 97).enumerate() {
        let due = match pace {
            Pace::Even(rate) => began + Duration::from_secs_f64((nth as f64 + number as f64 / OTHERS.0 as f64) / rate),
            Pace::Silent | Pace::AsFastAsItCan => Instant::now(),
        };
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        if began.elapsed() >= time {
            break;
        }
        stream.write_all(request).expect("the server reads");
        let (mut length, mut status) = (0, None);
        while status.is_none() {
            length += stream.read(&mut got[length..]).expect("the server answers");
            status = complete(&got[..length]);
        }
        if status == Some(200) { answers.took.push(due.elapsed().as_secs_f64() * 1e3) } else { answers.refused += 1 }
    }
    answers
}
