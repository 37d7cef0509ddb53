//! Access tokens that pass, and when they stop passing.

use serde_json::json;

use super::super::alg::Alg;
use super::super::caller::{Caller, OwnClaims, ReadsClaims};
use super::super::fault::TokenFault;
use super::super::jwks::ClientKey;
use super::super::mint::mint;
use super::super::strict::Parts;
use super::super::validation::{ACCESS_TOKEN_TYPE, in_scope};
use super::*;

#[test]
fn a_minted_token_says_what_was_granted() {
    let forge = Forge::new();
    let minted = mint(&forge.key, grant(), at(NOW)).unwrap();
    let caller = forge.verifier().verified(&minted.token, at(NOW)).unwrap();
    let Caller { issuer, client_id, scope, jti, generation, certificate, professional, issued_at, not_before, expires_at } =
        (*caller).clone();
    assert_eq!((issued_at, not_before, expires_at), (NOW, NOW, NOW + 300));
    assert_eq!((issuer.as_str(), client_id.as_str(), generation, certificate), (ISSUER, "school-a", Some(4), Some("07".repeat(32))));
    assert_eq!(professional.map(|who| (who.pseudonym, who.role)), Some(("m.jansen-01".to_owned(), estafette_contract::Role::Mentor)));
    assert_eq!(URL_SAFE_NO_PAD.decode(&jti).unwrap().len(), 16);
    assert_eq!(in_scope(&scope, "reports:read"), Ok(()));
    for none in ["", "reports:rea", "sections:read"] {
        assert_eq!(in_scope(&scope, none), Err(TokenFault::Scope), "{none}");
    }
}

#[test]
fn two_tokens_never_share_an_identifier() {
    let forge = Forge::new();
    let [one, other] = [(), ()].map(|()| mint(&forge.key, grant(), at(NOW)).unwrap().claims.jti);
    assert_ne!(one, other);
}

#[test]
fn a_minted_header_holds_three_members() {
    let forge = Forge::new();
    let token = mint(&forge.key, grant(), at(NOW)).unwrap().token;
    let header = Parts::of(&token).unwrap().header().unwrap();
    assert_eq!((header.typ.as_deref(), header.key().unwrap()), (Some(ACCESS_TOKEN_TYPE), (forge.key.kid(), Alg::Es256)));
}

#[test]
fn claims_go_by_their_names_on_the_wire() {
    let forge = Forge::new();
    let minted = mint(&forge.key, grant(), at(NOW)).unwrap();
    let wire = serde_json::to_value(&minted.claims).unwrap();
    let mut names: Vec<&str> = wire.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    let expected = [
        "act",
        "aud",
        "azp",
        "client_id",
        "cnf",
        "exp",
        "gen",
        "iat",
        "iss",
        "jti",
        "nbf",
        "partner_id",
        "partner_kind",
        "partner_oin",
        "purpose",
        "scope",
        "sub",
    ];
    assert_eq!(names, expected);
    for (name, value) in [
        ("gen", json!(4)),
        ("cnf", json!({ "x5t#S256": encode([7; 32]) })),
        ("act", json!({ "sub": "m.jansen-01", "role": "mentor" })),
        ("aud", json!(AUDIENCE)),
        ("azp", json!("school-a")),
        ("partner_oin", json!("00000001234567890000")),
        ("purpose", json!("warm_handover")),
    ] {
        assert_eq!(wire[name], value, "{name}");
    }
    assert!(OwnClaims.read(wire.as_object().unwrap().clone()).is_ok());
}

#[test]
fn a_certificate_that_is_none_makes_no_unbound_token() {
    let odd = Grant { certificate: Some("07".into()), ..grant() };
    assert!(mint(&Forge::new().key, odd, at(NOW)).is_err());
}

#[test]
fn absent_optional_claims_stay_absent() {
    let forge = Forge::new();
    let bare = Grant { partner_oin: None, certificate: None, act: None, ..grant() };
    let wire = serde_json::to_value(mint(&forge.key, bare, at(NOW)).unwrap().claims).unwrap();
    for name in ["partner_oin", "cnf", "act"] {
        assert!(wire.get(name).is_none(), "{name}");
    }
}

