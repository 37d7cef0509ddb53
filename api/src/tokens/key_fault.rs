//! Why a signing key could not be made, read or used.

use thiserror::Error;

/// What went wrong with a signing key of this service's own.
#[derive(Debug, Error)]
pub enum KeyFault {
    /// OpenSSL refused.
    #[error("OpenSSL could not make or read a key")]
    OpenSsl(#[from] openssl::error::ErrorStack),
    /// The key cannot be written as a JWK.
    #[error("the key cannot be written as a JWK")]
    Jwk(#[from] super::jwk_fault::JwkFault),
    /// The registered certificate is no thumbprint.
    #[error("the registered certificate is no SHA-256 in hexadecimal")]
    Certificate,
    /// The token could not be signed.
    #[error("the token could not be signed")]
    Sign(#[from] jsonwebtoken::errors::Error),
    /// The claims could not be written as JSON.
    #[error("the claims could not be written as JSON")]
    Json(#[from] serde_json::Error),
}
