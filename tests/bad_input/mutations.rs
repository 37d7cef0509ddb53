//! Whatever is sent, the service answers with a success or a refusal, never with a fault of its own.

use estafette_client::Request;
use estafette_tests::{
    harness::{Partner, scene::Leg},
    story,
};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use reqwest::Method;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Operation, operations, path_of, repeatable};

/// Any JSON, with a liking for what is nearly right.
fn any_json() -> impl Strategy<Value = Value> {
    let nearly_right = prop::sample::select(vec![
        json!(null),
        json!(""),
        json!("2026-02-30"),
        json!("9999-12-31T23:59:59Z"),
        json!("student"),
        json!("111222333"),
        json!(-1),
        json!(1e308),
        json!(u64::MAX),
        json!(Uuid::nil()),
        json!("\u{202e}\u{0}"),
        json!("💥"),
        json!([[]]),
        json!({}),
        json!(true),
    ]);
    let leaf = prop_oneof![3 => nearly_right, 1 => any::<String>().prop_map(Value::from), 1 => any::<i64>().prop_map(Value::from)];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec(("[a-zA-Z/~]{0,12}", inner), 0..4).prop_map(|members| Value::Object(Map::from_iter(members))),
        ]
    })
}

/// What happens to one place of a body.
#[derive(Debug, Clone)]
enum Change {
    Replace(Value),
    Remove,
    Rename(String),
}

fn any_change() -> impl Strategy<Value = Change> {
    prop_oneof![3 => any_json().prop_map(Change::Replace), 1 => Just(Change::Remove), 1 => "\\PC{0,20}".prop_map(Change::Rename)]
}

/// Goes down by the picks until they run out or there is nothing below, and makes the change there.
fn mutate(value: &mut Value, picks: &[usize], change: &Change) {
    let count = match &*value {
        Value::Object(members) => members.len(),
        Value::Array(items) => items.len(),
        _ => 0,
    };
    let (Some((pick, rest)), true) = (picks.split_first(), count > 0) else {
        if let Change::Replace(with) = change {
            *value = with.clone();
        }
        return;
    };
    match value {
        Value::Array(items) => mutate(&mut items[pick % count], rest, change),
        Value::Object(members) => {
            let name = members.keys().nth(pick % count).cloned().unwrap();
            match change {
                Change::Remove if rest.is_empty() => drop(members.remove(&name)),
                Change::Rename(to) if rest.is_empty() => {
                    let moved = members.remove(&name).unwrap();
                    members.insert(to.clone(), moved);
                }
                _ => mutate(&mut members[&name], rest, change),
            }
        }
        _ => {}
    }
}

async fn never_a_fault(partner: &Partner, request: Request) {
    let told = format!("{} {} {:?}", request.method, request.path, request.body.as_deref().map(String::from_utf8_lossy));
    let reply = partner.send(request).await.unwrap_or_else(|error| panic!("{told}: {error:?}"));
    assert!(!reply.status.is_server_error(), "{told}: {} {}", reply.status, String::from_utf8_lossy(&reply.body));
}

fn drawn<S: Strategy>(runner: &mut TestRunner, from: &S) -> S::Value {
    from.new_tree(runner).unwrap().current()
}

fn with_bodies() -> Vec<&'static Operation> {
    operations().iter().filter(|operation| operation.takes_json()).filter(|operation| operation.scope.is_some()).collect()
}

/// A body that the scene would take, before anything is done to it.
fn fitting(operation: &Operation, leg: &Leg) -> Value {
    let text = operation.example().unwrap().to_string();
    let invented = super::document_example("draft_handover");
    let known = [(&invented["learnerId"], leg.learner), (&invented["receiver"]["partnerId"], leg.college.id)];
    let fitted = known.iter().fold(text, |text, (invented, real)| text.replace(invented.as_str().unwrap(), &real.to_string()));
    serde_json::from_str(&fitted).unwrap()
}

story!(a_mutated_body_is_never_a_fault, |app| {
    let leg = Leg::in_transfer(&app).await;
    let operations = with_bodies();
    let mut runner = TestRunner::new(Config::default());
    let plan = (0..operations.len(), prop::collection::vec((prop::collection::vec(0usize..8, 0..4), any_change()), 1..3));
    // As many as PROPTEST_CASES says.
    for case in 0..runner.config().cases {
        let (at, changes) = drawn(&mut runner, &plan);
        let operation = operations[at];
        let mut body = fitting(operation, &leg);
        for (picks, change) in &changes {
            mutate(&mut body, picks, change);
        }
        let path = path_of(operation, &leg.learner.to_string(), &leg.handover.to_string());
        let partner = if case % 2 == 0 { &leg.school } else { &leg.college };
        never_a_fault(partner, repeatable(Request::new(operation.method.clone(), path).json(&body))).await;
    }
});

story!(random_bytes_are_never_a_fault, |app| {
    let leg = Leg::drafted(&app).await;
    let operations = with_bodies();
    let mut runner = TestRunner::new(Config::default());
    let plan = (0..operations.len(), prop::collection::vec(any::<u8>(), 0..200), "[ -~]{0,40}", "[!-~]{0,60}");
    for _ in 0..runner.config().cases {
        let (at, bytes, header, segment) = drawn(&mut runner, &plan);
        let operation = operations[at];
        let path = path_of(operation, &leg.learner.to_string(), &leg.handover.to_string());
        let request = Request { body: Some(bytes.clone()), ..Request::new(operation.method.clone(), path) };
        never_a_fault(&leg.school, repeatable(request.header("content-type", "application/json"))).await;
        let import =
            Request { body: Some(bytes), ..Request::new(Method::POST, format!("/v1/handovers/_import?receiver={}", leg.college.id)) };
        never_a_fault(&leg.school, import.header("content-type", "application/xml").header("idempotency-key", &header)).await;
        let escaped: String = segment.bytes().map(|byte| format!("%{byte:02X}")).collect();
        for path in [format!("/v1/handovers/{escaped}"), format!("/v1/vocabularies/{escaped}"), format!("/v1/inbox?{escaped}={escaped}")] {
            let request = Request::new(Method::GET, path).header("traceparent", &header).header("if-match", &header);
            never_a_fault(&leg.school, request).await;
        }
    }
});
