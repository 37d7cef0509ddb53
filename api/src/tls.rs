//! TLS 1.3 and nothing older; with the authorities of clients known, clients are asked for a certificate.

use std::path::Path;

use openssl::{
    pkey::PKey,
    ssl::{SslAcceptor, SslAcceptorBuilder, SslMethod, SslSessionCacheMode, SslVerifyMode, SslVersion},
};

use crate::{app::StartError, private_file};

/// An acceptor with this certificate chain and key, for clients of these authorities.
///
/// # Errors
/// Names the file that cannot be used.
pub fn acceptor(certificate: &Path, key: &Path, client_ca: Option<&Path>) -> Result<SslAcceptorBuilder, StartError> {
    let unusable = |name: &str, path: &Path| StartError(format!("setting {name}: cannot use {}", path.display()));
    let mut builder = SslAcceptor::mozilla_modern_v5(SslMethod::tls()).map_err(|error| StartError::of(&error))?;
    builder.set_min_proto_version(Some(SslVersion::TLS1_3)).map_err(|error| StartError::of(&error))?;
    builder.set_certificate_chain_file(certificate).map_err(|_| unusable("tls-certificate", certificate))?;
    let pem = private_file::read(key).map_err(|error| StartError(format!("setting tls-key: {}", StartError::of(&error))))?;
    let private = PKey::private_key_from_pem(&pem).map_err(|_| unusable("tls-key", key))?;
    builder.set_private_key(&private).and_then(|()| builder.check_private_key()).map_err(|_| unusable("tls-key", key))?;
    if let Some(client_ca) = client_ca {
        ask_for_certificates(&mut builder, client_ca).map_err(|_| unusable("tls-client-ca", client_ca))?;
    }
    Ok(builder)
}

/// A client may come without a certificate, but not with one of another authority. What it may do without is decided by its token.
fn ask_for_certificates(builder: &mut SslAcceptorBuilder, client_ca: &Path) -> Result<(), openssl::error::ErrorStack> {
    builder.set_ca_file(client_ca)?;
    let named = openssl::x509::X509Name::load_client_ca_file(client_ca)?;
    builder.set_client_ca_list(named);
    builder.set_verify(SslVerifyMode::PEER);
    // Every connection proves anew that it has the key of its certificate.
    builder.set_session_cache_mode(SslSessionCacheMode::OFF);
    builder.set_num_tickets(0)
}
