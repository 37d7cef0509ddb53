//! Why something did not happen: a refusal the caller can act on, or a fault on our side.

use estafette_contract::{FieldProblem, HandoverStatus, Move, ProblemKind};

/// The result of asking something of the store.
pub type DbResult<T> = Result<T, DbError>;

/// Why the store did not do it.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The caller may not, or must first do something else.
    #[error("{}", .0.detail)]
    Refused(Box<Refusal>),
    /// Something broke; the caller is told no more than that.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// A refusal, in the words of the problem catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The row of the problem catalogue.
    pub kind: ProblemKind,
    /// What the caller can do about it.
    pub detail: String,
    /// The culprits in the request.
    pub errors: Vec<FieldProblem>,
    /// Where the handover stands and what this party can do from there.
    pub standing: Option<(HandoverStatus, Vec<Move>)>,
}

/// Something that broke on our side.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The database refused or failed.
    #[error("database")]
    Database(#[source] diesel::result::Error),
    /// No connection could be had.
    #[error("connection pool")]
    Pool(#[source] diesel::r2d2::PoolError),
    /// The database could not be reached.
    #[error("connection")]
    Connect(#[source] diesel::ConnectionError),
    /// A key could not be used, or stored data do not open with it.
    #[error("cryptography: {0}")]
    Crypto(&'static str),
    /// A wrapping key cannot be used.
    #[error("wrapping key")]
    Wrapping(#[from] crate::WrappingKeyError),
    /// The ledger of erasures cannot be used.
    #[error("ledger of erasures")]
    Ledger(#[from] crate::LedgerError),
    /// Stored data are not of the shape this release writes.
    #[error("stored data: {0}")]
    Stored(&'static str),
    /// The queue of the writer is full.
    #[error("the writer's queue is full")]
    Busy,
    /// The group this work was part of could not be committed.
    #[error("the group was not committed")]
    GroupLost,
    /// Another request under the same key came first; done over, this one finds its answer.
    #[error("the idempotency key was claimed meanwhile")]
    KeyClaimed,
    /// The work of the house went to another process.
    #[error("the lease is in other hands")]
    LeaseLost,
    /// The checkpoint could not be kept beside the keys.
    #[error("the checkpoint cannot be kept beside the keys")]
    Kept(#[source] std::io::Error),
    /// What a reader was shown changed under it more often than it may be read again.
    #[error("grounds kept changing")]
    Restless,
}

impl DbError {
    /// A refusal with its sentence.
    pub fn refused(kind: ProblemKind, detail: impl Into<String>) -> Self {
        Self::Refused(Box::new(Refusal { kind, detail: detail.into(), errors: Vec::new(), standing: None }))
    }

    /// A refusal of one field.
    pub fn field(pointer: &str, code: &str, detail: &str) -> Self {
        let error = FieldProblem { pointer: pointer.into(), code: code.into(), detail: detail.into() };
        Self::fields(ProblemKind::InvalidField, "Correct the field and send the request again.", vec![error])
    }

    /// A refusal that names its culprits.
    pub fn fields(kind: ProblemKind, detail: &str, errors: Vec<FieldProblem>) -> Self {
        Self::Refused(Box::new(Refusal { kind, detail: detail.into(), errors, standing: None }))
    }

    /// Nothing there, or nothing the caller may know of.
    #[must_use]
    pub fn not_found() -> Self {
        Self::refused(ProblemKind::NotFound, "Check the id; what this partner may not see is not found either.")
    }
}

impl From<diesel::result::Error> for DbError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Fault(Fault::Database(error))
    }
}

impl From<diesel::ConnectionError> for DbError {
    fn from(error: diesel::ConnectionError) -> Self {
        Self::Fault(Fault::Connect(error))
    }
}

impl From<diesel::r2d2::PoolError> for DbError {
    fn from(error: diesel::r2d2::PoolError) -> Self {
        Self::Fault(Fault::Pool(error))
    }
}
