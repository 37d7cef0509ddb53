//! What is done for many at once: a release over all facts of a region, all data keys under another wrapping key, a month of the drop-out
//! file.

mod facts;
mod keys;
mod lines;

use std::{
    path::Path,
    time::{Duration, Instant},
};

use estafette_client::Client;
use estafette_contract::{PartnerKind, scope};
use estafette_db::{Clock, Keyring, Store, StoreConfig, Terms};
use estafette_tests::harness::{Partner, binary::Process, join, raw::Raw};

use super::{
    options::{Measure, On},
    region::Region,
    report::Report,
    rig::Rig,
    table::Table,
};

/// Measures each of them on a copy of the region.
pub fn measured(measure: &Measure, on: On, region: &Region, directory: &Path, report: &mut Report) {
    let rig = Rig::set_up(on, &directory.join("seed"), directory);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let crowd = runtime.block_on(Crowd::prepare(&rig, measure));
    let (process, _) = rig.service();
    let mut table = Table::new(&["what", "aim", on.title()]);
    runtime.block_on(facts::measured(&crowd, &process, &mut table));
    keys::measured(&runtime, &crowd, &process, region, &mut table);
    runtime.block_on(lines::measured(&crowd, &process, &mut table));
    report.heading(&format!("{}: for many at once", on.title()));
    report.table(&table);
}

/// Who acts in it, and how much there is.
struct Crowd {
    operators: [Partner; 2],
    overlegtafel: Partner,
    college: Partner,
    facts: usize,
    data_keys: usize,
}

impl Crowd {
    /// Lets them join, and makes rows by the functions of the store itself, before anybody serves it.
    async fn prepare(rig: &Rig, measure: &Measure) -> Self {
        let address = rig.ours.parse().expect("a database");
        let keys = Keyring::open_or_create(&rig.keys_for(&rig.ours)).expect("its keys");
        let config = StoreConfig { address, connections: 2, terms: Terms::default() };
        let store = Store::open(&config, keys, Clock::default()).expect("the store opens");
        let partner = async |name: &str, kind| join(&store, name, kind, scope::defaults(kind), Client::builder("http://127.0.0.1")).await;
        let school = partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
        let follower = partner("Doorstroompunt Maasdal", PartnerKind::Doorstroompunt).await;
        let crowd = Self {
            operators: [partner("Regiobeheer 1", PartnerKind::Region).await, partner("Regiobeheer 2", PartnerKind::Region).await],
            overlegtafel: partner("Overlegtafel Maasdal", PartnerKind::Overlegtafel).await,
            college: partner("ROC Maasdal", PartnerKind::MboCollege).await,
            facts: facts::fill(&store, measure.facts).await,
            data_keys: keys::fill(&store, &school, measure.data_keys).await,
        };
        drop(store);
        let mut raw = Raw::to(&rig.ours.parse().expect("a database")).expect("a connection beside the service");
        let follows = format!("UPDATE partners SET rmc_region = {} WHERE id = '{}'", lines::RMC_REGION, follower.id);
        raw.execute(&follows).and_then(|()| raw.execute("ANALYZE")).expect("the region is set");
        crowd
    }
}

/// A partner's client at this service.
fn client(partner: &Partner, process: &Process) -> Client {
    Client::builder(process.base()).credentials(partner.credentials.clone()).build().expect("a client can be built")
}

/// What something answered, and how long that took.
async fn timed<T>(work: impl Future<Output = T>) -> (T, Duration) {
    let began = Instant::now();
    let answer = work.await;
    (answer, began.elapsed())
}

/// Says how far a filling is.
fn progress(what: &str, done: usize, of: usize) {
    eprint!("\r{what}: {done} of {of} ");
    if done >= of {
        eprintln!();
    }
}
