//! The walk: every operation demands exactly the scope it documents, and every call is in the log.

use std::collections::BTreeMap;

use estafette_client::{Client, PageOptions, Request};
use estafette_contract::{PartnerKind, ProblemKind, SCOPES};
use estafette_tests::{
    harness::{Partner, TestApp},
    story,
};
use reqwest::Method;
use uuid::Uuid;

use super::{Operation, filled, operations};

/// What anybody may call, reviewed: it tells nothing of any person.
const OPEN_TO_ALL: [&str; 20] = [
    "GET /healthz",
    "GET /oauth/jwks",
    "GET /oauth/metadata",
    "GET /readyz",
    "GET /v1/audit/checkpoint",
    "GET /v1/audit/consistency",
    "GET /v1/audit/log",
    "GET /v1/consent-texts",
    "GET /v1/exchange-matrices/{version}",
    "GET /v1/exchange-matrix",
    "GET /v1/openapi.json",
    "GET /v1/processing-activities",
    "GET /v1/processing-activities/{activity}",
    "GET /v1/vocabularies",
    "GET /v1/vocabularies/{name}",
    "GET /v1/vocabularies/{name}/table",
    "POST /oauth/introspect",
    "POST /oauth/revoke",
    "POST /oauth/token",
    "POST /v1/own/_enter",
];

#[test]
fn what_anybody_may_call_is_on_the_reviewed_list() {
    let mut open: Vec<String> =
        operations().iter().filter(|operation| operation.scope.is_none() && !operation.own).map(Operation::name).collect();
    open.sort();
    assert_eq!(open, OPEN_TO_ALL);
}

#[test]
fn every_documented_scope_is_on_the_list_of_scopes() {
    for operation in operations() {
        let known = operation.scope.as_deref().is_none_or(|scope| SCOPES.iter().any(|term| term.name == scope));
        assert!(known, "{} demands {:?}", operation.name(), operation.scope);
    }
}

story!(every_operation_demands_exactly_the_scope_it_documents, |app| {
    let partner = app.partner_granted("Het Overalcollege", PartnerKind::MboCollege, all_scopes_but("")).await;
    let anonymous = app.anonymous();
    let mut walked = BTreeMap::new();
    for operation in operations() {
        let Some(scope) = operation.scope.as_deref() else { continue };
        let name = operation.name();

        let reply = anonymous.send(call(operation, &trace())).await.unwrap();
        assert_eq!(reply.succeeded().unwrap_err().problem(), Some(ProblemKind::Unauthenticated), "{name}");

        let others = partner.with_scope(&app, &all_scopes_but(scope).join(" "));
        let refused = trace();
        let reply = others.send(call(operation, &refused)).await.unwrap();
        assert_eq!(reply.succeeded().unwrap_err().problem(), Some(ProblemKind::MissingScope), "{name}");
        walked.insert(refused, (name.clone(), "refused"));

        let passed = trace();
        let reply = partner.with_scope(&app, scope).send(call(operation, &passed)).await.unwrap();
        let problem = reply.succeeded().err().map(|error| error.problem().expect("a problem of the catalogue"));
        let stopped = [Some(ProblemKind::Unauthenticated), Some(ProblemKind::MissingScope)].contains(&problem);
        assert!(!stopped && !reply.status.is_server_error(), "{name}: {problem:?}");
        walked.insert(passed, (name, if problem.is_some() { "refused" } else { "done" }));
    }
    assert!(walked.len() > 70, "the walk saw only {} calls", walked.len());
    every_call_is_in_the_log_once(&partner, walked).await;
});

