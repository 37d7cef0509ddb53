//! One database with the service and the bare program on it, side by side.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use estafette_db::{Address, Store};
use estafette_tests::harness::{
    binary::{self, Process},
    cluster::Cluster,
    raw::Raw,
};

use super::{bare::Sizes, copy, options::On, system::Watched};

/// How many pooled connections the bare program has: as many as the service.
fn connections() -> u32 {
    4 * u32::try_from(cores()).unwrap_or(1)
}

/// The cores of this machine.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// A database that was copied from the seed twice: once for the service and once for the bare program.
pub struct Rig {
    /// Where the service's own copy is.
    pub ours: String,
    /// Where the copy of the bare program is.
    pub bare: String,
    /// The cluster, on PostgreSQL.
    pub cluster: Option<Cluster>,
    folder: PathBuf,
    seed: PathBuf,
}

impl Rig {
    /// Copies the seed.
    pub fn set_up(on: On, seed: &Path, directory: &Path) -> Self {
        let folder = directory.join("run");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder for the run");
        let seed = seed.to_owned();
        match on {
            On::Sqlite => {
                let copied = |name: &str| {
                    let path = folder.join(name);
                    fs::copy(seed.join("region.db"), &path).expect("the seed can be copied");
                    format!("sqlite:{}", path.display())
                };
                Self { ours: copied("ours.db"), bare: copied("bare.db"), cluster: None, folder, seed }
            }
            On::Postgres => {
                let place = directory.join("cluster");
                fs::create_dir_all(&place).expect("a folder for the cluster");
                let cluster = Cluster::durable(&place).expect("a cluster");
                cluster.create_database("ours", None).expect("a database");
                Store::migrate(&Address::Postgres(cluster.url("ours"))).expect("its schema");
                copy::rows(&seed.join("region.db"), &cluster, "ours");
                cluster.create_database("bare", Some("ours")).expect("a copy");
                Self { ours: cluster.url("ours"), bare: cluster.url_of_superuser("bare"), cluster: Some(cluster), folder, seed }
            }
        }
    }

    /// The folder that this database's files are in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Starts the service on its own copy; answers how long it took until it was ready.
    pub fn service(&self) -> (Process, Duration) {
        self.service_on(&self.ours)
    }

    /// The same on this copy.
    pub fn service_on(&self, database: &str) -> (Process, Duration) {
        self.service_with(database, "off")
    }

    /// The same with limits.
    pub fn service_with(&self, database: &str, limits: &str) -> (Process, Duration) {
        let keys = self.keys_for(database).display().to_string();
        let served = self.served(database);
        let args = ["serve", "--database-url", &served, "--listen", "127.0.0.1:0", "--keys", &keys, "--limits", limits];
        let began = Instant::now();
        let process = Process::spawn(binary::command(&self.folder).args(args).env("RUST_LOG", "error"));
        while !is_ready(process.base()) {
            std::thread::sleep(Duration::from_millis(2));
        }
        (process, began.elapsed())
    }

    /// This copy as the service sees it: by a role that does not get past the wall.
    fn served(&self, database: &str) -> String {
        let name = database.rsplit('/').next().unwrap_or_default();
        self.cluster.as_ref().map_or_else(|| database.to_owned(), |cluster| cluster.url(name))
    }

    /// Keys of this copy's own: beside them stands where its log is, which differs from copy to copy.
    pub fn keys_for(&self, database: &str) -> PathBuf {
        let own = self.folder.join(format!("keys of {}", database.rsplit('/').next().unwrap_or_default()));
        fs::create_dir_all(&own).expect("a folder for keys");
        for file in fs::read_dir(self.seed.join("keys")).expect("the seed has keys") {
            let file = file.expect("a key");
            if !own.join(file.file_name()).exists() {
                fs::copy(file.path(), own.join(file.file_name())).expect("a key can be copied");
            }
        }
        own
    }

    /// How large the last entry with details is that the service wrote.
    pub fn sizes(&self) -> Sizes {
        let last = "SELECT length(entry) || ' ' || length(details) AS line FROM audit_entries JOIN audit_details USING (event_id) \
                    ORDER BY event_id DESC LIMIT 1";
        let line = Raw::to(&self.ours.parse().expect("a database")).expect("a connection beside the service").lines(last);
        let (entry, details) = line[0].split_once(' ').expect("two sizes");
        Sizes { entry: entry.parse().expect("a size"), details: details.parse().expect("a size") }
    }

    /// Starts the bare program.
    pub fn bare(&self, sizes: Sizes) -> Process {
        Process::spawn(self.own_program("bare", sizes).arg(cores().to_string()))
    }

    /// Runs the bare program without HTTP; answers reads a second.
    pub fn direct(&self, sizes: Sizes, threads: usize, seconds: f64, ids: &Path) -> f64 {
        let output = self.own_program("direct", sizes).args([threads.to_string(), seconds.to_string()]).arg(ids).output();
        let output = output.expect("the bare program runs");
        String::from_utf8_lossy(&output.stdout).trim().parse().expect("reads a second")
    }

    fn own_program(&self, part: &str, sizes: Sizes) -> Command {
        let mut program = Command::new(std::env::current_exe().expect("a program has a path"));
        program.args([part, &self.bare]).args([connections().to_string(), sizes.entry.to_string(), sizes.details.to_string()]);
        program
    }

    /// What does the work: the process, and the cluster beside it.
    pub fn watched(&self, process: &Process) -> Vec<Watched> {
        let cluster = self.cluster.as_ref().map(|cluster| Watched::Family(cluster.process_id().expect("the cluster runs")));
        std::iter::once(Watched::Process(process.id())).chain(cluster).collect()
    }
}

fn is_ready(base: &str) -> bool {
    use std::io::{Read, Write};
    let Ok(mut stream) = std::net::TcpStream::connect(base.trim_start_matches("http://")) else { return false };
    let mut answer = [0; 12];
    stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").is_ok()
        && stream.read_exact(&mut answer).is_ok()
        && answer.ends_with(b"200")
}
