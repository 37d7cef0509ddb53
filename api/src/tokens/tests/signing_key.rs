//! The key file: made once, private, and refused when it is not.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use openssl::ec::{EcGroup, EcKey};
use openssl::nid::Nid;

use super::super::jwks::thumbprint;
use super::super::key_fault::KeyFault;
use super::*;

#[test]
fn a_key_survives_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("signing.pem");
    let key = SigningKey::generate().unwrap();
    key.save(&path).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
    let loaded = SigningKey::load(&path).unwrap();
    assert_eq!((loaded.kid(), loaded.public_jwk()), (key.kid(), key.public_jwk()));
    assert_eq!(thumbprint(key.public_jwk()).as_deref(), Some(key.kid()));
    assert!(matches!(key.save(&path), Err(KeyFault::Io { .. })), "an existing key must not be overwritten");
    assert!(!format!("{key:?}").contains("BEGIN"));
}

#[test]
fn a_file_that_others_can_read_is_refused_in_one_helpful_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("signing.pem");
    SigningKey::generate().unwrap().save(&path).unwrap();
    for mode in [0o640, 0o604, 0o660, 0o644, 0o610, 0o601, 0o777] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let line = SigningKey::load(&path).unwrap_err().to_string();
        let shown = path.display();
        assert_eq!(line, format!("{shown}: mode {mode:03o} lets others read this private key; run: chmod 600 {shown}"));
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
    assert!(SigningKey::load(&path).is_ok());
}

#[test]
fn a_file_without_a_p256_key_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("signing.pem");
    assert!(matches!(SigningKey::load(&path), Err(KeyFault::Io { .. })));
    let p384 = EcKey::generate(&EcGroup::from_curve_name(Nid::SECP384R1).unwrap()).unwrap();
    let others = [PKey::from_ec_key(p384).unwrap(), rsa(2048), PKey::generate_ed25519().unwrap()];
    for content in others.iter().map(private_pem).chain([b"nonsense".to_vec(), Vec::new()]) {
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        assert!(matches!(SigningKey::load(&path), Err(KeyFault::NotAKey { .. })));
    }
}
