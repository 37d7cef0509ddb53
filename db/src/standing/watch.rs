//! The watch: a thread that reads every second how things stand and which matrices there are, and at once when somebody asks.

use std::{
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    time::{Duration, Instant},
};

use tokio::sync::oneshot;

use super::{Standing, read};
use crate::{
    Clock, DbResult, Store,
    matrices::Matrices,
    store::{Conn, Manager},
};

/// How often it looks: what another process changed is known here within this time and that of one reading.
const EVERY: Duration = Duration::from_secs(1);

/// Somebody who waits for the next reading.
type Ask = oneshot::Sender<()>;

/// The watch; its thread ends when this is dropped.
pub struct Watch {
    asks: Sender<Ask>,
}

impl Store {
    /// Tells how things stand and since when that is known: before this returns, every second, and when the watch is asked to look.
    ///
    /// # Errors
    /// When the first reading fails; a later one that does is tried again, and nothing is told meanwhile.
    pub fn watch(&self, mut tell: impl FnMut(Standing, Instant) + Send + 'static) -> DbResult<Watch> {
        let matrices = Arc::clone(&self.house().matrices);
        let mut eye = Eye { manager: self.manager(), clock: self.clock().clone(), matrices, conn: None };
        let began = Instant::now();
        tell(eye.look()?, began);
        let (asks, asked) = channel();
        std::thread::spawn(move || keep_looking(&mut eye, &asked, &mut tell));
        Ok(Watch { asks })
    }
}

impl Watch {
    /// Looks now; says whether what was read has been told.
    pub async fn look(&self) -> bool {
        let (ask, told) = oneshot::channel();
        self.asks.send(ask).is_ok() && told.await.is_ok()
    }
}

/// A connection of the watch's own, so that it never waits for its turn among the calls.
struct Eye {
    manager: Manager,
    clock: Clock,
    matrices: Arc<Matrices>,
    conn: Option<Conn>,
}

impl Eye {
    fn look(&mut self) -> DbResult<Standing> {
        // A connection on which a reading failed is not used again.
        let mut conn = match self.conn.take() {
            Some(conn) => conn,
            None => self.manager.onlooker()?,
        };
        self.matrices.refresh(&mut conn)?;
        let standing = read(&mut conn, self.clock.now().naive_utc())?;
        self.conn = Some(conn);
        Ok(standing)
    }
}

fn keep_looking(eye: &mut Eye, asked: &Receiver<Ask>, tell: &mut impl FnMut(Standing, Instant)) {
    loop {
        let first = match asked.recv_timeout(EVERY) {
            Ok(ask) => Some(ask),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        // One reading answers everybody who asked before it began.
        let waiting: Vec<Ask> = first.into_iter().chain(asked.try_iter()).collect();
        let began = Instant::now();
        match eye.look() {
            Ok(standing) => {
                tell(standing, began);
                for ask in waiting {
                    let _ = ask.send(());
                }
            }
            Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "how partners and tokens stand could not be read"),
        }
    }
}
