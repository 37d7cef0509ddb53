//! What is being done, as the log will name it.

use estafette_contract::{Act, ObjectKind, ProcessingActivity};
use uuid::Uuid;

/// An act and what it is done to.
#[derive(Debug, Clone, Copy)]
pub struct Action {
    /// What is done.
    pub act: Act,
    /// What it is done to.
    pub kind: ObjectKind,
    /// Which one, unless it is a list or yet to be made.
    pub id: Option<Uuid>,
}

impl Action {
    /// An act on one object.
    #[must_use]
    pub fn on(act: Act, kind: ObjectKind, id: Uuid) -> Self {
        Self { act, kind, id: Some(id) }
    }

    /// An act on a handover.
    #[must_use]
    pub fn handover(act: Act, id: Uuid) -> Self {
        Self::on(act, ObjectKind::Handover, id)
    }

    /// An act on a learner.
    #[must_use]
    pub fn learner(act: Act, id: Uuid) -> Self {
        Self::on(act, ObjectKind::Learner, id)
    }

    /// An act that makes something, or reads a list.
    #[must_use]
    pub fn all(act: Act, kind: ObjectKind) -> Self {
        Self { act, kind, id: None }
    }

    /// Why personal data are processed by this act.
    #[must_use]
    pub fn activity(self) -> ProcessingActivity {
        self.act.activity()
    }
}
