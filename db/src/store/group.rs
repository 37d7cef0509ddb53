//! Group commit: everything that queued while the last commit ran goes into the next one.
//!
//! There is no timer and no waiting for company: a lone request is committed at once.

use std::panic::AssertUnwindSafe;

use estafette_contract::tlog::Hash;
use tokio::sync::{mpsc, oneshot};

use super::{Conn, backend, pool::Manager};
use crate::{
    DbError, Fault, LogReceipt,
    log::{DetailRow, EntryRow},
};

/// How many wait before the next is refused.
pub(super) const QUEUE: usize = 2048;
const GROUP: usize = 256;

/// The version of a learner's grounds that a disclosure was decided on.
pub(crate) type Stamp = (String, i64);

/// What came of a job, told after the group's commit.
pub(super) type Acknowledge = Box<dyn FnOnce(Result<(), Fault>) + Send>;

/// Work done by the writer itself, inside the group's transaction and under a savepoint of its own.
pub(super) type Work = Box<dyn FnOnce(&mut Conn) -> (Option<LogLines>, Acknowledge) + Send>;

/// The rows one act adds to the log.
pub(crate) struct LogLines {
    pub(crate) entry: EntryRow,
    pub(crate) details: Option<DetailRow>,
    /// Whether a section of a special category is among what is disclosed or stored.
    pub(crate) special: bool,
    /// The same act for the other learners it is about.
    pub(crate) also: Vec<LogLines>,
}

impl LogLines {
    /// What whoever caused the entry gets to check the log by.
    pub(super) fn receipt(&self) -> LogReceipt {
        LogReceipt { event_id: self.entry.event_id.clone(), leaf: Hash::leaf(self.entry.entry.as_bytes()) }
    }
}

/// How a disclosure ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Disclosure {
    /// Its entry is on disk.
    Recorded,
    /// The grounds changed since it was decided; nothing was recorded.
    GroundsChanged,
}

#[expect(clippy::large_enum_variant, reason = "nearly every job is a reading, and a box for each would be allocated for nothing")]
enum Job {
    Disclosure { lines: LogLines, stamp: Option<Stamp>, done: oneshot::Sender<Result<Disclosure, Fault>> },
    Work(Work),
}

/// The queue to the writer's thread.
#[derive(Clone)]
pub(super) struct GroupWriter {
    jobs: mpsc::Sender<Job>,
}

impl GroupWriter {
    /// Starts the thread on a connection of its own.
    pub(super) fn start(manager: Manager) -> Result<Self, diesel::ConnectionError> {
        let conn = manager.writer()?;
        let (jobs, queue) = mpsc::channel(QUEUE);
        std::thread::spawn(move || run(&manager, conn, queue));
        Ok(Self { jobs })
    }

    /// Records a read before its answer may leave.
    pub(super) async fn disclose(&self, lines: LogLines, stamp: Option<Stamp>) -> Result<Disclosure, Fault> {
        let (done, told) = oneshot::channel();
        self.jobs.try_send(Job::Disclosure { lines, stamp, done }).map_err(|_| Fault::Busy)?;
        told.await.map_err(|_| Fault::GroupLost)?
    }

    /// Whether the writer's thread is there to take work.
    pub(super) fn is_at_work(&self) -> bool {
        !self.jobs.is_closed()
    }

    /// Queues work for the writer.
    pub(super) fn submit(&self, work: Work) -> Result<(), Fault> {
        self.jobs.try_send(Job::Work(work)).map_err(|_| Fault::Busy)
    }
}

fn run(manager: &Manager, mut conn: Conn, mut queue: mpsc::Receiver<Job>) {
    let mut jobs = Vec::with_capacity(GROUP);
    while queue.blocking_recv_many(&mut jobs, GROUP) > 0 {
        let group = std::mem::take(&mut jobs);
        let survived = std::panic::catch_unwind(AssertUnwindSafe(|| commit_group(&mut conn, group))).is_ok();
        if !survived || is_broken(&mut conn) {
            tracing::error!("the writer lost a group and takes a new connection");
            match reconnect(manager) {
                Some(fresh) => conn = fresh,
                None => return,
            }
        }
    }
}

fn is_broken(conn: &mut Conn) -> bool {
    use diesel::{Connection, connection::TransactionManager};
    !matches!(<Conn as Connection>::TransactionManager::transaction_manager_status_mut(conn).transaction_depth(), Ok(None))
        || super::backend::begin_read(conn, super::Looks::House).and_then(|()| super::backend::rollback(conn)).is_err()
}

/// Tries until the database is back; what queues meanwhile is refused once the queue is full.
fn reconnect(manager: &Manager) -> Option<Conn> {
    for wait in [0, 100, 500, 1000, 2000, 5000].into_iter().chain(std::iter::repeat_n(5000, 700)) {
        std::thread::sleep(std::time::Duration::from_millis(wait));
        if let Ok(conn) = manager.writer() {
            return Some(conn);
        }
    }
    None
}

fn commit_group(conn: &mut Conn, group: Vec<Job>) {
    let mut waiting: Vec<Acknowledge> = Vec::with_capacity(group.len());
    let outcome = try_group(conn, group, &mut waiting);
    if let Err(error) = &outcome {
        tracing::error!(%error, "a group was not committed");
        let _ = backend::rollback(conn);
    }
    for acknowledge in waiting {
        acknowledge(if outcome.is_ok() { Ok(()) } else { Err(Fault::GroupLost) });
    }
}

fn try_group(conn: &mut Conn, group: Vec<Job>, waiting: &mut Vec<Acknowledge>) -> Result<(), diesel::result::Error> {
    let (mut works, mut readings, mut readers) = (Vec::new(), Vec::new(), Vec::new());
    for job in group {
        match job {
            Job::Work(work) => works.push(work),
            Job::Disclosure { lines, stamp, done } => {
                readings.push((lines, stamp));
                readers.push(done);
            }
        }
    }
    let outcome = in_one_transaction(conn, works, &readings, waiting);
    let said = outcome.as_ref().ok().cloned().unwrap_or_default();
    for (nth, done) in readers.into_iter().enumerate() {
        let said = said.get(nth).map(|current| if *current { Disclosure::Recorded } else { Disclosure::GroundsChanged });
        let _ = done.send(said.ok_or(Fault::GroupLost));
    }
    outcome.map(|_| ())
}

/// Says for each reading whether it was recorded.
fn in_one_transaction(
    conn: &mut Conn,
    works: Vec<Work>,
    readings: &[(LogLines, Option<Stamp>)],
    waiting: &mut Vec<Acknowledge>,
) -> Result<Vec<bool>, diesel::result::Error> {
    if works.is_empty() && matches!(conn, Conn::Postgres(_)) {
        return backend::append_readings(conn, readings);
    }
    backend::begin_write(conn)?;
    for work in works {
        let (lines, acknowledge) = work(conn);
        waiting.push(acknowledge);
        lines.iter().try_for_each(|lines| backend::append(conn, lines))?;
    }
    // After the work of this group, so that a reading decided before a withdrawal here is sent back.
    let said = backend::append_readings(conn, readings)?;
    backend::commit(conn)?;
    Ok(said)
}

impl From<oneshot::error::RecvError> for DbError {
    fn from(_: oneshot::error::RecvError) -> Self {
        Self::Fault(Fault::GroupLost)
    }
}
