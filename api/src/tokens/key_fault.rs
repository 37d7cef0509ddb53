//! Why a signing key could not be made, read or used.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// What went wrong with the server's own signing key, said in one line to the person who starts the server.
#[derive(Debug, Error)]
pub enum KeyFault {
    /// Others than the owner may read the file.
    #[error("{path}: mode {mode:03o} lets others read this private key; run: chmod 600 {path}", path = path.display())]
    Exposed {
        /// The key file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The file holds no P-256 private key.
    #[error("{path}: no P-256 private key in PEM form; restore the file or make a new key", path = path.display())]
    NotAKey {
        /// The key file.
        path: PathBuf,
    },
    /// The file cannot be opened, read or written.
    #[error("{path}: the key file cannot be used", path = path.display())]
    Io {
        /// The key file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// OpenSSL refused.
    #[error("OpenSSL could not make or read a key")]
    OpenSsl(#[from] openssl::error::ErrorStack),
    /// The key cannot be written as a JWK.
    #[error("the key cannot be written as a JWK")]
    Jwk(#[from] super::jwk_fault::JwkFault),
    /// The token could not be signed.
    #[error("the token could not be signed")]
    Sign(#[from] jsonwebtoken::errors::Error),
    /// The claims could not be written as JSON.
    #[error("the claims could not be written as JSON")]
    Json(#[from] serde_json::Error),
}
