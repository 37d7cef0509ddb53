//! The log when it is long: how fast entries are appended and get their place in the tree, what a proof takes, and how long a check of all of
//! it does.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use estafette_tests::harness::{
    binary::{self, Process},
    raw::Raw,
};

use super::{
    calls::{Call, Service},
    growth::in_turn,
    load::{self, Requests},
    measure::{Figures, median},
    options::{Measure, On},
    reach::{address, entered},
    region::Region,
    report::Report,
    rig::Rig,
    table::{Table, number, ratio},
};

/// How many rows are added in one statement.
const AT_ONCE: usize = 250_000;
/// Connections that read while the log is watched.
const READERS: usize = 32;
/// Connections that fetch proofs.
const PROVERS: [usize; 2] = [1, 8];
/// How often the checkpoint is looked at meanwhile; a merge delay is known as exactly as that.
const LOOK: Duration = Duration::from_millis(10);
/// As many proofs are asked for in turn.
const PROOFS: usize = 5000;

/// Measures all of it on a log with this many entries more than the seed left.
pub fn measured(measure: &Measure, on: On, region: &Region, directory: &std::path::Path, report: &mut Report) {
    let rig = Rig::set_up(on, &directory.join("seed"), directory);
    let [with_tree, without] = beside_no_tree(measure, region, &rig);
    let mut raw = Raw::to(&rig.ours.parse().expect("a database")).expect("a connection beside the service");
    fill(&mut raw, region, measure.log_entries);
    let (waiting, began) = (raw.count("audit_entries"), Instant::now());
    let (process, _) = rig.service();
    let merged = wait_until_merged(address(&process), waiting);
    let integrating = (merged - began).as_secs_f64();

    let mut table = Table::new(&["what", "aim", on.title()]);
    let mut row = |what: String, aim: &str, measured: String| table.row([what, aim.to_owned(), measured]);
    row(format!("audited reads a second over {READERS} connections"), "", number(with_tree.rate));
    row("the same while nothing is given a place in the tree".into(), "", number(without.rate));
    row("ratio".into(), "0.9", ratio(with_tree.rate, without.rate));
    row("entries in the log".into(), "", waiting.to_string());
    row("entries a second given a place in the tree, of those that waited".into(), "", number(waiting as f64 / integrating));
    let appended: Vec<Appended> = (0..measure.rounds).map(|_| append(measure, &process, region, &mut raw)).collect();
    let middle = |value: fn(&Appended) -> f64| number(median(appended.iter().map(value).collect()));
    row(format!("entries a second appended by audited reads over {READERS} connections"), "", middle(|one| one.rate));
    row("merge delay meanwhile, p50 ms".into(), "", middle(|one| one.p50));
    row("merge delay meanwhile, p99 ms".into(), "1000", middle(|one| one.p99));
    for connections in PROVERS {
        let runs: Vec<load::Run> = (0..measure.rounds).map(|_| prove(measure, &process, region, connections)).collect();
        assert!(runs.iter().all(|run| run.refused.0 == 0), "every proof is there");
        let middle = |share: f64| number(median(runs.iter().map(|run| run.quantile(share)).collect()));
        row(format!("a proof over {connections} connections, p50 ms"), "", middle(0.5));
        row(format!("a proof over {connections} connections, p99 ms"), "20", middle(0.99));
    }
    drop(process);
    let (entries, seconds) = check(&rig);
    row(format!("audit check of {entries} entries, s"), "60", number(seconds));
    report.heading(&format!("{}: the log", on.title()));
    report.table(&table);
}

