//! Certificates: an authority of the test's own, and what it vouches for.

use openssl::{
    asn1::Asn1Time,
    bn::BigNum,
    ec::{EcGroup, EcKey},
    hash::MessageDigest,
    nid::Nid,
    pkey::{PKey, Private},
    x509::{X509, X509NameBuilder, extension::BasicConstraints, extension::SubjectAlternativeName},
};

/// An authority that vouches for servers and clients.
pub struct Authority {
    key: PKey<Private>,
    certificate: X509,
}

/// A certificate with its private key.
pub struct Certified {
    key: PKey<Private>,
    certificate: X509,
}

impl Authority {
    /// A new authority.
    pub fn new(name: &str) -> Self {
        let key = key();
        let certificate = certificate(name, &key, None);
        Self { key, certificate }
    }

    /// Its own certificate, in PEM.
    pub fn pem(&self) -> Vec<u8> {
        self.certificate.to_pem().expect("a certificate has a PEM")
    }

    /// Vouches for a new key, of a client of this name or of a server on this machine.
    pub fn certify(&self, name: &str) -> Certified {
        let key = key();
        let certificate = certificate(name, &key, Some(self));
        Certified { key, certificate }
    }
}

impl Certified {
    /// The certificate, in PEM.
    pub fn pem(&self) -> Vec<u8> {
        self.certificate.to_pem().expect("a certificate has a PEM")
    }

    /// The certificate, in DER.
    pub fn der(&self) -> Vec<u8> {
        self.certificate.to_der().expect("a certificate has a DER")
    }

    /// The certificate itself.
    pub fn certificate(&self) -> X509 {
        self.certificate.clone()
    }

    /// The private key.
    pub fn key(&self) -> PKey<Private> {
        self.key.clone()
    }

    /// The private key, in PEM.
    pub fn key_pem(&self) -> Vec<u8> {
        self.key.private_key_to_pem_pkcs8().expect("a key has a PEM")
    }

    /// The SHA-256 of the certificate, in hexadecimal, as it is registered.
    pub fn thumbprint(&self) -> String {
        openssl::sha::sha256(&self.der()).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

fn key() -> PKey<Private> {
    let curve = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).expect("a curve");
    EcKey::generate(&curve).and_then(PKey::from_ec_key).expect("a key can be made")
}

fn certificate(name: &str, key: &PKey<Private>, by: Option<&Authority>) -> X509 {
    build(name, key, by).expect("a certificate can be made")
}

fn build(name: &str, key: &PKey<Private>, by: Option<&Authority>) -> Result<X509, openssl::error::ErrorStack> {
    let mut subject = X509NameBuilder::new()?;
    subject.append_entry_by_nid(Nid::COMMONNAME, name)?;
    let subject = subject.build();
    let mut made = X509::builder()?;
    let mut serial = BigNum::new()?;
    serial.rand(120, openssl::bn::MsbOption::MAYBE_ZERO, false)?;
    made.set_version(2)?;
    made.set_serial_number(&*serial.to_asn1_integer()?)?;
    made.set_subject_name(&subject)?;
    made.set_issuer_name(by.map_or(&subject, |by| by.certificate.subject_name()))?;
    made.set_pubkey(key)?;
    made.set_not_before(&*Asn1Time::days_from_now(0)?)?;
    made.set_not_after(&*Asn1Time::days_from_now(1)?)?;
    match by {
        None => made.append_extension(BasicConstraints::new().critical().ca().build()?)?,
        Some(by) => {
            let here = SubjectAlternativeName::new().ip("127.0.0.1").build(&made.x509v3_context(Some(&by.certificate), None))?;
            made.append_extension(here)?;
        }
    }
    made.sign(by.map_or(key, |by| &by.key), MessageDigest::sha256())?;
    Ok(made.build())
}
