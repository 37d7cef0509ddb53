//! The document: the checked-in one is the served one, and it keeps the rules for its form.

use std::{collections::BTreeSet, env, fs, path::PathBuf};

use estafette_client::Request;
use estafette_contract::{CallClass, CodeList, Terms, vocabularies};
use estafette_tests::story;
use reqwest::Method;
use serde_json::Value;

use super::{document, operations};

fn checked_in() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../openapi/openapi.json")
}

/// A change is accepted by the command in the message; the difference is then reviewed like any other.
#[test]
fn the_checked_in_contract_is_the_one_we_serve() {
    let served = estafette_api::app::contract_text();
    if env::var_os("UPDATE_OPENAPI").is_some() {
        fs::write(checked_in(), &served).unwrap();
    }
    let reviewed = fs::read_to_string(checked_in()).unwrap_or_default();
    let first = reviewed.lines().zip(served.lines()).enumerate().find(|(_, (one, other))| one != other);
    assert!(
        reviewed == served,
        "openapi/openapi.json is not what is served; they first differ at {first:?}.\n\
         Run UPDATE_OPENAPI=1 cargo test -p estafette-tests contract, and review the difference."
    );
}

story!(the_contract_is_served_to_everyone, |app| {
    let reply = app.anonymous().send(Request::new(Method::GET, "/v1/openapi.json")).await.unwrap();
    assert_eq!(reply.status, 200);
    assert_eq!(reply.headers["access-control-allow-origin"], "*");
    assert_eq!(reply.headers["api-version"].to_str().unwrap(), document()["info"]["version"]);
    assert!(reply.body == estafette_api::app::contract_text().into_bytes());
});

#[test]
fn it_says_who_stands_behind_it_and_which_version_it_is() {
    let document = document();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1."));
    for field in ["name", "email", "url"] {
        assert!(document["info"]["contact"][field].is_string(), "contact {field}");
    }
    let version = document["info"]["version"].as_str().unwrap();
    assert!(version.split('.').count() == 3 && version.split('.').all(|part| part.parse::<u32>().is_ok()), "{version}");
    assert_eq!(document["servers"][0]["url"], "/v1");
}

#[test]
fn every_operation_has_a_name_of_its_own_and_says_what_it_does() {
    let mut seen = BTreeSet::new();
    for operation in operations() {
        assert!(seen.insert(operation.id.clone()), "{} occurs twice", operation.id);
        assert!(operation.spec["summary"].is_string() && operation.spec["tags"][0].is_string(), "{}", operation.id);
    }
}

#[test]
fn every_answer_is_described_and_every_refusal_is_a_problem() {
    let document = document();
    for operation in operations() {
        for (status, response) in operation.spec["responses"].as_object().unwrap() {
            let name = format!("{} {status}", operation.name());
            let response = resolved(document, response);
            assert!(response["description"].as_str().is_some_and(|text| !text.is_empty()), "{name}");
            if status.starts_with(['2', '3']) {
                assert!(response["headers"]["API-Version"].is_object(), "{name}");
            } else {
                let kinds: Vec<&String> = response["content"].as_object().unwrap().keys().collect();
                assert_eq!(kinds, ["application/problem+json"], "{name}");
            }
        }
    }
}

#[test]
fn whoever_takes_input_documents_the_answer_to_bad_input() {
    for operation in operations() {
        let takes_input = operation.method != Method::GET || operation.spec["parameters"].as_array().is_some_and(|all| !all.is_empty());
        let documents = operation.spec["responses"]["400"].is_object();
        assert_eq!(takes_input, documents, "{}", operation.name());
    }
}

