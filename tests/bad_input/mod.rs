//! Bad input: told in words a software vendor can act on, stored nowhere, recorded as a refusal, and never a fault of ours.

mod bodies;
mod heads;
mod ids;
mod json;
mod mutations;
mod queries;
mod sections;
mod slow;

use std::collections::BTreeMap;

use estafette_client::{ClientError, PageOptions, Reply, Request};
use estafette_contract::{Problem, ProblemKind, SCOPES};
use estafette_tests::harness::{Partner, TestApp, scene::Leg};
use reqwest::Method;
use serde_json::Value;
use uuid::Uuid;

use crate::contract::{Operation, document_example, filled, operations};

/// What is wrong and where: the pointer of the culprit and the code of the rule.
type Culprit<'a> = Option<(&'a str, &'a str)>;

/// Words of the machinery, which tell a vendor nothing and an attacker something.
const MACHINERY: [&str; 14] = [
    " column ",
    "serde",
    "expected",
    "invalid type",
    "missing field",
    "diesel",
    "select ",
    "insert ",
    "sqlite",
    "postgres",
    ".rs",
    "panick",
    "uuid parsing",
    "utf-8 sequence",
];

/// Sends what has to be refused, and afterwards holds the log to it.
struct Witness<'p> {
    partner: &'p Partner,
    refused: BTreeMap<String, (String, ProblemKind)>,
}

impl<'p> Witness<'p> {
    fn of(partner: &'p Partner) -> Self {
        Self { partner, refused: BTreeMap::new() }
    }

    /// Sends the request and checks how it is refused.
    async fn sees(&mut self, what: &str, request: Request, kind: ProblemKind, culprit: Culprit<'_>) {
        let trace = Uuid::new_v4().simple().to_string();
        let request = request.header("traceparent", &format!("00-{trace}-00f067aa0ba902b7-01"));
        let reply = self.partner.send(request).await.unwrap_or_else(|error| panic!("{what}: {error:?}"));
        let problem = refusal(what, &reply);
        assert_eq!(problem.catalogued(), Some(kind), "{what}: {problem:?}");
        assert_eq!((reply.status.as_u16(), problem.status), (kind.status(), kind.status()), "{what}");
        assert_eq!(problem.instance, format!("urn:trace:{trace}"), "{what}");
        if let Some((pointer, code)) = culprit {
            let named = problem.errors.iter().any(|error| (error.pointer.as_str(), error.code.as_str()) == (pointer, code));
            assert!(named, "{what}: not {pointer} {code} but {:?}", problem.errors);
        }
        self.refused.insert(trace, (what.to_owned(), kind));
    }

    /// Every refusal is an entry in the log, once, with the problem as its reason.
    async fn finds_every_refusal_in_the_log(mut self) {
        let mut page = PageOptions { cursor: None, limit: Some(100) };
        loop {
            let entries = self.partner.audit_entries(&page).await.unwrap();
            for entry in entries.items.iter().map(|record| &record.entry) {
                if let Some((what, kind)) = self.refused.remove(&entry.trace_id) {
                    assert_eq!((entry.outcome.to_string().as_str(), entry.reason.as_deref()), ("refused", Some(kind.slug())), "{what}");
                }
            }
            match entries.next_cursor {
                Some(cursor) => page.cursor = Some(cursor),
                None => break,
            }
        }
        assert!(self.refused.is_empty(), "not in the log: {:?}", self.refused);
    }
}

/// The problem a reply carries, told in words of our own.
fn refusal(what: &str, reply: &Reply) -> Problem {
    let Err(ClientError::Refused(problem)) = reply.succeeded() else {
        panic!("{what}: {} {}", reply.status, String::from_utf8_lossy(&reply.body));
    };
    let told = String::from_utf8_lossy(&reply.body).to_lowercase();
    let leaked = MACHINERY.iter().find(|word| told.contains(*word));
    assert_eq!(leaked, None, "{what}: {told}");
    assert!(problem.detail.ends_with('.') && problem.errors.iter().all(|error| error.detail.ends_with('.')), "{what}: {problem:?}");
    *problem
}

/// Everything that calls store, apart from the log and the assertions that were used.
const TABLES: [&str; 31] = [
    "aftercare",
    "aftercare_contacts",
    "cases",
    "vsv_imports",
    "vsv_folds",
    "vsv_fold_keys",
    "partners",
    "partner_keys",
    "learners",
    "learner_pseudonyms",
    "representatives",
    "handovers",
    "handover_sections",
    "handover_moves",
    "informings",
    "views",
    "consents",
    "conversations",
    "feedback",
    "questions",
    "alternatives",
    "conversation_times",
    "plan_steps",
    "conversation_confirmations",
    "claims",
    "own_sessions",
    "introductions",
    "objections",
    "past_needs",
    "rights_requests",
    "idempotency",
];

/// What is stored: how many rows there are, and all there is to be read about a handover by its sender.
async fn stored(app: &TestApp, leg: &Leg) -> (Vec<usize>, Vec<Value>) {
    let mut raw = app.database.raw();
    let rows = TABLES.iter().map(|table| raw.count(table)).collect();
    let handover = format!("/v1/handovers/{}", leg.handover);
    let mut read = Vec::new();
    for below in ["", "/record", "/history", "/consents", "/conversations", "/questions", "/alternatives"] {
        read.push(get(&leg.school, &format!("{handover}{below}")).await);
    }
    read.push(get(&leg.school, &format!("/v1/learners/{}", leg.learner)).await);
    (rows, read)
}

async fn get(partner: &Partner, path: &str) -> Value {
    let reply = partner.send(Request::new(Method::GET, path)).await.unwrap();
    reply.read().unwrap_or_else(|error| panic!("{path}: {error:?}"))
}

/// The operation of this name on these things, without what makes it possible to repeat it or to change at a version.
fn call(id: &str, learner: Uuid, handover: Uuid) -> Request {
    let operation = operations().iter().find(|operation| operation.id == id).unwrap_or_else(|| panic!("{id} is an operation"));
    Request::new(operation.method.clone(), path_of(operation, &learner.to_string(), &handover.to_string()))
}

fn path_of(operation: &Operation, learner: &str, handover: &str) -> String {
    let id = if operation.path.starts_with("/v1/learners/") { learner } else { handover };
    filled(&operation.path, |name| match name {
        "id" => id.to_owned(),
        "section" => "education_history".to_owned(),
        _ => Uuid::now_v7().to_string(),
    })
}

/// The call under a fresh key if it is one to repeat safely, on a version that is not there if it is a change.
fn repeatable(request: Request) -> Request {
    if request.method == Method::POST { request.once() } else { request.header("if-none-match", "*") }
}

/// Puts a value at a pointer, in an object that is there.
fn set(mut body: Value, pointer: &str, value: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer below the whole");
    let name = name.replace("~1", "/");
    match body.pointer_mut(parent).unwrap_or_else(|| panic!("{parent} is there")) {
        Value::Array(items) => items[name.parse::<usize>().unwrap()] = value,
        object => object[name] = value,
    }
    body
}

/// Takes away what is at a pointer.
fn without(mut body: Value, pointer: &str) -> Value {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer below the whole");
    let parent = body.pointer_mut(parent).and_then(Value::as_object_mut).expect("an object is there");
    assert!(parent.remove(name).is_some(), "{pointer} is there");
    body
}

fn every_scope() -> Vec<String> {
    SCOPES.iter().map(|term| term.name.to_owned()).collect()
}
