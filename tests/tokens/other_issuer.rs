//! Tokens of a region's own identity provider: the same steps in the same order, and no more than the region granted the partner.

mod altered;

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use estafette_api::{
    identity_provider::{ClaimNames, IdentityProvider},
    settings::Settings,
};
use estafette_client::{Reply, Request, assertion_key::AssertionKey};
use estafette_contract::{NoDetails, PartnerKind, ProblemKind, Role, ScopeName, Text};
use estafette_tests::harness::{Database, Partner, TestApp, certificates::Authority, operators::Operators, publisher::Publisher};
use reqwest::Method;
use serde_json::{Value, json};

use super::forge::{Forge, with};

const ISSUER: &str = "https://login.maasdal.example";
const AUDIENCE: &str = "https://estafette.maasdal.example";

/// A region with an identity provider of its own, and the key that provider signs with.
struct Region {
    app: TestApp,
    school: Partner,
    server: Publisher,
    forge: Forge,
    key: AssertionKey,
    _files: tempfile::TempDir,
}

impl Region {
    async fn start() -> Self {
        let key = AssertionKey::generate().unwrap();
        let authority = Authority::new("identity providers");
        let server = Publisher::start(&authority);
        server.publishes(published(&[&key]));
        let files = tempfile::tempdir().unwrap();
        let authorities = files.path().join("ca.pem");
        std::fs::write(&authorities, authority.pem()).unwrap();
        let provider = IdentityProvider {
            issuer: ISSUER.into(),
            audience: AUDIENCE.into(),
            jwks: server.address.clone(),
            authorities: Some(authorities),
            rs256: false,
            claims: ClaimNames { partner: "school".into(), person: "sub".into(), role: "function".into() },
            roles: [("LOB-coach".to_owned(), Role::Coach)].into(),
        };
        let app = TestApp::with_settings(Database::Sqlite, |usual| Settings { identity_provider: Some(provider), ..usual }).await;
        let school = app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
        Self { school, server, forge: Forge::of_pem(key.to_pem().unwrap().as_bytes()), key, _files: files, app }
    }

    /// The same once the keys were fetched.
    async fn ready() -> Self {
        let region = Self::start().await;
        region.app.fetch_provider_keys().await;
        region
    }

    fn header(&self) -> Value {
        json!({ "alg": "ES256", "typ": "at+jwt", "kid": self.key.kid() })
    }

    fn claims(&self) -> Value {
        let now = self.app.clock().now().timestamp();
        json!({ "iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + 900, "jti": "7b1c", "sub": "p-els", "client_id": "portal",
            "scope": "openid partners:read handovers:read", "school": "vmbo-de-linde", "function": "decaan", "locale": "nl" })
    }

    fn token(&self, change: &[(&str, Value)]) -> String {
        let claims = change.iter().fold(self.claims(), |claims, (name, value)| with(&claims, name, Some(value.clone())));
        self.forge.sign(&self.header().to_string(), &claims.to_string())
    }

    async fn call(&self, token: &str, path: &str) -> Reply {
        self.app.anonymous().send_with(Request::new(Method::GET, path), Some(token)).await.unwrap()
    }

