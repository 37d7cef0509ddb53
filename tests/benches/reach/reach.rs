//! Every call at every number of connections, on one database.

use std::{net::SocketAddr, path::Path, time::Duration};

use estafette_tests::harness::binary::Process;

use super::{
    bare::{Sizes, select_time},
    calls::{Call, Service},
    load::{self, Requests},
    measure::{Figures, Round, Target, median},
    options::{Measure, On},
    pgbench,
    region::{Region, Seeded},
    report::Report,
    reset,
    rig::Rig,
    system::{self, flushes},
    table::{Table, number, ratio},
};

/// How long a run before the first that counts takes.
pub const WARM_UP: Duration = Duration::from_millis(300);

struct Bench<'a> {
    measure: &'a Measure,
    region: &'a Region,
    rig: Rig,
    ours: Process,
    bare: Process,
    sizes: Sizes,
}

/// Measures one database, and prints the tables.
pub fn measured(measure: &Measure, on: On, region: &Region, directory: &Path, report: &mut Report) {
    let rig = Rig::set_up(on, &directory.join("seed"), directory);
    let (ours, start) = rig.service();
    // One read, to see how large its entry is.
    load::run(address(&ours), &entered(ours.base(), region).requests(Call::Read, &region.handovers), 1, Duration::ZERO);
    let sizes = rig.sizes();
    let bare = rig.bare(sizes);
    let bench = Bench { measure, region, rig, ours, bare, sizes };
    let (mut table, mut alone) = (Table::new(&HEAD), None);
    for call in measure.calls() {
        for connections in measure.connections() {
            let compared = bench.compared(call, connections);
            table.row(line(call, connections, &compared));
            alone = alone.or_else(|| (call == Call::Read && connections == 1).then_some(compared.ours.p50));
        }
    }
    report.heading(&format!("{}: {} handovers", on.title(), region.handovers.len()));
    report.table(&table);
    report.table(&bench.beside());
    alone.iter().for_each(|p50| report.say(&bench.least(*p50)));
    let memory = system::peak_memory(bench.ours.id());
    report.say(&format!("Ready after {:.0} ms; {memory:.0} MiB of memory at most.\n", start.as_secs_f64() * 1000.0));
}

const HEAD: [&str; 12] = [
    "call",
    "connections",
    "req/s",
    "p50 ms",
    "p99 ms",
    "CPU s/1000",
    "of it cluster",
    "refused",
    "bare req/s",
    "ratio",
    "its row and entry alone",
    "ratio",
];

/// A call of the service beside its counterparts.
struct Compared {
    ours: Figures,
    /// The same statements.
    bare: Option<Figures>,
    /// Of a write, only its row and its entry, in the group writer: the least that would have to be written.
    least: Option<Figures>,
}

fn line(call: Call, connections: usize, compared: &Compared) -> Vec<String> {
    let ours = &compared.ours;
    let refused = if ours.refused.0 == 0 { "0".to_owned() } else { format!("{} ({})", ours.refused.0, ours.refused.1) };
    let mut cells = vec![call.title().to_owned(), connections.to_string()];
    cells.extend([ours.rate, ours.p50, ours.p99, ours.cpu + ours.cluster_cpu, ours.cluster_cpu].map(number));
    cells.push(refused);
    for bare in [&compared.bare, &compared.least] {
        let bare = bare.as_ref().map_or(f64::NAN, |bare| bare.rate);
        cells.extend([number(bare), ratio(ours.rate, bare)]);
    }
    cells
}

