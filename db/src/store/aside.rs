//! A connection kept aside for the log, so that numbering it does not wait behind the calls whose entries it numbers.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::TimeDelta;
use diesel::Connection;

use super::{Conn, Lease, Store, pool::Manager};
use crate::{DbResult, Fault};

/// The connection, made when it is first needed and anew when it broke.
#[derive(Clone)]
pub(super) struct Aside {
    manager: Manager,
    conn: Arc<Mutex<Option<Conn>>>,
}

impl Aside {
    pub(super) fn new(manager: Manager) -> Self {
        Self { manager, conn: Arc::default() }
    }

    fn run<T>(&self, work: impl FnOnce(&mut Conn) -> DbResult<T>) -> DbResult<T> {
        let mut kept = self.conn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut conn = match kept.take() {
            Some(conn) => conn,
            None => self.manager.onlooker().map_err(Fault::Connect)?,
        };
        let result = work(&mut conn);
        // After a fault nobody knows what state it is in.
        if !matches!(result, Err(crate::DbError::Fault(_))) {
            *kept = Some(conn);
        }
        result
    }
}

impl Store {
    /// Reads on the connection kept aside.
    pub(crate) async fn aside<T: Send + 'static>(&self, work: impl FnOnce(&mut Conn) -> DbResult<T> + Send + 'static) -> DbResult<T> {
        let aside = self.inner.aside.clone();
        tokio::task::spawn_blocking(move || aside.run(work)).await.map_err(|_| Fault::GroupLost)?
    }

    /// Writes in one transaction: on the connection kept aside, or in a file where all writing is done.
    pub(crate) async fn keep_aside<T: Send + 'static>(&self, work: impl FnOnce(&mut Conn) -> DbResult<T> + Send + 'static) -> DbResult<T> {
        if self.inner.single_writer {
            return self.keep(work).await;
        }
        self.aside(move |conn| conn.transaction(work)).await
    }

    /// Takes a lease as [`Store::lease`] does.
    pub(crate) async fn lease_aside(&self, name: &'static str, lasts: TimeDelta) -> DbResult<Option<Lease>> {
        let (holder, now) = (self.inner.process.clone(), self.clock().now());
        self.keep_aside(move |conn| Ok(Lease::take(conn, name, &holder, now, lasts)?)).await
    }
}
