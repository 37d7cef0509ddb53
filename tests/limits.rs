//! Limits: who calls too often is told so, what is left is told to everybody, and nobody else notices.

use chrono::TimeDelta;
use estafette_api::settings::Settings;
use estafette_client::{Client, Reply, Request};
use estafette_contract::{PartnerKind, ProblemKind, SCOPES};
use estafette_tests::harness::{Database, Partner, TestApp};
use reqwest::Method;
use uuid::Uuid;

use crate::{
    contract::{filled, operations},
    tokens::{ask, assertion, outcomes_of},
};

async fn region(limits: &str) -> TestApp {
    let limits = limits.parse().unwrap();
    TestApp::with_settings(Database::Sqlite, |usual| Settings { limits, ..usual }).await
}

async fn school(app: &TestApp) -> Partner {
    app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await
}

async fn get(client: &Client, path: &str) -> Reply {
    client.send(Request::new(Method::GET, path)).await.unwrap()
}

fn told<'r>(reply: &'r Reply, header: &str) -> &'r str {
    reply.headers.get(header).map_or("", |value| value.to_str().unwrap())
}

/// Checks that an answer says one calls too often; answers after how many seconds to call again.
fn again_after(reply: &Reply) -> i64 {
    assert_eq!(reply.status, 429);
    let error = reply.succeeded().unwrap_err();
    assert_eq!(error.problem(), Some(ProblemKind::TooManyCalls));
    let seconds = told(reply, "retry-after");
    assert!(error.to_string().contains(&format!("after {seconds} s")), "the problem says what to do: {error}");
    seconds.parse().unwrap()
}

#[actix_web::test]
async fn who_calls_too_often_is_told_when_to_call_again() {
    let app = region("read=2, change=0, sign_in=0, open=0").await;
    let (school, college) = (school(&app).await, app.partner("ROC Maasdal", PartnerKind::MboCollege).await);
    for left in [r#""read";r=1;t=30"#, r#""read";r=0;t=60"#] {
        let reply = get(&school, "/v1/inbox").await;
        let expected = (200, left, r#""read";q=2;w=60"#);
        assert_eq!((reply.status.as_u16(), told(&reply, "ratelimit"), told(&reply, "ratelimit-policy")), expected);
    }
    let refused = get(&school, "/v1/inbox").await;
    let seconds = again_after(&refused);
    assert!((1..=30).contains(&seconds) && told(&refused, "ratelimit") == r#""read";r=0;t=60"#);
    // Whatever it reads, and whether it may or not; but reading too often leaves room for changing, and for others.
    for path in ["/v1/partners", "/v1/signing-keys", "/v1/nothing"] {
        again_after(&get(&school, path).await);
    }
    let change = school.send(Request::new(Method::POST, "/v1/handovers").once()).await.unwrap();
    assert!(change.status != 429 && told(&change, "ratelimit").is_empty(), "a class that is not limited says nothing of limits");
    assert_eq!(get(&college, "/v1/inbox").await.status, 200);
    app.clock().advance(TimeDelta::seconds(seconds));
    assert_eq!(get(&school, "/v1/inbox").await.status, 200, "as it was told");
    again_after(&get(&school, "/v1/inbox").await);
}

#[actix_web::test]
async fn a_flood_leaves_one_entry_a_minute_in_the_log() {
    let app = region("read=3, change=0, sign_in=0, open=0").await;
    let school = school(&app).await;
    for _ in 0..2 {
        for _ in 0..3 {
            assert_eq!(get(&school, "/v1/inbox").await.status, 200);
        }
        for _ in 0..5 {
            again_after(&get(&school, "/v1/inbox").await);
        }
        app.clock().advance(TimeDelta::seconds(90));
    }
    assert_eq!(outcomes_of(&school, "limit.refuse").await, ["refused", "refused"]);
}

#[actix_web::test]
async fn an_assertion_that_came_too_early_can_be_sent_again() {
    let app = region("read=0, change=0, sign_in=2, open=0").await;
    let (school, college) = (school(&app).await, app.partner("ROC Maasdal", PartnerKind::MboCollege).await);
    // Whoever only says it is the school, without its key, takes nothing from the school.
    let forged = |_| college.credentials.key.assertion("vmbo-de-linde", app.base(), None, app.clock().now().timestamp()).unwrap();
    for forged in (0..5).map(forged) {
        assert_eq!(ask(&app.anonymous(), &forged, "").await.status, 401);
    }
    for _ in 0..2 {
        let reply = ask(&app.anonymous(), &assertion(&app, &school), "").await;
        assert_eq!((reply.status.as_u16(), told(&reply, "ratelimit-policy")), (200, r#""sign_in";q=2;w=60"#));
    }
    let early = assertion(&app, &school);
    let seconds = again_after(&ask(&app.anonymous(), &early, "").await);
    assert_eq!(ask(&app.anonymous(), &assertion(&app, &college), "").await.status, 200);
    app.clock().advance(TimeDelta::seconds(seconds));
    assert_eq!(ask(&app.anonymous(), &early, "").await.status, 200);
}

#[actix_web::test]
async fn without_a_token_calls_are_counted_by_address() {
    let app = region("read=0, change=0, sign_in=0, open=4").await;
    let (school, anonymous) = (school(&app).await, app.anonymous());
    school.token().await.unwrap();
    assert_eq!(get(&anonymous, "/v1/vocabularies").await.status, 200);
    let refused = anonymous.send_with(Request::new(Method::GET, "/v1/inbox"), Some("hello")).await.unwrap();
    assert_eq!((refused.status.as_u16(), told(&refused, "ratelimit")), (401, r#""open";r=1;t=45"#));
    assert_eq!(get(&anonymous, "/v1/nothing").await.status, 404);
    for path in ["/v1/vocabularies", "/docs/", "/v1/nothing", "/oauth/jwks"] {
        again_after(&get(&anonymous, path).await);
    }
    again_after(&ask(&anonymous, &assertion(&app, &school), "").await);
    again_after(&anonymous.send_with(Request::new(Method::GET, "/v1/inbox"), Some("hello")).await.unwrap());
    // Who has a token comes in from there all the same, and whoever watches hears that the service is well.
    assert_eq!(get(&school, "/v1/inbox").await.status, 200);
    for path in ["/healthz", "/readyz"] {
        assert_eq!(get(&anonymous, path).await.status, 200);
    }
}

#[actix_web::test]
async fn every_operation_is_counted_as_it_documents() {
    let app = region("read=9999, change=9999, sign_in=9999, open=9999").await;
    let all = SCOPES.iter().map(|scope| scope.name.to_owned()).collect();
    let partner = app.partner_granted("Het Overalcollege", PartnerKind::MboCollege, all).await;
    let anonymous = app.anonymous();
    let learner = partner.register_learner(&estafette_tests::harness::scene::noor()).await.unwrap().id;
    let learner = app.student(&partner, learner).await;
    for operation in operations() {
        let path = filled(&operation.path, |_| Uuid::now_v7().to_string());
        let client = match operation.scope {
            Some(_) => &partner.client,
            None if operation.own => &learner,
            None => &anonymous,
        };
        let reply = client.send(Request::new(operation.method.clone(), path)).await.unwrap();
        // A sign-in that proves nothing is counted for the address alone.
        let class = operation.class.as_deref().map(|class| if class == "sign_in" { "open" } else { class });
        let expected = class.map_or_else(String::new, |class| format!("\"{class}\";q=9999;w=60"));
        assert_eq!(told(&reply, "ratelimit-policy"), expected, "{}", operation.name());
    }
}