#[test]
fn times_are_good_up_to_their_edges() {
    let forge = Forge::new();
    let verifier = forge.verifier();
    let token = forge.good();
    for now in [NOW - 10, NOW, NOW + 299, NOW + 300, NOW + 309] {
        assert!(verifier.verified(&token, at(now)).is_ok(), "{now}");
        assert!(forge.verifier().verified(&token, at(now)).is_ok(), "{now}");
    }
    // Half a second before the last edge is still before it.
    let almost = DateTime::from_timestamp(NOW + 309, 999_999_999).unwrap();
    assert!(verifier.verified(&token, almost).is_ok());
}

#[test]
fn a_cached_token_still_expires() {
    let forge = Forge::new();
    let verifier = forge.verifier();
    let token = forge.good();
    assert!(verifier.verified(&token, at(NOW)).is_ok());
    assert_eq!(verifier.verified(&token, at(NOW + 310)).map(|_| ()), Err(TokenFault::Expired));
    assert_eq!(verifier.verified(&token, at(NOW - 11)).map(|_| ()), Err(TokenFault::NotYetValid));
    assert!(verifier.verified(&token, at(NOW)).is_ok());
}

#[test]
fn a_cached_token_falls_with_its_key() {
    let (old, new) = (Forge::new(), Forge::new());
    let issuer = old.issuer();
    let verifier = Verifier::new(vec![Arc::clone(&issuer)], 10);
    let token = old.good();
    assert!(verifier.verified(&token, at(NOW)).is_ok());
    issuer.replace_keys([old.issuer_key(None), new.issuer_key(None)]);
    assert!(verifier.verified(&token, at(NOW)).is_ok() && verifier.verified(&new.good(), at(NOW)).is_ok());
    issuer.replace_keys([old.issuer_key(Some(NOW + 20)), new.issuer_key(None)]);
    assert!(verifier.verified(&token, at(NOW + 19)).is_ok());
    assert_eq!(verifier.verified(&token, at(NOW + 20)).map(|_| ()), Err(TokenFault::KeyUnknown));
    issuer.replace_keys([new.issuer_key(None)]);
    assert_eq!(verifier.verified(&token, at(NOW)).map(|_| ()), Err(TokenFault::KeyUnknown));
}

#[test]
fn a_cached_token_does_not_vouch_for_its_alterations() {
    let forge = Forge::new();
    let verifier = forge.verifier();
    let token = forge.good();
    assert!(verifier.verified(&token, at(NOW)).is_ok());
    let (input, _) = token.rsplit_once('.').unwrap();
    let unsigned = format!("{input}.{}", encode([1; 64]));
    assert_eq!(verifier.verified(&unsigned, at(NOW)).map(|_| ()), Err(TokenFault::Signature));
}

/// How an identity provider might name things.
struct Foreign;

impl ReadsClaims for Foreign {
    fn read(&self, claims: serde_json::Map<String, Value>) -> Result<Caller, TokenFault> {
        let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned).ok_or(TokenFault::Claims);
        let seconds = |name: &str| claims.get(name).and_then(Value::as_i64).ok_or(TokenFault::Claims);
        Ok(Caller {
            issuer: PROVIDER.into(),
            client_id: text("organisation")?,
            scope: text("scope")?,
            jti: text("jti")?,
            generation: None,
            certificate: None,
            professional: None,
            issued_at: seconds("iat")?,
            not_before: seconds("iat")?,
            expires_at: seconds("exp")?,
        })
    }
}

const PROVIDER: &str = "https://idp.example";

fn provider(alg: Alg, key: &PKey<openssl::pkey::Private>) -> Arc<Issuer> {
    let issuer = Issuer::foreign(PROVIDER, AUDIENCE, Box::new(Foreign));
    issuer.replace_keys_until([foreign_key(alg, key)], i64::MAX);
    Arc::new(issuer)
}

