//! The door for writing: the act and its entry in the log are one transaction.

use diesel::Connection;
use estafette_contract::{Act, Scope};
use tokio::sync::oneshot;

use super::{
    Conn, Cx, Inner, LogLines, Looks, Store, Tx, backend,
    group::{Acknowledge, Work},
};
use crate::{Action, DbError, DbResult, Fault, Viewer, log};

/// How often work is done over when the database chose it to break a deadlock.
const TRIES: usize = 4;

impl Store {
    /// Writes for a viewer; the act and its entry are on disk, or neither is, before this returns.
    ///
    /// When `work` is refused, its writes are undone and the refusal itself is recorded.
    ///
    /// # Errors
    /// What the work refuses, or a fault on our side.
    pub async fn write<S: Scope, T: Send + 'static>(
        &self,
        viewer: Viewer<S>,
        action: Action,
        work: impl Fn(&mut Tx<'_, S>) -> DbResult<T> + Send + 'static,
    ) -> DbResult<T> {
        if let Some(why) = self.held_back().filter(|_| action.act != Act::TokenIssue) {
            return self.refuse_writing(viewer, action, why.to_owned()).await;
        }
        let inner = self.inner.clone();
        if !inner.single_writer {
            return inner.run(move |inner| inner.write_alone(&viewer, action, &work)).await?;
        }
        let (told, result) = oneshot::channel();
        let job: Work = Box::new(move |conn| {
            let (result, lines) = inner.perform(conn, &viewer, action, &work);
            let receipt = lines.as_ref().map(LogLines::receipt);
            let acknowledge: Acknowledge = Box::new(move |committed| {
                viewer.receipt.give(receipt.filter(|_| committed.is_ok()));
                let _ = told.send(committed.map_err(DbError::from).and(result));
            });
            (lines, acknowledge)
        });
        self.inner.writer.submit(job)?;
        result.await?
    }

    /// A connection beside those of the pool, for what is done before anything is served.
    pub(crate) fn own_connection(&self) -> DbResult<Conn> {
        Ok(self.inner.manager.writer()?)
    }

    /// Writes as [`Store::write`] does, on such a connection.
    pub(crate) fn write_on<S: Scope, T>(
        &self,
        conn: &mut Conn,
        viewer: &Viewer<S>,
        action: Action,
        work: impl Fn(&mut Tx<'_, S>) -> DbResult<T>,
    ) -> DbResult<T> {
        self.inner.write_once_alone(conn, viewer, action, &work)
    }
}

impl Store {
    /// Writes what the house keeps for itself and what says nothing of any person; that leaves no entry.
    pub(crate) async fn keep<T: Send + 'static>(&self, work: impl FnOnce(&mut Conn) -> DbResult<T> + Send + 'static) -> DbResult<T> {
        if !self.inner.single_writer {
            return self.inner.run(|inner| inner.pool.get()?.let_look(Looks::House)?.transaction(work)).await?;
        }
        let (told, result) = oneshot::channel();
        let job: Work = Box::new(move |conn| {
            let kept = conn.transaction(work);
            let acknowledge: Acknowledge = Box::new(move |committed| {
                let _ = told.send(committed.map_err(DbError::from).and(kept));
            });
            (None, acknowledge)
        });
        self.inner.writer.submit(job)?;
        result.await?
    }
}

impl Inner {
    /// Does the work under a savepoint in the writer's group; whoever called appends the lines and commits both.
    ///
    /// There are no lines only when nothing happened and none could be shaped.
    fn perform<S: Scope, T>(
        &self,
        conn: &mut Conn,
        viewer: &Viewer<S>,
        action: Action,
        work: &impl Fn(&mut Tx<'_, S>) -> DbResult<T>,
    ) -> (DbResult<T>, Option<LogLines>) {
        let mut refused = None;
        let done = conn.transaction(|conn| {
            let (result, lines) = self.attempt(conn, viewer, action, work);
            match (result, lines) {
                // No entry, no act.
                (Ok(value), lines) => Ok((value, lines?)),
                (Err(error), lines) => {
                    refused = lines.ok();
                    Err(error)
                }
            }
        });
        match done {
            Ok((value, lines)) => (Ok(value), Some(lines)),
            Err(error) => (Err(error), refused),
        }
    }

    /// Does the work, and shapes the lines for what came of it.
    fn attempt<S: Scope, T>(
        &self,
        conn: &mut Conn,
        viewer: &Viewer<S>,
        action: Action,
        work: &impl Fn(&mut Tx<'_, S>) -> DbResult<T>,
    ) -> (DbResult<T>, Result<LogLines, Fault>) {
        let now = self.clock.now();
        let mut tx = Tx::new(Cx::new(conn, &viewer.actor, now, &self.house));
        let result = work(&mut tx);
        let Cx { matrix, notes, .. } = tx.cx;
        let lines = log::lines(&self.house, &matrix, &viewer.actor, action, (now, self.clock.now()), notes, result.as_ref().err());
        (result, lines)
    }

    fn write_alone<S: Scope, T>(&self, viewer: &Viewer<S>, action: Action, work: &impl Fn(&mut Tx<'_, S>) -> DbResult<T>) -> DbResult<T> {
        let mut conn = self.pool.get()?;
        let mut left = TRIES;
        loop {
            left -= 1;
            let result = self.write_once_alone(&mut conn, viewer, action, work);
            match &result {
                Err(DbError::Fault(fault)) if left > 0 && fault.passes_when_repeated() => {}
                _ => return result,
            }
        }
    }

    /// Act and entry in one transaction; when the act is refused, the transaction is undone and its entry stands in one of its own.
    fn write_once_alone<S: Scope, T>(
        &self,
        conn: &mut Conn,
        viewer: &Viewer<S>,
        action: Action,
        work: &impl Fn(&mut Tx<'_, S>) -> DbResult<T>,
    ) -> DbResult<T> {
        backend::begin_write(conn)?;
        let (result, lines) = self.attempt(conn, viewer, action, work);
        if result.is_err() {
            backend::rollback(conn)?;
            if matches!(&result, Err(DbError::Fault(fault)) if fault.passes_when_repeated()) {
                return result;
            }
            backend::begin_write(conn)?;
        }
        let recorded = lines.map_err(DbError::from).and_then(|lines| {
            backend::append(conn, &lines)?;
            backend::commit(conn)?;
            Ok(lines.receipt())
        });
        match recorded {
            Ok(receipt) => viewer.receipt.give(Some(receipt)),
            Err(error) => {
                let _ = backend::rollback(conn);
                return Err(error);
            }
        }
        result
    }
}

impl Fault {
    /// Whether the same work may well succeed when it is done over.
    fn passes_when_repeated(&self) -> bool {
        use diesel::result::{DatabaseErrorKind, Error};
        match self {
            Self::KeyClaimed => true,
            Self::Database(Error::DatabaseError(DatabaseErrorKind::SerializationFailure, _)) => true,
            Self::Database(Error::DatabaseError(_, info)) => info.message().contains("deadlock detected"),
            _ => false,
        }
    }
}
