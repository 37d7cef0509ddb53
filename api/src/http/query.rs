//! Queries: every key known and given once, and every fault told with the key that is the culprit.

use std::str::FromStr;

use actix_web::web::Query;
use estafette_contract::ProblemKind;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error},
};
use serde_json::{Map, Value};

use super::{Problem, body::typed};

/// Reads a query as a type.
///
/// # Errors
/// The refusal, with the key of the culprit.
pub fn read_query<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    let refuse = |key: &str, code: &str, detail: &str| Problem::at(ProblemKind::InvalidField, key, code, detail);
    let pairs = Query::<Vec<(String, String)>>::from_query(query);
    let pairs = pairs.map_err(|_| refuse("", "malformed", "Write the query as key=value pairs, percent-encoded in UTF-8."))?;
    let mut members = Map::new();
    for (key, value) in pairs.into_inner() {
        if members.insert(key.clone(), Value::String(value)).is_some() {
            return Err(refuse(&key, "repeated", "Give every key of the query once."));
        }
    }
    typed(Value::Object(members), "").map_err(keyed)
}

/// In a query nothing is nested: the key itself is the pointer.
fn keyed(mut problem: Problem) -> Problem {
    for error in &mut problem.0.errors {
        error.pointer = error.pointer.trim_start_matches('/').replace("~1", "/").replace("~0", "~");
    }
    problem
}

/// Reads a value that is no text in JSON from the text a query has for it.
///
/// # Errors
/// When it is of another type.
pub fn from_text<'de, T: FromStr, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    let text = String::deserialize(from)?;
    text.parse().map(Some).map_err(|_| D::Error::custom("invalid type"))
}
