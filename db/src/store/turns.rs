//! Whose turn it is on PostgreSQL's connections: first come, first served, and no more waiting than the queue holds.

use std::sync::Arc;

use tokio::sync::{Semaphore, SemaphorePermit};

use super::{Inner, group::QUEUE};
use crate::{DbResult, Fault};

/// As many turns at once as there are connections, and a queue that refuses instead of growing.
pub(super) struct Turns {
    queue: Semaphore,
    connections: Semaphore,
}

/// A turn; it ends when this is dropped.
pub(super) struct Turn<'a> {
    _place: SemaphorePermit<'a>,
    _connection: SemaphorePermit<'a>,
}

impl Turns {
    pub(super) fn new(connections: u32) -> Self {
        Self { queue: Semaphore::new(QUEUE), connections: Semaphore::new(connections as usize) }
    }

    /// Waits for a turn; refuses at once when too many wait already.
    async fn take(&self) -> Result<Turn<'_>, Fault> {
        let place = self.queue.try_acquire().map_err(|_| Fault::Busy)?;
        let connection = self.connections.acquire().await.map_err(|_| Fault::Busy)?;
        Ok(Turn { _place: place, _connection: connection })
    }
}

impl Inner {
    /// Runs work that asks the database.
    ///
    /// A server is waited for on a thread for such work. A file asks for work and not for waiting, and two changes of thread would cost
    /// more than they spare, so that is done at once.
    pub(super) async fn run<T: Send + 'static>(self: &Arc<Self>, work: impl FnOnce(&Self) -> T + Send + 'static) -> DbResult<T> {
        if self.single_writer {
            return Ok(work(self));
        }
        let _turn = self.turns.take().await?;
        let inner = Arc::clone(self);
        tokio::task::spawn_blocking(move || work(&inner)).await.map_err(|_| Fault::GroupLost.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_does_not_fit_in_the_queue_is_refused_at_once_and_served_later() {
        let turns = Turns::new(1);
        let first = turns.take().await.expect("a turn");
        let places = turns.queue.acquire_many(QUEUE as u32 - 1).await.expect("the rest of the queue");
        assert!(matches!(turns.take().await, Err(Fault::Busy)));
        drop((first, places));
        assert!(turns.take().await.is_ok());
    }
}
