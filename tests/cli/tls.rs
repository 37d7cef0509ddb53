//! TLS 1.3 and nothing older.

use std::{net::TcpStream, path::Path};

use estafette_client::{Client, Method, Request};
use estafette_tests::harness::binary::{Process, complaint};
use openssl::{
    asn1::Asn1Time,
    bn::BigNum,
    ec::{EcGroup, EcKey},
    hash::MessageDigest,
    nid::Nid,
    pkey::PKey,
    ssl::{SslConnector, SslMethod, SslVerifyMode, SslVersion},
    x509::{X509, X509NameBuilder, extension::SubjectAlternativeName},
};

use super::{ANYWHERE, folder};

const TLS: [&str; 4] = ["--tls-certificate", "certificate.pem", "--tls-key", "key.pem"];

#[actix_web::test]
async fn tls_1_3_is_served_and_older_ones_are_not() {
    let folder = folder();
    let certificate = certify(folder.path());
    let service = Process::start(folder.path(), &[&ANYWHERE[..], &TLS].concat());
    assert!(service.base().starts_with("https://127.0.0.1:"), "{}", service.base());

    let client = Client::builder(service.base()).root_certificate(certificate).build().unwrap();
    assert!(client.send(Request::new(Method::GET, "/healthz")).await.unwrap().status.is_success());

    let address = service.base().trim_start_matches("https://");
    assert_eq!(greet(address, SslVersion::TLS1_3), Ok("TLSv1.3".to_owned()));
    assert!(greet(address, SslVersion::TLS1_2).is_err());
}

#[test]
fn half_a_pair_of_files_is_refused() {
    let folder = folder();
    certify(folder.path());
    let one = complaint(folder.path(), &[&ANYWHERE[..], &TLS[..2]].concat());
    assert!(one.starts_with("estafette: setting tls-key: "), "{one}");
    std::fs::write(folder.path().join("key.pem"), "no key").unwrap();
    let broken = complaint(folder.path(), &[&ANYWHERE[..], &TLS].concat());
    assert_eq!(broken, "estafette: setting tls-key: cannot use key.pem");
}

/// Shakes hands with no newer version than `newest`; answers the version that came of it.
fn greet(address: &str, newest: SslVersion) -> Result<String, String> {
    let mut connector = SslConnector::builder(SslMethod::tls_client()).unwrap();
    connector.set_verify(SslVerifyMode::NONE);
    connector.set_max_proto_version(Some(newest)).unwrap();
    let stream = connector.build().connect("127.0.0.1", TcpStream::connect(address).unwrap());
    stream.map(|stream| stream.ssl().version_str().to_owned()).map_err(|error| error.to_string())
}

/// Writes a key and a certificate that vouches for itself; answers the certificate.
fn certify(folder: &Path) -> Vec<u8> {
    let key = EcKey::generate(&EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap()).unwrap();
    let key = PKey::from_ec_key(key).unwrap();
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_nid(Nid::COMMONNAME, "estafette").unwrap();
    let name = name.build();
    let mut certificate = X509::builder().unwrap();
    certificate.set_version(2).unwrap();
    certificate.set_serial_number(&BigNum::from_u32(1).unwrap().to_asn1_integer().unwrap()).unwrap();
    certificate.set_subject_name(&name).unwrap();
    certificate.set_issuer_name(&name).unwrap();
    certificate.set_pubkey(&key).unwrap();
    certificate.set_not_before(&Asn1Time::days_from_now(0).unwrap()).unwrap();
    certificate.set_not_after(&Asn1Time::days_from_now(1).unwrap()).unwrap();
    let address = SubjectAlternativeName::new().ip("127.0.0.1").build(&certificate.x509v3_context(None, None)).unwrap();
    certificate.append_extension(address).unwrap();
    certificate.sign(&key, MessageDigest::sha256()).unwrap();
    let certificate = certificate.build().to_pem().unwrap();
    std::fs::write(folder.join("certificate.pem"), &certificate).unwrap();
    std::fs::write(folder.join("key.pem"), key.private_key_to_pem_pkcs8().unwrap()).unwrap();
    certificate
}