fn foreign_key(alg: Alg, key: &PKey<openssl::pkey::Private>) -> IssuerKey {
    IssuerKey::foreign(&ClientKey { kid: "idp".into(), alg, pem: public_pem(key) }).unwrap()
}

fn foreign_token(alg: Alg, key: &EncodingKey, change: &Value) -> String {
    let claims =
        json!({ "iss": PROVIDER, "aud": AUDIENCE, "iat": NOW, "exp": NOW + 60, "jti": "1", "scope": "x", "organisation": "school-a" });
    let header = json!({ "alg": alg.name(), "typ": "at+jwt", "kid": "idp" });
    signed_with(key, alg, &header.to_string(), &changed(claims, change).to_string())
}

#[test]
fn the_tokens_of_another_issuer_are_accepted_beside_our_own() {
    let (forge, key) = (Forge::new(), rsa(2048));
    let encoding = EncodingKey::from_rsa_pem(&private_pem(&key)).unwrap();
    for alg in [Alg::Ps256, Alg::Rs256] {
        let verifier = Verifier::new(vec![forge.issuer(), provider(alg, &key)], 10);
        let check =
            |change: &Value| verifier.verified(&foreign_token(alg, &encoding, change), at(NOW)).map(|caller| caller.client_id.clone());
        assert_eq!(check(&json!({})), Ok("school-a".to_owned()), "{}", alg.name());
        assert_eq!(check(&json!({ "nbf": NOW + 11 })), Err(TokenFault::NotYetValid));
        assert_eq!(check(&json!({ "nbf": "soon" })), Err(TokenFault::Time("nbf")));
        assert_eq!(check(&json!({ "iss": ISSUER })), Err(TokenFault::Issuer), "under its own key it speaks for itself only");
        assert_eq!(check(&json!({ "aud": ISSUER })), Err(TokenFault::Audience));
        assert!(verifier.verified(&forge.good(), at(NOW)).is_ok());
    }
}

#[test]
fn another_issuer_does_not_take_the_place_of_our_key() {
    let (forge, key) = (Forge::new(), PKey::generate_ed25519().unwrap());
    let impostor = Issuer::foreign(ISSUER, AUDIENCE, Box::new(OwnClaims));
    let named_as_ours = ClientKey { kid: forge.key.kid().into(), alg: Alg::EdDsa, pem: public_pem(&key) };
    impostor.replace_keys_until([IssuerKey::foreign(&named_as_ours).unwrap()], i64::MAX);
    let verifier = Verifier::new(vec![forge.issuer(), Arc::new(impostor)], 10);
    let header = json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": forge.key.kid() }).to_string();
    let forged = signed_with(&EncodingKey::from_ed_pem(&private_pem(&key)).unwrap(), Alg::EdDsa, &header, &claims_with(&json!({})));
    assert_eq!(verifier.verified(&forged, at(NOW)).map(|_| ()).map(|_| ()), Err(TokenFault::KeyAlgorithm));
    assert!(verifier.verified(&forge.good(), at(NOW)).is_ok());
}

#[test]
fn a_cached_token_falls_when_its_key_changes_under_the_same_name() {
    let keys = [PKey::generate_ed25519().unwrap(), PKey::generate_ed25519().unwrap()];
    let issuer = provider(Alg::EdDsa, &keys[0]);
    let verifier = Verifier::new(vec![Arc::clone(&issuer)], 10);
    let token = foreign_token(Alg::EdDsa, &EncodingKey::from_ed_pem(&private_pem(&keys[0])).unwrap(), &json!({}));
    assert!(verifier.verified(&token, at(NOW)).is_ok());
    issuer.replace_keys([foreign_key(Alg::EdDsa, &keys[0])]);
    assert!(verifier.verified(&token, at(NOW)).is_ok());
    issuer.replace_keys([foreign_key(Alg::EdDsa, &keys[1])]);
    assert_eq!(verifier.verified(&token, at(NOW)).map(|_| ()).map(|_| ()), Err(TokenFault::Signature));
}
