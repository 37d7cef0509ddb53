//! Files that hold a private key: read only when nobody but their owner may do so.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// A key file is well under this; reading stops here, whatever the path points to.
const MAX_BYTES: u64 = 16 * 1024;
/// The permission bits of everyone but the owner.
const OTHERS: u32 = 0o077;

/// Why a private key is not read, said in one line to the person who can do something about it.
#[derive(Debug, Error)]
pub enum PrivateFileError {
    /// Others than the owner may use the file.
    #[error("mode {mode:03o} lets others read the private key in {path}; run: chmod 600 {path}", path = path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The file cannot be opened or read.
    #[error("cannot read {path}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

/// The content of a file that only its owner may use.
///
/// The permissions are those of the opened file, so that it cannot be swapped between the look and the reading.
///
/// # Errors
/// When others may use it, or it cannot be read.
pub fn read(path: &Path) -> Result<Vec<u8>, PrivateFileError> {
    let failed = |source| PrivateFileError::Io { path: path.to_owned(), source };
    let file = File::open(path).map_err(failed)?;
    let mode = file.metadata().map_err(failed)?.mode() & 0o777;
    if mode & OTHERS != 0 {
        return Err(PrivateFileError::Exposed { path: path.to_owned(), mode });
    }
    let mut content = Vec::new();
    file.take(MAX_BYTES).read_to_end(&mut content).map_err(failed)?;
    Ok(content)
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_file_that_others_can_use_is_refused_in_one_helpful_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.pem");
        fs::write(&path, "secret").unwrap();
        for mode in [0o640, 0o604, 0o660, 0o644, 0o610, 0o601, 0o602, 0o777] {
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            let (line, shown) = (read(&path).unwrap_err().to_string(), path.display());
            assert_eq!(line, format!("mode {mode:03o} lets others read the private key in {shown}; run: chmod 600 {shown}"));
        }
        for mode in [0o600, 0o400] {
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            assert_eq!(read(&path).unwrap(), b"secret");
        }
        assert!(read(&folder.path().join("absent.pem")).unwrap_err().to_string().starts_with("cannot read "));
    }
}