/// The audited read as it is, in turn with a service that gives no entry a place in the tree: what the tree costs a reader.
fn beside_no_tree(measure: &Measure, region: &Region, rig: &Rig) -> [Figures; 2] {
    let mut raw = Raw::to(&rig.bare.parse().expect("a database")).expect("a connection beside the service");
    let held = match raw {
        // The lease of the sequencer is refused to whoever asks.
        Raw::Sqlite(_) => {
            "CREATE TRIGGER held BEFORE INSERT ON leases WHEN NEW.name = 'log' BEGIN SELECT RAISE(IGNORE); END; \
             CREATE TRIGGER held_too BEFORE UPDATE ON leases WHEN NEW.name = 'log' BEGIN SELECT RAISE(IGNORE); END"
        }
        Raw::Postgres(_) => {
            "INSERT INTO leases (name, holder, epoch, expires_at) VALUES ('log', 'somebody', 1, '2100-01-01') \
             ON CONFLICT (name) DO UPDATE SET holder = 'somebody', expires_at = '2100-01-01'"
        }
    };
    raw.execute(held).expect("the lease is held");
    drop(raw);
    let ((with_tree, _), (without, _)) = (rig.service(), rig.service_on(&rig.bare));
    in_turn(measure, region, rig, [&with_tree, &without], Call::Read, READERS)
}

/// Adds entries as large as those of readings, of these colleges in turn, which wait for their place in the tree.
fn fill(raw: &mut Raw, region: &Region, count: usize) {
    let parties = region.colleges.iter().enumerate().map(|(at, party)| format!(" WHEN {at} THEN '{}'", party.id)).collect::<String>();
    let partner = format!("CASE number % {}{parties} END", region.colleges.len());
    let columns = "event_id, partner_id, subject, entry";
    if let Raw::Postgres(_) = raw {
        // Those of the seed were copied from a file, which knows what arrived by the order of its rows.
        let waiting =
            "SELECT event_id FROM audit_entries EXCEPT SELECT event_id FROM audit_leaves EXCEPT SELECT event_id FROM audit_arrivals";
        raw.execute(&format!("INSERT INTO audit_arrivals (event_id) {waiting}")).expect("they arrived");
    }
    for from in (0..count).step_by(AT_ONCE) {
        let to = (from + AT_ONCE).min(count);
        let numbers =
            format!("WITH RECURSIVE numbers (number) AS (SELECT {from} UNION ALL SELECT number + 1 FROM numbers WHERE number + 1 < {to})");
        let sql = match raw {
            Raw::Sqlite(_) => format!(
                "{numbers} INSERT INTO audit_entries ({columns}) SELECT printf('{PREFIX}%012x', number), {partner}, 's' || (number % 5000), \
                 printf('{{\"n\":%d,\"text\":\"%.*c\"}}', number, 540, 'e') FROM numbers"
            ),
            Raw::Postgres(_) => format!(
                "{numbers}, added AS (INSERT INTO audit_entries ({columns}) SELECT '{PREFIX}' || lpad(to_hex(number), 12, '0'), {partner}, \
                 's' || (number % 5000), '{{\"n\":' || number || ',\"text\":\"' || repeat('e', 540) || '\"}}' FROM numbers RETURNING event_id) \
                 INSERT INTO audit_arrivals (event_id) SELECT event_id FROM added"
            ),
        };
        raw.execute(&sql).expect("entries are added");
        eprint!("\rfilling the log: {to} of {count} ");
    }
    eprintln!();
    raw.execute("ANALYZE").expect("the planner is told");
}

/// What the ids of added entries begin with: older than all there are.
const PREFIX: &str = "01000000-0000-7000-8000-";

/// Waits until the log was signed at this size.
fn wait_until_merged(service: SocketAddr, entries: usize) -> Instant {
    let until = Instant::now() + Duration::from_secs(1800);
    loop {
        match signed_size(service) {
            Some(size) if size >= entries => return Instant::now(),
            _ => std::thread::sleep(LOOK),
        }
        assert!(Instant::now() < until, "{entries} entries are not signed");
    }
}

/// The size of the newest checkpoint.
fn signed_size(service: SocketAddr) -> Option<usize> {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(service).ok()?;
    let mut answer = String::new();
    stream.write_all(b"GET /v1/audit/checkpoint HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").ok()?;
    stream.read_to_string(&mut answer).ok()?;
    answer.split_once("\r\n\r\n")?.1.lines().nth(1)?.parse().ok()
}

/// What one round of reading came to.
struct Appended {
    rate: f64,
    p50: f64,
    p99: f64,
}

