//! Carrying what SQLite's writer logged into the file itself, beside the writer.
//!
//! SQLite does this by itself in the commit that makes its log long, and everybody in that commit's group waits for the disk. Done on a
//! thread of its own it holds nobody up. The writer still does it when its log gets very long, so that it cannot grow without end.

use std::{
    sync::mpsc::{RecvTimeoutError, Sender, channel},
    time::Duration,
};

use diesel::{ConnectionError, connection::SimpleConnection};

use super::pool::Manager;

/// How long between two rounds.
const EVERY: Duration = Duration::from_millis(250);

/// The thread; it ends when this is dropped.
pub(super) struct Checkpoints {
    _alive: Sender<()>,
}

impl Checkpoints {
    /// Starts the thread on a connection of its own to the file.
    pub(super) fn start(manager: &Manager) -> Result<Self, ConnectionError> {
        let mut conn = manager.writer()?;
        let (alive, over) = channel::<()>();
        std::thread::spawn(move || {
            while over.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                if let Err(error) = conn.batch_execute("PRAGMA wal_checkpoint(PASSIVE)") {
                    tracing::warn!(%error, "a checkpoint failed; it is tried again");
                }
            }
        });
        Ok(Self { _alive: alive })
    }
}
