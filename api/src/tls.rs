//! TLS 1.3 and nothing older.

use std::path::Path;

use openssl::ssl::{SslAcceptor, SslAcceptorBuilder, SslFiletype, SslMethod, SslVersion};

use crate::app::StartError;

/// An acceptor with this certificate chain and key.
///
/// # Errors
/// Names the file that cannot be used.
pub fn acceptor(certificate: &Path, key: &Path) -> Result<SslAcceptorBuilder, StartError> {
    let unusable = |name: &str, path: &Path| StartError(format!("setting {name}: cannot use {}", path.display()));
    let mut builder = SslAcceptor::mozilla_modern_v5(SslMethod::tls()).map_err(|error| StartError::of(&error))?;
    builder.set_min_proto_version(Some(SslVersion::TLS1_3)).map_err(|error| StartError::of(&error))?;
    builder.set_certificate_chain_file(certificate).map_err(|_| unusable("tls-certificate", certificate))?;
    builder.set_private_key_file(key, SslFiletype::PEM).map_err(|_| unusable("tls-key", key))?;
    builder.check_private_key().map_err(|_| unusable("tls-key", key))?;
    Ok(builder)
}
