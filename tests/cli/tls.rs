//! TLS 1.3 and nothing older.

use std::{fs::Permissions, net::TcpStream, os::unix::fs::PermissionsExt, path::Path};

use estafette_client::{Client, Method, Request};
use estafette_tests::harness::{
    binary::{Process, complaint},
    certificates::Authority,
};
use openssl::ssl::{SslConnector, SslMethod, SslVerifyMode, SslVersion};

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

#[test]
fn a_private_key_that_others_can_read_is_not_served_with() {
    let folder = folder();
    certify(folder.path());
    std::fs::set_permissions(folder.path().join("key.pem"), Permissions::from_mode(0o640)).unwrap();
    let said = complaint(folder.path(), &[&ANYWHERE[..], &TLS].concat());
    assert_eq!(said, "estafette: setting tls-key: mode 640 lets others read the private key in key.pem; run: chmod 600 key.pem");
}

#[test]
fn the_authorities_of_clients_need_tls_and_a_file() {
    let folder = folder();
    certify(folder.path());
    let plain = complaint(folder.path(), &[&ANYWHERE[..], &["--tls-client-ca", "certificate.pem"]].concat());
    assert!(plain.starts_with("estafette: setting tls-client-ca: "), "{plain}");
    let absent = complaint(folder.path(), &[&ANYWHERE[..], &TLS, &["--tls-client-ca", "absent.pem"]].concat());
    assert_eq!(absent, "estafette: setting tls-client-ca: cannot use absent.pem");
}

/// Shakes hands with no newer version than `newest`; answers the version that came of it.
fn greet(address: &str, newest: SslVersion) -> Result<String, String> {
    let mut connector = SslConnector::builder(SslMethod::tls_client()).unwrap();
    connector.set_verify(SslVerifyMode::NONE);
    connector.set_max_proto_version(Some(newest)).unwrap();
    let stream = connector.build().connect("127.0.0.1", TcpStream::connect(address).unwrap());
    stream.map(|stream| stream.ssl().version_str().to_owned()).map_err(|error| error.to_string())
}

/// Writes the key and the certificate of a server; answers the certificate of the authority that vouches for it.
fn certify(folder: &Path) -> Vec<u8> {
    let authority = Authority::new("authority");
    let server = authority.certify("estafette");
    std::fs::write(folder.join("certificate.pem"), server.pem()).unwrap();
    std::fs::write(folder.join("key.pem"), server.key_pem()).unwrap();
    std::fs::set_permissions(folder.join("key.pem"), Permissions::from_mode(0o600)).unwrap();
    authority.pem()
}
