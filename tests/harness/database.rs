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

/// A migrated database that those of the tests are copied from.
static TEMPLATE: std::sync::LazyLock<&str> = std::sync::LazyLock::new(|| {
    const NAME: &str = "estafette_template";
    running().create_database(NAME, None).expect("a template can be made");
    estafette_db::Store::migrate(&Address::Postgres(running().url(NAME))).expect("the template can be migrated");
    NAME
});

fn running() -> &'static cluster::Cluster {
    cluster::cluster().as_ref().expect("a cluster")
}

/// A database of one test, gone when dropped.
pub enum TestDatabase {
    /// A file in a folder of its own.
    Sqlite(tempfile::TempDir),
    /// A database in the cluster.
    Postgres(String),
}

impl TestDatabase {
    /// A database to serve from; on PostgreSQL its schema is there already.
    pub fn fresh(database: Database) -> Self {
        Self::made_from(database, |_| Some(*TEMPLATE))
    }

    /// A database without any schema.
    pub fn empty(database: Database) -> Self {
        Self::made_from(database, |_| None)
    }

    fn made_from(database: Database, template: impl Fn(&cluster::Cluster) -> Option<&'static str>) -> Self {
        match database {
            Database::Sqlite => Self::Sqlite(tempfile::tempdir().expect("a folder for the database")),
            Database::Postgres => {
                let name = format!("t{}", uuid::Uuid::now_v7().simple());
                running().create_database(&name, template(running())).expect("a database can be made");
                Self::Postgres(name)
            }
        }
    }

    /// Which of the two it is.
    pub fn kind(&self) -> Database {
        match self {
            Self::Sqlite(_) => Database::Sqlite,
            Self::Postgres(_) => Database::Postgres,
        }
    }

    /// Where the database is.
    pub fn address(&self) -> Address {
        match self {
            Self::Sqlite(folder) => Address::Sqlite(folder.path().join("region.db")),
            Self::Postgres(name) => Address::Postgres(running().url(name)),
        }
    }
}

/// A copy of a database at one moment, gone when dropped.
pub enum Backup {
    /// The files.
    Sqlite(tempfile::TempDir),
    /// Another database in the cluster.
    Postgres(String),
}

impl TestDatabase {
    /// Copies the database; nobody may be connected to it.
    pub fn backup(&self) -> Backup {
        match self {
            Self::Sqlite(folder) => {
                let copy = tempfile::tempdir().expect("a folder for the copy");
                copy_files(folder.path(), copy.path());
                Backup::Sqlite(copy)
            }
            Self::Postgres(name) => {
                let copy = format!("{name}_copy");
                running().create_database(&copy, Some(name)).expect("a copy can be made");
                Backup::Postgres(copy)
            }
        }
    }

    /// Puts a copy in the place of the database; nobody may be connected to either.
    pub fn put_back(&self, backup: &Backup) {
        match (self, backup) {
            (Self::Sqlite(folder), Backup::Sqlite(copy)) => {
                for file in std::fs::read_dir(folder.path()).expect("the folder is there") {
                    std::fs::remove_file(file.expect("a file").path()).expect("a file can be removed");
                }
                copy_files(copy.path(), folder.path());
            }
            (Self::Postgres(name), Backup::Postgres(copy)) => {
                running().drop_database(name).expect("the database can go");
                running().create_database(name, Some(copy)).expect("the copy can be put back");
            }
            _ => panic!("a copy of another kind of database"),
        }
    }
}

fn copy_files(from: &std::path::Path, to: &std::path::Path) {
    for file in std::fs::read_dir(from).expect("the folder is there") {
        let file = file.expect("a file");
        std::fs::copy(file.path(), to.join(file.file_name())).expect("a file can be copied");
    }
}

impl Drop for Backup {
    fn drop(&mut self) {
        if let Self::Postgres(name) = self {
            let _ = running().drop_database(name);
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Self::Postgres(name) = self {
            let _ = running().drop_database(name);
        }
    }
}
