//! A region to test with: a running service of its own, partners with keys, and the things they hand over.

pub mod binary;
pub mod canaries;
pub mod certificates;
pub mod cluster;
pub mod consents;
pub mod contents;
mod database;
pub mod forged;
pub mod items;
pub mod killable;
pub mod multiply;
pub mod operators;
pub mod own;
mod partner;
pub mod publisher;
pub mod raw;
mod receiver;
pub mod scene;
pub mod statements;
pub mod talks;
pub mod vsv;
pub mod way;

use std::sync::Arc;

use actix_web::dev::ServerHandle;
use chrono::TimeDelta;
use estafette_api::{
    app::Application,
    identity_provider::ProviderKeys,
    outbound::Outbound,
    settings::{OutboundSettings, Settings},
};
use estafette_client::{Client, ClientBuilder, Credentials};
use estafette_contract::{PartnerKind, scope, tlog::NoteKey};
use estafette_db::{Clock, Keyring, LogCheck, Store, Terms, handovers::Round};

pub use database::{Backup, Database, TestDatabase};
pub use partner::{Partner, join};
pub use publisher::Publisher;
pub use receiver::{Got, Receiver};

/// Tells one story on each database; on PostgreSQL only where one is installed.
#[macro_export]
macro_rules! story {
    ($(#[$meta:meta])* $name:ident, |$app:ident| $body:block) => {
        $(#[$meta])*
        async fn $name($app: $crate::harness::TestApp) $body

        mod $name {
            #[actix_web::test]
            async fn on_sqlite() {
                super::$name($crate::harness::TestApp::start($crate::harness::Database::Sqlite).await).await;
            }

            #[actix_web::test]
            async fn on_postgres() {
                if $crate::harness::Database::Postgres.is_here() {
                    super::$name($crate::harness::TestApp::start($crate::harness::Database::Postgres).await).await;
                }
            }
        }
    };
}

/// A running service with a database, keys and a clock of its own; stopped when dropped.
pub struct TestApp {
    base: String,
    source: String,
    clock: Clock,
    store: Store,
    outbound: Outbound,
    handle: ServerHandle,
    provider_keys: Option<Arc<ProviderKeys>>,
    /// Which database it runs on.
    pub database: TestDatabase,
    keys: tempfile::TempDir,
}

impl TestApp {
    /// Starts a service on a fresh database.
    pub async fn start(database: Database) -> Self {
        Self::serve(TestDatabase::fresh(database), keys_folder())
    }

    /// Starts a service with other settings than the usual ones.
    pub async fn with_settings(database: Database, change: impl FnOnce(Settings) -> Settings) -> Self {
        let (database, keys) = (TestDatabase::fresh(database), keys_folder());
        let settings = change(settings(&database, &keys));
        Self::serve_with(&settings, database, keys)
    }

    /// The same, with every statement overheard that it sends.
    pub async fn overheard(database: Database) -> (Self, statements::Listening) {
        let database = TestDatabase::fresh(database);
        let listening = statements::Listening::to(&database.address());
        (Self::serve(database, keys_folder()), listening)
    }

    fn serve(database: TestDatabase, keys: tempfile::TempDir) -> Self {
        let settings = settings(&database, &keys);
        Self::serve_with(&settings, database, keys)
    }

    fn serve_with(settings: &Settings, database: TestDatabase, keys: tempfile::TempDir) -> Self {
        let clock = Clock::default();
        let app = Application::build(settings, clock.clone(), 1).expect("the service starts");
        let (base, store, outbound, handle) = (app.base().to_owned(), app.store(), app.outbound(), app.handle());
        let (provider_keys, source) = (app.provider_keys(), app.source().to_owned());
        actix_web::rt::spawn(app.run());
        Self { base, source, clock, store, outbound, handle, provider_keys, database, keys }
    }

    /// A second process beside this one, as far as one process can be two: the same database and keys, another service.
    pub async fn beside(&self) -> Beside {
        let settings = Settings { issuer: Some(self.base.clone()), ..settings(&self.database, &self.keys) };
        let app = Application::build(&settings, self.clock.clone(), 1).expect("a second service starts");
        let (address, store, handle) = (app.address(), app.store(), app.handle());
        actix_web::rt::spawn(app.run());
        Beside { base: format!("http://{address}"), store, handle }
    }

    /// The address of the service.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The store behind the service, for what only the house may do.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Fetches the keys of the region's own identity provider, unless that was done within the last minute.
    pub async fn fetch_provider_keys(&self) {
        self.provider_keys.as_ref().expect("the region has an identity provider").refresh().await;
    }

    /// A file in the folder of the keys.
    pub fn key_file(&self, name: &str) -> std::path::PathBuf {
        self.keys.path().join("keys").join(name)
    }

    /// Its way out.
    pub fn outbound(&self) -> Outbound {
        self.outbound.clone()
    }

    /// Turns the clock forward.
    pub fn days_pass(&self, days: i64) {
        self.clock.advance(TimeDelta::days(days));
    }

    /// Turns the clock forward to noon of the next such day of the year, in the Netherlands or an hour from it.
    pub fn until(&self, month: u32, day: u32) {
        use chrono::Datelike;
        let now = self.clock.now();
        let days = now.date_naive().iter_days().skip(1);
        let next = days.into_iter().find(|date| (date.month(), date.day()) == (month, day)).expect("a day of every year");
        self.clock.advance(next.and_hms_opt(11, 0, 0).expect("noon").and_utc() - now);
    }

    /// The house's clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The clock looks at the terms; answers how many moves it made.
    pub async fn tick(&self) -> usize {
        self.look().await.moves
    }

    /// The clock looks at the terms; answers what came of it.
    pub async fn look(&self) -> Round {
        self.store.watch_terms().await.expect("the terms are looked at")
    }

    /// Numbers and signs what arrived in the log; answers how many entries.
    pub async fn sign_log(&self) -> usize {
        self.store.sequence(&self.log_name()).await.expect("the log is signed")
    }

    /// What the log is called.
    pub fn log_name(&self) -> String {
        format!("{}/v1/audit", self.base.trim_start_matches("http://"))
    }

    /// The keys that the log says it is checked with.
    pub async fn log_keys(&self) -> Vec<NoteKey> {
        let log = self.anonymous().log().await.expect("the log tells of itself");
        log.keys.iter().map(|key| NoteKey::from_text(key).expect("a key")).collect()
    }

    /// The whole log recomputed, as an operator asks for beside the service.
    pub fn check_log(&self) -> LogCheck {
        let keys = Keyring::open_or_create(&self.keys.path().join("keys")).expect("the keys are there");
        estafette_db::check_log(&self.database.address(), &keys, |_, _| {}).expect("the log can be read")
    }

    /// The house asks the addresses at which partners publish keys, as far as they are due.
    pub async fn renew_keys(&self) {
        estafette_api::partner_keys::renew_published(&self.store, &self.outbound).await.expect("keys are renewed");
    }

    /// What arrived is numbered, and partners are told what is due.
    pub async fn deliver(&self) {
        estafette_api::delivering::deliver_due(&self.store, &self.outbound, &self.source).await.expect("partners are told");
    }

    /// A client without credentials.
    pub fn anonymous(&self) -> Client {
        self.builder().build().expect("a client can be built")
    }

    /// A partner of this kind that joins the region, with a professional in a role that fits.
    pub async fn partner(&self, name: &str, kind: PartnerKind) -> Partner {
        self.partner_granted(name, kind, scope::defaults(kind)).await
    }

    /// A partner that joins the region with these scopes, whatever its kind is usually given.
    pub async fn partner_granted(&self, name: &str, kind: PartnerKind, scopes: Vec<String>) -> Partner {
        join(&self.store, name, kind, scopes, self.builder()).await
    }

    /// A client with these credentials, going by the house's clock.
    pub fn client(&self, credentials: Credentials) -> Client {
        self.builder().credentials(credentials).build().expect("a client can be built")
    }

    /// A client yet to be built, going by the house's clock.
    pub fn builder(&self) -> ClientBuilder {
        let clock = self.clock.clone();
        Client::builder(&self.base).clock(move || clock.now().timestamp())
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
    }
}

/// A second service on the same database.
pub struct Beside {
    /// Its address.
    pub base: String,
    /// The store behind it.
    pub store: Store,
    handle: ServerHandle,
}

impl Drop for Beside {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
    }
}

fn keys_folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for keys")
}

fn settings(database: &TestDatabase, keys: &tempfile::TempDir) -> Settings {
    Settings {
        database: database.address(),
        listen: "127.0.0.1:0".parse().expect("an address"),
        issuer: None,
        keys: keys.path().join("keys"),
        tls: None,
        mutual_tls: Default::default(),
        connections: 4,
        identity_provider: None,
        limits: estafette_api::limits::Rates::off(),
        outbound: OutboundSettings::default(),
        log: estafette_api::settings::LogForm::Text,
        oin: None,
        terms: Terms::default().telling(Some("doorstroompunt-maasdal".into())),
    }
}
