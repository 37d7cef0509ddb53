//! Refusals and failures as `application/problem+json` (RFC 9457).

use actix_web::{
    HttpResponse, ResponseError,
    http::{StatusCode, header},
};
use estafette_contract::{FieldProblem, ProblemKind};
use estafette_db::{DbError, Fault, Refusal};

use super::current_trace;

/// What a handler answers.
pub type Answer<T> = Result<T, Problem>;

/// A refusal or failure on its way to the caller.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.detail)]
pub struct Problem(pub Box<Refusal>);

impl Problem {
    /// A problem with its sentence.
    pub fn new(kind: ProblemKind, detail: impl Into<String>) -> Self {
        Self(Box::new(Refusal { kind, detail: detail.into(), errors: Vec::new(), standing: None }))
    }

    /// A problem that names one culprit.
    pub fn at(kind: ProblemKind, pointer: &str, code: &str, detail: &str) -> Self {
        let mut problem = Self::new(kind, detail);
        problem.0.errors.push(FieldProblem { pointer: pointer.into(), code: code.into(), detail: detail.into() });
        problem
    }

    fn document(&self) -> estafette_contract::Problem {
        let Refusal { kind, detail, errors, standing } = &*self.0;
        let (current_status, possible_moves) = standing.clone().unzip();
        estafette_contract::Problem {
            kind: kind.type_uri(),
            status: kind.status(),
            title: kind.title().to_owned(),
            detail: detail.clone(),
            instance: format!("urn:trace:{}", current_trace().trace_id),
            error: kind.oauth_code().map(str::to_owned),
            errors: errors.clone(),
            current_status,
            possible_moves,
        }
    }
}

impl From<DbError> for Problem {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Refused(refusal) => Self(refusal),
            DbError::Fault(fault) => Self::from(fault),
        }
    }
}

impl From<Fault> for Problem {
    /// The cause goes to the log; the caller is told only whether trying again helps.
    fn from(fault: Fault) -> Self {
        let cause: &dyn std::error::Error = &fault;
        tracing::error!(error = cause, trace_id = current_trace().trace_id, "a call failed");
        match fault {
            Fault::Busy
            | Fault::GroupLost
            | Fault::Pool(_)
            | Fault::Restless
            | Fault::LeaseLost
            | Fault::Connect(_)
            | Fault::Kept(_)
            | Fault::Ledger(_)
            | Fault::Database(_)
            | Fault::KeyClaimed => {
                Self::new(ProblemKind::Unavailable, "Nothing was done. Try again in a moment, with the same Idempotency-Key.")
            }
            Fault::Crypto(_) | Fault::Stored(_) | Fault::Wrapping(_) => {
                Self::new(ProblemKind::Internal, "Nothing was done. Tell the region's operator the trace id of this answer.")
            }
        }
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        match self.0.kind {
            ProblemKind::Unauthenticated => {
                response.insert_header((header::WWW_AUTHENTICATE, "Bearer realm=\"estafette\", error=\"invalid_token\""));
            }
            ProblemKind::InvalidClient => {
                response.insert_header((header::WWW_AUTHENTICATE, "Bearer realm=\"estafette\""));
            }
            ProblemKind::Unavailable => {
                response.insert_header((header::RETRY_AFTER, "1"));
            }
            _ => {}
        }
        response.insert_header((header::CACHE_CONTROL, "no-store"));
        let body = serde_json::to_vec(&self.document()).unwrap_or_default();
        response.content_type("application/problem+json").body(body)
    }
}
