//! The group writer: one thread, one connection, whatever queued goes into one commit.

use tokio::sync::{mpsc, oneshot};

use super::base::{Base, Sizes, Write};

const GROUP: usize = 256;

type Job = (Write, oneshot::Sender<usize>);

/// The queue to the thread.
pub struct Writer<C> {
    jobs: mpsc::Sender<Job>,
    sizes: Sizes,
    base: std::marker::PhantomData<fn() -> C>,
}

impl<C: Base> Writer<C> {
    pub(super) fn start(url: &str, sizes: Sizes) -> Self {
        let mut conn = C::establish(url).expect("the bare writer connects");
        conn.prepare().expect("a connection can be set up");
        let (jobs, mut queue) = mpsc::channel::<Job>(2048);
        std::thread::spawn(move || {
            let mut group = Vec::with_capacity(GROUP);
            while queue.blocking_recv_many(&mut group, GROUP) > 0 {
                commit(&mut conn, std::mem::take(&mut group), sizes);
            }
        });
        Self { jobs, sizes, base: std::marker::PhantomData }
    }

    /// Queues a write with its entry; answers once both are on disk how many rows it changed.
    pub(super) async fn write(&self, write: Write) -> usize {
        let (done, told) = oneshot::channel();
        self.jobs.send((write, done)).await.expect("the bare writer is there");
        told.await.expect("the bare writer is there")
    }

    /// The same for a thread that may block.
    pub(super) fn write_blocking(&self, write: Write) -> usize {
        let (done, told) = oneshot::channel();
        self.jobs.blocking_send((write, done)).expect("the bare writer is there");
        told.blocking_recv().expect("the bare writer is there")
    }

    /// One write with its entry in a transaction of its own, on this connection.
    pub(super) fn alone(&self, conn: &mut C, write: &Write) -> usize {
        conn.begin().expect("a transaction begins");
        let changed = conn.write(write).expect("a bare write");
        let (entry, detail) = self.sizes.lines();
        conn.append_one(entry, detail).and_then(|()| conn.end()).expect("a transaction is committed");
        changed
    }
}

fn commit<C: Base>(conn: &mut C, group: Vec<Job>, sizes: Sizes) {
    conn.begin().expect("a transaction begins");
    let changed: Vec<usize> = group.iter().map(|(write, _)| conn.write(write).expect("a bare write")).collect();
    let (entries, details): (Vec<_>, Vec<_>) = group.iter().map(|_| sizes.lines()).unzip();
    conn.append(&entries, &details).and_then(|()| conn.end()).expect("a transaction is committed");
    for ((_, done), changed) in group.into_iter().zip(changed) {
        let _ = done.send(changed);
    }
}
