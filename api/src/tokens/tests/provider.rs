//! What the library may and may not do with our OpenSSL provider.

use jsonwebtoken::crypto::{sign as library_sign, verify as library_verify};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use openssl::ec::{EcGroup, EcKey};
use openssl::nid::Nid;

use super::super::es256;
use super::*;

#[test]
fn every_other_algorithm_is_refused_on_both_sides() {
    crypto::install();
    crypto::install();
    let forge = Forge::new();
    let public = DecodingKey::from_ec_pem(forge.key.public_pem().as_bytes()).unwrap();
    let (secret, shared) = (EncodingKey::from_secret(b"secret"), DecodingKey::from_secret(b"secret"));
    use Algorithm::*;
    for alg in [HS256, HS384, HS512, ES384, RS384, RS512, PS384, PS512] {
        for key in [&secret, &forge.encoding] {
            assert!(library_sign(b"message", key, alg).is_err(), "{alg:?}");
        }
        for key in [&shared, &public] {
            assert!(library_verify("AAAA", b"message", key, alg).is_err(), "{alg:?}");
        }
    }
    assert!(library_sign(b"message", &secret, ES256).is_err());
    assert!(library_verify("AAAA", b"message", &shared, ES256).is_err());
    assert!(library_verify("AAAA", b"message", &public, EdDSA).is_err());
    // Even the right bytes are refused under the wrong family.
    let point_as_secret = DecodingKey::from_secret(public.try_get_as_bytes().unwrap());
    assert!(library_verify("AAAA", b"message", &public, ES256).is_ok());
    assert!(library_verify("AAAA", b"message", &point_as_secret, ES256).is_err());
}

#[test]
fn small_rsa_keys_are_refused() {
    let key = rsa(1024);
    let (encoding, decoding) =
        (EncodingKey::from_rsa_pem(&private_pem(&key)).unwrap(), crypto::decoding_key(Alg::Ps256, &public_pem(&key)).unwrap());
    for alg in [Alg::Ps256, Alg::Rs256] {
        assert!(crypto::sign("a.b", &encoding, alg).is_err());
        assert!(crypto::verify("a.b", "AAAA", &decoding, alg).is_err());
    }
}

#[test]
fn pss_and_pkcs1_signatures_are_not_interchangeable() {
    let key = rsa(2048);
    let (encoding, decoding) =
        (EncodingKey::from_rsa_pem(&private_pem(&key)).unwrap(), crypto::decoding_key(Alg::Ps256, &public_pem(&key)).unwrap());
    for (signed, checked) in [(Alg::Ps256, Alg::Rs256), (Alg::Rs256, Alg::Ps256)] {
        let signature = crypto::sign("a.b", &encoding, signed).unwrap();
        assert!(crypto::verify("a.b", &signature, &decoding, signed).unwrap());
        assert!(!crypto::verify("a.b", &signature, &decoding, checked).unwrap());
    }
}

#[test]
fn keys_on_another_curve_are_refused() {
    for nid in [Nid::SECP384R1, Nid::SECP256K1] {
        let key = PKey::from_ec_key(EcKey::generate(&EcGroup::from_curve_name(nid).unwrap()).unwrap()).unwrap();
        let encoding = EncodingKey::from_ec_pem(&private_pem(&key)).unwrap();
        assert!(crypto::sign("a.b", &encoding, Alg::Es256).is_err());
        let decoding = crypto::decoding_key(Alg::Es256, &public_pem(&key)).unwrap();
        assert!(crypto::verify("a.b", &encode([1; 64]), &decoding, Alg::Es256).is_err());
    }
    for point in [vec![0], vec![4; 65], vec![2; 33], vec![]] {
        assert!(crypto::verify("a.b", "AAAA", &DecodingKey::from_ec_der(&point), Alg::Es256).is_err());
    }
}

#[test]
fn we_always_write_the_smaller_s() {
    let forge = Forge::new();
    for round in 0..40 {
        let signature = crypto::sign(&format!("a.{round}"), &forge.encoding, Alg::Es256).unwrap();
        let bytes = URL_SAFE_NO_PAD.decode(signature).unwrap();
        assert!(es256::has_low_s(&bytes) && !es256::has_low_s(&es256::mirrored(&bytes).unwrap()));
        assert_eq!(es256::mirrored(&es256::mirrored(&bytes).unwrap()).unwrap(), bytes);
    }
}
