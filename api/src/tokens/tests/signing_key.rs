//! A signing key: it survives being written down, and is named by its thumbprint.

use openssl::ec::{EcGroup, EcKey};
use openssl::nid::Nid;

use super::super::jwks::thumbprint;
use super::*;

#[test]
fn a_key_survives_its_pem() {
    let key = SigningKey::generate().unwrap();
    let read = SigningKey::from_pem(&key.private_pem().unwrap()).unwrap();
    assert_eq!((read.kid(), read.public_jwk()), (key.kid(), key.public_jwk()));
    assert_eq!(thumbprint(key.public_jwk()).as_deref(), Some(key.kid()));
    assert!(key.public_jwk().get("d").is_none());
    assert!(!format!("{key:?}").contains("BEGIN"));
}

#[test]
fn only_a_p256_key_signs() {
    let p384 = EcKey::generate(&EcGroup::from_curve_name(Nid::SECP384R1).unwrap()).unwrap();
    let others = [PKey::from_ec_key(p384).unwrap(), rsa(2048), PKey::generate_ed25519().unwrap()];
    for content in others.iter().map(private_pem).chain([b"nonsense".to_vec(), Vec::new()]) {
        assert!(SigningKey::from_pem(&content).is_err());
    }
}
