//! The proof that one size of the log is the beginning of another, as a text to keep.

use super::{Checkpoint, Hash, LogFault, verify_consistency};

const HEAD: &str = "estafette/log-consistency@v1";

/// The proof between two sizes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsistencyFile {
    /// The smaller size.
    pub from: u64,
    /// The larger size.
    pub to: u64,
    /// The hashes.
    pub path: Vec<Hash>,
}

impl ConsistencyFile {
    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        let path: String = self.path.iter().map(|hash| format!("{hash}\n")).collect();
        format!("{HEAD}\nfrom {}\nto {}\n{path}", self.from, self.to)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When it is not written so.
    pub fn read(text: &str) -> Result<Self, LogFault> {
        const MALFORMED: LogFault = LogFault::Malformed("the proof of consistency");
        let mut lines = text.strip_prefix(HEAD).and_then(|rest| rest.strip_prefix('\n')).ok_or(MALFORMED)?.lines();
        let mut number = |name: &str| lines.next()?.strip_prefix(name)?.parse().ok();
        let (from, to) = number("from ").zip(number("to ")).ok_or(MALFORMED)?;
        let path = lines.map(Hash::from_base64).collect::<Option<_>>().ok_or(MALFORMED)?;
        let file = Self { from, to, path };
        if file.text() == text { Ok(file) } else { Err(MALFORMED) }
    }

    /// Checks that the log at the one checkpoint is the beginning of the log at the other.
    ///
    /// # Errors
    /// Why that is not shown.
    pub fn verify(&self, older: &Checkpoint, newer: &Checkpoint) -> Result<(), LogFault> {
        if older.origin != newer.origin || (self.from, self.to) != (older.size, newer.size) {
            return Err(LogFault::WrongLength);
        }
        verify_consistency(older.size, older.root, newer.size, newer.root, &self.path)
    }
}
