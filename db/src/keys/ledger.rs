//! The ledger of erasures: a file beside the keys that is only added to, so that a backup of the database cannot bring back what was erased.

use std::{
    fs::OpenOptions,
    io::{Error, ErrorKind, Read, Seek, SeekFrom, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use chrono::{DateTime, SecondsFormat, Utc};

/// What was erased.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Erased {
    /// A learner, with all that is kept about them.
    Learner(String),
    /// A section of a handover, in all its versions until then.
    Section {
        /// The handover.
        handover: String,
        /// The section.
        section: String,
    },
}

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Erasure {
    /// When it was erased.
    pub(crate) at: DateTime<Utc>,
    /// What was erased.
    pub(crate) what: Erased,
}

impl Erasure {
    fn line(&self) -> String {
        let at = self.at.to_rfc3339_opts(SecondsFormat::Micros, true);
        match &self.what {
            Erased::Learner(learner) => format!("{at} learner {learner}\n"),
            Erased::Section { handover, section } => format!("{at} section {handover} {section}\n"),
        }
    }

    fn read(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let at = words.next()?.parse().ok()?;
        let what = match (words.next()?, words.next()?.to_owned(), words.next()) {
            ("learner", learner, None) => Erased::Learner(learner),
            ("section", handover, Some(section)) => Erased::Section { handover, section: section.to_owned() },
            _ => return None,
        };
        Some(Self { at, what })
    }
}

/// Why the ledger cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// It cannot be read or written.
    #[error("cannot use the ledger of erasures {0}: {1}")]
    Io(PathBuf, #[source] Error),
    /// A line of it says nothing.
    #[error("line {1} of the ledger of erasures {0} cannot be read: restore the file from the backup of the key folder")]
    Line(PathBuf, usize),
}

/// The ledger, by its place.
#[derive(Debug, Clone)]
pub(crate) struct Ledger {
    path: PathBuf,
}

impl Ledger {
    pub(super) fn within(folder: &Path) -> Self {
        Self { path: folder.join("erasures.txt") }
    }

    /// Every line, oldest first; a last line that was not written to its end was never acknowledged.
    pub(crate) fn read(&self) -> Result<Vec<Erasure>, LedgerError> {
        let text = match std::fs::read_to_string(&self.path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            text => text.map_err(|error| LedgerError::Io(self.path.clone(), error))?,
        };
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        let lines = whole.lines().enumerate().filter(|(_, line)| !line.is_empty());
        lines.map(|(at, line)| Erasure::read(line).ok_or_else(|| LedgerError::Line(self.path.clone(), at + 1))).collect()
    }

    /// Adds lines; they are on disk when this returns.
    pub(crate) fn append(&self, erasures: &[Erasure]) -> Result<(), LedgerError> {
        self.add(erasures).map_err(|error| LedgerError::Io(self.path.clone(), error))
    }

    fn add(&self, erasures: &[Erasure]) -> Result<(), Error> {
        let mut file = OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(&self.path)?;
        let mut text: String = erasures.iter().map(Erasure::line).collect();
        if file.metadata()?.len() > 0 {
            let mut last = [0];
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
            if last != *b"\n" {
                // What another process began and did not end becomes a line that says nothing, and is cut off here.
                let whole = std::fs::read_to_string(&self.path)?;
                file.set_len(whole.rfind('\n').map_or(0, |end| end as u64 + 1))?;
            }
        }
        // In one piece, so that two processes do not write through each other.
        file.write_all(std::mem::take(&mut text).as_bytes())?;
        file.sync_all()?;
        std::fs::File::open(self.path.parent().unwrap_or(Path::new(".")))?.sync_all()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_is_read_back_and_a_line_cut_short_is_left_out() {
        let folder = std::env::temp_dir().join(uuid::Uuid::now_v7().to_string());
        std::fs::create_dir(&folder).unwrap();
        let ledger = Ledger::within(&folder);
        assert_eq!(ledger.read().unwrap(), []);
        let at = DateTime::from_timestamp_micros(1_790_000_000_123_456).unwrap();
        let learner = Erasure { at, what: Erased::Learner("one".into()) };
        let section = Erasure { at, what: Erased::Section { handover: "two".into(), section: "health".into() } };
        ledger.append(std::slice::from_ref(&learner)).unwrap();
        std::fs::OpenOptions::new().append(true).open(&ledger.path).unwrap().write_all(b"2026-01-01T00:0").unwrap();
        assert_eq!(ledger.read().unwrap(), std::slice::from_ref(&learner));
        ledger.append(std::slice::from_ref(&section)).unwrap();
        assert_eq!(ledger.read().unwrap(), [learner, section]);
        std::fs::OpenOptions::new().append(true).open(&ledger.path).unwrap().write_all(b"nothing\n").unwrap();
        assert!(ledger.read().unwrap_err().to_string().contains("line 3"));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
