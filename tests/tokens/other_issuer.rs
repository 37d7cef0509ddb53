//! Tokens of a region's own identity provider: the same steps in the same order, and no more than the region granted the partner.

use chrono::TimeDelta;
use estafette_api::{
    identity_provider::{ClaimNames, IdentityProvider},
    settings::Settings,
};
use estafette_client::{Reply, Request, assertion_key::AssertionKey};
use estafette_contract::{PartnerKind, ProblemKind, Role};
use estafette_tests::harness::{Database, Partner, TestApp, certificates::Authority, publisher::Publisher};
use reqwest::Method;
use serde_json::{Value, json};

use super::forge::{Forge, confused, decode, encode, mirrored, part, with};

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

/// What was done to a token, and the token.
type Row = (String, String);

fn altered_claims(region: &Region) -> Vec<Row> {
    let (header, claims) = (region.header().to_string(), region.claims());
    let now = claims["iat"].as_i64().unwrap();
    let mut rows = Vec::new();
    let mut claim = |name: &str, value: Option<Value>| {
        let changed = with(&claims, name, value.clone());
        rows.push((format!("claim {name} {value:?}"), region.forge.sign(&header, &changed.to_string())));
    };
    for name in ["iss", "aud", "iat", "exp", "jti", "sub", "scope", "school", "function"] {
        confused().into_iter().for_each(|value| claim(name, value));
    }
    for (name, value) in [
        ("iss", json!(format!("{ISSUER}/"))),
        ("iss", json!(region.app.base())),
        ("aud", json!([AUDIENCE])),
        ("aud", json!(region.app.base())),
        ("exp", json!(now - 15)),
        ("exp", json!(now + 3601)),
        ("exp", json!(i64::MAX)),
        ("iat", json!(now + 60)),
        ("nbf", json!(now + 60)),
        ("nbf", json!("now")),
        ("sub", json!("Els Jansen")),
        ("sub", json!("els@linde.example")),
        ("function", json!("president")),
        ("school", json!("roc-maasdal")),
        ("school", json!("")),
        ("cnf", json!({ "jkt": "abc" })),
        ("cnf", json!({ "x5t#S256": encode([7; 32]) })),
        ("cnf", json!({ "x5t#S256": encode([7; 32]), "jkt": "abc" })),
        ("cnf", json!("abc")),
    ] {
        claim(name, Some(value));
    }
    let twice = claims.to_string().replacen('{', r#"{"school":"roc-maasdal","#, 1);
    rows.push(("school twice".into(), region.forge.sign(&header, &twice)));
    rows
}

fn altered_headers(region: &Region) -> Vec<Row> {
    let (header, claims) = (region.header(), region.claims().to_string());
    let changes = [
        ("typ", Some(json!("JWT"))),
        ("typ", None),
        ("alg", Some(json!("none"))),
        ("alg", Some(json!("RS256"))),
        ("alg", Some(json!("HS256"))),
        ("kid", Some(json!("other"))),
        ("kid", None),
        ("jku", Some(json!("https://evil.example/jwks"))),
        ("jwk", Some(region.key.public_jwk().clone())),
        ("crit", Some(json!(["exp"]))),
    ];
    let row = |(name, value): (&str, Option<Value>)| {
        (format!("header {name} {value:?}"), region.forge.sign(&with(&header, name, value).to_string(), &claims))
    };
    changes.into_iter().map(row).collect()
}

/// Among them what a key of one issuer signed for the other: a key speaks for its own issuer alone.
fn altered_signatures(region: &Region, our_kid: &Value) -> Vec<Row> {
    let (header, claims, good) = (region.header(), region.claims().to_string(), region.token(&[]));
    let (signed, signature) = good.rsplit_once('.').unwrap();
    let other = Forge::of_pem(AssertionKey::generate().unwrap().to_pem().unwrap().as_bytes());
    let ours = Forge::of_service(&region.app);
    let named_as_ours = with(&header, "kid", Some(our_kid.clone())).to_string();
    let header = header.to_string();
    let rows = [
        ("under another key of the same name", other.sign(&header, &claims)),
        ("unsigned", format!("{signed}.")),
        ("cut short", good[..good.len() - 2].to_owned()),
        ("half a signature", format!("{signed}.{}", encode(&decode(signature)[..32]))),
        ("signed by this service's key", ours.sign(&header, &claims)),
        ("of this service's key, with the provider's claims", ours.sign(&named_as_ours, &claims)),
        ("of the provider's key under the name of this service's", region.forge.sign(&named_as_ours, &claims)),
    ];
    rows.map(|(what, token)| (what.to_owned(), token)).into()
}

#[actix_web::test]
async fn no_altered_token_of_the_provider_opens_anything() {
    let region = Region::ready().await;
    let our_kid = part(&region.school.token().await.unwrap(), 0)["kid"].clone();
    let rows = [altered_claims(&region), altered_headers(&region), altered_signatures(&region, &our_kid)].concat();
    assert!(rows.len() >= 80, "only {} altered tokens", rows.len());
    for (what, token) in rows {
        assert_eq!(region.problem(&token, READ).await, Some(ProblemKind::Unauthenticated), "{what}");
    }
    assert_eq!(region.call(&region.token(&[]), READ).await.status, 200, "what was altered in nothing does");
    // Others than us may write the mirrored form of a signature.
    let good = region.token(&[]);
    let (signed, signature) = good.rsplit_once('.').unwrap();
    let mirrored = format!("{signed}.{}", encode(mirrored(&decode(signature))));
    assert_eq!(region.call(&mirrored, READ).await.status, 200);
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
