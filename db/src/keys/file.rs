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
    /// It is not there, where nobody would make it.
    #[error("there is no key file {0}: name the folder with the keys of this database (keys)")]
    Missing(PathBuf),
    /// It does not hold a key.
    #[error("key file {0} does not hold a key: restore it from its own backup")]
    NotAKey(PathBuf),
}

/// The key in a file, made now if it is not there.
pub(super) fn open_or_create(path: &Path) -> Result<Key, KeyFileError> {
    let fresh = || Some(BASE64_STANDARD.encode(Key::random().ok()?.bytes()));
    let text = private_text(path, fresh)?;
    let bytes = BASE64_STANDARD.decode(text.trim()).map_err(|_| KeyFileError::NotAKey(path.into()))?;
    Key::from_slice(&bytes).map_err(|_| KeyFileError::NotAKey(path.into()))
}

/// The text of a file that only its owner can read, made now if it is not there.
pub(super) fn private_text(path: &Path, fresh: impl FnOnce() -> Option<String>) -> Result<String, KeyFileError> {
    match fs::read_to_string(path) {
        Ok(text) => only_for_its_owner(path).map(|()| text),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            create(path, &fresh().ok_or_else(|| KeyFileError::NotAKey(path.into()))?)?;
            // Another process may have been first; then its key is the one.
            fs::read_to_string(path).map_err(|error| KeyFileError::Io(path.into(), error))
        }
        Err(error) => Err(KeyFileError::Io(path.into(), error)),
    }
}

fn only_for_its_owner(path: &Path) -> Result<(), KeyFileError> {
    let mode = fs::metadata(path).map_err(|e| KeyFileError::Io(path.into(), e))?.permissions().mode();
    if mode & 0o077 == 0 { Ok(()) } else { Err(KeyFileError::TooOpen(path.into())) }
}

/// Writes the key beside its place and links it there, so that of two processes that start together one wins.
fn create(path: &Path, text: &str) -> Result<(), KeyFileError> {
    let io = |e| KeyFileError::Io(path.into(), e);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(io)?;
        fs::set_permissions(folder, Permissions::from_mode(0o700)).map_err(io)?;
    }
    let beside = written_beside(path, text).map_err(io)?;
    let linked = fs::hard_link(&beside, path);
    fs::remove_file(&beside).map_err(io)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(io(error)),
        _ => Ok(()),
    }
}

/// Replaces a file, whole or not at all; it is on disk when this returns.
pub(super) fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    fs::rename(written_beside(path, text)?, path)?;
    fs::File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all()
}

fn written_beside(path: &Path, text: &str) -> std::io::Result<PathBuf> {
    let beside = path.with_extension(format!("new-{}", uuid::Uuid::now_v7()));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all())?;
    Ok(beside)
}
