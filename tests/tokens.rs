//! Tokens: how a client proves who it is, what it gets for it, and that nothing else gets it anything.

mod altered;
mod assertions;
mod forge;
mod keys;
mod mutual_tls;
mod nl_gov;
mod other_issuer;
pub(crate) mod revoked;
mod rsa;

use estafette_client::{Client, Reply, Request, assertion_key::ActingFor};
use estafette_contract::{Jwks, PartnerKind, ProblemKind, SCOPES, ServerMetadata, TokenAnswer};
use estafette_tests::{
    harness::{Database, Partner, TestApp, TestDatabase},
    story,
};
use forge::part;
use reqwest::Method;
use serde_json::{Value, json};

async fn school(app: &TestApp) -> Partner {
    app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await
}

/// A fresh assertion of this partner's own client.
pub(crate) fn assertion(app: &TestApp, partner: &Partner) -> String {
    let acting = ActingFor { pseudonym: "p-17", role: "decaan" };
    let now = app.clock().now().timestamp();
    partner.credentials.key.assertion(&partner.credentials.client_id, app.base(), Some(acting), now).unwrap()
}

/// Asks for a token at the front door, with nothing but the assertion and the scopes wanted.
pub(crate) async fn ask(client: &Client, assertion: &str, scope: &str) -> Reply {
    client.send(form_of(form(assertion, scope).into_bytes())).await.unwrap()
}

fn form(assertion: &str, scope: &str) -> String {
    let mut form = format!(
        "grant_type=client_credentials&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer\
         &client_assertion={assertion}"
    );
    if !scope.is_empty() {
        form += &format!("&scope={}", scope.replace(' ', "%20"));
    }
    form
}

fn form_of(body: Vec<u8>) -> Request {
    Request { body: Some(body), ..Request::new(Method::POST, "/oauth/token") }.header("content-type", "application/x-www-form-urlencoded")
}

async fn outcomes(partner: &Partner) -> Vec<String> {
    outcomes_of(partner, "token.issue").await
}

/// How each of this partner's acts of one kind ended, the newest first.
pub(crate) async fn outcomes_of(client: &Client, act: &str) -> Vec<String> {
    let entries = client.audit_entries(&Default::default()).await.unwrap().items;
    let acts = entries.iter().map(|record| &record.entry).filter(|entry| entry.act.to_string() == act);
    acts.map(|entry| entry.outcome.to_string()).collect()
}

story!(a_client_that_proves_who_it_is_gets_five_minutes, |app| {
    let school = school(&app).await;
    let reply = ask(&app.anonymous(), &assertion(&app, &school), "handovers:read learners:read").await;
    assert_eq!(reply.headers["cache-control"], "no-store");
    let answer: TokenAnswer = reply.read().unwrap();
    assert_eq!((answer.token_type.as_str(), answer.expires_in, answer.scope.as_str()), ("Bearer", 300, "handovers:read learners:read"));

    let (header, claims) = (part(&answer.access_token, 0), part(&answer.access_token, 1));
    assert_eq!((&header["typ"], &header["alg"]), (&json!("at+jwt"), &json!("ES256")));
    for (claim, expected) in [
        ("iss", json!(app.base())),
        ("aud", json!(app.base())),
        ("sub", json!("vmbo-de-linde")),
        ("client_id", json!("vmbo-de-linde")),
        ("scope", json!("handovers:read learners:read")),
        ("partner_id", json!(school.id)),
        ("partner_kind", json!("vmbo_school")),
        ("azp", json!("vmbo-de-linde")),
        ("purpose", json!("warm_handover")),
        ("gen", json!(1)),
        ("act", json!({ "sub": "p-17", "role": "decaan" })),
    ] {
        assert_eq!(claims[claim], expected, "{claim}");
    }
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 300);
    assert_eq!((forge::decode(claims["jti"].as_str().unwrap()).len(), &claims["nbf"]), (16, &claims["iat"]));
    assert!(claims.get("cnf").is_none() && claims.get("partner_oin").is_none());

    // The key is published, so that others can check what it signed.
    let keys: Jwks = app.anonymous().send(Request::new(Method::GET, "/oauth/jwks")).await.unwrap().read().unwrap();
    assert!(keys.keys.iter().any(|key| key["kid"] == header["kid"] && key["alg"] == "ES256" && key.get("d").is_none()));

    // It opens what it is for, and no more.
    let inbox = || Request::new(Method::GET, "/v1/inbox");
    let partners = Request::new(Method::GET, "/v1/partners");
    assert_eq!(app.anonymous().send_with(inbox(), Some(&answer.access_token)).await.unwrap().status, 200);
    assert_eq!(app.anonymous().send_with(partners, Some(&answer.access_token)).await.unwrap().status, 403);
    app.clock().advance(chrono::TimeDelta::seconds(320));
    assert_eq!(app.anonymous().send_with(inbox(), Some(&answer.access_token)).await.unwrap().status, 401);
});

