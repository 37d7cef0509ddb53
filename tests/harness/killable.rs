//! The service as a process of its own, to be killed.

use std::{fs::File, net::TcpListener, path::PathBuf};

use chrono::{DateTime, Utc};
use estafette_client::Client;
use estafette_contract::{PartnerKind, scope};
use estafette_db::{Address, Clock, Keyring, LogCheck, Store, StoreConfig, Terms};

use super::{Database, Partner, TestDatabase, binary, binary::Process, join, raw::Raw};

/// A service as a process, with its database and keys.
pub struct Killable {
    database: TestDatabase,
    keys: tempfile::TempDir,
    listen: String,
    process: Option<Process>,
    log: Option<PathBuf>,
}

impl Killable {
    /// Prepares database, keys and an address; nothing runs yet.
    pub async fn prepare(database: Database) -> Self {
        let keys = tempfile::tempdir().expect("a folder for keys");
        Self { database: TestDatabase::fresh(database), keys, listen: free_address(), process: None, log: None }
    }

    /// The database the process runs on.
    pub fn address(&self) -> Address {
        self.database.address()
    }

    /// A partner that joins while nothing runs, with a client for when the service does.
    pub async fn partner(&self, name: &str, kind: PartnerKind) -> Partner {
        let keys = Keyring::open_or_create(self.keys.path()).expect("keys");
        let config = StoreConfig { address: self.address(), connections: 1, terms: Terms::default() };
        let store = Store::open(&config, keys, Clock::default()).expect("the store opens");
        join(&store, name, kind, scope::defaults(kind), Client::builder(self.base())).await
    }

    /// The database the process runs on, for what can be done to it while nothing runs.
    pub fn database(&self) -> &TestDatabase {
        &self.database
    }

    /// A file in the folder of the keys.
    pub fn key_file(&self, name: &str) -> PathBuf {
        self.keys.path().join(name)
    }

    /// Lets the process write all it has to say into a file.
    pub fn log_to(&mut self, file: PathBuf) {
        self.log = Some(file);
    }

    /// Where the service listens.
    pub fn base(&self) -> String {
        format!("http://{}", self.listen)
    }

    /// Starts the process and waits until it answers.
    pub fn start(&mut self) {
        assert!(self.process.is_none(), "it runs already");
        self.process = Some(self.serve(&["--listen", &self.listen]));
    }

    /// Starts the process so that it can write no file beyond so many KiB.
    pub fn start_with_room(&mut self, kibibytes: u64) {
        assert!(self.process.is_none(), "it runs already");
        let args = self.args(&["--listen", &self.listen]);
        // Without the signal a write that is too large fails, as it does on a full disk; the shell counts in KiB.
        let script = format!("trap '' XFSZ; ulimit -f {kibibytes}; exec \"$0\" \"$@\"");
        let mut command = binary::command(self.keys.path());
        let program = command.get_program().to_owned();
        let mut shell = std::process::Command::new("bash");
        shell.args(["-c", &script]).arg(program).args(args).current_dir(self.keys.path());
        for (name, value) in command.env("RUST_LOG", "error").get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        self.process = Some(Process::spawn(&mut shell));
    }

    /// The process, as the system knows it.
    pub fn id(&self) -> u32 {
        self.process.as_ref().expect("it runs").id()
    }

    /// The whole log recomputed.
    pub fn check_log(&self) -> LogCheck {
        let keys = Keyring::open_or_create(self.keys.path()).expect("the keys are there");
        estafette_db::check_log(&self.address(), &keys, |_, _| {}).expect("the log can be read")
    }

    /// Waits until everything that is in the log was signed.
    pub async fn all_is_signed(&self, rows: &mut Raw) {
        let client = Client::builder(self.base()).build().expect("a client can be built");
        let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
        loop {
            let (entries, note) = (rows.count("audit_entries"), client.checkpoint().await.unwrap_or_default());
            if note.lines().nth(1).is_some_and(|size| size.parse() == Ok(entries)) {
                return;
            }
            assert!(std::time::Instant::now() < until, "{entries} entries, and not all of them are signed");
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }

    /// A second process beside it, with the same database and keys, and its own address: it calls itself by that of the first.
    pub fn beside(&self) -> (Process, String) {
        let listen = free_address();
        (self.serve(&["--listen", &listen, "--issuer", &self.base()]), format!("http://{listen}"))
    }

    fn serve(&self, more: &[&str]) -> Process {
        let mut command = binary::command(self.keys.path());
        command.args(self.args(more)).env("RUST_LOG", "error");
        if let Some(log) = &self.log {
            let log = File::options().create(true).append(true).open(log).expect("a file for the log");
            command.env("RUST_LOG", "trace").stderr(log);
        }
        Process::spawn(&mut command)
    }

    fn args(&self, more: &[&str]) -> Vec<String> {
        let url = match self.address() {
            Address::Sqlite(path) => format!("sqlite:{}", path.display()),
            Address::Postgres(url) => url,
        };
        let keys = self.keys.path().display().to_string();
        let args = ["serve", "--database-url", &url, "--keys", &keys, "--limits", "off"];
        args.iter().chain(more).map(ToString::to_string).collect()
    }

    /// Kills the process as `kill -9` does.
    pub fn kill(&mut self) {
        if let Some(process) = self.process.take() {
            process.kill();
        }
    }

    /// Now.
    pub fn now(&self) -> DateTime<Utc> {
        Clock::default().now()
    }
}

fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").to_string()
}
