//! Taken back: a token by its client, all tokens of a partner by the region; and what a client hears about its own tokens.

use std::time::{Duration, Instant};

use estafette_client::{Client, Reply, Request};
use estafette_contract::{Introspection, PartnerKind, ProblemKind};
use estafette_tests::{
    harness::{Partner, TestApp, TestDatabase},
    story,
};
use reqwest::Method;

use super::{assertion, form_of, outcomes_of};

/// Hands a token in, to be revoked or looked into.
pub(crate) async fn hand_in(client: &Client, path: &str, assertion: &str, token: &str) -> Reply {
    let form = format!(
        "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion={assertion}\
         &token={token}&token_type_hint=access_token"
    );
    client.send(Request { path: path.into(), ..form_of(form.into_bytes()) }).await.unwrap()
}

async fn revoke(app: &TestApp, partner: &Partner, token: &str) -> Reply {
    hand_in(&app.anonymous(), "/oauth/revoke", &assertion(app, partner), token).await
}

async fn introspect(app: &TestApp, partner: &Partner, token: &str) -> Introspection {
    hand_in(&app.anonymous(), "/oauth/introspect", &assertion(app, partner), token).await.read().unwrap()
}

/// What a call with this token is answered.
async fn status(client: &Client, token: &str) -> u16 {
    client.send_with(Request::new(Method::GET, "/v1/partners"), Some(token)).await.unwrap().status.as_u16()
}

