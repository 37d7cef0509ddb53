//! The keys that tokens are signed with: pending, active, retiring, gone; shared by all processes.

use chrono::TimeDelta;
use estafette_client::{Client, Request};
use estafette_contract::{Jwks, NoDetails, PartnerKind, ProblemKind, SigningKeyStatus as Status, SigningKeyView};
use estafette_tests::{
    harness::{Partner, TestApp, TestDatabase},
    story,
};
use futures_util::future::join_all;
use reqwest::Method;

use super::part;

async fn operator(app: &TestApp) -> Partner {
    app.partner("Regiobeheer", PartnerKind::Region).await
}

async fn school(app: &TestApp) -> Partner {
    app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await
}

async fn published(client: &Client) -> Vec<String> {
    let reply = client.send(Request::new(Method::GET, "/oauth/jwks")).await.unwrap();
    assert_eq!(reply.headers["cache-control"], "public, max-age=300");
    let keys: Jwks = reply.read().unwrap();
    keys.keys.iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

/// Where every key stands, the newest first.
async fn statuses(operator: &Client) -> Vec<Status> {
    operator.signing_keys().await.unwrap().items.iter().map(|key| key.status).collect()
}

async fn fresh_token(app: &TestApp, partner: &Partner) -> String {
    app.client(partner.credentials.clone()).token().await.unwrap()
}

fn kid(token: &str) -> String {
    part(token, 0)["kid"].as_str().unwrap().to_owned()
}

async fn opens(client: &Client, token: &str) -> bool {
    let status = client.send_with(Request::new(Method::GET, "/v1/partners"), Some(token)).await.unwrap().status;
    assert!([200, 401].contains(&status.as_u16()), "{status}");
    status == 200
}

fn pass(app: &TestApp, seconds: i64) {
    app.clock().advance(TimeDelta::seconds(seconds));
}

story!(a_key_is_announced_then_signs_then_is_only_accepted_and_then_gone, |app| {
    let (operator, school, anonymous) = (operator(&app).await, school(&app).await, app.anonymous());
    assert_eq!(statuses(&operator).await, [Status::Active]);
    let first = published(&anonymous).await;
    assert_eq!(first, [kid(&fresh_token(&app, &school).await)]);

    let next = operator.rotate_signing_keys(&NoDetails {}).await.unwrap();
    assert_eq!(next.status, Status::Pending);
    assert_eq!(statuses(&operator).await, [Status::Pending, Status::Active]);
    assert_eq!(published(&anonymous).await.len(), 2, "published before it signs");
    let refused = operator.rotate_signing_keys(&NoDetails {}).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::Conflict), "one at a time");

    pass(&app, 290);
    let last = fresh_token(&app, &school).await;
    assert_eq!(kid(&last), first[0]);
    pass(&app, 15);
    assert_eq!(kid(&fresh_token(&app, &school).await), next.kid);
    assert_eq!(statuses(&app.client(operator.credentials.clone())).await, [Status::Active, Status::Retiring]);
    assert!(opens(&anonymous, &last).await, "what the old key signed is accepted until it expires");
    assert_eq!(published(&anonymous).await.len(), 2);

    pass(&app, 330);
    assert_eq!(published(&anonymous).await, [next.kid]);
    assert_eq!(statuses(&app.client(operator.credentials.clone())).await, [Status::Active, Status::Gone]);
});

story!(a_private_half_is_sealed_and_erased_once_it_never_signs_again, |app| {
    let operator = operator(&app).await;
    operator.rotate_signing_keys(&NoDetails {}).await.unwrap();
    let mut rows = app.database.raw();
    let hex = rows.hex("private_key");
    let sealed = rows.lines(&format!("SELECT {hex} AS line FROM signing_keys WHERE private_key IS NOT NULL"));
    assert_eq!(sealed.len(), 2);
    let begin: String = b"PRIVATE KEY".iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(sealed.iter().all(|key| key.len() > 400 && !key.contains(&begin)));
    app.store().tidy().await.unwrap();
    assert_eq!(rows.lines("SELECT kid AS line FROM signing_keys WHERE private_key IS NOT NULL").len(), 2);
    pass(&app, 301);
    app.store().tidy().await.unwrap();
    assert_eq!(rows.lines("SELECT kid AS line FROM signing_keys WHERE private_key IS NOT NULL").len(), 1);
});

