//! Key files: made once, readable by their owner only.

use std::{
    fs::{self, OpenOptions, Permissions},
    io::{ErrorKind, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use base64::{Engine, prelude::BASE64_STANDARD};

use super::Key;

/// Why a key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// It could not be read or written.
    #[error("cannot use key file {0}: {1}")]
    Io(PathBuf, #[source] std::io::Error),
    /// Others than its owner can read it.
    #[error("key file {0} can be read by others: run chmod 600 on it")]
    TooOpen(PathBuf),
    /// It does not hold a key.
    #[error("key file {0} does not hold a key: restore it from its own backup")]
    NotAKey(PathBuf),
}

pub(super) fn open_or_create(path: &Path) -> Result<Key, KeyFileError> {
    match fs::read_to_string(path) {
        Ok(text) => read(path, &text),
        Err(error) if error.kind() == ErrorKind::NotFound => create(path),
        Err(error) => Err(KeyFileError::Io(path.into(), error)),
    }
}

fn read(path: &Path, text: &str) -> Result<Key, KeyFileError> {
    let mode = fs::metadata(path).map_err(|e| KeyFileError::Io(path.into(), e))?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(KeyFileError::TooOpen(path.into()));
    }
    let bytes = BASE64_STANDARD.decode(text.trim()).map_err(|_| KeyFileError::NotAKey(path.into()))?;
    Key::from_slice(&bytes).map_err(|_| KeyFileError::NotAKey(path.into()))
}

/// Writes the key beside its place and links it there, so that of two processes that start together one wins.
fn create(path: &Path) -> Result<Key, KeyFileError> {
    let io = |e| KeyFileError::Io(path.into(), e);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(io)?;
        fs::set_permissions(folder, Permissions::from_mode(0o700)).map_err(io)?;
    }
    let key = Key::random().map_err(|_| KeyFileError::NotAKey(path.into()))?;
    let beside = path.with_extension(format!("new-{}", uuid::Uuid::now_v7()));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside).map_err(io)?;
    file.write_all(BASE64_STANDARD.encode(key.bytes()).as_bytes()).and_then(|()| file.sync_all()).map_err(io)?;
    let linked = fs::hard_link(&beside, path);
    fs::remove_file(&beside).map_err(io)?;
    match linked {
        Ok(()) => Ok(key),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => open_or_create(path),
        Err(error) => Err(io(error)),
    }
}
