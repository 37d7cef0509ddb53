//! Access tokens that pass, and when they stop passing.

use serde_json::json;

use super::super::access::{ACCESS_TOKEN_TYPE, IssuerKey, Verifier};
use super::super::alg::Alg;
use super::super::claims::AccessClaims;
use super::super::fault::TokenFault;
use super::super::jwks::ClientKey;
use super::super::mint::mint;
use super::super::strict;
use super::*;

#[test]
fn a_minted_token_says_what_was_granted() {
    let forge = Forge::new();
    let minted = mint(&forge.key, grant(), at(NOW)).unwrap();
    let claims = forge.verifier().check(&minted.token, at(NOW)).unwrap();
    assert_eq!(*claims, minted.claims);
    assert_eq!((claims.iat, claims.nbf, claims.exp), (NOW, NOW, NOW + 300));
    assert_eq!((claims.sub.as_str(), claims.azp.as_str()), ("school-a", "school-a"));
    assert_eq!(URL_SAFE_NO_PAD.decode(&claims.jti).unwrap().len(), 16);
    assert!(claims.holds("reports:read") && !claims.holds("reports") && !claims.holds(""));
}

#[test]
fn a_minted_header_holds_three_members() {
    let forge = Forge::new();
    let token = mint(&forge.key, grant(), at(NOW)).unwrap().token;
    let parsed = strict::parse(&token, strict::MAX_BYTES, Alg::USUAL).unwrap();
    assert_eq!((parsed.alg, parsed.typ.as_deref(), parsed.kid.as_str()), (Alg::Es256, Some(ACCESS_TOKEN_TYPE), forge.key.kid()));
}

#[test]
fn claims_go_by_their_names_on_the_wire() {
    let forge = Forge::new();
    let minted = mint(&forge.key, grant(), at(NOW)).unwrap();
    let wire = serde_json::to_value(&minted.claims).unwrap();
    assert_eq!(wire["gen"], 4);
    assert_eq!(wire["cnf"], json!({ "x5t#S256": encode([7; 32]) }));
    assert_eq!(wire["act"], json!({ "sub": "m.jansen-01", "role": "mentor" }));
    assert_eq!(AccessClaims::from_json(wire.to_string().as_bytes()).unwrap(), minted.claims);
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
        assert!(verifier.check(&token, at(now)).is_ok(), "{now}");
        assert!(forge.verifier().check(&token, at(now)).is_ok(), "{now}");
    }
    // Half a second before the last edge is still before it.
    let almost = DateTime::from_timestamp(NOW + 309, 999_999_999).unwrap();
    assert!(verifier.check(&token, almost).is_ok());
}

#[test]
fn a_cached_token_still_expires() {
    let forge = Forge::new();
    let verifier = forge.verifier();
    let token = forge.good();
    assert!(verifier.check(&token, at(NOW)).is_ok());
    assert_eq!(verifier.check(&token, at(NOW + 310)), Err(TokenFault::Expired));
    assert_eq!(verifier.check(&token, at(NOW - 11)), Err(TokenFault::NotYetValid));
    assert!(verifier.check(&token, at(NOW)).is_ok());
}

#[test]
fn a_cached_token_falls_with_its_key() {
    let (old, new) = (Forge::new(), Forge::new());
    let verifier = old.verifier();
    let token = old.good();
    let own = |forge: &Forge| IssuerKey::own(&forge.key).unwrap();
    assert!(verifier.check(&token, at(NOW)).is_ok());
    verifier.replace_keys([own(&old), own(&new)]);
    assert!(verifier.check(&token, at(NOW)).is_ok() && verifier.check(&new.good(), at(NOW)).is_ok());
    verifier.replace_keys([own(&new)]);
    assert_eq!(verifier.check(&token, at(NOW)), Err(TokenFault::KeyUnknown));
}

#[test]
fn a_cached_token_does_not_vouch_for_its_alterations() {
    let forge = Forge::new();
    let verifier = forge.verifier();
    let token = forge.good();
    assert!(verifier.check(&token, at(NOW)).is_ok());
    let (input, _) = token.rsplit_once('.').unwrap();
    let unsigned = format!("{input}.{}", encode([1; 64]));
    assert_eq!(verifier.check(&unsigned, at(NOW)), Err(TokenFault::Signature));
}

#[test]
fn keys_of_another_issuer_may_be_of_any_known_kind() {
    let key = rsa(2048);
    let (private, public) = (private_pem(&key), public_pem(&key));
    for alg in [Alg::Ps256, Alg::Rs256] {
        let issuer = IssuerKey::foreign(&ClientKey { kid: "idp".into(), alg, pem: public.clone() }).unwrap();
        let verifier = Verifier::new(ISSUER, AUDIENCE, [issuer], 10);
        let header = json!({ "alg": alg.name(), "typ": "at+jwt", "kid": "idp" }).to_string();
        let token = signed_with(&EncodingKey::from_rsa_pem(&private).unwrap(), alg, &header, &claims_with(&json!({})));
        assert!(verifier.check(&token, at(NOW)).is_ok(), "{}", alg.name());
    }
}

#[test]
fn a_cached_token_falls_when_its_key_changes_under_the_same_name() {
    let keys = [PKey::generate_ed25519().unwrap(), PKey::generate_ed25519().unwrap()];
    let issuer = |key| IssuerKey::foreign(&ClientKey { kid: "idp".into(), alg: Alg::EdDsa, pem: public_pem(key) }).unwrap();
    let verifier = Verifier::new(ISSUER, AUDIENCE, [issuer(&keys[0])], 10);
    let header = json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": "idp" }).to_string();
    let token = signed_with(&EncodingKey::from_ed_pem(&private_pem(&keys[0])).unwrap(), Alg::EdDsa, &header, &claims_with(&json!({})));
    assert!(verifier.check(&token, at(NOW)).is_ok());
    verifier.replace_keys([issuer(&keys[0])]);
    assert!(verifier.check(&token, at(NOW)).is_ok());
    verifier.replace_keys([issuer(&keys[1])]);
    assert_eq!(verifier.check(&token, at(NOW)), Err(TokenFault::Signature));
}
