//! Connections, made ready for their work and kept in a pool.

use diesel::{
    Connection, ConnectionError, PgConnection, QueryResult, SqliteConnection,
    connection::SimpleConnection,
    r2d2::{self, ManageConnection},
};

use super::{
    Address, Conn, Looks,
    looks::{Pooled, let_look},
};

/// Makes connections for the pool.
#[derive(Debug, Clone)]
pub(crate) struct Manager {
    address: Address,
}

impl Manager {
    pub(crate) fn new(address: Address) -> Self {
        Self { address }
    }

    /// A connection for the one writer of an SQLite file, or an ordinary one.
    pub(super) fn writer(&self) -> Result<Conn, ConnectionError> {
        let mut conn = self.reader()?;
        if let Conn::Sqlite(sqlite) = &mut conn {
            sqlite.batch_execute(SQLITE_WRITER).map_err(ConnectionError::CouldntSetupConfiguration)?;
        }
        let_look(&mut conn, Looks::House).and_then(|()| plan_once(&mut conn)).map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(conn)
    }

    /// A connection of the house that only reads on SQLite.
    pub(crate) fn onlooker(&self) -> Result<Conn, ConnectionError> {
        let mut conn = self.reader()?;
        let_look(&mut conn, Looks::House).map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(conn)
    }

    /// A connection that only reads on SQLite, or an ordinary one; by it nobody looks yet, so that it finds no row of anybody.
    fn reader(&self) -> Result<Conn, ConnectionError> {
        match &self.address {
            Address::Postgres(url) => {
                let mut conn = PgConnection::establish(url)?;
                conn.batch_execute(POSTGRES_SETUP).map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(Conn::Postgres(conn))
            }
            Address::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(&path.to_string_lossy())?;
                conn.batch_execute(SQLITE_SETUP).map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(Conn::Sqlite(conn))
            }
        }
    }
}

/// Who sleeps in the middle of a transaction, such as a paused process, does not hold up the others.
const POSTGRES_SETUP: &str = "SET timezone TO 'UTC'; SET lock_timeout TO '10s'; SET idle_in_transaction_session_timeout TO '10s';";

/// For calls a statement is planned once for all values, as on SQLite and as the tests look at it: what the wall adds makes planning one take
/// longer than carrying it out. The house's own work goes over many rows, and is planned for how many.
fn plan_once(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Postgres(pg) => pg.batch_execute("SET plan_cache_mode TO force_generic_plan"),
        Conn::Sqlite(_) => Ok(()),
    }
}

/// The writer carries its log into the file only when it is very long: 64 MiB. Usually that was done before; see `checkpoint`.
const SQLITE_WRITER: &str = "PRAGMA query_only = OFF; PRAGMA wal_autocheckpoint = 16384;";

/// FULL makes a commit wait for the disk; readers may only read; what is deleted is overwritten.
const SQLITE_SETUP: &str = "
    PRAGMA busy_timeout = 10000;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA cache_size = -8192;
    PRAGMA query_only = ON;
";

impl ManageConnection for Manager {
    type Connection = Pooled;
    type Error = r2d2::Error;

    fn connect(&self) -> Result<Pooled, r2d2::Error> {
        let mut conn = self.reader().map_err(r2d2::Error::ConnectionError)?;
        plan_once(&mut conn).map_err(r2d2::Error::QueryError)?;
        Ok(Pooled::new(conn))
    }

    fn is_valid(&self, conn: &mut Pooled) -> Result<(), r2d2::Error> {
        conn.batch_execute("SELECT 1").map_err(r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut Pooled) -> bool {
        use diesel::connection::TransactionManager;
        std::thread::panicking() || <Conn as Connection>::TransactionManager::is_broken_transaction_manager(conn)
    }
}