story!(without_asking_a_client_gets_all_it_was_granted, |app| {
    let school = school(&app).await;
    let answer: TokenAnswer = ask(&app.anonymous(), &assertion(&app, &school), "").await.read().unwrap();
    assert_eq!(answer.scope, estafette_contract::scope::defaults(PartnerKind::VmboSchool).join(" "));
});

story!(an_assertion_is_used_once_by_all_processes_together, |app| {
    let school = school(&app).await;
    let once = assertion(&app, &school);
    assert_eq!(ask(&app.anonymous(), &once, "").await.status, 200);
    assert_eq!(ask(&app.anonymous(), &once, "").await.status, 401);
    if matches!(app.database, TestDatabase::Postgres(_)) {
        let beside = app.beside().await;
        let other = Client::builder(&beside.base).build().unwrap();
        assert_eq!(ask(&other, &once, "").await.status, 401);
        let fresh = assertion(&app, &school);
        assert_eq!(ask(&other, &fresh, "").await.status, 200);
        assert_eq!(ask(&app.anonymous(), &fresh, "").await.status, 401);
    }
    assert!(outcomes(&school).await.contains(&"refused".to_owned()), "a replay is in the log");
});

story!(every_failed_proof_gets_the_same_answer, |app| {
    let (school, stranger) = (school(&app).await, app.partner("ROC Elders", PartnerKind::MboCollege).await);
    let (id, key) = (&school.credentials.client_id, &school.credentials.key);
    let now = app.clock().now().timestamp();
    let signed = |audience: &str, act, now| key.assertion(id, audience, act, now).unwrap();
    let spent = assertion(&app, &school);
    assert_eq!(ask(&app.anonymous(), &spent, "").await.status, 200);
    let tampered = assertion(&app, &school).replacen('.', ".e", 1);
    let failures = [
        ("used before", spent),
        ("for another service", signed("https://elsewhere.example", None, now)),
        ("for the token endpoint", signed(&format!("{}/oauth/token", app.base()), None, now)),
        ("expired", signed(app.base(), None, now - 120)),
        ("of tomorrow", signed(app.base(), None, now + 86_400)),
        ("of nobody known", key.assertion("nobody", app.base(), None, now).unwrap()),
        ("of another client, with one's own key", key.assertion(&stranger.credentials.client_id, app.base(), None, now).unwrap()),
        ("in one's own name, with another's key", stranger.credentials.key.assertion(id, app.base(), None, now).unwrap()),
        ("for a role there is none of", signed(app.base(), Some(ActingFor { pseudonym: "p-17", role: "president" }), now)),
        ("for somebody named in full", signed(app.base(), Some(ActingFor { pseudonym: "Els Jansen", role: "decaan" }), now)),
        ("changed on the way", tampered),
        ("an access token", school.token().await.unwrap()),
        ("no token at all", "hello".to_owned()),
    ];
    let (mut answers, anonymous) = (Vec::new(), app.anonymous());
    for (what, assertion) in failures {
        let reply = ask(&anonymous, &assertion, "").await;
        assert_eq!((reply.status.as_u16(), reply.succeeded().unwrap_err().problem()), (401, Some(ProblemKind::InvalidClient)), "{what}");
        assert!(reply.headers.contains_key("www-authenticate") && reply.headers["cache-control"] == "no-store", "{what}");
        let mut body: Value = serde_json::from_slice(&reply.body).unwrap();
        body["instance"] = Value::Null;
        answers.push(body);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
});

story!(a_scope_that_was_not_granted_is_not_given, |app| {
    let school = school(&app).await;
    let wrong = [
        "handovers:receive",
        "handovers:read sections.health:read",
        "handovers:offer:mbo_hbo",
        "everything",
        "handovers:read  learners:read",
    ];
    for scope in wrong {
        let reply = ask(&app.anonymous(), &assertion(&app, &school), scope).await;
        assert_eq!(reply.succeeded().unwrap_err().problem(), Some(ProblemKind::InvalidScope), "{scope}");
    }
    let refused = outcomes(&school).await.iter().filter(|outcome| *outcome == "refused").count();
    assert_eq!(refused, wrong.len(), "who asks for too much is known, so it is in the log");
});

story!(a_token_request_has_one_form, |app| {
    let school = school(&app).await;
    let proof = assertion(&app, &school);
    let usual = format!(
        "grant_type=client_credentials&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion={proof}"
    );
    let anonymous = app.anonymous();
    let refusal = async |request: Request| anonymous.send(request).await.unwrap().succeeded().unwrap_err().problem();
    for (body, problem) in [
        (String::new(), ProblemKind::InvalidTokenRequest),
        (usual.replace("client_credentials", "password"), ProblemKind::UnsupportedGrant),
        (usual.replace("jwt-bearer", "saml2-bearer"), ProblemKind::InvalidClient),
        (format!("{usual}&client_id=roc-maasdal"), ProblemKind::InvalidClient),
        (format!("{usual}&grant_type=client_credentials"), ProblemKind::InvalidTokenRequest),
        (format!("{usual}&grant%5ftype=client_credentials"), ProblemKind::InvalidTokenRequest),
        (format!("{usual}&client_assertion={proof}"), ProblemKind::InvalidTokenRequest),
        (format!("{usual}&client_secret=hunter2"), ProblemKind::InvalidTokenRequest),
        (format!("{usual}&scope=&scope="), ProblemKind::InvalidTokenRequest),
        (usual.replace("grant_type", "granttype"), ProblemKind::InvalidTokenRequest),
    ] {
        assert_eq!(refusal(form_of(body.clone().into_bytes())).await, Some(problem), "{body}");
    }
    let basic = form_of(usual.clone().into_bytes()).header("authorization", "Basic dTpw");
    assert_eq!(refusal(basic).await, Some(ProblemKind::InvalidTokenRequest));
    let in_query = Request { path: format!("/oauth/token?{usual}"), ..form_of(usual.clone().into_bytes()) };
    assert_eq!(refusal(in_query).await, Some(ProblemKind::InvalidTokenRequest));
    let json = Request::new(Method::POST, "/oauth/token").json(&json!({ "grant_type": "client_credentials" }));
    assert_eq!(refusal(json).await, Some(ProblemKind::WrongMediaType));
    assert_eq!(refusal(form_of(vec![b'a'; 16 * 1024 + 1])).await, Some(ProblemKind::TooLarge));
    // None of these spent the assertion.
    assert_eq!(app.anonymous().send(form_of(usual.into_bytes())).await.unwrap().status, 200);
});

story!(only_a_token_of_this_service_opens_it, |app| {
    let school = school(&app).await;
    let elsewhere = TestApp::start(Database::Sqlite).await;
    let foreign = elsewhere.partner("Vmbo De Linde", PartnerKind::VmboSchool).await.token().await.unwrap();
    let good = school.token().await.unwrap();
    let (signed, signature) = good.rsplit_once('.').unwrap();
    let unsigned = good.replacen(good.split('.').next().unwrap(), "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0", 1);
    let cases = [
        ("of another service", foreign),
        ("an assertion", assertion(&app, &school)),
        ("without its signature", format!("{signed}.")),
        ("with its signature reversed", format!("{signed}.{}", signature.chars().rev().collect::<String>())),
        ("that says it needs no signature", unsigned),
        ("that is none", "hello".to_owned()),
        ("that is too long", "a".repeat(20_000)),
    ];
    for (what, token) in cases {
        let reply = app.anonymous().send_with(Request::new(Method::GET, "/v1/partners"), Some(&token)).await.unwrap();
        assert_eq!(reply.succeeded().unwrap_err().problem(), Some(ProblemKind::Unauthenticated), "{what}");
        assert!(reply.headers["www-authenticate"].to_str().unwrap().starts_with("Bearer"), "{what}");
    }
    let twice = Request::new(Method::GET, "/v1/partners").header("authorization", "Basic dTpw");
    assert_eq!(app.anonymous().send_with(twice, Some(&good)).await.unwrap().status, 401);
    assert_eq!(app.anonymous().send_with(Request::new(Method::GET, "/v1/partners"), Some(&good)).await.unwrap().status, 200);
});

story!(what_a_client_needs_to_know_is_published, |app| {
    let metadata = app.anonymous().send(Request::new(Method::GET, "/oauth/metadata")).await.unwrap();
    let well_known = app.anonymous().send(Request::new(Method::GET, "/.well-known/oauth-authorization-server")).await.unwrap();
    assert_eq!(metadata.body, well_known.body);
    let metadata: ServerMetadata = metadata.read().unwrap();
    assert_eq!(metadata.issuer, app.base());
    assert_eq!(metadata.token_endpoint, format!("{}/oauth/token", app.base()));
    assert_eq!(metadata.jwks_uri, format!("{}/oauth/jwks", app.base()));
    assert_eq!(metadata.scopes_supported, SCOPES.iter().map(|scope| scope.name).collect::<Vec<_>>());
    assert_eq!(metadata.token_endpoint_auth_methods_supported, ["private_key_jwt"]);
    assert_eq!(metadata.token_endpoint_auth_signing_alg_values_supported, ["ES256", "PS256", "EdDSA"]);
    assert_eq!(metadata.revocation_endpoint, format!("{}/oauth/revoke", app.base()));
    assert_eq!(metadata.introspection_endpoint, format!("{}/oauth/introspect", app.base()));
});
