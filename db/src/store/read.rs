//! The door for reading: many at once, each answer released only after its entry is on disk.
//!
//! What is read must be of one moment. A transaction keeps it so, or the stamp of the learner's grounds does: whoever changes
//! what hangs on a learner raises their ground version, and the entry is written only while that is the version first read.

use std::sync::Arc;

use estafette_contract::Scope;

use super::{
    Conn, Cx, Inner, LogLines, Looks, Store, Tx, backend,
    group::{Disclosure, Stamp},
};
use crate::{Action, DbResult, Fault, Viewer, log};

/// How often a reader tries again when grounds change under it.
const TRIES: usize = 5;

/// What keeps all that one call reads of one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    /// A transaction that sees one state.
    Transaction,
    /// The learner's grounds, read first and compared when the entry is written.
    Grounds,
}

impl Store {
    /// Reads for a viewer; the reading, or its refusal, is in the log before this returns.
    ///
    /// # Errors
    /// What the work refuses, or a fault on our side.
    pub async fn read<S: Scope, T: Send + 'static>(
        &self,
        viewer: Viewer<S>,
        action: Action,
        work: impl Fn(&mut Tx<'_, S>) -> DbResult<T> + Send + Sync + 'static,
    ) -> DbResult<T> {
        self.look_and_record(viewer, action, Moment::Transaction, work).await
    }

    /// Reads as [`Store::read`] does what hangs on one learner, without a transaction: the stamp of the grounds keeps it whole.
    ///
    /// # Errors
    /// What the work refuses, or a fault on our side; one such fault is work that leaves no stamp.
    pub async fn read_on_grounds<S: Scope, T: Send + 'static>(
        &self,
        viewer: Viewer<S>,
        action: Action,
        work: impl Fn(&mut Tx<'_, S>) -> DbResult<T> + Send + Sync + 'static,
    ) -> DbResult<T> {
        self.look_and_record(viewer, action, Moment::Grounds, work).await
    }

    async fn look_and_record<S: Scope, T: Send + 'static>(
        &self,
        viewer: Viewer<S>,
        action: Action,
        moment: Moment,
        work: impl Fn(&mut Tx<'_, S>) -> DbResult<T> + Send + Sync + 'static,
    ) -> DbResult<T> {
        let task = Arc::new((viewer, work));
        for _ in 0..TRIES {
            let task = Arc::clone(&task);
            let receipt = task.0.receipt.clone();
            let (result, lines, stamp) = self.inner.run(move |inner| inner.look(&task.0, action, moment, &task.1)).await??;
            let given = lines.special.then(|| lines.receipt());
            match self.inner.writer.disclose(lines, stamp).await? {
                Disclosure::Recorded => {
                    receipt.give(given);
                    return result;
                }
                Disclosure::GroundsChanged => {}
            }
        }
        Err(Fault::Restless.into())
    }
}

type Looked<T> = (DbResult<T>, LogLines, Option<Stamp>);

impl Inner {
    fn look<S: Scope, T>(
        &self,
        viewer: &Viewer<S>,
        action: Action,
        moment: Moment,
        work: &impl Fn(&mut Tx<'_, S>) -> DbResult<T>,
    ) -> DbResult<Looked<T>> {
        let mut conn = self.pool.get()?;
        let now = self.clock.now();
        let said_by_statement = (moment == Moment::Grounds && !self.single_writer).then(|| viewer.looks());
        match moment {
            Moment::Transaction => backend::begin_read(&mut conn, viewer.looks())?,
            Moment::Grounds => conn.let_statement_say(),
        }
        let mut tx = Tx::new(Cx { looks: said_by_statement, ..Cx::new(&mut conn, &viewer.actor, now, &self.house) });
        let mut result = work(&mut tx);
        let Cx { matrix, notes, .. } = tx.cx;
        match moment {
            Moment::Transaction if result.is_ok() => backend::commit(&mut conn)?,
            Moment::Transaction => backend::rollback(&mut conn)?,
            Moment::Grounds if result.is_ok() && notes.stamp.is_none() => result = Err(Fault::Stored("no stamp of grounds").into()),
            Moment::Grounds => {}
        }
        let stamp = notes.stamp.clone();
        let lines = log::lines(&self.house, &matrix, &viewer.actor, action, (now, self.clock.now()), notes, result.as_ref().err())?;
        Ok((result, lines, stamp))
    }
}

impl Store {
    /// Looks something up before it is known who asks; only for what says nothing of any person.
    pub(crate) async fn peek<T: Send + 'static>(&self, work: impl FnOnce(&mut Conn) -> DbResult<T> + Send + 'static) -> DbResult<T> {
        self.inner.run(|inner| work(inner.pool.get()?.let_look(Looks::House)?)).await?
    }
}
