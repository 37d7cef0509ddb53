//! One process per SQLite file.

use std::{
    fs::{File, OpenOptions},
    path::{Path, PathBuf},
};

use fs4::fs_std::FileExt;

/// Why the file cannot be had alone.
#[derive(Debug, thiserror::Error)]
pub enum ExclusiveError {
    /// Another process has it.
    #[error("another process is serving {0}: stop that one first, or use PostgreSQL for several processes")]
    Taken(PathBuf),
    /// The lock file cannot be made.
    #[error("cannot lock {0}: {1}")]
    Io(PathBuf, #[source] std::io::Error),
}

/// The lock on an SQLite file; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Exclusive {
    _file: File,
}

impl Exclusive {
    pub(super) fn take(database: &Path) -> Result<Self, ExclusiveError> {
        let mut name = database.as_os_str().to_owned();
        name.push(".lock");
        let io = |error| ExclusiveError::Io(database.into(), error);
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(PathBuf::from(name)).map_err(io)?;
        match file.try_lock_exclusive() {
            Ok(true) => Ok(Self { _file: file }),
            Ok(false) => Err(ExclusiveError::Taken(database.into())),
            Err(error) => Err(io(error)),
        }
    }
}
