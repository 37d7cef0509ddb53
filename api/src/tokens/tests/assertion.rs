//! Client assertions that pass, and those that must not.

use openssl::pkey::Id;
use serde_json::json;

use super::super::assertion::Assertion;
use super::super::es256;
use super::super::fault::TokenFault::{self, *};
use super::super::jwks::{self, ClientKey};
use super::super::mint::mint;
use super::*;
use estafette_client::assertion_key::{ActingFor, AssertionKey};

const JTI: &str = "0123456789abcdef";

struct Client {
    own: AssertionKey,
    registered: ClientKey,
    encoding: EncodingKey,
}

impl Client {
    fn new() -> Self {
        let own = AssertionKey::generate().unwrap();
        let registered = jwks::import(own.public_jwk(), Alg::USUAL).unwrap();
        let encoding = EncodingKey::from_ec_pem(own.to_pem().unwrap().as_bytes()).unwrap();
        Self { own, registered, encoding }
    }

    fn header(&self, change: &Value) -> String {
        changed(json!({ "alg": "ES256", "kid": self.own.kid() }), change).to_string()
    }

    fn forge(&self, header: &Value, claims: &Value) -> String {
        signed_with(&self.encoding, Alg::Es256, &self.header(header), &changed(claims_of_school(), claims).to_string())
    }
}

fn claims_of_school() -> Value {
    json!({ "iss": "school-a", "sub": "school-a", "aud": ISSUER, "iat": NOW, "exp": NOW + 60, "jti": JTI })
}

fn outcome(token: &str, key: &ClientKey, now: i64) -> Result<(), TokenFault> {
    Assertion::parse(token)?.verify(key, Alg::NL_GOV, ISSUER, at(now)).map(|_| ())
}

#[test]
fn a_client_proves_itself() {
    let client = Client::new();
    let act = ActingFor { pseudonym: "m.jansen-01", role: "mentor" };
    let token = client.own.assertion("school-a", ISSUER, Some(act), NOW).unwrap();
    let assertion = Assertion::parse(&token).unwrap();
    assert_eq!((assertion.client_id(), assertion.kid()), ("school-a", client.own.kid()));
    let proven = assertion.verify(&client.registered, Alg::USUAL, ISSUER, at(NOW)).unwrap();
    assert_eq!(proven.client_id, "school-a");
    assert_eq!(proven.remember_until, at(NOW + 70));
    assert_eq!(proven.act, Some(Act { sub: "m.jansen-01".into(), role: "mentor".into() }));
}

#[test]
fn an_identifier_is_remembered_for_as_long_as_it_could_pass() {
    let client = Client::new();
    let token = client.forge(&json!({}), &json!({}));
    let until = Assertion::parse(&token).unwrap().verify(&client.registered, Alg::USUAL, ISSUER, at(NOW)).unwrap().remember_until;
    assert_eq!(outcome(&token, &client.registered, until.timestamp() - 1), Ok(()));
    assert_eq!(outcome(&token, &client.registered, until.timestamp()), Err(Expired));
}

#[test]
fn two_assertions_never_share_an_identifier() {
    let client = Client::new();
    let proven = [(), ()].map(|()| {
        let token = client.own.assertion("school-a", ISSUER, None, NOW).unwrap();
        Assertion::parse(&token).unwrap().verify(&client.registered, Alg::USUAL, ISSUER, at(NOW)).unwrap().jti
    });
    assert_ne!(proven[0], proven[1]);
}

