//! Canonical JSON (RFC 8785) for entries: sorted names, no white space. Entries hold no fractions.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

/// The canonical text of a value.
///
/// # Errors
/// When the value has no JSON.
pub fn canonical_json(value: &impl Serialize) -> serde_json::Result<String> {
    serde_json::to_string(&sorted(serde_json::to_value(value)?))
}

/// Sorts names by hand, so that the order does not hang on how `serde_json` happens to be built.
fn sorted(value: Value) -> Sorted {
    match value {
        Value::Object(members) => Sorted::Object(members.into_iter().map(|(name, value)| (name, sorted(value))).collect()),
        Value::Array(items) => Sorted::Array(items.into_iter().map(sorted).collect()),
        plain => Sorted::Plain(plain),
    }
}

#[derive(Serialize)]
#[serde(untagged)]
enum Sorted {
    Object(BTreeMap<String, Sorted>),
    Array(Vec<Sorted>),
    Plain(Value),
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_sorted_at_every_depth() {
        let value = serde_json::json!({"b": [{"z": 1, "a": "é\n"}], "a": null});
        assert_eq!(super::canonical_json(&value).unwrap(), r#"{"a":null,"b":[{"a":"é\n","z":1}]}"#);
    }
}
