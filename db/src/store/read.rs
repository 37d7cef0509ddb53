//! The door for reading: many at once, each answer released only after its entry is on disk.

use estafette_contract::Scope;

use super::{Conn, Cx, Inner, LogLines, Notes, Store, Tx, backend, group::Disclosure};
use crate::{Action, DbResult, Fault, Viewer, log};

/// How often a reader tries again when grounds change under it.
const TRIES: usize = 5;

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
        let task = std::sync::Arc::new((viewer, work));
        for _ in 0..TRIES {
            let (inner, task) = (self.inner.clone(), task.clone());
            let (result, lines, stamp) = blocking(move || inner.look(&task.0, action, &task.1)).await??;
            match self.inner.writer.disclose(lines, stamp).await? {
                Disclosure::Recorded => return result,
                Disclosure::GroundsChanged => {}
            }
        }
        Err(Fault::Restless.into())
    }
}

type Looked<T> = (DbResult<T>, LogLines, Option<(String, i64)>);

impl Inner {
    fn look<S: Scope, T>(&self, viewer: &Viewer<S>, action: Action, work: &impl Fn(&mut Tx<'_, S>) -> DbResult<T>) -> DbResult<Looked<T>> {
        let mut conn = self.pool.get()?;
        let now = self.clock.now();
        backend::begin_read(&mut conn)?;
        let cx = Cx { conn: &mut conn, actor: &viewer.actor, now, house: &self.house, notes: Notes::default() };
        let mut tx = Tx::new(cx);
        let result = work(&mut tx);
        let notes = tx.cx.notes;
        let ended = if result.is_ok() { backend::commit(&mut conn) } else { backend::rollback(&mut conn) };
        ended?;
        let stamp = notes.stamp.clone();
        let lines = log::lines(&self.house, &viewer.actor, action, now, notes, result.as_ref().err())?;
        Ok((result, lines, stamp))
    }
}

/// Runs work that blocks on a thread for such work.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> DbResult<T> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Fault::GroupLost.into())
}

impl Store {
    /// Looks something up before it is known who asks; only for what says nothing of any person.
    pub(crate) async fn peek<T: Send + 'static>(&self, work: impl FnOnce(&mut Conn) -> DbResult<T> + Send + 'static) -> DbResult<T> {
        let inner = self.inner.clone();
        blocking(move || work(&mut *inner.pool.get()?)).await?
    }
}
