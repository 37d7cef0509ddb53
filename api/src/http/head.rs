//! What a request says beside its body: the key it may be repeated under, and the version it is about.

use actix_web::{
    HttpRequest,
    http::header::{HeaderName, IF_MATCH, IF_NONE_MATCH},
};
use estafette_contract::ProblemKind;
use estafette_db::{Once, handovers::VersionCondition};

use super::Problem;

/// The parts of a request's head that calls depend on.
#[derive(Debug, Clone)]
pub struct Head {
    target: String,
    idempotency_key: Vec<String>,
    if_match: Vec<String>,
    if_none_match: Vec<String>,
}

impl Head {
    pub(super) fn of(request: &HttpRequest) -> Self {
        let all = |name: HeaderName| {
            request.headers().get_all(name).map(|value| value.to_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
        };
        Self {
            target: format!("{} {}", request.method(), request.uri()),
            idempotency_key: all(HeaderName::from_static("idempotency-key")),
            if_match: all(IF_MATCH),
            if_none_match: all(IF_NONE_MATCH),
        }
    }

    /// The key this request may be repeated under, with what identifies the request.
    pub(super) fn once(&self, body: &[u8]) -> Result<Once, Problem> {
        const HEADER: &str = "Idempotency-Key";
        let refuse = |code: &str, detail: &str| Err(Problem::at(ProblemKind::BadRequest, HEADER, code, detail));
        match &self.idempotency_key[..] {
            [] => refuse("missing", "Send an Idempotency-Key header with a fresh value, such as a UUID, for every new request."),
            [key] if (1..=255).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic()) => {
                Ok(Once { key: key.clone(), request: [self.target.as_bytes(), b"\n", body].concat() })
            }
            _ => refuse("malformed", "Send one Idempotency-Key of 1 to 255 visible ASCII characters."),
        }
    }

    /// The version a change is made to.
    pub(super) fn condition(&self) -> Result<VersionCondition, Problem> {
        match (&self.if_match[..], &self.if_none_match[..]) {
            ([tag], []) => strong(tag).map(VersionCondition::Is),
            ([], [any]) if any.trim() == "*" => Ok(VersionCondition::Absent),
            ([], []) => Err(Problem::at(
                ProblemKind::VersionRequired,
                "If-Match",
                "missing",
                "Send If-Match with the ETag you read, or If-None-Match: * to write it for the first time.",
            )),
            _ => {
                let detail = "Send either one If-Match or If-None-Match: *.";
                Err(Problem::at(ProblemKind::BadRequest, "If-Match", "malformed", detail))
            }
        }
    }
}

fn strong(tag: &str) -> Result<String, Problem> {
    let inner = tag.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner
        .filter(|inner| !inner.is_empty() && !inner.contains('"'))
        .map(str::to_owned)
        .ok_or_else(|| Problem::at(ProblemKind::BadRequest, "If-Match", "malformed", "Send the one strong ETag you read, with its quotes."))
}
