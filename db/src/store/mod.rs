//! The store: two doors to the data, and nothing leaves through them unrecorded.

mod address;
mod aside;
mod backend;
mod checkpoint;
mod conn;
mod data_keys;
mod exclusive;
mod group;
mod key_check;
mod lease;
mod looks;
mod migrate;
mod once;
mod pool;
mod read;
mod readings;
mod repeated;
mod standing;
mod traces;
mod turns;
mod tx;
mod write;

use std::sync::{Arc, OnceLock};

use diesel::r2d2;

pub use address::{Address, UnknownDatabase};
pub(crate) use backend::{
    forget_assertions, insert_several, insert_unless_there, lock_fold_key, lock_house, lock_learner, lock_partner, put_tile,
    remember_assertion, remember_revoked,
};
pub use conn::Conn;
pub(crate) use conn::on_each;
pub(crate) use data_keys::{Rewrapped, put_data_keys, wrapping_key};
pub use exclusive::ExclusiveError;
pub(crate) use group::LogLines;
pub use key_check::KeyCheckError;
pub(crate) use lease::Lease;
pub(crate) use looks::{Looks, Said, Saying};
pub use migrate::MigrationError;
pub use once::Once;
pub(crate) use pool::Manager;
pub use repeated::Repeated;
pub(crate) use traces::clear_traces;
#[cfg(test)]
pub(crate) use tx::EventIds;
pub use tx::Tx;
pub(crate) use tx::{Cx, House, Notes, new_id};

use crate::{Clock, Keyring, Terms, matrices::Matrices, partners::Kinds, tree};

/// How long a call waits for a connection before it is refused as not ready.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(5);

/// How the store is opened.
#[derive(Debug, Clone)]
pub struct StoreConfig {
    /// Which database.
    pub address: Address,
    /// Connections kept for reading, and on PostgreSQL for writing.
    pub connections: u32,
    /// The terms of this region.
    pub terms: Terms,
}