story!(a_key_that_is_revoked_takes_its_tokens_with_it_and_another_signs, |app| {
    let (operator, school, anonymous) = (operator(&app).await, school(&app).await, app.anonymous());
    let token = fresh_token(&app, &school).await;
    let key = active(&operator).await;
    let gone = operator.revoke_signing_key(key.id, &NoDetails {}).await.unwrap();
    assert_eq!((gone.kid, gone.status), (kid(&token), Status::Gone));
    assert!(!opens(&anonymous, &token).await);
    let fresh = fresh_token(&app, &school).await;
    assert!(kid(&fresh) != key.kid && opens(&anonymous, &fresh).await);
    assert_eq!(published(&anonymous).await, [kid(&fresh)]);
    let operator = app.client(operator.credentials.clone());
    assert_eq!(statuses(&operator).await, [Status::Active, Status::Gone]);
    assert_eq!(operator.revoke_signing_key(key.id, &NoDetails {}).await.unwrap().status, Status::Gone, "again changes nothing");
    assert_eq!(statuses(&operator).await, [Status::Active, Status::Gone]);
    let nobody = operator.revoke_signing_key(uuid::Uuid::now_v7(), &NoDetails {}).await.unwrap_err();
    assert_eq!(nobody.problem(), Some(ProblemKind::NotFound));
});

async fn active(operator: &Client) -> SigningKeyView {
    let keys = operator.signing_keys().await.unwrap().items;
    keys.into_iter().find(|key| key.status == Status::Active).unwrap()
}

story!(during_a_rotation_either_key_can_be_revoked, |app| {
    let (operator, school, anonymous) = (operator(&app).await, school(&app).await, app.anonymous());
    // The next one leaked: the one before it goes on, with no end in sight.
    let next = operator.rotate_signing_keys(&NoDetails {}).await.unwrap();
    operator.revoke_signing_key(next.id, &NoDetails {}).await.unwrap();
    assert_eq!(active(&operator).await.gone_at, None);
    pass(&app, 700);
    assert!(opens(&anonymous, &fresh_token(&app, &school).await).await);
    // The one that signs leaked: the next one signs at once.
    let operator = app.client(operator.credentials.clone());
    let next = operator.rotate_signing_keys(&NoDetails {}).await.unwrap();
    operator.revoke_signing_key(active(&operator).await.id, &NoDetails {}).await.unwrap();
    let fresh = fresh_token(&app, &school).await;
    assert!(kid(&fresh) == next.kid && opens(&anonymous, &fresh).await);
});

story!(all_processes_go_over_to_the_next_key_and_refuse_the_revoked_one, |app| {
    if matches!(app.database, TestDatabase::Sqlite(_)) {
        return;
    }
    let beside = app.beside().await;
    let other = Client::builder(&beside.base).build().unwrap();
    let (operator, school) = (operator(&app).await, school(&app).await);
    let token = fresh_token(&app, &school).await;
    assert!(opens(&other, &token).await);
    operator.revoke_signing_key(active(&operator).await.id, &NoDetails {}).await.unwrap();
    let began = std::time::Instant::now();
    while opens(&other, &token).await || !opens(&other, &fresh_token(&app, &school).await).await {
        assert!(began.elapsed().as_secs() < 5, "within five seconds");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(published(&other).await, published(&app.anonymous()).await);
});

story!(a_rotation_under_load_refuses_nobody, |app| {
    let beside = if matches!(app.database, TestDatabase::Postgres(_)) { Some(app.beside().await) } else { None };
    let services: Vec<Client> = [Some(app.base()), beside.as_ref().map(|beside| beside.base.as_str())]
        .into_iter()
        .flatten()
        .map(|base| Client::builder(base).build().unwrap())
        .collect();
    let (operator, school) = (operator(&app).await, school(&app).await);
    let clients: Vec<Client> = (0..6).map(|_| app.client(school.credentials.clone())).collect();
    let mut signed_by = std::collections::BTreeSet::new();
    operator.rotate_signing_keys(&NoDetails {}).await.unwrap();
    for service in &services {
        // Here the clock runs faster than the other process looks.
        while published(service).await.len() < 2 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }
    // From before the next key signs until after the one before it is gone.
    for step in 0..34 {
        let tokens = join_all(clients.iter().map(Client::token)).await.into_iter().map(Result::unwrap).collect::<Vec<_>>();
        let calls = services.iter().flat_map(|service| tokens.iter().map(move |token| opens(service, token)));
        let opened = join_all(calls).await;
        assert!(opened.iter().all(|opened| *opened), "step {step}: somebody was refused");
        signed_by.extend(tokens.iter().map(|token| kid(token)));
        pass(&app, 20);
    }
    assert_eq!(signed_by.len(), 2, "both keys were in use");
});
