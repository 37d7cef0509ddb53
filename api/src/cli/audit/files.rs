//! Files of the log: read with a word about which one it was.

use std::{fs, path::Path};

use estafette_contract::tlog::{Checkpoint, LogFault, NoteKey, checkpoint_of};

use super::super::outcome::{Outcome, because};

/// The text of a file.
pub(super) fn text(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| because(format!("cannot read {}", path.display()), &error))
}

/// The checkpoint in a file, signed with one of these keys.
pub(super) fn checkpoint(path: &Path, keys: &[NoteKey]) -> Outcome<Checkpoint> {
    checkpoint_of(&text(path)?, keys).map_err(|fault| because(path.display(), &fault))
}

/// A key as `/v1/audit/log` writes it.
pub(super) fn key(text: &str) -> Result<NoteKey, LogFault> {
    NoteKey::from_text(text)
}

/// Writes a file, and the folders it is in.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Outcome {
    let folder = path.parent().unwrap_or(path);
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(path, bytes));
    written.map_err(|error| because(format!("cannot write {}", path.display()), &error))
}