impl Bench<'_> {
    fn time(&self) -> Duration {
        Duration::from_secs_f64(self.measure.seconds)
    }

    /// Ours and the bare program in turn.
    fn compared(&self, call: Call, connections: usize) -> Compared {
        let service = entered(self.ours.base(), self.region);
        let handovers = &self.region.handovers;
        let ours = || self.round(&self.ours, &self.rig.ours, call, &service.requests(call, handovers), connections);
        let bare = |under: &str| {
            let requests = bare_requests(call, handovers, under)?;
            Some(self.round(&self.bare, &self.rig.bare, call, &requests, connections))
        };
        let (mut our_rounds, mut whole, mut least) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..self.measure.rounds {
            our_rounds.push(ours());
            whole.extend(bare("/whole"));
            if call != Call::Read {
                least.extend(bare(""));
            }
        }
        let figures = |rounds: Vec<Round>| (!rounds.is_empty()).then(|| Figures::of(&rounds));
        Compared { ours: Figures::of(&our_rounds), bare: figures(whole), least: figures(least) }
    }

    /// One round, after everything was put back to where the call begins.
    fn round(&self, process: &Process, url: &str, call: Call, requests: &Requests, connections: usize) -> Round {
        if let Some((from, _)) = call.move_made() {
            reset::to(url, from);
        }
        let target = target(&self.rig, process);
        if call.move_made().is_none() {
            target.round(requests, connections, WARM_UP);
        }
        target.round(requests, connections, self.time())
    }

    /// What the machine gives: an actix that says hello, the statements without HTTP, the disk.
    fn beside(&self) -> Table {
        let mut table = Table::new(&["beside it", "at", "a second"]);
        let bare = target(&self.rig, &self.bare);
        let hello = Requests::repeated(vec![b"GET /hello HTTP/1.1\r\nHost: x\r\n\r\n".to_vec()]);
        let ids = self.ids();
        for connections in self.measure.connections() {
            let rounds: Vec<Round> = (0..self.measure.rounds).map(|_| bare.round(&hello, connections, self.time() / 2)).collect();
            table.row(["actix hello".to_owned(), connections.to_string(), number(Figures::of(&rounds).rate)]);
        }
        for threads in self.measure.connections() {
            let rates = (0..self.measure.rounds).map(|_| self.rig.direct(self.sizes, threads, self.measure.seconds / 2.0, &ids)).collect();
            table.row(["bare program without HTTP".to_owned(), threads.to_string(), number(median(rates))]);
        }
        self.pgbench(&mut table);
        for (name, only_data) in [("append 4 KiB and fsync", false), ("append 4 KiB and fdatasync", true)] {
            let flushes = flushes(self.rig.folder(), only_data, Duration::from_secs(1));
            table.row([name.to_owned(), format!("{} ms", number(flushes.median)), number(flushes.rate)]);
        }
        table
    }

    /// What a read over one connection takes beside the least it could take.
    fn least(&self, p50: f64) -> String {
        let ids: Vec<String> = self.region.handovers.iter().map(|one| one.id.to_string()).collect();
        let select = select_time(&self.rig.bare, self.sizes, self.time() / 2, &ids);
        let flush = flushes(self.rig.folder(), false, Duration::from_secs(1)).median;
        let [shown, least] = [p50, select + flush].map(number);
        let times = ratio(p50, select + flush);
        format!(
            "Over one connection an audited read takes {shown} ms: {times} of the {least} ms that one fsync and one select of the record take.\n"
        )
    }

    fn pgbench(&self, table: &mut Table) {
        let Some(cluster) = &self.rig.cluster else { return };
        pgbench::prepare(cluster, "bare");
        for clients in [8, 16, 32] {
            let once = |_| pgbench::rate(cluster, "bare", self.rig.folder(), self.region.handovers.len(), self.sizes, clients);
            let rates = (0..self.measure.rounds).map(once).collect();
            table.row(["pgbench -M prepared".to_owned(), clients.to_string(), number(median(rates))]);
        }
    }

    /// The handovers, one a line, in a file.
    fn ids(&self) -> std::path::PathBuf {
        let path = self.rig.folder().join("ids");
        let lines: Vec<String> = self.region.handovers.iter().map(|one| one.id.to_string()).collect();
        std::fs::write(&path, lines.join("\n")).expect("the ids can be written");
        path
    }
}

/// A server on this rig, with what does the work for it.
pub fn target(rig: &Rig, process: &Process) -> Target {
    Target { address: address(process), watched: rig.watched(process) }
}

/// The service, with tokens that were fetched just now.
pub fn entered<'a>(base: &str, region: &'a Region) -> Service<'a> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(Service::enter(base, region))
}

/// Where a process listens.
pub fn address(process: &Process) -> SocketAddr {
    process.base().trim_start_matches("http://").parse().expect("an address")
}

/// The counterpart of a call at the bare program, if it has one: of a write its row and entry, or under `/whole` all its statements.
fn bare_requests(call: Call, handovers: &[Seeded], under: &str) -> Option<Requests> {
    let request = |method: &str, path: String| format!("{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n").into_bytes();
    let each = |path: &dyn Fn(&Seeded) -> Vec<u8>| handovers.iter().map(path).collect();
    match (call, call.move_made()) {
        (Call::Read, _) => Some(Requests::repeated(each(&|one| request("GET", format!("/read/{}", one.id))))),
        (Call::Create, _) => Some(Requests::repeated(vec![request("POST", format!("{under}/create"))])),
        (_, Some((from, to))) => Some(Requests::each_once(each(&|one| request("POST", format!("{under}/move/{}/{from}/{to}", one.id))))),
        _ => None,
    }
}