#[test]
fn the_mirrored_signature_passes_but_keeps_its_identifier() {
    let client = Client::new();
    let token = client.forge(&json!({}), &json!({}));
    let (input, signature) = token.rsplit_once('.').unwrap();
    let mirrored = es256::mirrored(&URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
    let twin = format!("{input}.{}", encode(mirrored));
    let proven = Assertion::parse(&twin).unwrap().verify(&client.registered, Alg::USUAL, ISSUER, at(NOW)).unwrap();
    assert_ne!(twin, token);
    assert_eq!(proven.jti, JTI);
}

#[test]
fn what_is_allowed() {
    let client = Client::new();
    for (header, claims) in [
        (json!({}), json!({})),
        (json!({ "typ": "JWT" }), json!({ "nbf": NOW })),
        (json!({ "typ": "client-authentication+jwt" }), json!({ "nbf": NOW + 30 })),
        (json!({}), json!({ "iat": NOW + 30, "exp": NOW + 330 })),
        (json!({}), json!({ "iat": NOW - 300, "exp": NOW })),
        (json!({}), json!({ "iat": NOW - 69, "exp": NOW - 9 })),
        (json!({}), json!({ "jti": "a".repeat(128) })),
        (json!({}), json!({ "jti": "é".repeat(16) })),
        (json!({}), json!({ "act": { "sub": "a".repeat(64), "role": "mentor" } })),
    ] {
        assert_eq!(outcome(&client.forge(&header, &claims), &client.registered, NOW), Ok(()), "{header} {claims}");
    }
}

#[test]
fn headers_that_are_refused() {
    let client = Client::new();
    for (header, fault) in [
        (json!({ "alg": "none" }), Algorithm),
        (json!({ "alg": "HS256" }), Algorithm),
        (json!({ "alg": "ES384" }), Algorithm),
        (json!({ "alg": "RS256" }), KeyAlgorithm),
        (json!({ "alg": "PS256" }), KeyAlgorithm),
        (json!({ "alg": "EdDSA" }), KeyAlgorithm),
        (json!({ "kid": "(absent)" }), KeyMissing),
        (json!({ "kid": "other" }), KeyUnknown),
        (json!({ "typ": "at+jwt" }), Type),
        (json!({ "typ": "jwt" }), Type),
        (json!({ "typ": "" }), Type),
        (json!({ "typ": 1 }), HeaderMember),
        (json!({ "jku": "https://evil.example" }), HeaderMember),
        (json!({ "jwk": client.own.public_jwk() }), HeaderMember),
        (json!({ "crit": ["exp"] }), HeaderMember),
        (json!({ "x5c": [] }), HeaderMember),
    ] {
        assert_eq!(outcome(&client.forge(&header, &json!({})), &client.registered, NOW), Err(fault), "{header}");
    }
}

#[test]
fn parties_and_times_that_are_refused() {
    let client = Client::new();
    for (claims, fault) in [
        (json!({ "iss": "(absent)" }), TokenFault::Client),
        (json!({ "iss": "" }), TokenFault::Client),
        (json!({ "iss": 1 }), TokenFault::Client),
        (json!({ "iss": "a b" }), TokenFault::Client),
        (json!({ "iss": "a\n" }), TokenFault::Client),
        (json!({ "iss": "a".repeat(129) }), TokenFault::Client),
        (json!({ "sub": "school-b" }), Subject),
        (json!({ "sub": "(absent)" }), Subject),
        (json!({ "sub": ["school-a"] }), Subject),
        (json!({ "iss": "school-b" }), Subject),
        (json!({ "aud": "(absent)" }), Audience),
        (json!({ "aud": [ISSUER] }), Audience),
        (json!({ "aud": [ISSUER, "https://other.example"] }), Audience),
        (json!({ "aud": format!("{ISSUER}/") }), Audience),
        (json!({ "aud": format!("{ISSUER}/oauth/token") }), Audience),
        (json!({ "aud": "https://ESTAFETTE.example" }), Audience),
        (json!({ "exp": "(absent)" }), Time("exp")),
        (json!({ "exp": (NOW + 60).to_string() }), Time("exp")),
        (json!({ "exp": (NOW + 60) as f64 }), Time("exp")),
        (json!({ "exp": null }), Time("exp")),
        (json!({ "iat": "(absent)" }), Time("iat")),
        (json!({ "iat": NOW as f64 + 0.5 }), Time("iat")),
        (json!({ "nbf": null }), Time("nbf")),
        (json!({ "nbf": "1" }), Time("nbf")),
        (json!({ "exp": NOW + 301 }), Lifetime),
        (json!({ "exp": NOW }), Lifetime),
        (json!({ "exp": NOW - 1 }), Lifetime),
        (json!({ "exp": i64::MAX, "iat": i64::MIN }), Lifetime),
        (json!({ "exp": i64::MIN, "iat": i64::MAX }), Lifetime),
        (json!({ "iat": NOW - 70, "exp": NOW - 10 }), Expired),
        (json!({ "iat": NOW + 31, "exp": NOW + 60 }), IssuedAhead),
        (json!({ "nbf": NOW + 31 }), NotYetValid),
    ] {
        assert_eq!(outcome(&client.forge(&json!({}), &claims), &client.registered, NOW), Err(fault), "{claims}");
    }
}

#[test]
fn identifiers_actors_and_unknown_claims_that_are_refused() {
    let client = Client::new();
    for (claims, fault) in [
        (json!({ "jti": "(absent)" }), Claims),
        (json!({ "jti": 1 }), Claims),
        (json!({ "jti": "a".repeat(15) }), Identifier),
        (json!({ "jti": "a".repeat(129) }), Identifier),
        (json!({ "act": { "sub": "", "role": "mentor" } }), Actor),
        (json!({ "act": { "sub": "a".repeat(65), "role": "mentor" } }), Actor),
        (json!({ "act": { "sub": "Jan Jansen", "role": "mentor" } }), Actor),
        (json!({ "act": { "sub": "jan@school.example", "role": "mentor" } }), Actor),
        (json!({ "act": { "sub": "a", "role": "" } }), Actor),
        (json!({ "act": { "sub": "a" } }), Claims),
        (json!({ "act": ["a", "mentor"] }), Claims),
        (json!({ "act": null }), Claims),
        (json!({ "act": { "sub": "a", "role": "mentor", "name": "Jan" } }), Claims),
        (json!({ "scope": "handovers:read" }), Claims),
        (json!({ "client_id": "school-a" }), Claims),
    ] {
        assert_eq!(outcome(&client.forge(&json!({}), &claims), &client.registered, NOW), Err(fault), "{claims}");
    }
}

#[test]
fn a_foreign_signature_a_duplicate_and_an_access_token_are_refused() {
    let (client, other) = (Client::new(), Client::new());
    let claims = claims_of_school().to_string();
    let stolen_name = signed_with(&other.encoding, Alg::Es256, &client.header(&json!({})), &claims);
    assert_eq!(outcome(&stolen_name, &client.registered, NOW), Err(Signature));
    let twice = claims.replacen('{', r#"{"sub":"school-b","#, 1);
    let twice = signed_with(&client.encoding, Alg::Es256, &client.header(&json!({})), &twice);
    assert_eq!(outcome(&twice, &client.registered, NOW), Err(ClaimsDuplicate));
    let access = mint(&Forge::new().key, grant(), at(NOW)).unwrap().token;
    assert_eq!(outcome(&access, &client.registered, NOW), Err(Type));
    let unreadable = ClientKey { pem: "no key".into(), ..client.registered.clone() };
    assert_eq!(outcome(&client.forge(&json!({}), &json!({})), &unreadable, NOW), Err(KeyUnreadable));
}

#[test]
fn every_kind_of_key_can_prove_a_client() {
    let rsa = rsa(3072);
    let ed = PKey::generate_ed25519().unwrap();
    for (alg, key) in [(Alg::Ps256, &rsa), (Alg::Rs256, &rsa), (Alg::EdDsa, &ed)] {
        let pem = private_pem(key);
        let jwk = jwks::export(&public_pem(key), alg).unwrap();
        let registered = jwks::import(&jwk, Alg::NL_GOV).unwrap();
        let encoding = if key.id() == Id::RSA { EncodingKey::from_rsa_pem(&pem) } else { EncodingKey::from_ed_pem(&pem) }.unwrap();
        let header = json!({ "alg": alg.name(), "kid": registered.kid }).to_string();
        let token = signed_with(&encoding, alg, &header, &claims_of_school().to_string());
        assert_eq!(outcome(&token, &registered, NOW), Ok(()), "{}", alg.name());
        let mut altered = token.clone();
        let dot = token.rfind('.').unwrap() + 3;
        altered.replace_range(dot..=dot, if &token[dot..=dot] == "A" { "B" } else { "A" });
        assert_eq!(outcome(&altered, &registered, NOW), Err(Signature), "{}", alg.name());
    }
}

#[test]
fn a_client_key_is_on_p256() {
    use openssl::ec::{EcGroup, EcKey};
    use openssl::nid::Nid;
    let p384 = EcKey::generate(&EcGroup::from_curve_name(Nid::SECP384R1).unwrap()).unwrap();
    for other in [PKey::from_ec_key(p384).unwrap(), PKey::generate_ed25519().unwrap()] {
        assert!(AssertionKey::from_pem(&String::from_utf8(private_pem(&other)).unwrap()).is_err());
    }
    let key = AssertionKey::generate().unwrap();
    assert_eq!(AssertionKey::from_pem(&key.to_pem().unwrap()).unwrap().kid(), key.kid());
}

#[test]
fn a_client_signs_only_with_an_algorithm_it_may_use() {
    let key = rsa(3072);
    let registered = jwks::import(&jwks::export(&public_pem(&key), Alg::Rs256).unwrap(), Alg::NL_GOV).unwrap();
    let header = json!({ "alg": "RS256", "kid": registered.kid }).to_string();
    let encoding = EncodingKey::from_rsa_pem(&private_pem(&key)).unwrap();
    let token = signed_with(&encoding, Alg::Rs256, &header, &claims_of_school().to_string());
    let verify = |allowed| Assertion::parse(&token).unwrap().verify(&registered, allowed, ISSUER, at(NOW)).map(|_| ());
    assert_eq!((verify(Alg::USUAL), verify(Alg::NL_GOV)), (Err(Algorithm), Ok(())));
}
