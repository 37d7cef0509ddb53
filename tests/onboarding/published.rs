//! Keys that a partner publishes at an address of its own: asked with care, taken over by themselves.

use std::path::Path;

use estafette_api::settings::{OutboundSettings, Settings};
use estafette_client::ClientError;
use estafette_contract::{HttpsAddress, KeyRetirement, NewKeys, PartnerKind, ProblemKind};
use estafette_tests::harness::{
    Database, Publisher, TestApp,
    certificates::Authority,
    operators::{Operators, client, jwks, key, shown},
};
use serde_json::json;
use uuid::Uuid;

/// A region with two operators that lets partners publish on this machine.
struct Region {
    app: TestApp,
    operators: Operators,
    publisher: Publisher,
    college: Uuid,
    _authority: tempfile::TempDir,
}

impl Region {
    async fn start(networks: &str) -> Self {
        let (authority, folder) = (Authority::new("An authority"), tempfile::tempdir().unwrap());
        let file = folder.path().join("authority.pem");
        std::fs::write(&file, authority.pem()).unwrap();
        let app = TestApp::with_settings(Database::Sqlite, |usual| calling(usual, networks, &file)).await;
        let operators = Operators::of(&app).await;
        let college = operators.admit("ROC Maasdal", PartnerKind::MboCollege).await;
        Self { app, operators, publisher: Publisher::start(&authority), college, _authority: folder }
    }

    fn address(&self) -> NewKeys {
        NewKeys { keys: None, jwks_uri: Some(HttpsAddress::new(&self.publisher.address).unwrap()) }
    }

    /// The code with which the address is refused.
    async fn refused(&self, address: &NewKeys) -> String {
        self.a_minute_passes();
        let refused = self.operators.first.propose_keys(self.college, address).await.unwrap_err();
        let ClientError::Refused(problem) = refused else { panic!("a problem") };
        assert_eq!(problem.errors[0].pointer, "/jwksUri");
        problem.errors[0].code.clone()
    }

    /// From now on an address may be asked again.
    fn a_minute_passes(&self) {
        self.app.clock().advance(chrono::TimeDelta::seconds(61));
    }

    /// Asks again as if five minutes had passed, and a little.
    async fn five_minutes_later(&self) {
        self.app.clock().advance(chrono::TimeDelta::seconds(301));
        self.app.renew_keys().await;
    }

    async fn fault(&self) -> Option<String> {
        self.operators.first.managed_partner(self.college).await.unwrap().key_address.unwrap().fault
    }
}

fn calling(usual: Settings, networks: &str, ca: &Path) -> Settings {
    let networks = networks.split_whitespace().map(|network| network.parse().unwrap()).collect();
    Settings { outbound: OutboundSettings { networks, ca: Some(ca.to_owned()) }, ..usual }
}

fn set(keys: &NewKeys) -> String {
    serde_json::to_string(keys).unwrap()
}

#[actix_web::test]
async fn a_partner_changes_its_keys_at_its_own_address_without_any_operator() {
    let region = Region::start("127.0.0.0/8").await;
    let (old, new) = (key(), key());
    region.publisher.publishes(set(&jwks(&[&old])));
    let proposal = region.operators.first.propose_keys(region.college, &region.address()).await.unwrap();
    let with_old = client(&region.app, "roc-maasdal", &old);
    assert!(with_old.fetch_token().await.is_err(), "proposed is not confirmed");
    region.operators.confirm(&proposal).await;
    assert!(with_old.fetch_token().await.is_ok());

    // The next key is published beside the old one; nobody can sign in with it before it was seen.
    region.publisher.publishes(set(&jwks(&[&old, &new])));
    let with_new = client(&region.app, "roc-maasdal", &new);
    let asked = region.publisher.asked();
    assert!(with_new.fetch_token().await.is_err());
    region.app.renew_keys().await;
    assert_eq!(region.publisher.asked(), asked, "an unknown key is no reason to ask, and neither is asking twice");
    region.five_minutes_later().await;
    assert!(with_old.fetch_token().await.is_ok() && with_new.fetch_token().await.is_ok());

    // The old one is taken away, and may come back.
    region.publisher.publishes(set(&jwks(&[&new])));
    region.five_minutes_later().await;
    assert!(with_old.fetch_token().await.is_err() && with_new.fetch_token().await.is_ok());
    let keys = region.operators.first.managed_partner(region.college).await.unwrap().keys;
    assert!(keys.iter().any(|key| key.kid == old.kid() && key.retired_by == Some(KeyRetirement::Gone)));
    region.publisher.publishes(set(&jwks(&[&new, &old])));
    region.five_minutes_later().await;
    assert!(with_old.fetch_token().await.is_ok());
}

