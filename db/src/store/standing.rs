//! Whether the log goes on where it was. If not, the store only reads: whoever reads is recorded, and nothing else is written.

use std::sync::OnceLock;

use estafette_contract::{ProblemKind, Scope};

use super::{Conn, Store};
use crate::{Action, DbError, DbResult, Keyring, Viewer, keys::LogKeys, tree};

/// Asks it of a database that is opened.
pub(super) fn of(conn: &mut Conn, keys: &Keyring) -> DbResult<OnceLock<String>> {
    let held_back = OnceLock::new();
    if let Some(why) = tree::why_held_back(conn, keys.log())? {
        tracing::error!("{why}");
        let _ = held_back.set(why);
    }
    Ok(held_back)
}

impl Store {
    /// Why nothing may be written, in words for an operator; nothing when all is well.
    #[must_use]
    pub fn held_back(&self) -> Option<&str> {
        self.inner.held_back.get().map(String::as_str)
    }

    /// Lets the store only read from here on.
    pub(crate) fn hold_back(&self, why: String) {
        tracing::error!("{why}");
        let _ = self.inner.held_back.set(why);
    }

    pub(crate) fn sequencer(&self) -> &tree::Sequencer {
        &self.inner.sequencer
    }

    pub(crate) fn log_keys(&self) -> &LogKeys {
        self.inner.house.keys.log()
    }

    /// Refuses to write; the refusal is recorded, except when it is the house itself that is refused.
    pub(super) async fn refuse_writing<S: Scope, T: Send + 'static>(&self, viewer: Viewer<S>, action: Action, why: String) -> DbResult<T> {
        let refusal = move || DbError::refused(ProblemKind::ReadOnly, why.clone());
        if viewer.actor.partner.is_nil() {
            return Err(refusal());
        }
        self.read(viewer, action, move |_| Err(refusal())).await
    }
}
