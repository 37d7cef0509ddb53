//! Keys that partners may register, and the many they may not.

use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::nid::Nid;
use serde_json::json;

use super::super::jwk_fault::JwkFault::{self, *};
use super::super::jwks::{export, import, import_set, import_text, thumbprint};
use super::*;
use estafette_client::assertion_key::AssertionKey;

fn ec() -> Value {
    AssertionKey::generate().unwrap().public_jwk().clone()
}

fn ed() -> Value {
    export(&public_pem(&PKey::generate_ed25519().unwrap()), Alg::EdDsa).unwrap()
}

fn rsa_jwk(bits: u32) -> Value {
    export(&public_pem(&rsa(bits)), Alg::Ps256).unwrap()
}

#[test]
fn keys_survive_the_way_out_and_in() {
    let keys = [(rsa(3072), Alg::Ps256), (PKey::generate_ed25519().unwrap(), Alg::EdDsa), {
        let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
        (PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap(), Alg::Es256)
    }];
    for (key, alg) in keys {
        let pem = public_pem(&key);
        let jwk = export(&pem, alg).unwrap();
        let back = import(&jwk, Alg::USUAL).unwrap();
        assert_eq!((back.alg, back.pem.as_str(), Some(back.kid.as_str())), (alg, pem.as_str(), jwk["kid"].as_str()));
        assert_eq!(import_text(&jwk.to_string(), Alg::USUAL), Ok(back));
    }
}