/// Calls until the token is refused; answers how long that took, at most the five seconds that are promised.
async fn refused_within(client: &Client, token: &str) -> Duration {
    let began = Instant::now();
    while status(client, token).await != 401 {
        assert!(began.elapsed() < Duration::from_secs(5), "still accepted after five seconds");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    began.elapsed()
}

async fn two_partners(app: &TestApp) -> (Partner, Partner) {
    (app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await, app.partner("ROC Maasdal", PartnerKind::MboCollege).await)
}

story!(a_revoked_token_opens_nothing_from_that_moment_on, |app| {
    let (school, college) = two_partners(&app).await;
    let (token, other) = (school.token().await.unwrap(), college.token().await.unwrap());
    let another = app.client(school.credentials.clone()).token().await.unwrap();
    assert_eq!(status(&app.anonymous(), &token).await, 200);
    for _ in 0..2 {
        let reply = revoke(&app, &school, &token).await;
        assert_eq!((reply.status.as_u16(), reply.body.len()), (200, 0), "also the second time");
        assert_eq!(status(&app.anonymous(), &token).await, 401);
    }
    assert_eq!((status(&app.anonymous(), &other).await, status(&app.anonymous(), &another).await), (200, 200));
    let school = app.client(school.credentials.clone());
    assert_eq!(outcomes_of(&school, "token.revoke").await, ["done", "done"]);
    assert_eq!(outcomes_of(&school, "token.refuse").await, ["refused", "refused"], "it is known whose token it was");

    // It is remembered for as long as it could pass, and not longer.
    app.clock().advance(chrono::TimeDelta::seconds(320));
    app.store().tidy().await.unwrap();
    assert_eq!(app.database.raw().count("revoked_tokens"), 0);
    assert_eq!(status(&app.anonymous(), &token).await, 401);
});

story!(a_token_is_revoked_by_its_own_client_only, |app| {
    let (school, college) = two_partners(&app).await;
    let token = school.token().await.unwrap();
    let reply = revoke(&app, &college, &token).await;
    assert_eq!(reply.succeeded().unwrap_err().problem(), Some(ProblemKind::InvalidTokenRequest));
    assert_eq!(status(&app.anonymous(), &token).await, 200);
    for none in ["", "hello", "a.b.c", &assertion(&app, &college), &format!("{token}x")] {
        assert_eq!(revoke(&app, &college, none).await.status, 200, "what is no token does not count already");
    }
    let anybody = hand_in(&app.anonymous(), "/oauth/revoke", "hello", &token).await;
    assert_eq!(anybody.succeeded().unwrap_err().problem(), Some(ProblemKind::InvalidClient));
    let once = assertion(&app, &school);
    assert_eq!(hand_in(&app.anonymous(), "/oauth/introspect", &once, &token).await.status, 200);
    let again = hand_in(&app.anonymous(), "/oauth/revoke", &once, &token).await;
    assert_eq!(again.succeeded().unwrap_err().problem(), Some(ProblemKind::InvalidClient), "an assertion works once, wherever");
    assert_eq!(status(&app.anonymous(), &token).await, 200);
});

story!(a_client_hears_about_its_own_tokens_only, |app| {
    let (school, college) = two_partners(&app).await;
    let token = school.token().await.unwrap();
    let known = introspect(&app, &school, &token).await;
    let claims = super::part(&token, 1);
    assert!(known.active);
    let said = serde_json::to_value(&known).unwrap();
    for name in ["iss", "sub", "client_id", "aud", "scope", "jti", "iat", "nbf", "exp"] {
        assert_eq!(said[name], claims[name], "{name}");
    }
    assert_eq!(said["token_type"], "Bearer");
    let nothing = serde_json::json!({ "active": false });
    for (who, what) in [(&college, token.as_str()), (&school, "hello"), (&school, ""), (&school, &token[..token.len() - 1])] {
        assert_eq!(serde_json::to_value(introspect(&app, who, what).await).unwrap(), nothing);
    }
    revoke(&app, &school, &token).await;
    assert_eq!(serde_json::to_value(introspect(&app, &school, &token).await).unwrap(), nothing);
    let fresh = app.client(school.credentials.clone()).token().await.unwrap();
    assert!(introspect(&app, &school, &fresh).await.active);
    app.clock().advance(chrono::TimeDelta::seconds(311));
    assert!(!introspect(&app, &school, &fresh).await.active, "it has expired");
});

story!(a_suspended_partner_is_refused_within_seconds_and_let_in_again, |app| {
    let (school, college) = two_partners(&app).await;
    let token = school.token().await.unwrap();
    assert_eq!(status(&app.anonymous(), &token).await, 200);
    let mut rows = app.database.raw();
    rows.execute(&format!("UPDATE partners SET active = {} WHERE id = '{}'", rows.flag(false), school.id)).unwrap();
    refused_within(&app.anonymous(), &token).await;
    assert!(app.client(school.credentials.clone()).token().await.is_err(), "no new ones either");
    assert_eq!(status(&app.anonymous(), &college.token().await.unwrap()).await, 200);
    rows.execute(&format!("UPDATE partners SET active = {} WHERE id = '{}'", rows.flag(true), school.id)).unwrap();
    let again = app.client(school.credentials.clone()).token().await.unwrap();
    let began = Instant::now();
    while status(&app.anonymous(), &again).await != 200 {
        assert!(began.elapsed() < Duration::from_secs(5), "it takes part again");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
});

story!(a_new_generation_leaves_all_earlier_tokens_behind, |app| {
    let (school, _) = two_partners(&app).await;
    let token = school.token().await.unwrap();
    assert_eq!(status(&app.anonymous(), &token).await, 200);
    app.database.raw().execute(&format!("UPDATE partners SET generation = generation + 1 WHERE id = '{}'", school.id)).unwrap();
    // A token of the new generation may be used before anybody looked: it is worth a look.
    let fresh = app.client(school.credentials.clone()).token().await.unwrap();
    assert_eq!(super::part(&fresh, 1)["gen"], 2);
    assert_eq!(status(&app.anonymous(), &fresh).await, 200);
    assert_eq!(status(&app.anonymous(), &token).await, 401);
});

story!(what_one_process_took_back_the_other_refuses_within_seconds, |app| {
    if matches!(app.database, TestDatabase::Sqlite(_)) {
        return;
    }
    let beside = app.beside().await;
    let other = Client::builder(&beside.base).build().unwrap();
    let (school, _) = two_partners(&app).await;
    let token = school.token().await.unwrap();
    assert_eq!(status(&other, &token).await, 200, "who joined at one process comes in at the other");
    assert_eq!(revoke(&app, &school, &token).await.status, 200);
    refused_within(&other, &token).await;
});

story!(a_key_that_was_retired_signs_nobody_in, |app| {
    let (school, _) = two_partners(&app).await;
    assert!(app.client(school.credentials.clone()).token().await.is_ok());
    app.database.raw().execute("UPDATE partner_keys SET retired_at = created_at WHERE client_id = 'vmbo-de-linde'").unwrap();
    assert!(app.client(school.credentials.clone()).token().await.is_err());
});
