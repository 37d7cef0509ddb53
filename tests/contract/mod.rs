//! The contract: it is what is served, it demands what it documents, and its examples work.

mod document;
mod examples;
mod paths;
mod walk;

use reqwest::Method;
use serde_json::Value;

/// The contract as it is served.
fn document() -> Value {
    serde_json::from_str(&estafette_api::app::contract_text()).unwrap()
}

/// One operation of the document.
struct Operation {
    id: String,
    method: Method,
    /// The path as it is served, with its placeholders.
    path: String,
    /// The one scope it demands; none when anybody may call it.
    scope: Option<String>,
    spec: Value,
}

impl Operation {
    fn example(&self) -> Option<&Value> {
        self.spec.pointer("/requestBody/content/application~1json/example")
    }

    fn takes_json(&self) -> bool {
        self.spec.pointer("/requestBody/content/application~1json").is_some()
    }

    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// Every operation of the document, so that a new one is covered unasked.
fn operations() -> Vec<Operation> {
    let document = document();
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let base = if item.get("servers").is_some() { "" } else { "/v1" };
        for (method, spec) in item.as_object().unwrap().iter().filter(|(key, _)| *key != "servers") {
            all.push(Operation {
                id: spec["operationId"].as_str().unwrap().to_owned(),
                method: method.to_uppercase().parse().unwrap(),
                path: format!("{base}{path}"),
                scope: scope(spec),
                spec: spec.clone(),
            });
        }
    }
    all
}

fn scope(spec: &Value) -> Option<String> {
    let demanded = spec["security"].as_array().expect("every operation says what it demands");
    let [only] = &demanded[..] else { return None };
    let [scope] = &only["partner_token"].as_array().unwrap()[..] else { panic!("one scope an operation: {only}") };
    Some(scope.as_str().unwrap().to_owned())
}

/// The example body the document shows for an operation.
fn document_example(id: &str) -> Value {
    let operation = operations().into_iter().find(|operation| operation.id == id);
    operation.and_then(|operation| operation.example().cloned()).unwrap_or_else(|| panic!("{id} shows an example"))
}
