//! Certificates of partners, as operators send them: read, and found fit to be shown.

use estafette_contract::NewCertificate;
use estafette_db::{DbError, DbResult, proposals::Change};
use openssl::x509::X509;

use crate::tokens::thumbprint;

/// What an operator proposes with a certificate.
///
/// # Errors
/// Why it is refused.
pub fn proposed(new: &NewCertificate) -> DbResult<Change> {
    let refuse = |code: &str, detail: &str| Err(DbError::field("/certificate", code, detail));
    if new.certificate.contains("PRIVATE KEY") {
        return refuse("private", "A private key came along: it must no longer be used. Make a new one, and send its certificate alone.");
    }
    let found = X509::stack_from_pem(new.certificate.as_bytes()).unwrap_or_default();
    match found.as_slice() {
        [one] => change(one),
        [] => refuse("no-certificate", "Send one X.509 certificate in PEM."),
        _ => refuse("more-than-one", "Send the certificate of the client alone, without those of its authorities."),
    }
}

fn change(certificate: &X509) -> DbResult<Change> {
    let der = certificate.to_der().map_err(|_| DbError::field("/certificate", "no-certificate", "Send one X.509 certificate in PEM."))?;
    Ok(Change::AddCertificate { thumbprint: thumbprint::of_certificate(&der) })
}