#[test]
fn the_thumbprint_is_that_of_the_standard() {
    // RFC 7638, section 3.1.
    let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-\
             5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdk\
             t-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
    let jwk = json!({ "kty": "RSA", "n": n, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29" });
    assert_eq!(thumbprint(&jwk).as_deref(), Some("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"));
    // RFC 8037, appendix A.3.
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" });
    assert_eq!(thumbprint(&jwk).as_deref(), Some("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"));
    assert!(import(&changed(jwk, &json!({ "kid": "a" })), Alg::USUAL).is_ok());
    let client = AssertionKey::generate().unwrap();
    assert_eq!(thumbprint(client.public_jwk()).as_deref(), Some(client.kid()));
}

fn refused(base: &Value, change: &Value, fault: JwkFault) {
    let jwk = changed(base.clone(), change);
    assert_eq!(import(&jwk, Alg::USUAL), Err(fault), "{change}");
}

#[test]
fn common_members() {
    for key in [ec(), ed(), rsa_jwk(3072)] {
        for name in ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"] {
            refused(&key, &json!({ name: "AQAB" }), Private);
        }
        refused(&key, &json!({ "kty": "oct", "k": "AQAB" }), Symmetric);
        refused(&key, &json!({ "kty": "AKP" }), KeyType);
        refused(&key, &json!({ "kty": "ec" }), KeyType);
        refused(&key, &json!({ "kty": "(absent)" }), KeyType);
        refused(&key, &json!({ "use": "enc" }), Use);
        refused(&key, &json!({ "use": null }), Use);
        for ops in [json!(["sign"]), json!(["sign", "verify"]), json!([]), json!("verify"), json!(["verify", "verify"])] {
            refused(&key, &json!({ "key_ops": ops }), KeyOps);
        }
        for kid in [json!("(absent)"), json!(""), json!(1), json!("a b"), json!("é"), json!("a".repeat(129))] {
            refused(&key, &json!({ "kid": kid }), Kid);
        }
        for alg in [json!("HS256"), json!("none"), json!("ES384"), json!(1), json!(null)] {
            refused(&key, &json!({ "alg": alg }), Algorithm);
        }
        let kept = changed(key, &json!({ "key_ops": ["verify"], "use": "(absent)", "ext": true }));
        assert!(import(&kept, Alg::USUAL).is_ok());
    }
}

#[test]
fn curves_and_types_that_do_not_fit() {
    refused(&ec(), &json!({ "alg": "PS256" }), Curve);
    refused(&ec(), &json!({ "alg": "EdDSA" }), Curve);
    refused(&ec(), &json!({ "crv": "P-384" }), Curve);
    refused(&ec(), &json!({ "crv": "secp256k1", "alg": "(absent)" }), Curve);
    refused(&ec(), &json!({ "kty": "OKP" }), Curve);
    refused(&ed(), &json!({ "crv": "X25519" }), Curve);
    refused(&ed(), &json!({ "crv": "Ed448" }), Curve);
    refused(&rsa_jwk(3072), &json!({ "alg": "ES256" }), Curve);
    refused(&rsa_jwk(3072), &json!({ "alg": "(absent)" }), Algorithm);
    refused(&rsa_jwk(3072), &json!({ "alg": "RS256" }), Algorithm);
}

#[test]
fn numbers_and_points() {
    let (zero, one) = (encode([0; 32]), encode([&[0; 31][..], &[1]].concat()));
    refused(&ec(), &json!({ "x": zero, "y": zero }), Point);
    refused(&ec(), &json!({ "x": one, "y": one }), Point);
    refused(&ec(), &json!({ "y": ec()["y"] }), Point);
    refused(&ec(), &json!({ "x": encode([0xff; 32]) }), Point);
    for x in [json!("(absent)"), json!(1), json!(encode([1; 31])), json!(encode([1; 33])), json!("AA=="), json!("=")] {
        refused(&ec(), &json!({ "x": x }), Encoding);
        refused(&ed(), &json!({ "x": x }), Encoding);
    }
    let le = |first: u8, last: u8| encode([&[first][..], &[0; 30], &[last]].concat());
    let ones = |first: u8, last: u8| encode([&[first][..], &[0xff; 30], &[last]].concat());
    // Order 1, 4 and 2, also with the sign bit; y = 2 has no x; p, p + 1 and more are second spellings.
    for x in
        [le(1, 0), le(1, 0x80), le(0, 0), le(0, 0x80), ones(0xec, 0x7f), le(2, 0), ones(0xed, 0x7f), ones(0xee, 0x7f), ones(0xff, 0xff)]
    {
        refused(&ed(), &json!({ "x": x }), Point);
    }
    for hex in [
        "7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7",
        "05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826",
    ] {
        let mut bytes = BigNum::from_hex_str(hex).unwrap().to_vec_padded(32).unwrap();
        bytes.reverse();
        refused(&ed(), &json!({ "x": encode(bytes) }), Point);
    }
}

#[test]
fn rsa_sizes() {
    let good = rsa_jwk(3072);
    assert_eq!(import(&rsa_jwk(2048), Alg::USUAL), Err(Modulus));
    for n in [encode([0xff; 383]), encode([0xff; 1025]), encode([&[0xff; 383][..], &[0xfe]].concat()), "Aw".into()] {
        refused(&good, &json!({ "n": n }), Modulus);
    }
    for e in [vec![3], vec![17], vec![1], vec![0xff, 0xff], vec![1, 0, 0], vec![1, 0, 0, 0, 1]] {
        refused(&good, &json!({ "e": encode(e) }), Exponent);
    }
    for e in [vec![], vec![0, 1, 0, 1]] {
        refused(&good, &json!({ "e": encode(e) }), Encoding);
    }
    let spaced = encode([&[0][..], &URL_SAFE_NO_PAD.decode(good["n"].as_str().unwrap()).unwrap()].concat());
    refused(&good, &json!({ "n": spaced }), Encoding);
}

#[test]
fn documents() {
    let (a, b) = (ec(), ec());
    let set = |keys: &[&Value]| json!({ "keys": keys }).to_string();
    assert_eq!(import_set(&set(&[&a, &b]), Alg::USUAL).unwrap().len(), 2);
    for (text, fault) in [
        (set(&[]), NoKeys),
        (json!({}).to_string(), NoKeys),
        (json!({ "keys": a }).to_string(), NoKeys),
        (set(&[&a, &a]), DuplicateKid),
        (set(&[&a; 11]), TooManyKeys),
        (set(&[&a, &json!(1)]), NotAnObject),
        (format!("{}x", set(&[&a])), NotAnObject),
        ("[]".into(), NotAnObject),
        (set(&[&a]).replacen("\"kty\"", "\"kid\":\"x\",\"kty\"", 1), DuplicateMember),
        (" ".repeat(16 * 1024 + 1), TooLarge),
    ] {
        assert_eq!(import_set(&text, Alg::USUAL), Err(fault), "{text}");
    }
    assert_eq!(import_text(&a.to_string().replacen('{', r#"{"kid":"x","#, 1), Alg::USUAL), Err(DuplicateMember));
    assert_eq!(export("no key", Alg::Es256), Err(Pem));
    assert_eq!(export(&public_pem(&rsa(2048)), Alg::Es256), Err(Curve));
}
