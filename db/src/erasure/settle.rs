//! After an erasure was committed: it is put into the ledger outside the database, and what is left of it in the database's files is cleared.

use diesel::{prelude::*, update};

use super::Row;
use crate::{
    DbResult, Fault, Store,
    keys::Erasure,
    schema::erasures,
    store::{Conn, clear_traces},
};

impl Store {
    /// Puts what was erased into the ledger outside the database, on disk. Whoever acknowledges an erasure calls this first.
    ///
    /// # Errors
    /// When the ledger cannot be written: then nothing may be acknowledged.
    pub async fn record_erasures(&self) -> DbResult<()> {
        let new: Vec<Row> = self.peek(open).await?.into_iter().filter(|row| row.recorded_at.is_none()).collect();
        if new.is_empty() { Ok(()) } else { self.record(new).await }
    }

    /// The same, and clears what is left in the database's files; what a reader holds up is tried again the next time.
    ///
    /// # Errors
    /// When the ledger cannot be written, or a fault on our side.
    pub async fn settle_erasures(&self) -> DbResult<()> {
        self.record_erasures().await?;
        let open = self.peek(open).await?;
        if open.is_empty() {
            return Ok(());
        }
        let manager = self.manager();
        let cleared = tokio::task::spawn_blocking(move || clear_traces(&manager)).await.map_err(|_| Fault::GroupLost)?;
        match cleared {
            Ok(true) => self.mark(open, Mark::Cleared).await,
            Ok(false) => Ok(()),
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "traces of an erasure are not cleared yet; it is tried again");
                Ok(())
            }
        }
    }

    async fn record(&self, new: Vec<Row>) -> DbResult<()> {
        let lines = new.iter().map(Row::erasure).collect::<Result<Vec<Erasure>, _>>()?;
        let ledger = self.keys().ledger().clone();
        tokio::task::spawn_blocking(move || ledger.append(&lines)).await.map_err(|_| Fault::GroupLost)?.map_err(Fault::Ledger)?;
        self.mark(new, Mark::Recorded).await
    }

    async fn mark(&self, rows: Vec<Row>, mark: Mark) -> DbResult<()> {
        let at = self.clock().now().naive_utc();
        self.keep(move |conn| {
            let of = erasures::table.filter(erasures::id.eq_any(rows.into_iter().map(|row| row.id)));
            match mark {
                Mark::Recorded => update(of).set(erasures::recorded_at.eq(at)).execute(conn)?,
                Mark::Cleared => update(of).set(erasures::cleared_at.eq(at)).execute(conn)?,
            };
            Ok(())
        })
        .await
    }
}

/// How far an erasure has come.
#[derive(Debug, Clone, Copy)]
enum Mark {
    /// It stands in the ledger.
    Recorded,
    /// Nothing of it is left in the database's files.
    Cleared,
}

/// What is not recorded or not cleared yet.
fn open(conn: &mut Conn) -> DbResult<Vec<Row>> {
    let open = erasures::table.filter(erasures::recorded_at.is_null().or(erasures::cleared_at.is_null()));
    Ok(open.order(erasures::id).select(Row::as_select()).load(conn)?)
}