#[test]
fn every_operation_says_what_it_is_counted_as_and_what_who_calls_too_often_gets() {
    let document = document();
    for operation in operations() {
        let of_the_service = operation.spec["tags"][0] == "service";
        assert_eq!(operation.class.is_none(), of_the_service, "{}", operation.name());
        assert_eq!(operation.spec["responses"]["429"].is_object(), operation.class.is_some(), "{}", operation.name());
        assert!(operation.class.as_deref().is_none_or(|class| CallClass::from_code(class).is_some()), "{}", operation.name());
        for (status, response) in operation.spec["responses"].as_object().unwrap().iter().filter(|_| operation.class.is_some()) {
            let headers = &resolved(document, response)["headers"];
            let tells = |name: &str| headers[name]["description"].is_string();
            if status.starts_with('2') || status == "429" {
                assert!(tells("RateLimit") && tells("RateLimit-Policy"), "{} {status}", operation.name());
            }
            assert_eq!(tells("Retry-After"), status == "429", "{} {status}", operation.name());
        }
    }
}

/// Names that RFC 6749, RFC 7009, RFC 7662, RFC 8414, `CloudEvents` and the Logboek Dataverwerkingen standard give, which are not ours to spell.
const SPELLED_BY_OTHERS: [&str; 10] = [
    "ServerMetadata",
    "TokenAnswer",
    "TokenRequest",
    "TokenQuestion",
    "Introspection",
    "IntrospectedToken",
    "Event",
    "ProcessingRecord",
    "ProcessingAttributes",
    "ResourceAttributes",
];

#[test]
fn names_are_camel_case_and_say_what_is_a_day_and_what_an_instant() {
    for (schema, property, shape) in properties() {
        let name = format!("{schema}.{property}");
        if !SPELLED_BY_OTHERS.contains(&schema.as_str()) {
            let camel = property.starts_with(|c: char| c.is_ascii_lowercase()) && property.chars().all(|c| c.is_ascii_alphanumeric());
            assert!(camel, "{name}");
        }
        let format = shape["format"].as_str();
        let is_instant = format == Some("date-time");
        assert!(!(property.contains("Date") && is_instant), "{name}");
        assert!(property.ends_with("On") || format != Some("date") || property == "validFrom", "{name} is a day: name it …On");
        assert!(property.ends_with("At") || !is_instant || name == "Event.time", "{name} is an instant: name it …At");
    }
}

#[test]
fn a_request_says_no_to_fields_it_does_not_know() {
    let document = document();
    for operation in operations().iter().filter(|operation| operation.takes_json()) {
        let body = resolved(document, &operation.spec["requestBody"]["content"]["application/json"]["schema"]);
        assert_eq!(body["additionalProperties"], false, "{}", operation.name());
    }
}

#[test]
fn the_codes_it_shows_are_those_of_the_vocabularies() {
    let document = document();
    let mut shown = 0;
    for vocabulary in vocabularies(&Terms::default(), &estafette_contract::Matrix::shipped()) {
        let described = format!("A code of /v1/vocabularies/{}.", vocabulary.name);
        for schema in document["components"]["schemas"].as_object().unwrap().values().filter(|schema| schema["description"] == described) {
            let given = vocabulary.terms.iter().filter(|term| term.replaced_by.is_none());
            let codes: Vec<&str> = given.map(|term| term.code.as_str()).collect();
            assert_eq!(schema["enum"], serde_json::json!(codes), "{}", vocabulary.name);
            shown += 1;
        }
    }
    assert!(shown > 20, "only {shown} code lists are shown");
}

fn resolved<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    match value["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap_or_else(|| panic!("{reference} leads nowhere")),
        None => value,
    }
}

/// Every property of every schema: whose it is, its name and its shape.
fn properties() -> Vec<(String, String, Value)> {
    let document = document();
    let mut found = Vec::new();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        gather(name, schema, &mut found);
    }
    found
}

fn gather(name: &str, schema: &Value, found: &mut Vec<(String, String, Value)>) {
    for (property, shape) in schema["properties"].as_object().into_iter().flatten() {
        found.push((name.to_owned(), property.clone(), shape.clone()));
        gather(name, shape, found);
    }
    for inner in ["allOf", "oneOf", "anyOf"].iter().filter_map(|key| schema[*key].as_array()).flatten() {
        gather(name, inner, found);
    }
}
