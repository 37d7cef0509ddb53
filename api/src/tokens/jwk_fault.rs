//! Why a partner's key was refused.

use thiserror::Error;

use super::json::JsonFault;

/// The reason a JWK or a set of them is refused, worded for the partner who sent it.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum JwkFault {
    /// Over the size limit.
    #[error("the document is larger than 16 KiB, or 64 KiB where it was fetched")]
    TooLarge,
    /// Not one JSON object.
    #[error("the document is not one JSON object")]
    NotAnObject,
    /// A member occurs twice.
    #[error("the document names a member twice")]
    DuplicateMember,
    /// The set has no list of keys.
    #[error("the set has no list of keys")]
    NoKeys,
    /// More keys than allowed.
    #[error("the set has more than 10 keys")]
    TooManyKeys,
    /// Two keys share an identifier.
    #[error("two keys have the same kid")]
    DuplicateKid,
    /// A shared secret.
    #[error("the key is symmetric; only public keys are accepted")]
    Symmetric,
    /// A private key: it must be considered leaked.
    #[error("the key holds private members and must no longer be used")]
    Private,
    /// The key type is not one of EC, RSA and OKP.
    #[error("the key type is not EC, RSA or OKP")]
    KeyType,
    /// No identifier.
    #[error("the key has no kid of 1 to 128 characters")]
    Kid,
    /// Not for signatures.
    #[error("the use of the key is not sig")]
    Use,
    /// Not for verifying, or for more than that.
    #[error("the key operations are not exactly verify")]
    KeyOps,
    /// The algorithm is absent where it is needed, or not allowed.
    #[error("the algorithm of the key is missing or not allowed")]
    Algorithm,
    /// The algorithm and the key type or curve disagree.
    #[error("the curve or type of the key does not fit its algorithm")]
    Curve,
    /// A number of the key is absent or not canonical base64url of the right length.
    #[error("a member of the key is missing or not canonical base64url of the right length")]
    Encoding,
    /// Not a point of the curve, or one of the few points that prove nothing.
    #[error("the point of the key is not on its curve")]
    Point,
    /// The RSA modulus is too small, too large or even.
    #[error("the RSA modulus is not an odd number of 3072 to 8192 bits")]
    Modulus,
    /// The RSA exponent is too small, too large or even.
    #[error("the RSA exponent is not an odd number from 65537 to 32 bits")]
    Exponent,
    /// The PEM text holds no public key we know.
    #[error("the text is not a public key in PEM form")]
    Pem,
}

impl JwkFault {
    /// The stable code of the reason.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "too-large",
            Self::NotAnObject => "not-an-object",
            Self::DuplicateMember => "duplicate-member",
            Self::NoKeys => "no-keys",
            Self::TooManyKeys => "too-many-keys",
            Self::DuplicateKid => "duplicate-kid",
            Self::Symmetric => "symmetric",
            Self::Private => "private",
            Self::KeyType => "key-type",
            Self::Kid => "kid",
            Self::Use => "use",
            Self::KeyOps => "key-ops",
            Self::Algorithm => "algorithm",
            Self::Curve => "curve",
            Self::Encoding => "encoding",
            Self::Point => "point",
            Self::Modulus => "modulus",
            Self::Exponent => "exponent",
            Self::Pem => "pem",
        }
    }
}

impl From<JsonFault> for JwkFault {
    fn from(fault: JsonFault) -> Self {
        match fault {
            JsonFault::NotAnObject => Self::NotAnObject,
            JsonFault::Duplicate => Self::DuplicateMember,
        }
    }
}

impl From<openssl::error::ErrorStack> for JwkFault {
    fn from(_: openssl::error::ErrorStack) -> Self {
        Self::Pem
    }
}
