//! The names of the steps, in the order in which a token goes through them.

/// One step of the validation of an access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// There is one Authorization header, and it holds a bearer token.
    OneHeader,
    /// The token is not too long, of base64url characters, in three parts.
    Form,
    /// The header has `alg`, `typ` and `kid`, each at most once, and nothing else.
    Header,
    /// The type is `at+jwt`.
    Type,
    /// The key is known, and for the algorithm the header names.
    Key,
    /// The signature fits.
    Signature,
    /// The claims are one object that names nothing twice: with two values for a name there is nothing to check.
    Object,
    /// The issuer is the one whose key it is.
    Issuer,
    /// The audience is this service and nobody else.
    Audience,
    /// The times are integers, and it is time.
    Times,
    /// Every other claim is there, and of its type.
    Claims,
    /// The connection shows the certificate it is bound to.
    Certificate,
    /// Nobody took it back: the token, the generation, the partner, the certificate.
    Standing,
    /// It carries the scope that the call needs.
    Scope,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 14] = [
        Self::OneHeader,
        Self::Form,
        Self::Header,
        Self::Type,
        Self::Key,
        Self::Signature,
        Self::Object,
        Self::Issuer,
        Self::Audience,
        Self::Times,
        Self::Claims,
        Self::Certificate,
        Self::Standing,
        Self::Scope,
    ];
}