#[actix_web::test]
async fn what_is_wrong_at_an_address_is_told_and_leaves_the_keys_as_they_were() {
    let region = Region::start("127.0.0.0/8").await;
    let (its_key, other) = (key(), key());
    region.publisher.publishes(set(&jwks(&[&its_key])));
    region.operators.confirm(&region.operators.first.propose_keys(region.college, &region.address()).await.unwrap()).await;
    let signs_in = client(&region.app, "roc-maasdal", &its_key);

    let mut impostor = other.public_jwk().clone();
    impostor["kid"] = its_key.kid().into();
    for (status, body, told) in [
        (302, String::new(), "redirect"),
        (503, String::new(), "status 503"),
        (200, " ".repeat(64 * 1024 + 1), "larger than 65536 bytes"),
        (200, "no JSON".to_owned(), "not one JSON object"),
        (200, json!({ "keys": [] }).to_string(), "no list of keys"),
        (200, json!({ "keys": [impostor] }).to_string(), "used before for another key"),
    ] {
        region.publisher.answers(status, body);
        region.five_minutes_later().await;
        let fault = region.fault().await.unwrap();
        assert!(fault.contains(told), "{told}: {fault}");
        assert!(signs_in.fetch_token().await.is_ok(), "{told}");
    }
    region.publisher.publishes(set(&jwks(&[&its_key])));
    region.five_minutes_later().await;
    assert_eq!(region.fault().await, None);

    // A private half shown there burns the key at once.
    region.publisher.publishes(json!({ "keys": [shown(&its_key)] }).to_string());
    region.five_minutes_later().await;
    assert!(signs_in.fetch_token().await.is_err());
}

#[actix_web::test]
async fn for_one_partner_an_address_is_asked_at_most_once_a_minute_whoever_has_it_asked() {
    let region = Region::start("127.0.0.0/8").await;
    let (first, second) = (&region.operators.first, &region.operators.second);
    let (its_key, next) = (key(), key());
    region.publisher.publishes(set(&jwks(&[&its_key])));
    let proposal = first.propose_keys(region.college, &region.address()).await.unwrap();
    for operator in [first, second, first] {
        let refused = operator.propose_keys(region.college, &region.address()).await.unwrap_err();
        assert_eq!(refused.problem(), Some(ProblemKind::Conflict));
        assert!(refused.to_string().contains("propose it again after "), "{refused}");
    }
    // What the other operator was shown counts with the confirmation, without asking again.
    region.publisher.publishes(set(&jwks(&[&next])));
    region.operators.confirm(&proposal).await;
    region.app.renew_keys().await;
    assert_eq!(region.publisher.asked(), 1);
    assert!(client(&region.app, "roc-maasdal", &its_key).fetch_token().await.is_ok());

    // The house asks five minutes after that; whoever proposes within the next minute waits.
    region.five_minutes_later().await;
    assert_eq!(region.publisher.asked(), 2);
    assert!(client(&region.app, "roc-maasdal", &next).fetch_token().await.is_ok());
    assert!(first.propose_keys(region.college, &region.address()).await.is_err());
    region.a_minute_passes();
    first.propose_keys(region.college, &region.address()).await.unwrap();
    region.app.renew_keys().await;
    assert_eq!(region.publisher.asked(), 3);
}

