//! Watching the log: the newest checkpoint that was seen is kept, and what is seen next has to go on from it.

use estafette_contract::tlog::{Checkpoint, LogFault, NoteKey, checkpoint_of};

use crate::{Client, ClientError};

/// What a look at the log showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// How many entries were known before; none at the first look.
    pub before: Option<u64>,
    /// The newest checkpoint.
    pub checkpoint: Checkpoint,
    /// The same as a signed note, to be kept for the next look.
    pub note: String,
}

/// Why the log is not what it was.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// The service could not be asked.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// What is kept from before, or what is served, was not signed with the keys that are trusted.
    #[error("{0}: {1}")]
    Unsigned(&'static str, LogFault),
    /// The log has fewer entries than were seen.
    #[error("THE LOG WAS CUT OFF: {before} entries were seen before, and now it has {now}")]
    CutOff {
        /// How many were seen.
        before: u64,
        /// How many there are.
        now: u64,
    },
    /// The entries that were seen are not the beginning of the log.
    #[error("THE LOG WAS REWRITTEN: the {before} entries that were seen before are not the beginning of the {now} it has now")]
    Rewritten {
        /// How many were seen.
        before: u64,
        /// How many there are.
        now: u64,
    },
    /// The log goes by another name.
    #[error("THE LOG WAS BROKEN OFF: {before} is not continued; {now} is served instead. Its gap stands at /v1/audit/log")]
    OtherLog {
        /// The log that was watched.
        before: String,
        /// The log there is.
        now: String,
    },
}

impl Client {
    /// Looks at the log: it has to be signed with one of these keys, and to begin with what was seen before.
    ///
    /// # Errors
    /// When the service cannot be asked, or the log is not what it was.
    pub async fn look_at_log(&self, keys: &[NoteKey], kept: Option<&str>) -> Result<Seen, WatchError> {
        let before = kept.map(|note| checkpoint_of(note, keys)).transpose();
        let before = before.map_err(|fault| WatchError::Unsigned("the checkpoint that was kept", fault))?;
        let note = self.checkpoint().await?;
        if let Some(before) = &before {
            let now = note.lines().next().unwrap_or_default();
            if now != before.origin {
                return Err(WatchError::OtherLog { before: before.origin.clone(), now: now.to_owned() });
            }
        }
        let now = checkpoint_of(&note, keys).map_err(|fault| WatchError::Unsigned("the checkpoint that is served", fault))?;
        if let Some(before) = &before {
            self.goes_on(before, &now).await?;
        }
        Ok(Seen { before: before.map(|before| before.size), checkpoint: now, note })
    }

    /// Whether one checkpoint goes on from another, by the proof the service gives.
    async fn goes_on(&self, before: &Checkpoint, now: &Checkpoint) -> Result<(), WatchError> {
        let sizes = (before.size, now.size);
        if sizes.1 < sizes.0 {
            return Err(WatchError::CutOff { before: sizes.0, now: sizes.1 });
        }
        let rewritten = |_| WatchError::Rewritten { before: sizes.0, now: sizes.1 };
        match self.consistency(sizes.0, sizes.1).await {
            Ok(proof) => proof.verify(before, now).map_err(rewritten),
            // A proof that cannot be read proves nothing.
            Err(ClientError::Log(fault)) => Err(rewritten(fault)),
            Err(error) => Err(error.into()),
        }
    }
}