    /// Calls until the token is refused, for the five seconds that are promised.
    async fn is_refused_soon(&self, token: &str) {
        let began = Instant::now();
        while self.problem(token, READ).await != Some(ProblemKind::Unauthenticated) {
            assert!(began.elapsed().as_secs() < 5, "still accepted after five seconds");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn problem(&self, token: &str, path: &str) -> Option<ProblemKind> {
        self.call(token, path).await.succeeded().err().and_then(|error| error.problem())
    }
}

/// The document in which these keys are published, beside one for others.
fn published(keys: &[&AssertionKey]) -> String {
    let others = json!({ "kty": "RSA", "use": "enc", "kid": "enc-1", "n": "AQAB", "e": "AQAB" });
    let keys: Vec<Value> = keys.iter().map(|key| with(key.public_jwk(), "kid", Some(json!(key.kid())))).chain([others]).collect();
    json!({ "keys": keys }).to_string()
}

const READ: &str = "/v1/inbox";

#[actix_web::test]
async fn a_staff_member_comes_in_with_a_token_of_the_regions_provider() {
    let region = Region::ready().await;
    let token = region.token(&[("function", json!("LOB-coach"))]);
    assert_eq!(region.call(&token, READ).await.status, 200);
    // What the token asks for and the region did not grant the school is not there, whatever the provider says.
    let greedy = region.token(&[("scope", json!("partners:manage keys:manage handovers:receive everything"))]);
    assert_eq!(region.problem(&greedy, "/v1/signing-keys").await, Some(ProblemKind::MissingScope));
    assert_eq!(region.problem(&greedy, READ).await, Some(ProblemKind::MissingScope));
    let entries = region.school.audit_entries(&Default::default()).await.unwrap().items;
    let entry = entries.iter().map(|record| &record.entry).find(|entry| entry.act.to_string() == "handover.inbox").unwrap();
    assert_eq!((entry.actor.professional.as_deref(), entry.actor.role), (Some("p-els"), Some(Role::Coach)));
}

#[actix_web::test]
async fn an_operator_comes_in_as_the_operator_the_region_knows() {
    let region = Region::ready().await;
    let scopes = estafette_contract::scope::defaults(PartnerKind::Region);
    region.app.partner_granted("Operator 1", PartnerKind::Region, scopes).await;
    let operator = [("school", json!("operator-1")), ("function", json!("operator")), ("scope", json!("keys:manage"))];
    assert_eq!(region.call(&region.token(&operator), "/v1/signing-keys").await.status, 200);
    let staff = region.token(&[("function", json!("operator")), ("scope", json!("keys:manage"))]);
    assert_eq!(region.problem(&staff, "/v1/signing-keys").await, Some(ProblemKind::MissingScope), "a role is no scope");
}

#[actix_web::test]
async fn a_token_of_the_provider_is_neither_revoked_nor_explained_here() {
    let region = Region::ready().await;
    let token = region.token(&[]);
    for path in ["/oauth/introspect", "/oauth/revoke"] {
        let reply = super::revoked::hand_in(&region.app.anonymous(), path, &super::assertion(&region.app, &region.school), &token).await;
        assert_eq!(reply.status, 200);
        assert!(path == "/oauth/revoke" || reply.body == br#"{"active":false}"#);
    }
    assert_eq!(region.call(&token, READ).await.status, 200);
}

#[actix_web::test]
async fn what_the_region_takes_back_takes_the_tokens_of_the_provider_with_it() {
    let region = Region::ready().await;
    let operators = Operators::of(&region.app).await;
    let before = region.token(&[]);
    assert_eq!(region.call(&before, READ).await.status, 200);
    // These tokens name no generation: whatever was issued until the moment it was raised is void.
    let scope = ScopeName { scope: Text::new("learners:read").unwrap() };
    operators.first.revoke_scope(region.school.id, &scope).await.unwrap();
    region.is_refused_soon(&before).await;
    region.app.clock().advance(TimeDelta::seconds(2));
    let after = region.token(&[]);
    assert_eq!(region.call(&after, READ).await.status, 200);

    // Of a partner that is suspended nobody comes in, whenever the token was issued; nor with an earlier one once it takes part again.
    operators.first.suspend_partner(region.school.id, &NoDetails {}).await.unwrap();
    region.is_refused_soon(&after).await;
    region.app.clock().advance(TimeDelta::seconds(2));
    let meanwhile = region.token(&[]);
    assert_eq!(region.problem(&meanwhile, READ).await, Some(ProblemKind::Unauthenticated));
    operators.confirm(&operators.first.propose_reinstatement(region.school.id, &NoDetails {}).await.unwrap()).await;
    let began = Instant::now();
    while region.call(&meanwhile, READ).await.status != 200 {
        assert!(began.elapsed().as_secs() < 5, "it takes part again");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(region.problem(&after, READ).await, Some(ProblemKind::Unauthenticated));
}

#[actix_web::test]
async fn keys_are_fetched_once_a_minute_whatever_comes_in() {
    let region = Region::start().await;
    // Before they were ever fetched, whoever comes by way of the provider hears why it cannot be known; others come in.
    assert_eq!(region.problem(&region.token(&[]), READ).await, Some(ProblemKind::Unavailable));
    assert_eq!(region.problem(&region.token(&[("iss", json!("https://evil.example"))]), READ).await, Some(ProblemKind::Unauthenticated));
    assert_eq!(region.school.send(Request::new(Method::GET, READ)).await.unwrap().status, 200);

    region.app.fetch_provider_keys().await;
    let unknown = region.forge.sign(&with(&region.header(), "kid", Some(json!("new"))).to_string(), &region.claims().to_string());
    for _ in 0..5 {
        assert_eq!(region.problem(&unknown, READ).await, Some(ProblemKind::Unauthenticated));
        region.app.fetch_provider_keys().await;
    }
    assert_eq!(region.server.asked(), 1);

    // A key that was taken away falls with the next look, and its tokens with it.
    let token = region.token(&[]);
    assert_eq!(region.call(&token, READ).await.status, 200);
    let next = AssertionKey::generate().unwrap();
    region.server.publishes(published(&[&next]));
    region.app.clock().advance(TimeDelta::seconds(61));
    assert_eq!(region.call(&token, READ).await.status, 200, "nothing was fetched because of a call");
    region.app.fetch_provider_keys().await;
    assert_eq!((region.server.asked(), region.problem(&token, READ).await), (2, Some(ProblemKind::Unauthenticated)));
}

#[actix_web::test]
async fn while_the_provider_is_away_the_keys_known_count_for_an_hour() {
    let region = Region::ready().await;
    let away = [(503, String::new()), (302, String::new()), (200, " ".repeat(70_000)), (200, r#"{"keys":[]}"#.to_owned())];
    for (minutes, (status, body)) in away.into_iter().enumerate() {
        region.server.answers(status, body);
        region.app.clock().advance(TimeDelta::seconds(61));
        region.app.fetch_provider_keys().await;
        assert_eq!((region.server.asked(), region.call(&region.token(&[]), READ).await.status.as_u16()), (minutes + 2, 200));
    }
    region.app.clock().advance(TimeDelta::minutes(60));
    let refused = region.call(&region.token(&[]), READ).await;
    let error = refused.succeeded().unwrap_err();
    assert_eq!((error.problem(), refused.headers.contains_key("retry-after")), (Some(ProblemKind::Unavailable), true));
    assert!(error.to_string().contains("identity provider"), "{error}");
    region.server.publishes(published(&[&region.key]));
    region.app.fetch_provider_keys().await;
    assert_eq!(region.call(&region.token(&[]), READ).await.status, 200);
}
