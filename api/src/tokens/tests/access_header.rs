//! Access tokens with an altered header, each refused at the step that is there for it.

use serde_json::json;

use super::super::fault::TokenFault::*;
use super::table::{all_refused, row};
use super::*;

#[test]
fn algorithms() {
    let forge = Forge::new();
    let claims = claims_with(&json!({}));
    let mut rows = Vec::new();
    for alg in ["none", "None", "NONE", "nOnE", " none", "none ", "", "HS256", "HS384", "HS512", "ES384", "ES512", "ES256K", "PS512"]
        .into_iter()
        .chain(["RS1", "es256", "Es256", "EDDSA", "Ed25519", "A128KW", "dir", "ES256\u{0}", "\u{202e}ES256"])
    {
        let header = forge.header_with(&json!({ "alg": alg }));
        rows.push(row(format!("alg {alg}"), forge.sign(&header, &claims), Algorithm));
        rows.push(row(format!("alg {alg}, unsigned"), format!("{}.{}.", encode(&header), encode(&claims)), Algorithm));
    }
    rows.push(row("alg absent", forge.sign(&forge.header_with(&json!({ "alg": "(absent)" })), &claims), Algorithm));
    for alg in [json!(null), json!(1), json!(["ES256"]), json!({ "a": 1 }), json!(true)] {
        let header = forge.header_with(&json!({ "alg": alg }));
        rows.push(row(format!("alg {alg}"), forge.sign(&header, &claims), HeaderMember));
    }
    for alg in ["PS256", "RS256", "EdDSA"] {
        rows.push(row(format!("swapped {alg}"), forge.sign(&forge.header_with(&json!({ "alg": alg })), &claims), KeyAlgorithm));
    }
    all_refused(&forge, rows, 50);
}

#[test]
fn our_public_key_is_no_shared_secret() {
    let forge = Forge::new();
    let header = forge.header_with(&json!({ "alg": "HS256" }));
    let input = format!("{}.{}", encode(header), encode(claims_with(&json!({}))));
    let pem = forge.key.public_pem();
    let jwk = forge.key.public_jwk().to_string();
    let rows = [pem.as_bytes(), pem.trim_end().as_bytes(), jwk.as_bytes(), b""].map(|secret| {
        let key = openssl::pkey::PKey::hmac(if secret.is_empty() { b"\0" } else { secret }).unwrap();
        let mut signer = openssl::sign::Signer::new(openssl::hash::MessageDigest::sha256(), &key).unwrap();
        let mac = signer.sign_oneshot_to_vec(input.as_bytes()).unwrap();
        row("HS256 under the public key", format!("{input}.{}", encode(mac)), Algorithm)
    });
    all_refused(&forge, rows.into(), 4);
}

#[test]
fn header_members_beyond_the_three() {
    let forge = Forge::new();
    let claims = claims_with(&json!({}));
    let kid = forge.key.kid();
    let sign = |header: &str| forge.sign(header, &claims);
    let mut rows = Vec::new();
    for extra in [
        json!({ "jku": "https://evil.example/jwks" }),
        json!({ "jwk": forge.key.public_jwk() }),
        json!({ "x5u": "https://evil.example/cert" }),
        json!({ "x5c": ["MIIB"] }),
        json!({ "x5t": "abc" }),
        json!({ "x5t#S256": "abc" }),
        json!({ "crit": ["exp"] }),
        json!({ "crit": [] }),
        json!({ "b64": false, "crit": ["b64"] }),
        json!({ "b64": true }),
        json!({ "cty": "JWT" }),
        json!({ "zip": "DEF" }),
        json!({ "enc": "A128GCM" }),
        json!({ "nonce": "1" }),
        json!({ "ALG": "none" }),
        json!({ "kid": 1 }),
        json!({ "kid": null }),
        json!({ "kid": [kid] }),
        json!({ "typ": null }),
        json!({ "typ": ["at+jwt"] }),
    ] {
        rows.push(row(&extra, sign(&forge.header_with(&extra)), HeaderMember));
    }
    rows.push(row("{}", sign("{}"), Type));
    all_refused(&forge, rows, 20);
}

#[test]
fn headers_that_are_not_one_clear_object() {
    let forge = Forge::new();
    let claims = claims_with(&json!({}));
    let kid = forge.key.kid();
    let sign = |header: &str| forge.sign(header, &claims);
    let mut rows = Vec::new();
    for twice in [
        format!(r#"{{"alg":"none","alg":"ES256","typ":"at+jwt","kid":"{kid}"}}"#),
        format!(r#"{{"alg":"ES256","\u0061lg":"ES256","typ":"at+jwt","kid":"{kid}"}}"#),
        format!(r#"{{"alg":"ES256","typ":"at+jwt","kid":"x","kid":"{kid}"}}"#),
        format!(r#"{{"alg":"ES256","typ":"JWT","typ":"at+jwt","kid":"{kid}"}}"#),
    ] {
        rows.push(row(&twice, sign(&twice), HeaderDuplicate));
    }
    for broken in ["[]", "null", "1", "\"ES256\"", "{", "{}{}", "{\"alg\":\"ES256\",}", "\u{feff}{}", "{'alg':'ES256'}", "[\"ES256\"]"] {
        rows.push(row(broken, sign(broken), HeaderJson));
    }
    rows.push(row("not UTF-8", format!("{}.{}.AA", encode([b'{', b'"', 0xff, b'"', b':', b'1', b'}']), encode(&claims)), HeaderJson));
    all_refused(&forge, rows, 15);
}

#[test]
fn types_and_key_names() {
    let forge = Forge::new();
    let claims = claims_with(&json!({}));
    let kid = forge.key.kid();
    let sign = |header: &str| forge.sign(header, &claims);
    let mut rows = Vec::new();
    for typ in ["JWT", "AT+JWT", "at+JWT", "application/at+jwt", "at+jwt ", "", "logout+jwt", "client-authentication+jwt"] {
        rows.push(row(format!("typ {typ}"), sign(&forge.header_with(&json!({ "typ": typ }))), Type));
    }
    rows.push(row("typ absent", sign(&forge.header_with(&json!({ "typ": "(absent)" }))), Type));
    rows.push(row("kid absent", sign(&forge.header_with(&json!({ "kid": "(absent)" }))), KeyMissing));
    rows.push(row("kid empty", sign(&forge.header_with(&json!({ "kid": "" }))), KeyMissing));
    let others = ["other", "../../dev/null", "' OR 1=1 --", "\u{0}", "https://evil.example/key"];
    for other in others.into_iter().map(str::to_owned).chain([format!("{kid} "), kid.to_lowercase()]) {
        rows.push(row(format!("kid {other}"), sign(&forge.header_with(&json!({ "kid": other }))), KeyUnknown));
    }
    all_refused(&forge, rows, 18);
}
