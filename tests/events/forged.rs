//! Forged targets: addresses by which somebody tries to make the service call what only it can reach.

use estafette_client::{Client, Request};
use estafette_contract::{PartnerKind, Problem};
use estafette_tests::harness::{Database, forged::targets, operators::Operators};
use reqwest::Method;
use serde_json::{Value, json};

use super::Region;

/// Every target is refused as a field, however it is written.
async fn is_refused(client: &Client, path: &str, body: &Value, pointer: &str, target: &str) {
    let reply = client.send(Request::new(Method::POST, path).json(body).once()).await.unwrap();
    assert_eq!(reply.status, 400, "{target}: {}", String::from_utf8_lossy(&reply.body));
    let problem: Problem = serde_json::from_slice(&reply.body).unwrap();
    assert_eq!(problem.errors[0].pointer, pointer, "{target}");
    assert!(target.len() < 12 || !String::from_utf8_lossy(&reply.body).contains(target), "what was sent is not repeated");
}

#[actix_web::test]
async fn no_forged_target_can_be_subscribed_to() {
    let region = Region::start(Database::Sqlite, "").await;
    let school = region.app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
    let targets = targets();
    assert!(targets.len() >= 150, "{}", targets.len());
    for target in &targets {
        is_refused(&school, "/v1/subscriptions", &json!({ "address": target }), "/address", target).await;
    }
    assert!(school.subscriptions().await.unwrap().items.is_empty());
}

#[actix_web::test]
async fn no_forged_target_is_asked_for_keys() {
    let region = Region::start(Database::Sqlite, "").await;
    let operators = Operators::of(&region.app).await;
    let college = operators.admit("ROC Maasdal", PartnerKind::MboCollege).await;
    for target in targets() {
        // For one partner an address is asked at most once a minute.
        region.app.clock().advance(chrono::TimeDelta::seconds(61));
        let path = format!("/v1/managed-partners/{college}/keys");
        is_refused(&operators.first, &path, &json!({ "jwksUri": target }), "/jwksUri", &target).await;
    }
}
