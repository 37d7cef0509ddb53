//! Why a call did not succeed.

use estafette_contract::{Problem, ProblemKind};

/// Why a call did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The service refused, and said why.
    #[error("{} ({}): {}", .0.title, .0.status, .0.detail)]
    Refused(Box<Problem>),
    /// The service answered something that is not in the contract.
    #[error("unexpected answer with status {0}")]
    Unexpected(u16),
    /// The service could not be reached, or the answer broke off.
    #[error("the service could not be reached")]
    Transport(#[from] reqwest::Error),
    /// What the log answered does not hold.
    #[error("the log: {0}")]
    Log(#[from] estafette_contract::tlog::LogFault),
    /// The private key cannot sign.
    #[error("the private key cannot sign")]
    Key(#[from] openssl::error::ErrorStack),
}

impl ClientError {
    /// The row of the problem catalogue, if the service refused.
    #[must_use]
    pub fn problem(&self) -> Option<ProblemKind> {
        match self {
            Self::Refused(problem) => problem.catalogued(),
            _ => None,
        }
    }
}
