//! The contract: it is what is served, it demands what it documents, and its examples work.

mod document;
mod examples;
pub(crate) mod operators;
pub(crate) mod own;
mod paths;
mod walk;

use std::sync::LazyLock;

use reqwest::Method;
use serde_json::Value;

/// The contract as it is served; made once, since that takes a while.
fn document() -> &'static Value {
    static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(&estafette_api::app::contract_text()).unwrap());
    &DOCUMENT
}

/// One operation of the document.
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: Method,
    /// The path as it is served, with its placeholders.
    pub(crate) path: String,
    /// The one scope it demands; none when anybody may call it, or somebody with a learner token.
    pub(crate) scope: Option<String>,
    /// Whether it demands a learner token.
    pub(crate) own: bool,
    /// What its calls are counted as; none when it is not limited.
    pub(crate) class: Option<String>,
    spec: Value,
}

impl Operation {
    pub(crate) fn example(&self) -> Option<&Value> {
        self.spec.pointer("/requestBody/content/application~1json/example")
    }

    pub(crate) fn takes_json(&self) -> bool {
        self.spec.pointer("/requestBody/content/application~1json").is_some()
    }

    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// Every operation of the document, so that a new one is covered unasked.
pub(crate) fn operations() -> &'static [Operation] {
    static OPERATIONS: LazyLock<Vec<Operation>> = LazyLock::new(read_operations);
    &OPERATIONS
}

fn read_operations() -> Vec<Operation> {
    let mut all = Vec::new();
    for (path, item) in document()["paths"].as_object().unwrap() {
        let base = if item.get("servers").is_some() { "" } else { "/v1" };
        for (method, spec) in item.as_object().unwrap().iter().filter(|(key, _)| *key != "servers") {
            all.push(Operation {
                id: spec["operationId"].as_str().unwrap().to_owned(),
                method: method.to_uppercase().parse().unwrap(),
                path: format!("{base}{path}"),
                scope: scope(spec),
                own: spec["security"][0]["learner_token"].is_array(),
                class: spec["x-call-class"].as_str().map(str::to_owned),
                spec: spec.clone(),
            });
        }
    }
    all
}

fn scope(spec: &Value) -> Option<String> {
    let demanded = spec["security"].as_array().expect("every operation says what it demands");
    let [only] = &demanded[..] else { return None };
    let [scope] = &only["partner_token"].as_array()?[..] else { panic!("one scope an operation: {only}") };
    Some(scope.as_str().unwrap().to_owned())
}

/// The path with something put in place of everything it names in braces.
pub(crate) fn filled(path: &str, of: impl Fn(&str) -> String) -> String {
    let mut parts = path.split('{');
    let mut filled = parts.next().unwrap().to_owned();
    for (name, rest) in parts.map(|part| part.split_once('}').expect("a brace that is closed")) {
        filled += &(of(name) + rest);
    }
    filled
}

/// The example body the document shows for an operation.
pub(crate) fn document_example(id: &str) -> Value {
    let operation = operations().iter().find(|operation| operation.id == id);
    operation.and_then(|operation| operation.example().cloned()).unwrap_or_else(|| panic!("{id} shows an example"))
}
