//! Doing a thing once, however often it is asked.

use estafette_client::{Client, Reply, Request};
use estafette_contract::{Created, HandoverStatus, ProblemKind};
use estafette_tests::{
    harness::scene::{Leg, accepting, handover_to, noor},
    story,
};
use reqwest::Method;
use serde::Serialize;

async fn post(client: &Client, path: &str, key: &str, body: &impl Serialize) -> Reply {
    client.send(Request::new(Method::POST, path).json(body).header("idempotency-key", key)).await.unwrap()
}

fn problem(reply: &Reply) -> Option<ProblemKind> {
    reply.succeeded().unwrap_err().problem()
}

story!(a_repeated_request_gets_the_same_answer_and_does_nothing_twice, |app| {
    let leg = Leg::ready(&app).await;
    let draft = handover_to(&leg.college, leg.learner, estafette_contract::Transition::VmboMbo);
    let first = post(&leg.school, "/v1/handovers", "draft-1", &draft).await;
    let again = post(&leg.school, "/v1/handovers", "draft-1", &draft).await;
    assert_eq!((first.status, &first.body), (again.status, &again.body));
    assert_eq!(leg.school.outbox(&Default::default()).await.unwrap().items.len(), 2);

    let offer = format!("/v1/handovers/{}/_offer", leg.handover);
    let offered = post(&leg.school, &offer, "offer-1", &serde_json::json!({})).await;
    leg.college.accept(leg.handover, &accepting()).await.unwrap();
    let replayed = post(&leg.school, &offer, "offer-1", &serde_json::json!({})).await;
    assert_eq!(offered.body, replayed.body, "the answer of then, not of now");
    assert_eq!(leg.school.handover(leg.handover).await.unwrap().status, HandoverStatus::Accepted);
    let moves = leg.school.history(leg.handover).await.unwrap().items;
    assert_eq!(moves.iter().filter(|line| line.status == HandoverStatus::Offered).count(), 1);
});

story!(a_key_belongs_to_one_request_of_one_partner, |app| {
    let leg = Leg::ready(&app).await;
    let first = post(&leg.school, "/v1/learners", "key-1", &noor()).await;
    assert!(first.status.is_success());
    let other = estafette_contract::NewLearner { desk: None, ..noor() };
    let reused = post(&leg.school, "/v1/learners", "key-1", &other).await;
    assert_eq!((reused.status.as_u16(), problem(&reused)), (422, Some(ProblemKind::KeyReused)));
    let elsewhere = post(&leg.school, &format!("/v1/handovers/{}/_offer", leg.handover), "key-1", &serde_json::json!({})).await;
    assert_eq!(problem(&elsewhere), Some(ProblemKind::KeyReused));
    let theirs = post(&leg.college, "/v1/learners", "key-1", &noor()).await;
    assert!(theirs.status.is_success(), "another partner's key is another key");
    assert_ne!(first.read::<Created>().unwrap(), theirs.read::<Created>().unwrap());
});

story!(a_refused_request_may_be_repeated_under_its_key_once_the_reason_is_gone, |app| {
    let leg = Leg::drafted(&app).await;
    let path = format!("/v1/handovers/{}/_review", leg.handover);
    let early = post(&leg.school, &path, "review-1", &serde_json::json!({})).await;
    assert_eq!(problem(&early), Some(ProblemKind::GuardNotMet));
    leg.school.inform(leg.handover, &estafette_tests::harness::scene::informing(app.clock().now())).await.unwrap();
    assert!(post(&leg.school, &path, "review-1", &serde_json::json!({})).await.status.is_success());
});

story!(requests_at_the_same_moment_under_one_key_do_one_thing, |app| {
    let leg = Leg::drafted(&app).await;
    leg.school.token().await.unwrap();
    let draft = handover_to(&leg.college, leg.learner, estafette_contract::Transition::VmboMbo);
    let all = (0..8).map(|_| post(&leg.school, "/v1/handovers", "draft-once", &draft));
    let replies = futures_util::future::join_all(all).await;
    assert!(replies.iter().all(|reply| reply.status == 201 && reply.body == replies[0].body), "{replies:?}");
    assert_eq!(leg.school.outbox(&Default::default()).await.unwrap().items.len(), 2);
});
