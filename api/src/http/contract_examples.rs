//! The examples of the contract: kept as JSON files beside the contract, put in where they belong.

use utoipa::openapi::{RefOr, path::Operation};

/// Every example, by the operation whose request body it is.
const EXAMPLES: &str = include_str!("../../../openapi/data/examples.json");

/// Puts the example of an operation's request body in place, if there is one.
pub(super) fn fill(operation: &mut Operation) {
    let Some(id) = operation.operation_id.as_deref() else { return };
    let Some(example) = examples().get(id).cloned() else { return };
    let Some(RefOr::T(body)) = operation.request_body.as_mut() else { return };
    if let Some(RefOr::T(content)) = body.content.get_mut("application/json") {
        content.example = Some(example);
    }
}

fn examples() -> &'static serde_json::Map<String, serde_json::Value> {
    static PARSED: std::sync::LazyLock<serde_json::Map<String, serde_json::Value>> =
        std::sync::LazyLock::new(|| serde_json::from_str(EXAMPLES).unwrap_or_default());
    &PARSED
}
