//! Checkpoints (C2SP `tlog-checkpoint`): how large a log is, and its root, signed.

use super::{Hash, LogFault, Note, NoteKey};

/// What a log says of itself at one size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The name of the log.
    pub origin: String,
    /// How many leaves it has.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

impl Checkpoint {
    /// The text that is signed.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, self.root)
    }

    /// Reads the text of a note.
    ///
    /// # Errors
    /// When it is no checkpoint as this log writes them.
    pub fn from_text(text: &str) -> Result<Self, LogFault> {
        let parts: Vec<&str> = text.lines().collect();
        let read = match parts[..] {
            [origin, size, root] => {
                size.parse().ok().zip(Hash::from_base64(root)).map(|(size, root)| Self { origin: origin.to_owned(), size, root })
            }
            _ => None,
        };
        read.filter(|read| read.text() == text).ok_or(LogFault::Malformed("the checkpoint"))
    }
}

/// The checkpoint that a note is, once one of these keys signed it.
///
/// # Errors
/// When it is no checkpoint, or none of them signed it.
pub fn checkpoint_of(note: &str, keys: &[NoteKey]) -> Result<Checkpoint, LogFault> {
    let checkpoint = Checkpoint::from_text(Note::read(note)?.signed_by(keys)?)?;
    if keys.iter().any(|key| key.name() == checkpoint.origin) { Ok(checkpoint) } else { Err(LogFault::Unsigned) }
}
