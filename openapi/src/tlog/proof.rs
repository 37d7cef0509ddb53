//! Proof files (C2SP `tlog-proof`): an entry, its way to the root and the signed checkpoint, in one text to check offline.

use base64::{Engine, prelude::BASE64_STANDARD};

use super::{Checkpoint, Hash, LogFault, NoteKey, checkpoint_of, verify_inclusion};

const HEAD: &str = "c2sp.org/tlog-proof@v1";

/// The proof that an entry is in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofFile {
    /// The entry itself, as canonical JSON; what anybody gets who may see it.
    pub entry: Option<String>,
    /// Which leaf it is.
    pub index: u64,
    /// The way from the leaf to the root.
    pub path: Vec<Hash>,
    /// The checkpoint with its signatures.
    pub checkpoint: String,
}

impl ProofFile {
    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        let entry = self.entry.as_ref().map(|entry| format!("extra {}\n", BASE64_STANDARD.encode(entry))).unwrap_or_default();
        let path: String = self.path.iter().map(|hash| format!("{hash}\n")).collect();
        format!("{HEAD}\n{entry}index {}\n{path}\n{}", self.index, self.checkpoint)
    }

    /// Reads a file; nothing in it may be trusted yet.
    ///
    /// # Errors
    /// When it is not written as the format says.
    pub fn read(text: &str) -> Result<Self, LogFault> {
        const MALFORMED: LogFault = LogFault::Malformed("the proof");
        let (head, checkpoint) = text.split_once("\n\n").ok_or(MALFORMED)?;
        let mut lines = head.lines().peekable();
        if lines.next() != Some(HEAD) {
            return Err(MALFORMED);
        }
        let entry = match lines.next_if(|line| line.starts_with("extra ")).and_then(|line| line.strip_prefix("extra ")) {
            Some(encoded) => Some(decoded(encoded).ok_or(MALFORMED)?),
            None => None,
        };
        let index = lines.next().and_then(|line| line.strip_prefix("index ")?.parse().ok()).ok_or(MALFORMED)?;
        let path = lines.map(Hash::from_base64).collect::<Option<_>>().ok_or(MALFORMED)?;
        let file = Self { entry, index, path, checkpoint: checkpoint.to_owned() };
        if file.text() == text { Ok(file) } else { Err(MALFORMED) }
    }

    /// Checks that this entry, or else the one in the file, is in a log that one of these keys signed; answers the checkpoint.
    ///
    /// # Errors
    /// Why that is not shown.
    pub fn verify(&self, entry: Option<&str>, keys: &[NoteKey]) -> Result<Checkpoint, LogFault> {
        let entry = entry.or(self.entry.as_deref()).ok_or(LogFault::Malformed("a proof without its entry"))?;
        self.verify_leaf(Hash::leaf(entry.as_bytes()), keys)
    }

    /// Checks the same of a leaf of which only the hash is known.
    ///
    /// # Errors
    /// Why that is not shown.
    pub fn verify_leaf(&self, leaf: Hash, keys: &[NoteKey]) -> Result<Checkpoint, LogFault> {
        let checkpoint = checkpoint_of(&self.checkpoint, keys)?;
        verify_inclusion(leaf, self.index, checkpoint.size, &self.path, checkpoint.root)?;
        Ok(checkpoint)
    }
}

fn decoded(encoded: &str) -> Option<String> {
    String::from_utf8(BASE64_STANDARD.decode(encoded).ok()?).ok()
}
