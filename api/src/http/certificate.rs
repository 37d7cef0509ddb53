//! The certificate of a client: shown by its own connection, or told by a proxy that is known.

use std::any::Any;

use actix_tls::accept::openssl::TlsStream;
use actix_web::{HttpRequest, dev::Extensions, rt::net::TcpStream};
use base64::{Engine, prelude::BASE64_STANDARD};

use crate::{settings::MutualTls, tokens::thumbprint};

/// The header in which a proxy tells the certificate (RFC 9440).
const CLIENT_CERT: &str = "client-cert";

/// The thumbprint of the certificate that a connection showed when it began.
struct Shown(String);

/// Remembers with a new connection which certificate it shows.
pub fn remember(connection: &dyn Any, data: &mut Extensions) {
    let Some(stream) = connection.downcast_ref::<TlsStream<TcpStream>>() else { return };
    let certificate = stream.ssl().peer_certificate().and_then(|certificate| certificate.to_der().ok());
    if let Some(der) = certificate {
        data.insert(Shown(thumbprint::of_certificate(&der)));
    }
}

/// The thumbprint of the client's certificate. A proxy's connection is not its client's, so of a proxy only the header counts.
///
/// # Errors
/// When a proxy tells a certificate that is none.
pub fn of(request: &HttpRequest, from: &MutualTls) -> Result<Option<String>, &'static str> {
    let proxied = request.peer_addr().is_some_and(|peer| from.proxies.contains(&peer.ip().to_canonical()));
    if !proxied {
        return Ok(request.conn_data::<Shown>().map(|shown| shown.0.clone()));
    }
    let mut told = request.headers().get_all(CLIENT_CERT);
    match (told.next(), told.next()) {
        (None, _) => Ok(None),
        (Some(only), None) => thumbprint_told(only.as_bytes()).map(Some).ok_or("the proxy tells no certificate in the form of RFC 9440"),
        _ => Err("the proxy tells more than one certificate"),
    }
}

/// The header holds the certificate as a byte sequence: base64 of DER between colons.
fn thumbprint_told(header: &[u8]) -> Option<String> {
    let base64 = header.strip_prefix(b":")?.strip_suffix(b":")?;
    let der = BASE64_STANDARD.decode(base64).ok()?;
    openssl::x509::X509::from_der(&der).ok().map(|_| thumbprint::of_certificate(&der))
}
