//! The problem catalogue: one row per refusal, and the RFC 9457 document that carries it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{HandoverStatus, Move};

/// Where the documentation of a problem type stands.
pub const TYPE_BASE: &str = "https://estafette.example/problems/";

macro_rules! problems {
    ($($name:ident = $slug:literal, $status:literal, $title:literal;)+) => {
        /// Every problem the API can answer with.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ProblemKind { $(#[doc = $title] $name,)+ }

        impl ProblemKind {
            /// Every problem, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable last part of the problem's type.
            #[must_use]
            pub fn slug(self) -> &'static str { match self { $(Self::$name => $slug),+ } }

            /// The HTTP status it is answered with.
            #[must_use]
            pub fn status(self) -> u16 { match self { $(Self::$name => $status),+ } }

            /// What is wrong, the same words every time.
            #[must_use]
            pub fn title(self) -> &'static str { match self { $(Self::$name => $title),+ } }
        }
    };
}

problems! {
    BadRequest = "bad-request", 400, "The request could not be read";
    InvalidField = "invalid-field", 400, "A field has a value it may not have";
    UnsafeJson = "unsafe-json", 400, "The JSON breaks a rule of this API";
    BadDossier = "bad-dossier", 400, "The dossier could not be read";
    Unauthenticated = "unauthenticated", 401, "A valid access token is needed";
    InvalidClient = "invalid-client", 401, "The client did not prove who it is";
    InvalidTokenRequest = "invalid-token-request", 400, "The form could not be read, or asks for what cannot be";
    UnsupportedGrant = "unsupported-grant-type", 400, "There is no such way to a token";
    InvalidScope = "invalid-scope", 400, "A scope was asked for that was not granted";
    CodeRefused = "code-refused", 403, "This code opens nothing";
    MissingScope = "missing-scope", 403, "The token lacks a scope";
    NotAllowed = "not-allowed", 403, "This partner may not do this";
    PersonRequired = "person-required", 403, "The acting professional is not named";
    NotFound = "not-found", 404, "There is nothing here";
    EventsGone = "events-gone", 410, "What comes next was thrown away";
    MethodNotAllowed = "method-not-allowed", 405, "This method is not available here";
    Timeout = "request-timeout", 408, "The request took too long to arrive";
    MoveNotPossible = "move-not-possible", 409, "This move is not possible now";
    GuardNotMet = "guard-not-met", 409, "Something must be done before this move";
    Conflict = "conflict", 409, "This collides with something that exists";
    VersionMismatch = "version-mismatch", 412, "It changed since it was read";
    TooLarge = "too-large", 413, "The request is too large";
    WrongMediaType = "wrong-media-type", 415, "This content type is not accepted here";
    UnsupportedDossier = "unsupported-dossier", 422, "This dossier is of a kind that is not taken in";
    UnknownLayout = "unknown-layout", 422, "The file has a layout that is not known here";
    SectionForbidden = "section-forbidden", 422, "The exchange matrix forbids this section";
    KeyReused = "idempotency-key-reused", 422, "The Idempotency-Key was used for another request";
    VersionRequired = "version-required", 428, "A condition on the version is required";
    TooManyCalls = "too-many-calls", 429, "Too many calls in a short time";
    HeadersTooLarge = "headers-too-large", 431, "The headers are too large";
    Internal = "internal", 500, "Something broke on our side";
    Unavailable = "unavailable", 503, "The service cannot answer right now";
    ReadOnly = "read-only", 503, "The service only reads until its operator has mended the log";
}

impl ProblemKind {
    /// The problem's type as a URI.
    #[must_use]
    pub fn type_uri(self) -> String {
        format!("{TYPE_BASE}{}", self.slug())
    }

    /// The code OAuth has for it (RFC 6749), if it is one of the token endpoint.
    #[must_use]
    pub fn oauth_code(self) -> Option<&'static str> {
        match self {
            Self::InvalidClient => Some("invalid_client"),
            Self::InvalidTokenRequest => Some("invalid_request"),
            Self::UnsupportedGrant => Some("unsupported_grant_type"),
            Self::InvalidScope => Some("invalid_scope"),
            _ => None,
        }
    }
}

/// One culprit in the request.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FieldProblem {
    /// JSON pointer (RFC 6901) into the body, or the name of a header or parameter.
    #[schema(example = "/bornOn")]
    pub pointer: String,
    /// The stable code of the rule that is broken.
    #[schema(example = "wrong-shape")]
    pub code: String,
    /// What to do about it.
    pub detail: String,
}

/// A refusal or failure, as `application/problem+json` (RFC 9457).
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// The problem's type, a stable URI.
    #[serde(rename = "type")]
    #[schema(example = "https://estafette.example/problems/not-found")]
    pub kind: String,
    /// The HTTP status.
    #[schema(example = 404)]
    pub status: u16,
    /// What is wrong, the same words every time.
    #[schema(example = "There is nothing here")]
    pub title: String,
    /// What to do about it, for this occurrence.
    #[schema(example = "Check the id, or ask the sender whether the handover was withdrawn.")]
    pub detail: String,
    /// The trace id of this occurrence.
    #[schema(example = "urn:trace:0af7651916cd43dd8448eb211c80319c")]
    pub instance: String,
    /// The code OAuth has for it (RFC 6749), at the token endpoints.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "invalid_client")]
    pub error: Option<String>,
    /// The culprits, if the request can be corrected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// Where the handover stands, when a move was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_status: Option<HandoverStatus>,
    /// What this partner can do from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub possible_moves: Option<Vec<Move>>,
}

impl Problem {
    /// The catalogue row of this problem, by its type.
    #[must_use]
    pub fn catalogued(&self) -> Option<ProblemKind> {
        let slug = self.kind.strip_prefix(TYPE_BASE)?;
        ProblemKind::ALL.iter().copied().find(|kind| kind.slug() == slug)
    }
}

/// What a creating call answers: the id and the status, no content.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Created {
    /// The id of what was made.
    pub id: Uuid,
}