async fn every_call_is_in_the_log_once(partner: &Client, mut walked: BTreeMap<String, (String, &str)>) {
    let mut page = PageOptions { cursor: None, limit: Some(100) };
    loop {
        let entries = partner.audit_entries(&page).await.unwrap();
        for entry in entries.items.iter().map(|record| &record.entry) {
            if let Some((name, outcome)) = walked.remove(&entry.trace_id) {
                assert_eq!(entry.outcome.to_string(), outcome, "{name}");
            }
        }
        match entries.next_cursor {
            Some(cursor) => page.cursor = Some(cursor),
            None => break,
        }
    }
    assert!(walked.is_empty(), "not in the log: {walked:?}");
}

story!(every_operation_of_the_own_page_demands_a_learner_token, |app| {
    let school = app.partner_granted("Vmbo De Linde", PartnerKind::VmboSchool, all_scopes_but("")).await;
    let learner = school.register_learner(&estafette_tests::harness::scene::noor()).await.unwrap().id;
    let (anonymous, mut walked) = (app.anonymous(), 0);
    for operation in operations().iter().filter(|operation| operation.own) {
        let noor = app.student(&school, learner).await;
        for client in [&anonymous, &school] {
            let reply = client.send(call(operation, &trace())).await.unwrap();
            assert_eq!(reply.succeeded().unwrap_err().problem(), Some(ProblemKind::Unauthenticated), "{}", operation.name());
        }
        let passed = trace();
        let reply = noor.send(call(operation, &passed)).await.unwrap();
        assert!(reply.status.as_u16() != 401 && !reply.status.is_server_error(), "{}: {}", operation.name(), reply.status);
        let logged = app.database.raw().count(&format!("audit_entries WHERE entry LIKE '%\"traceId\":\"{passed}\"%'"));
        assert_eq!(logged, 1, "{}", operation.name());
        walked += 1;
    }
    let noor = app.student(&school, learner).await;
    for operation in operations().iter().filter(|operation| operation.scope.is_some()) {
        let reply = noor.send(call(operation, &trace())).await.unwrap();
        assert_eq!(reply.status, 401, "{}", operation.name());
    }
    assert!(walked > 10, "the walk saw only {walked} calls");
});

fn all_scopes_but(scope: &str) -> Vec<String> {
    SCOPES.iter().map(|term| term.name).filter(|name| *name != scope).map(str::to_owned).collect()
}

fn trace() -> String {
    Uuid::new_v4().simple().to_string()
}

/// The operation called well enough to get past authorisation, on things that are not there.
fn call(operation: &Operation, trace: &str) -> Request {
    let id = Uuid::now_v7().to_string();
    let mut path = filled(&operation.path, |name| if name == "section" { "plan".to_owned() } else { id.clone() });
    if operation.id == "import_dossier" {
        path += &format!("?receiver={id}");
    }
    let mut request = Request::new(operation.method.clone(), path).header("traceparent", &format!("00-{trace}-00f067aa0ba902b7-01"));
    if let Some(example) = operation.example() {
        request = request.json(example);
    }
    if operation.method == Method::PUT || operation.method == Method::DELETE {
        request = request.header("if-match", "\"some version\"");
    }
    if operation.method == Method::POST { request.once() } else { request }
}

story!(a_scope_for_one_transition_is_no_scope_for_another, |app| {
    let school = app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
    let college = app.partner("ROC Maasdal", PartnerKind::MboCollege).await;
    let refused = draft_under(&app, &school, &college, "handovers:offer:internal_line").await;
    assert_eq!(refused, Some(ProblemKind::MissingScope));
    assert_eq!(draft_under(&app, &school, &college, "handovers:offer:vmbo_mbo").await, None);
});

async fn draft_under(app: &TestApp, school: &Partner, college: &Partner, scope: &str) -> Option<ProblemKind> {
    use estafette_contract::Transition;
    use estafette_tests::harness::scene;
    let learner = school.register_learner(&scene::noor()).await.unwrap().id;
    let handover = scene::handover_to(college, learner, Transition::VmboMbo);
    let drafted = school.with_scope(app, scope).draft_handover(&handover).await;
    drafted.err().map(|error| error.problem().unwrap())
}
