//! What is not in the token: the header it comes in, the certificate of the connection, and what was taken back meanwhile.

use estafette_db::standing::Standing;
use serde_json::json;

use super::super::fault::TokenFault::{self, *};
use super::order::{Attempt, standing};
use super::*;

fn refused(change: impl FnOnce(&mut Attempt)) -> Option<TokenFault> {
    let mut attempt = Attempt::good();
    change(&mut attempt);
    attempt.outcome().err()
}

fn with_school(change: impl FnOnce(&mut estafette_db::standing::ClientStanding)) -> Standing {
    let mut standing = standing();
    change(standing.clients.get_mut("school-a").unwrap());
    standing
}

#[test]
fn there_is_one_authorization_header_and_it_holds_a_bearer_token() {
    let forge = Forge::new();
    let verifier = forge.verifier();
    let good = forge.good();
    let check = |headers: &[&str]| {
        let headers = headers.iter().map(|header| header.as_bytes());
        verifier.check(headers, None, &standing(), at(NOW)).map(|_| ()).map_err(|refused| refused.fault)
    };
    for header in [format!("Bearer {good}"), format!("bearer {good}"), format!("BEARER {good}")] {
        assert_eq!(check(&[&header]), Ok(()), "{header}");
    }
    assert_eq!(check(&[]), Err(OneHeader));
    assert_eq!(check(&[&format!("Bearer {good}"), "Basic dTpw"]), Err(OneHeader));
    for header in [good.clone(), format!("DPoP {good}"), format!("Basic {good}"), format!("Bearer\t{good}"), String::new(), "Bearer".into()]
    {
        assert_eq!(check(&[&header]), Err(Scheme), "{header}");
    }
    for header in [format!("Bearer  {good}"), format!("Bearer {good} "), format!("Bearer {good},{good}"), format!("Bearer {good} {good}")] {
        assert_eq!(check(&[&header]), Err(Characters), "{header}");
    }
}

#[test]
fn a_token_is_bound_to_the_certificate_it_names() {
    assert_eq!(refused(|attempt| attempt.shown = None), Some(CertificateAbsent));
    assert_eq!(refused(|attempt| attempt.shown = Some("08".repeat(32))), Some(CertificateOther));
    let unbound = |attempt: &mut Attempt| attempt.claims = good_claims();
    assert_eq!(refused(unbound), None);
    assert_eq!(refused(|attempt| (attempt.shown, attempt.claims) = (None, good_claims())), None);
}

#[test]
fn what_was_taken_back_counts_no_longer() {
    let taken_back = |change: fn(&mut estafette_db::standing::ClientStanding)| refused(|attempt| attempt.standing = with_school(change));
    assert_eq!(taken_back(|_| {}), None);
    assert_eq!(taken_back(|school| school.active = false), Some(Suspended));
    assert_eq!(taken_back(|school| school.generation = 4), Some(GenerationPast));
    assert_eq!(taken_back(|school| school.generation = 2), Some(GenerationAhead));
    assert_eq!(taken_back(|school| school.certificates.clear()), Some(CertificateRetired));
    assert_eq!(refused(|attempt| attempt.standing = Standing::default()), Some(ClientUnknown));
    let other = |attempt: &mut Attempt| attempt.standing.revoked = ["another".to_owned()].into();
    assert_eq!(refused(other), None);
}

#[test]
fn what_is_remembered_is_refused_once_it_is_taken_back() {
    let forge = Forge::new();
    let verifier = forge.verifier();
    let header = format!("Bearer {}", forge.claims(&json!({ "jti": "the-one-of-this-test" })));
    let check =
        |standing: &Standing| verifier.check([header.as_bytes()].into_iter(), None, standing, at(NOW)).map_err(|refused| refused.fault);
    assert!(check(&standing()).is_ok());
    assert_eq!(check(&with_school(|school| school.active = false)).unwrap_err(), Suspended);
    let revoked = Standing { revoked: ["the-one-of-this-test".to_owned()].into(), ..standing() };
    assert_eq!(check(&revoked).unwrap_err(), Revoked);
    assert!(check(&standing()).is_ok());
}

#[test]
fn a_refusal_names_its_client_only_once_the_token_was_believed() {
    let forge = Forge::new();
    let verifier = forge.verifier();
    let check = |token: String, standing: &Standing| {
        verifier.check([format!("Bearer {token}").as_bytes()].into_iter(), None, standing, at(NOW)).unwrap_err()
    };
    let suspended = with_school(|school| school.active = false);
    assert_eq!(check(forge.good(), &suspended).caller.unwrap().client_id, "school-a");
    assert!(check(forge.claims(&json!({ "exp": 1 })), &suspended).caller.is_none());
    assert!(check(Forge::new().good(), &suspended).caller.is_none());
}
