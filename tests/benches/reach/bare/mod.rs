//! The bare program: the same selects, the same durable inserts, and nothing else.
//!
//! It runs on a copy of the seeded database. It knows no tokens, no types, no rules and no keys.

mod acts;
mod base;
mod direct;
mod record;
mod server;
mod writer;

pub use direct::{direct, select_time};
pub use record::{CONTENTS, STANDING};
pub use server::serve;

use std::sync::atomic::{AtomicUsize, Ordering};

pub use base::Sizes;
use base::{Base, Model, NewHandover, Write};
use diesel::r2d2::{ConnectionManager, Pool, R2D2Connection};
use writer::Writer;

/// The pool and the writer, as the service has them.
pub struct Bare<C: Base + R2D2Connection> {
    pool: Pool<ConnectionManager<C>>,
    writer: Writer<C>,
    models: Vec<Model>,
    made: AtomicUsize,
}

impl<C: Base + R2D2Connection> Bare<C> {
    fn open(url: &str, connections: u32, sizes: Sizes) -> Self {
        let manager = ConnectionManager::<C>::new(url);
        let prepared = Box::new(Prepared);
        let pool = Pool::builder().max_size(connections).test_on_check_out(false).connection_customizer(prepared).build(manager);
        let pool = pool.expect("the bare program connects");
        let models = pool.get().expect("a connection").models().expect("handovers to make others like");
        Self { pool, writer: Writer::start(url, sizes), models, made: AtomicUsize::new(0) }
    }

    /// A handover to begin.
    fn new_handover(&self) -> Box<NewHandover> {
        let number = self.made.fetch_add(1, Ordering::Relaxed) % self.models.len();
        Box::new(NewHandover::like(self.models[number].clone()))
    }

    /// Runs a write where the service runs it: in the group of a file's one writer, or on PostgreSQL in a transaction of its own.
    async fn wholly(self: std::sync::Arc<Self>, write: Write) -> usize {
        if C::ONE_WRITER {
            return self.writer.write(write).await;
        }
        let alone = move || self.writer.alone(&mut *self.pool.get().expect("a connection"), &write);
        tokio::task::spawn_blocking(alone).await.expect("a write")
    }

    /// The rows of a record, one after the other.
    fn select(&self, handover: &str) -> Vec<u8> {
        let mut conn = self.pool.get().expect("a connection");
        let (_, contents) = conn.record(handover).expect("the bare selects");
        contents.into_iter().filter_map(|(_, (content, ..))| content).flatten().collect()
    }
}

/// Sets up what the pool connects.
#[derive(Debug)]
struct Prepared;

impl<C: Base> diesel::r2d2::CustomizeConnection<C, diesel::r2d2::Error> for Prepared {
    fn on_acquire(&self, conn: &mut C) -> Result<(), diesel::r2d2::Error> {
        conn.prepare().map_err(diesel::r2d2::Error::QueryError)
    }
}
