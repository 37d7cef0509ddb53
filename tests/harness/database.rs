//! A fresh database for every test.

use std::io::Write;

use estafette_db::Address;

use super::cluster;

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    /// A file of its own.
    Sqlite,
    /// A database of its own in the cluster of this run.
    Postgres,
}

impl Database {
    /// Whether this database can be had here; says so once, and fails where PostgreSQL is required.
    pub fn is_here(self) -> bool {
        self == Self::Sqlite || *COVERED
    }
}

static COVERED: std::sync::LazyLock<bool> = std::sync::LazyLock::new(|| {
    let required = std::env::var_os("ESTAFETTE_REQUIRE_POSTGRES").is_some();
    let line = match cluster::cluster() {
        Ok(cluster) => format!("databases covered: SQLite and PostgreSQL {}", cluster.version()),
        Err(reason) if required => panic!("PostgreSQL is required here: {reason}"),
        Err(reason) => format!("databases covered: SQLite only ({reason})"),
    };
    // Past the capture of test output, so that it is seen in every run.
    let _ = writeln!(std::io::stderr(), "\n{line}");
    cluster::cluster().is_ok()
});

/// A database of one test, gone when dropped.
pub enum TestDatabase {
    /// A file in a folder of its own.
    Sqlite(tempfile::TempDir),
    /// A database in the cluster.
    Postgres(String),
}

impl TestDatabase {
    /// An empty database of its own.
    pub fn fresh(database: Database) -> Self {
        match database {
            Database::Sqlite => Self::Sqlite(tempfile::tempdir().expect("a folder for the database")),
            Database::Postgres => {
                let name = format!("t{}", uuid::Uuid::now_v7().simple());
                let cluster = cluster::cluster().as_ref().expect("a cluster");
                cluster.create_database(&name, None).expect("a database can be made");
                Self::Postgres(name)
            }
        }
    }

    /// Where the database is.
    pub fn address(&self) -> Address {
        match self {
            Self::Sqlite(folder) => Address::Sqlite(folder.path().join("region.db")),
            Self::Postgres(name) => Address::Postgres(cluster::cluster().as_ref().expect("a cluster").url(name)),
        }
    }
}