/// Why the store did not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has the SQLite file.
    #[error(transparent)]
    Exclusive(#[from] ExclusiveError),
    /// The database does not answer.
    #[error("cannot connect to the database: {0}")]
    Connect(#[from] diesel::ConnectionError),
    /// The pool could not be filled.
    #[error("cannot connect to the database: {0}")]
    Pool(#[from] diesel::r2d2::PoolError),
    /// The schema could not be brought up to date.
    #[error(transparent)]
    Migration(#[from] MigrationError),
    /// The keys are not those of this database.
    #[error(transparent)]
    Keys(#[from] KeyCheckError),
    /// Where the log stands cannot be read.
    #[error("cannot read where the log stands: {0}")]
    Log(#[from] crate::DbError),
    /// What was erased cannot be erased again, as after a backup was put back.
    #[error("cannot hold the database to the ledger of erasures: {0}")]
    Erasures(#[source] crate::DbError),
    /// The exchange matrices cannot be read.
    #[error("cannot read the exchange matrices: {0}")]
    Matrices(#[source] crate::DbError),
}

/// The one way to the data; cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    manager: Manager,
    pool: r2d2::Pool<Manager>,
    writer: group::GroupWriter,
    house: House,
    clock: Clock,
    turns: turns::Turns,
    aside: aside::Aside,
    sequencer: tree::Sequencer,
    /// Why nothing may be written, if the log does not go on where it was.
    held_back: OnceLock<String>,
    /// What leases know this process by.
    process: String,
    /// On SQLite the group writer does all writing; on PostgreSQL each write has its own connection.
    single_writer: bool,
    /// On SQLite; PostgreSQL has a process of its own for it.
    _checkpoints: Option<checkpoint::Checkpoints>,
    _exclusive: Option<exclusive::Exclusive>,
}

impl Store {
    /// Opens the database: alone if it is a file, its schema up to date.
    ///
    /// # Errors
    /// When it is taken, unreachable, or cannot be migrated.
    pub fn open(config: &StoreConfig, keys: Keyring, clock: Clock) -> Result<Self, OpenError> {
        let exclusive = exclusively(&config.address)?;
        let manager = pool::Manager::new(config.address.clone());
        let mut conn = manager.writer()?;
        migrate::up(&mut conn)?;
        // Under the same lock as the migrations, so that of two processes that start together one is first.
        key_check::check(&mut conn, &keys, clock.now().naive_utc())?;
        looks::tell_if_unwalled(&mut conn);
        let held_back = standing::of(&mut conn, &keys)?;
        let matrices = Arc::new(Matrices::default());
        matrices.refresh(&mut conn).map_err(OpenError::Matrices)?;
        drop(conn);
        let aside = aside::Aside::new(manager.clone());
        let writer = group::GroupWriter::start(manager.clone())?;
        let single_writer = matches!(config.address, Address::Sqlite(_));
        let checkpoints = single_writer.then(|| checkpoint::Checkpoints::start(&manager)).transpose()?;
        let pool = r2d2::Pool::builder()
            .max_size(config.connections)
            .min_idle(Some(1))
            .test_on_check_out(false)
            .connection_timeout(PATIENCE)
            .build(manager.clone())?;
        let house = House { keys, matrices, terms: config.terms.clone(), kinds: Kinds::default(), event_ids: tx::EventIds::default() };
        let store = Self {
            inner: Arc::new(Inner {
                manager,
                pool,
                writer,
                house,
                clock,
                turns: turns::Turns::new(config.connections),
                aside,
                sequencer: tree::Sequencer::default(),
                held_back,
                process: new_id().to_string(),
                single_writer,
                _checkpoints: checkpoints,
                _exclusive: exclusive,
            }),
        };
        store.apply_ledger().map_err(OpenError::Erasures)?;
        Ok(store)
    }

    /// Brings the schema of a database up to date and says which migrations ran.
    ///
    /// # Errors
    /// When the database is taken, unreachable, or cannot be migrated.
    pub fn migrate(address: &Address) -> Result<Vec<String>, OpenError> {
        let _exclusive = exclusively(address)?;
        Ok(migrate::up(&mut pool::Manager::new(address.clone()).writer()?)?)
    }

    /// Takes every migration back, so that a test can run them again.
    ///
    /// # Errors
    /// When the database is taken, unreachable, or a migration cannot be taken back.
    pub fn unmigrate(address: &Address) -> Result<Vec<String>, OpenError> {
        let _exclusive = exclusively(address)?;
        Ok(migrate::down(&mut pool::Manager::new(address.clone()).writer()?)?)
    }

    /// The clock that everything here goes by.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// What makes connections beside those of the pool.
    pub(crate) fn manager(&self) -> Manager {
        self.inner.manager.clone()
    }

    /// What the whole house shares.
    pub(crate) fn house(&self) -> &House {
        &self.inner.house
    }

    /// The keys that live outside the database.
    pub(crate) fn keys(&self) -> &Keyring {
        &self.inner.house.keys
    }

    /// The terms of this region.
    #[must_use]
    pub fn terms(&self) -> &Terms {
        &self.inner.house.terms
    }

    /// The key that seals what is handed out to be brought back, such as cursors.
    #[must_use]
    pub fn cursor_key(&self) -> &crate::Key {
        self.inner.house.keys.cursors()
    }

    /// What is not ready: nothing when a connection answers and the writer is at work.
    pub async fn missing(&self) -> Vec<String> {
        let answers = self.answers().await;
        let missing = [("database", answers), ("writer", self.inner.writer.is_at_work())];
        missing.into_iter().filter(|(_, there)| !there).map(|(name, _)| name.to_owned()).collect()
    }

    async fn answers(&self) -> bool {
        let pool = self.inner.pool.clone();
        let answered = tokio::task::spawn_blocking(move || {
            use diesel::{RunQueryDsl, dsl::sql, sql_types::Integer};
            pool.get().is_ok_and(|mut conn| diesel::select(sql::<Integer>("1")).get_result::<i32>(&mut **conn).is_ok())
        });
        answered.await.unwrap_or(false)
    }
}

fn exclusively(address: &Address) -> Result<Option<exclusive::Exclusive>, ExclusiveError> {
    match address {
        Address::Sqlite(path) => exclusive::Exclusive::take(path).map(Some),
        Address::Postgres(_) => Ok(None),
    }
}
