//! Tokens of a real OAuth and OpenID server: what they open, and what not. Run by `tests/oidc/run.sh`; it needs node.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on stops and says why")]

mod provider;

use estafette_api::{
    identity_provider::{ClaimNames, IdentityProvider},
    settings::Settings,
};
use estafette_client::Request;
use estafette_contract::{PartnerKind, ProblemKind, Role, scope};
use estafette_tests::harness::{Database, TestApp};
use provider::Provider;
use reqwest::Method;
use serde_json::json;

const AUDIENCE: &str = "https://estafette.example";
const SCOPES: &str = "handovers:read partners:read keys:manage";

/// The people of the region, with what the provider says of them.
fn people() -> serde_json::Value {
    json!({
        "p-els": { "estafette_partner": "vmbo-de-linde", "function": "decaan" },
        "p-noor": { "estafette_partner": "roc-maasdal", "function": "LOB-coach" },
        "p-joost": { "estafette_partner": "operator-1", "function": "operator" },
        "p-without-role": { "estafette_partner": "vmbo-de-linde" },
        "p-without-partner": { "function": "decaan" },
        "p-elsewhere": { "estafette_partner": "vmbo-elders", "function": "decaan" },
    })
}

/// A region that accepts the tokens of this provider.
async fn region(database: Database, provider: &Provider) -> TestApp {
    let settings = IdentityProvider {
        issuer: provider.address().into(),
        audience: AUDIENCE.into(),
        jwks: format!("{}/jwks", provider.address()),
        authorities: Some(provider.authorities()),
        rs256: false,
        claims: ClaimNames { partner: "estafette_partner".into(), person: "sub".into(), role: "function".into() },
        roles: [("LOB-coach".to_owned(), Role::Coach)].into(),
    };
    let app = TestApp::with_settings(database, |usual| Settings { identity_provider: Some(settings), ..usual }).await;
    app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
    app.partner("ROC Maasdal", PartnerKind::MboCollege).await;
    app.partner_granted("Operator 1", PartnerKind::Region, scope::defaults(PartnerKind::Region)).await;
    app.fetch_provider_keys().await;
    app
}

/// What a call with a token is answered.
async fn answer(app: &TestApp, token: &str, path: &str) -> (u16, Option<ProblemKind>) {
    let reply = app.anonymous().send_with(Request::new(Method::GET, path), Some(token)).await.unwrap();
    (reply.status.as_u16(), reply.succeeded().err().and_then(|error| error.problem()))
}

const OPEN: (u16, Option<ProblemKind>) = (200, None);
const NO_SCOPE: (u16, Option<ProblemKind>) = (403, Some(ProblemKind::MissingScope));
const REFUSED: (u16, Option<ProblemKind>) = (401, Some(ProblemKind::Unauthenticated));

async fn told(database: Database) {
    let provider = Provider::start(None, &people(), SCOPES);
    let app = region(database, &provider).await;

    // A staff member reads what the school may, and not what only an operator may, though the provider would grant it.
    let els = provider.sign_in("p-els", AUDIENCE, SCOPES);
    assert_eq!(answer(&app, &els, "/v1/inbox").await, OPEN);
    assert_eq!(answer(&app, &els, "/v1/partners").await, OPEN);
    assert_eq!(answer(&app, &els, "/v1/signing-keys").await, NO_SCOPE);
    let narrow = provider.sign_in("p-noor", AUDIENCE, "partners:read");
    assert_eq!(answer(&app, &narrow, "/v1/inbox").await, NO_SCOPE);

    // An operator sees the signing keys, and no handovers.
    let joost = provider.sign_in("p-joost", AUDIENCE, SCOPES);
    assert_eq!(answer(&app, &joost, "/v1/signing-keys").await, OPEN);
    assert_eq!(answer(&app, &joost, "/v1/inbox").await, NO_SCOPE);

    // Refused: for another service, without a claim, of a partner there is none of, and not an access token for anybody.
    assert_eq!(answer(&app, &provider.sign_in("p-els", "https://elsewhere.example", SCOPES), "/v1/inbox").await, REFUSED);
    for person in ["p-without-role", "p-without-partner", "p-elsewhere"] {
        assert_eq!(answer(&app, &provider.sign_in(person, AUDIENCE, SCOPES), "/v1/inbox").await, REFUSED, "{person}");
    }
    let (signed, _) = els.rsplit_once('.').unwrap();
    assert_eq!(answer(&app, &format!("{signed}."), "/v1/inbox").await, REFUSED);

    // Refused: of another provider that says it is this one, with another key under the same name.
    let pretender = Provider::start(Some(provider.address()), &people(), SCOPES);
    assert_eq!(answer(&app, &pretender.sign_in("p-els", AUDIENCE, SCOPES), "/v1/inbox").await, REFUSED);

    // The school's own log says which person acted.
    let entries = app.database.raw().lines("SELECT entry AS line FROM audit_entries");
    assert!(entries.iter().any(|entry| entry.contains("p-els") && entry.contains("handover.inbox")), "{entries:?}");
    app.clock().advance(chrono::TimeDelta::seconds(320));
    assert_eq!(answer(&app, &els, "/v1/inbox").await, REFUSED, "it has expired");
}

#[actix_web::test]
async fn people_come_in_with_tokens_of_a_real_provider_on_sqlite() {
    told(Database::Sqlite).await;
}

#[actix_web::test]
async fn people_come_in_with_tokens_of_a_real_provider_on_postgres() {
    if Database::Postgres.is_here() {
        told(Database::Postgres).await;
    }
}
