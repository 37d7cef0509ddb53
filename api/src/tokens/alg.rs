//! The signature algorithms this service knows: all asymmetric, so a public key can never pass for a shared secret.

use jsonwebtoken::Algorithm;

/// One of the four signature algorithms that a token or a key may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Alg {
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// RSA-PSS with SHA-256.
    Ps256,
    /// Ed25519.
    EdDsa,
    /// RSA PKCS #1 v1.5 with SHA-256, only for partners under the NL GOV profile switch.
    Rs256,
}

impl Alg {
    /// The algorithms any partner may use.
    pub const USUAL: &'static [Self] = &[Self::Es256, Self::Ps256, Self::EdDsa];
    /// The usual algorithms and RS256, for a partner with the NL GOV profile switch on.
    pub const NL_GOV: &'static [Self] = &[Self::Es256, Self::Ps256, Self::EdDsa, Self::Rs256];

    /// Finds the algorithm with exactly this JOSE name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NL_GOV.iter().copied().find(|alg| alg.name() == name)
    }

    /// The JOSE name, as written in headers and keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Ps256 => "PS256",
            Self::EdDsa => "EdDSA",
            Self::Rs256 => "RS256",
        }
    }

    /// Our name for an algorithm of the library, when it is one we allow.
    pub(super) const fn of_library(alg: Algorithm) -> Option<Self> {
        match alg {
            Algorithm::ES256 => Some(Self::Es256),
            Algorithm::PS256 => Some(Self::Ps256),
            Algorithm::EdDSA => Some(Self::EdDsa),
            Algorithm::RS256 => Some(Self::Rs256),
            _ => None,
        }
    }

    /// The library's name for this algorithm.
    pub(super) const fn library(self) -> Algorithm {
        match self {
            Self::Es256 => Algorithm::ES256,
            Self::Ps256 => Algorithm::PS256,
            Self::EdDsa => Algorithm::EdDSA,
            Self::Rs256 => Algorithm::RS256,
        }
    }
}
