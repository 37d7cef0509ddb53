//! The keys that sign the log, and the newest checkpoint they signed: both outside the database.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use estafette_contract::tlog::{Checkpoint, NoteKey, NoteSigner, checkpoint_of};
use openssl::pkey::{PKey, Private};

use super::{
    KeyFileError,
    file::{private_text, replace},
};
use crate::Fault;

const UNUSABLE: Fault = Fault::Crypto("the log cannot be signed");

/// The key that signs the log, a second one when its file is there, and the place of the kept checkpoint.
#[derive(Debug, Clone)]
pub(crate) struct LogKeys {
    private: Vec<PKey<Private>>,
    kept: PathBuf,
}

impl LogKeys {
    /// Opens the key in a folder, or makes it. `log-signing-2.pem` is never made: whoever puts it there lets it sign as well.
    pub(super) fn open_or_create(folder: &Path) -> Result<Self, KeyFileError> {
        let fresh = || String::from_utf8(PKey::generate_ed25519().ok()?.private_key_to_pem_pkcs8().ok()?).ok();
        let first = folder.join("log-signing.pem");
        let mut private = vec![read(&first, &private_text(&first, fresh)?)?];
        let second = folder.join("log-signing-2.pem");
        if second.exists() {
            private.push(read(&second, &private_text(&second, || None)?)?);
        }
        Ok(Self { private, kept: folder.join("log-checkpoint.txt") })
    }

    /// The keys, signing as the log of this name.
    pub(crate) fn signers(&self, origin: &str) -> Result<Vec<NoteSigner>, Fault> {
        self.private.iter().map(|key| NoteSigner::new(origin, key.clone()).map_err(|_| UNUSABLE)).collect()
    }

    /// What signatures of the log of this name are checked with.
    pub(crate) fn public(&self, origin: &str) -> Result<Vec<NoteKey>, Fault> {
        Ok(self.signers(origin)?.iter().map(|signer| signer.key().clone()).collect())
    }

    /// The checkpoint kept beside the keys, if there is one.
    pub(crate) fn kept(&self) -> Result<Option<Checkpoint>, KeptError> {
        let note = match fs::read_to_string(&self.kept) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            note => note.map_err(KeptError::Unreadable)?,
        };
        let origin = note.lines().next().unwrap_or_default();
        let keys = self.public(origin).map_err(|_| KeptError::Foreign)?;
        checkpoint_of(&note, &keys).map(Some).map_err(|_| KeptError::Foreign)
    }

    /// Keeps a checkpoint in place of the one before; it is on disk when this returns.
    ///
    /// A process that was paused may bring an older one than another process kept meanwhile; then that one stays.
    pub(crate) fn keep(&self, note: &str) -> io::Result<()> {
        let newer_is_kept = fs::read_to_string(&self.kept)
            .is_ok_and(|kept| place(&kept).zip(place(note)).is_some_and(|(kept, new)| kept > new && kept.0 == new.0));
        if newer_is_kept { Ok(()) } else { replace(&self.kept, note) }
    }
}

/// Of which log a checkpoint is, and of which size.
fn place(note: &str) -> Option<(&str, u64)> {
    let mut lines = note.lines();
    lines.next().zip(lines.next().and_then(|size| size.parse().ok()))
}

/// Why the kept checkpoint cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeptError {
    /// The file cannot be read.
    #[error("the checkpoint kept beside the keys cannot be read: {0}")]
    Unreadable(io::Error),
    /// None of the keys here signed it.
    #[error("the checkpoint kept beside the keys was signed with another log-signing.pem")]
    Foreign,
}

fn read(path: &Path, pem: &str) -> Result<PKey<Private>, KeyFileError> {
    let key = PKey::private_key_from_pem(pem.as_bytes()).map_err(|_| KeyFileError::NotAKey(path.into()))?;
    NoteSigner::new("log", key.clone()).map(|_| key).map_err(|_| KeyFileError::NotAKey(path.into()))
}
