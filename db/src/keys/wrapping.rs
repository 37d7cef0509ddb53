//! Wrapping keys: what wraps the data keys of learners, outside the database and its backups.

use std::{
    collections::HashMap,
    fmt,
    fs::OpenOptions,
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    sync::{PoisonError, RwLock},
};

use super::{Key, KeyFileError, file};
use crate::Fault;

/// Why a wrapping key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WrappingKeyError {
    /// Its file cannot be used.
    #[error(transparent)]
    File(#[from] KeyFileError),
    /// It is not there.
    #[error(
        "wrapping key {0} is not there: restore {1} from the backup of the key folder; a backup of the database from before a rotation \
         opens only with the key folder of that time"
    )]
    Missing(i64, String),
    /// It does not open what was wrapped with it, or cannot be used at all.
    #[error("wrapping key {0} cannot be used: {1}")]
    Unusable(i64, String),
}

/// Where wrapping keys live and work: a folder of files, or a key management service that never gives them away.
///
/// A key is known by its number. What is wrapped is bound to a place, and opens for that place only.
pub trait WrappingKeys: Send + Sync + fmt::Debug {
    /// Makes the key of this number, or leaves it as it is when it is there.
    ///
    /// # Errors
    /// When it cannot be made.
    fn make(&self, number: i64) -> Result<(), WrappingKeyError>;

    /// Wraps a data key for one place.
    ///
    /// # Errors
    /// When the key is not there or cannot be used.
    fn wrap(&self, number: i64, place: &str, data_key: &[u8]) -> Result<Vec<u8>, WrappingKeyError>;

    /// Unwraps what was wrapped for the same place.
    ///
    /// # Errors
    /// When the key is not there, or it was wrapped for another place, by another key, or altered.
    fn unwrap(&self, number: i64, place: &str, wrapped: &[u8]) -> Result<Vec<u8>, WrappingKeyError>;

    /// Destroys a key for good; once it is gone, again changes nothing.
    ///
    /// # Errors
    /// When it is still there afterwards.
    fn destroy(&self, number: i64) -> Result<(), WrappingKeyError>;

    /// Lets go of every key that another process destroyed: only these are left.
    fn keep_only(&self, numbers: &[i64]);
}

/// Wrapping keys as files that only their owner can read, read when they are first needed.
#[derive(Debug)]
pub(super) struct WrappingKeyFiles {
    folder: PathBuf,
    read: RwLock<HashMap<i64, Key>>,
}

impl WrappingKeyFiles {
    pub(super) fn within(folder: &Path) -> Self {
        Self { folder: folder.into(), read: RwLock::default() }
    }

    fn name(number: i64) -> String {
        if number == 1 { "wrapping.key".into() } else { format!("wrapping-{number}.key") }
    }

    fn path(&self, number: i64) -> PathBuf {
        self.folder.join(Self::name(number))
    }

    fn key(&self, number: i64) -> Result<Key, WrappingKeyError> {
        if let Some(key) = self.read.read().unwrap_or_else(PoisonError::into_inner).get(&number) {
            return Ok(key.clone());
        }
        let path = self.path(number);
        if !path.exists() {
            return Err(WrappingKeyError::Missing(number, Self::name(number)));
        }
        let key = file::open_or_create(&path)?;
        self.read.write().unwrap_or_else(PoisonError::into_inner).insert(number, key.clone());
        Ok(key)
    }
}

fn unusable(number: i64) -> impl FnOnce(Fault) -> WrappingKeyError {
    move |fault| WrappingKeyError::Unusable(number, fault.to_string())
}

impl WrappingKeys for WrappingKeyFiles {
    fn make(&self, number: i64) -> Result<(), WrappingKeyError> {
        Ok(file::open_or_create(&self.path(number)).map(drop)?)
    }

    fn wrap(&self, number: i64, place: &str, data_key: &[u8]) -> Result<Vec<u8>, WrappingKeyError> {
        self.key(number)?.seal(place, data_key).map_err(unusable(number))
    }

    fn unwrap(&self, number: i64, place: &str, wrapped: &[u8]) -> Result<Vec<u8>, WrappingKeyError> {
        self.key(number)?.open(place, wrapped).map_err(unusable(number))
    }

    fn destroy(&self, number: i64) -> Result<(), WrappingKeyError> {
        self.read.write().unwrap_or_else(PoisonError::into_inner).remove(&number);
        let path = self.path(number);
        match overwritten(&path).and_then(|()| std::fs::remove_file(&path)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(KeyFileError::Io(path, error).into()),
            _ => {}
        }
        let folder = std::fs::File::open(&self.folder).and_then(|folder| folder.sync_all());
        folder.map_err(|error| KeyFileError::Io(path, error).into())
    }

    fn keep_only(&self, numbers: &[i64]) {
        self.read.write().unwrap_or_else(PoisonError::into_inner).retain(|number, _| numbers.contains(number));
    }
}

/// Writes zeros over a file; on disks that write elsewhere each time, this cannot reach what was there before.
fn overwritten(path: &Path) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    let length = usize::try_from(file.metadata()?.len()).unwrap_or_default();
    file.write_all(&vec![0; length])?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_wrapped_opens_with_its_own_key_at_its_own_place_until_the_key_is_destroyed() {
        let folder = std::env::temp_dir().join(uuid::Uuid::now_v7().to_string());
        let keys = WrappingKeyFiles::within(&folder);
        assert!(matches!(keys.wrap(1, "here", b"secret"), Err(WrappingKeyError::Missing(1, _))), "no key is made unasked");
        keys.make(1).unwrap();
        keys.make(2).unwrap();
        let wrapped = keys.wrap(1, "here", b"secret").unwrap();
        keys.make(1).unwrap();
        assert_eq!(WrappingKeyFiles::within(&folder).unwrap(1, "here", &wrapped).unwrap(), b"secret", "made once, read by all");
        assert!(keys.unwrap(1, "there", &wrapped).is_err() && keys.unwrap(2, "here", &wrapped).is_err());
        keys.destroy(1).unwrap();
        keys.destroy(1).unwrap();
        let gone = keys.unwrap(1, "here", &wrapped).unwrap_err().to_string();
        assert!(gone.contains("restore wrapping.key from the backup"), "{gone}");
        assert!(!folder.join("wrapping.key").exists() && folder.join("wrapping-2.key").exists());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
