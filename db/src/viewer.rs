//! Who asks: a partner's client, proven by a token, with the scope the call needs.

use std::{
    marker::PhantomData,
    sync::{Arc, OnceLock},
};

use estafette_contract::{PartnerKind, Role, Scope, tlog::Hash};
use uuid::Uuid;

use crate::store::Looks;

/// Who acts, as the token says it.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The client that called.
    pub client_id: String,
    /// The partner it belongs to.
    pub partner: Uuid,
    /// What kind of partner that is.
    pub kind: PartnerKind,
    /// The scopes the token carries, separated by spaces.
    pub scopes: String,
    /// The professional, if the assertion named one.
    pub professional: Option<Professional>,
    /// The trace this call is part of.
    pub trace: Trace,
}

/// The professional acting for a partner.
#[derive(Debug, Clone)]
pub struct Professional {
    /// The partner's own pseudonym for the person.
    pub pseudonym: String,
    /// In which role.
    pub role: Role,
}

/// Where a call stands in a distributed trace (W3C trace context).
#[derive(Debug, Clone)]
pub struct Trace {
    /// 32 hexadecimal digits.
    pub trace_id: String,
    /// 16 hexadecimal digits, this service's own span.
    pub span_id: String,
    /// The span of the caller, if it gave one.
    pub parent_id: Option<String>,
}

/// Proof that the actor's token carries scope `S`.
#[derive(Debug)]
pub struct Viewer<S> {
    pub(crate) actor: Actor,
    pub(crate) receipt: Receipt,
    /// The learner whose own page it is, and nobody else's.
    learner: Option<Uuid>,
    scope: PhantomData<fn() -> S>,
}

impl<S: Scope> Viewer<S> {
    /// Vouches that the actor's token was checked and carries `S`.
    #[must_use]
    pub fn vouch(actor: Actor) -> Self {
        Self { actor, receipt: Receipt::default(), learner: None, scope: PhantomData }
    }

    /// The same viewer, for an act that comes before the one the call is for.
    #[must_use]
    pub fn ahead(&self) -> Self {
        Self { actor: self.actor.clone(), receipt: Receipt::default(), learner: self.learner, scope: PhantomData }
    }

    /// The same viewer, on the own page of this learner.
    pub(crate) fn on_the_page_of(self, learner: Uuid) -> Self {
        Self { learner: Some(learner), ..self }
    }

    /// Whose rows it may find; operators count over all of them, and hold no scope that opens anything of a person.
    pub(crate) fn looks(&self) -> Looks {
        match (self.learner, self.actor.kind) {
            (Some(learner), _) => Looks::Learner(learner),
            (None, PartnerKind::Region) => Looks::House,
            (None, _) => Looks::Partner(self.actor.partner),
        }
    }

    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Where the receipt of this call appears.
    #[must_use]
    pub fn receipt(&self) -> Receipt {
        self.receipt.clone()
    }
}

/// The receipt of a call that changed something or disclosed a special category, once its entry is on disk.
#[derive(Debug, Clone, Default)]
pub struct Receipt(Arc<OnceLock<LogReceipt>>);

/// What whoever caused an entry can hold the log to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogReceipt {
    /// The id of the entry.
    pub event_id: String,
    /// The leaf that has to be in the log.
    pub leaf: Hash,
}

impl Receipt {
    pub(crate) fn give(&self, receipt: Option<LogReceipt>) {
        if let Some(receipt) = receipt {
            let _ = self.0.set(receipt);
        }
    }

    /// The receipt, if there is one.
    #[must_use]
    pub fn get(&self) -> Option<&LogReceipt> {
        self.0.get()
    }
}