#[actix_web::test]
async fn keys_that_were_shown_too_long_ago_are_asked_for_anew() {
    let region = Region::start("127.0.0.0/8").await;
    let (old, new) = (key(), key());
    region.publisher.publishes(set(&jwks(&[&old])));
    let proposal = region.operators.first.propose_keys(region.college, &region.address()).await.unwrap();
    region.publisher.publishes(set(&jwks(&[&new])));
    region.app.clock().advance(chrono::TimeDelta::seconds(301));
    region.operators.confirm(&proposal).await;
    assert_eq!(region.publisher.asked(), 2);
    assert!(client(&region.app, "roc-maasdal", &old).fetch_token().await.is_err());
    assert!(client(&region.app, "roc-maasdal", &new).fetch_token().await.is_ok());
}

#[actix_web::test]
async fn whoever_is_no_operator_has_no_address_asked() {
    let region = Region::start("127.0.0.0/8").await;
    region.publisher.publishes(set(&jwks(&[&key()])));
    let scopes = vec!["partners:manage".to_owned()];
    let stranger = region.app.partner_granted("Vmbo De Linde", PartnerKind::VmboSchool, scopes).await;
    let refused = stranger.propose_keys(region.college, &region.address()).await.unwrap_err();
    assert_eq!((refused.problem(), region.publisher.asked()), (Some(ProblemKind::NotAllowed), 0));
}

#[actix_web::test]
async fn an_address_that_only_the_service_can_reach_is_not_called() {
    let region = Region::start("").await;
    region.publisher.publishes(set(&jwks(&[&key()])));
    assert_eq!(region.refused(&region.address()).await, "not-public");
    for (address, code) in [
        ("https://localhost/keys", "not-public"),
        ("https://169.254.169.254/latest", "not-public"),
        ("https://[::ffff:127.0.0.1]/keys", "not-public"),
        ("https://user@127.0.0.1/keys", "not-https"),
    ] {
        let address = NewKeys { keys: None, jwks_uri: Some(HttpsAddress::new(address).unwrap()) };
        assert_eq!(region.refused(&address).await, code);
    }
    assert_eq!(region.publisher.asked(), 0);
}

#[actix_web::test]
async fn an_address_gives_keys_for_rs256_under_the_nl_gov_profile_only() {
    let region = Region::start("127.0.0.0/8").await;
    let key = json!({ "kty": "RSA", "n": "_".repeat(512), "e": "AQAB", "alg": "RS256", "kid": "rsa-1" });
    region.publisher.publishes(json!({ "keys": [key] }).to_string());
    assert_eq!(region.refused(&region.address()).await, "algorithm");
    let operators = &region.operators;
    operators.confirm(&operators.first.switch_on_nl_gov(region.college, &Default::default()).await.unwrap()).await;
    region.a_minute_passes();
    operators.confirm(&operators.first.propose_keys(region.college, &region.address()).await.unwrap()).await;
    assert_eq!(operators.first.managed_partner(region.college).await.unwrap().keys[0].alg, "RS256");
}

#[actix_web::test]
async fn an_address_is_called_over_tls_that_can_be_trusted_and_for_three_seconds_only() {
    let region = Region::start("127.0.0.0/8").await;
    region.publisher.answers(302, "");
    assert_eq!(region.refused(&region.address()).await, "redirected");
    let untrusted = Publisher::start(&Authority::new("Another authority"));
    untrusted.publishes(set(&jwks(&[&key()])));
    let address = |text: &str| NewKeys { keys: None, jwks_uri: Some(HttpsAddress::new(text).unwrap()) };
    assert_eq!(region.refused(&address(&untrusted.address)).await, "unreachable");
    assert_eq!(untrusted.asked(), 0);
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    assert_eq!(region.refused(&address(&format!("https://{}/", silent.local_addr().unwrap()))).await, "late");
}
