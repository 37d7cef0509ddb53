//! Why a token was refused, one variant per step.

use thiserror::Error;

use super::step::Step;

/// The step at which a token was refused; for our log only, and never holding anything from the token.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum TokenFault {
    /// No Authorization header, or more than one.
    #[error("there is not exactly one Authorization header")]
    OneHeader,
    /// Another scheme than Bearer.
    #[error("the Authorization header is no bearer token")]
    Scheme,
    /// The token is larger than any we accept.
    #[error("the token is too long")]
    TooLong,
    /// A character outside the base64url alphabet and the dot.
    #[error("the token holds characters other than base64url and dots")]
    Characters,
    /// Not exactly three parts.
    #[error("the token does not have exactly three parts")]
    Parts,
    /// The header is not canonical base64url.
    #[error("the token header is not canonical base64url")]
    HeaderEncoding,
    /// The header is not one JSON object.
    #[error("the token header is not one JSON object")]
    HeaderJson,
    /// A header member occurs twice.
    #[error("the token header names a member twice")]
    HeaderDuplicate,
    /// A header member other than alg, typ and kid, or one that is not a string.
    #[error("the token header has a member that is unknown or not a string")]
    HeaderMember,
    /// The algorithm is absent or not on the list.
    #[error("the token header names no algorithm that is allowed here")]
    Algorithm,
    /// The key is not named.
    #[error("the token header names no key")]
    KeyMissing,
    /// The claims are not canonical base64url.
    #[error("the token claims are not canonical base64url")]
    ClaimsEncoding,
    /// The signature is not canonical base64url.
    #[error("the token signature is not canonical base64url")]
    SignatureEncoding,
    /// Another kind of token than asked for.
    #[error("the token is of another type than is accepted here")]
    Type,
    /// No such key, or not for this client.
    #[error("the token names a key that is not known")]
    KeyUnknown,
    /// It says it is of an issuer whose keys are not known now, so nobody can tell.
    #[error("the keys of the issuer that the token names are not known now")]
    IssuerSilent,
    /// The header and the key disagree on the algorithm.
    #[error("the token names another algorithm than its key is for")]
    KeyAlgorithm,
    /// The registered key cannot be read, which is our mistake and not the caller's.
    #[error("the registered public key cannot be read")]
    KeyUnreadable,
    /// The signature does not fit.
    #[error("the token signature does not verify")]
    Signature,
    /// The signature is the mirrored form of one we made.
    #[error("the token signature is not in the form this service writes")]
    SignatureForm,
    /// The claims are not one JSON object.
    #[error("the token claims are not one JSON object")]
    ClaimsJson,
    /// A claim occurs twice, at any depth.
    #[error("the token claims name a member twice")]
    ClaimsDuplicate,
    /// Another issuer.
    #[error("the token has another issuer")]
    Issuer,
    /// Another audience, or one that is not a single string.
    #[error("the token has another audience, or not exactly one")]
    Audience,
    /// A time that is absent or not an integer.
    #[error("the token claim {0} is not an integer")]
    Time(&'static str),
    /// Expired.
    #[error("the token has expired")]
    Expired,
    /// Not yet valid.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// Issued in the future.
    #[error("the token was issued in the future")]
    IssuedAhead,
    /// Valid for longer than allowed, or for no time at all.
    #[error("the token is valid for longer than allowed")]
    Lifetime,
    /// A claim is missing, unknown or of another type.
    #[error("the token claims are incomplete, unknown or of another type")]
    Claims,
    /// The subject, the client and the authorised party are not one and the same.
    #[error("the token subject is not its client")]
    Subject,
    /// The client is not named, or not in a form we accept.
    #[error("the token names no client")]
    Client,
    /// The token identifier is too short or too long.
    #[error("the token identifier is too short or too long")]
    Identifier,
    /// The acting professional is not named in a form we accept.
    #[error("the token names the acting professional in a form that is not accepted")]
    Actor,
    /// It is bound to a certificate, and the connection shows none.
    #[error("the token is bound to a certificate that the connection does not show")]
    CertificateAbsent,
    /// It is bound to another certificate than the connection shows.
    #[error("the token is bound to another certificate than the connection shows")]
    CertificateOther,
    /// The certificate it is bound to is no longer registered.
    #[error("the certificate that the token is bound to is not registered")]
    CertificateRetired,
    /// Revoked.
    #[error("the token was revoked")]
    Revoked,
    /// Its client is not known here.
    #[error("the client of the token is not known")]
    ClientUnknown,
    /// Issued before everything the partner had was taken back.
    #[error("the token is of an earlier generation of its partner's")]
    GenerationPast,
    /// Issued after what is known here of the partner.
    #[error("the token is of a later generation of its partner's than is known")]
    GenerationAhead,
    /// Its partner is suspended.
    #[error("the partner of the token is suspended")]
    Suspended,
    /// The scope that is needed is not in it.
    #[error("the token lacks the scope")]
    Scope,
}

impl TokenFault {
    /// The step of the validation that refuses so.
    pub fn step(self) -> Step {
        match self {
            Self::OneHeader | Self::Scheme => Step::OneHeader,
            Self::TooLong | Self::Characters | Self::Parts => Step::Form,
            Self::HeaderEncoding | Self::HeaderJson | Self::HeaderDuplicate | Self::HeaderMember => Step::Header,
            Self::Type => Step::Type,
            Self::KeyMissing | Self::Algorithm | Self::IssuerSilent | Self::KeyUnknown | Self::KeyAlgorithm => Step::Key,
            Self::SignatureEncoding | Self::KeyUnreadable | Self::Signature | Self::SignatureForm => Step::Signature,
            Self::ClaimsEncoding | Self::ClaimsJson | Self::ClaimsDuplicate => Step::Object,
            Self::Issuer => Step::Issuer,
            Self::Audience => Step::Audience,
            Self::Time(_) | Self::Expired | Self::NotYetValid | Self::IssuedAhead | Self::Lifetime => Step::Times,
            Self::Claims | Self::Subject | Self::Client | Self::Identifier | Self::Actor => Step::Claims,
            Self::CertificateAbsent | Self::CertificateOther => Step::Certificate,
            Self::Revoked
            | Self::ClientUnknown
            | Self::GenerationPast
            | Self::GenerationAhead
            | Self::Suspended
            | Self::CertificateRetired => Step::Standing,
            Self::Scope => Step::Scope,
        }
    }

    /// Whether what the token rests on may have been made a moment ago, elsewhere, so that it is worth another look.
    pub fn may_be_news(self) -> bool {
        matches!(self, Self::ClientUnknown | Self::GenerationAhead | Self::CertificateRetired)
    }
}