/// Reads as fast as it goes, and looks when each entry of it got its place in the tree.
fn append(measure: &Measure, process: &Process, region: &Region, raw: &mut Raw) -> Appended {
    let (at, service) = (address(process), entered(process.base(), region));
    wait_until_merged(at, raw.count("audit_entries"));
    let before = raw.count("audit_entries");
    let (requests, over) = (service.requests(Call::Read, &region.handovers), AtomicBool::new(false));
    let time = Duration::from_secs_f64(measure.seconds);
    let (run, seen) = std::thread::scope(|scope| {
        let watch = scope.spawn(|| watched(at, &over));
        let run = load::run(at, &requests, READERS, time);
        over.store(true, Ordering::Relaxed);
        (run, watch.join().expect("the log was watched"))
    });
    wait_until_merged(at, raw.count("audit_entries"));
    let mut delays = delays(raw, before, &seen);
    delays.sort_by(f64::total_cmp);
    let share = |share: f64| delays.get((delays.len().saturating_sub(1) as f64 * share) as usize).copied().unwrap_or(f64::NAN);
    Appended { rate: run.rate(), p50: share(0.5), p99: share(0.99) }
}

/// When each size was first seen, until some time after it is over.
fn watched(service: SocketAddr, over: &AtomicBool) -> Vec<(usize, DateTime<Utc>)> {
    let (clock, mut seen, mut left) = (estafette_db::Clock::default(), Vec::<(usize, DateTime<Utc>)>::new(), 300);
    while left > 0 {
        if let Some(size) = signed_size(service).filter(|size| seen.last().is_none_or(|(last, _)| size > last)) {
            seen.push((size, clock.now()));
        }
        std::thread::sleep(LOOK);
        left -= u32::from(over.load(Ordering::Relaxed));
    }
    seen
}

/// From the end of each act until a checkpoint was seen that has its entry, in milliseconds; those that no look saw are left out.
fn delays(raw: &mut Raw, before: usize, seen: &[(usize, DateTime<Utc>)]) -> Vec<f64> {
    let sql = format!(
        "SELECT l.leaf || ' ' || e.entry AS line FROM audit_leaves l JOIN audit_entries e ON e.event_id = l.event_id WHERE l.leaf > {before}"
    );
    let delay = |line: String| {
        let (leaf, entry) = line.split_once(' ')?;
        let leaf: usize = leaf.parse().ok()?;
        let entry: serde_json::Value = serde_json::from_str(entry).ok()?;
        let ended: DateTime<Utc> = entry["endedAt"].as_str()?.parse().ok()?;
        let at = seen.iter().find(|(size, _)| *size >= leaf)?.1;
        Some((at - ended).num_microseconds()? as f64 / 1e3)
    };
    raw.lines(&sql).into_iter().filter_map(delay).collect()
}

/// Fetches proofs of entries all over the log, each by the college whose entry it is.
fn prove(measure: &Measure, process: &Process, region: &Region, connections: usize) -> load::Run {
    let service = entered(process.base(), region);
    let step = (measure.log_entries / PROOFS).max(1);
    let requests = (0..measure.log_entries).step_by(step).map(|number| proof(&service, region, number)).collect();
    load::run(address(process), &Requests::repeated(requests), connections, Duration::from_secs_f64(measure.seconds))
}

fn proof(service: &Service<'_>, region: &Region, number: usize) -> Vec<u8> {
    service.get_as_college(number % region.colleges.len(), &format!("/v1/audit/entries/{PREFIX}{number:012x}/proof"))
}

/// Recomputes the whole log by the command; answers how many entries there were and how many seconds it took.
fn check(rig: &Rig) -> (usize, f64) {
    let entries = Raw::to(&rig.ours.parse().expect("a database")).expect("a connection").count("audit_entries");
    let keys = rig.keys_for(&rig.ours).display().to_string();
    let began = Instant::now();
    let said = binary::printed(rig.folder(), &["audit", "check", "--database-url", &rig.ours, "--keys", &keys]);
    let took = began.elapsed().as_secs_f64();
    assert!(said.lines().any(|line| line.trim_end().ends_with(" 0")), "{said}");
    (entries, took)
}
