//! JSON read strictly: no duplicate names, no NUL, no more than 32 levels (RFC 8259 leaves these open, RFC 7493 does not).

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value};
use serde_path_to_error::Track;

use super::body::{escaped, pointer};

const DEPTH: u32 = 32;

/// Sets the repeated name off from the sentence, in an error that travels through the deserializer.
const MARK: char = '\u{1f}';

/// A rule that JSON has to keep here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// It is JSON at all.
    Grammar,
    /// No name twice.
    Names,
    /// No NUL.
    Nul,
    /// No more levels than anyone needs.
    Depth,
}

impl Rule {
    const BEYOND_GRAMMAR: [Self; 3] = [Self::Names, Self::Nul, Self::Depth];

    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Grammar => "not-json",
            Self::Names => "duplicate-name",
            Self::Nul => "nul",
            Self::Depth => "too-deep",
        }
    }

    /// What the sender should do.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Grammar => "Send one well-formed JSON value in UTF-8.",
            Self::Names => "Give every name once within an object.",
            Self::Nul => "Remove the NUL character.",
            Self::Depth => "Nest at most 32 levels deep.",
        }
    }
}

/// Why a text is not JSON this API takes, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsafeJson {
    /// The rule that is broken.
    pub rule: Rule,
    /// The JSON pointer of the culprit; of the whole when it is no JSON.
    pub pointer: String,
}

/// Reads one JSON value and nothing after it.
///
/// # Errors
/// When it is not JSON, or breaks a rule.
pub fn parse(bytes: &[u8]) -> Result<Value, UnsafeJson> {
    let (mut track, mut json) = (Track::new(), serde_json::Deserializer::from_slice(bytes));
    let tracked = serde_path_to_error::Deserializer::new(&mut json, &mut track);
    let value = Strict { left: DEPTH }.deserialize(tracked).and_then(|value| json.end().map(|()| value));
    value.map_err(|error| told(&error.to_string(), pointer(&track.path())))
}

fn told(message: &str, place: String) -> UnsafeJson {
    let Some(rule) = Rule::BEYOND_GRAMMAR.into_iter().find(|rule| message.starts_with(rule.sentence())) else {
        return UnsafeJson { rule: Rule::Grammar, pointer: String::new() };
    };
    let repeated = message.split_once(MARK).and_then(|(_, rest)| rest.rsplit_once(MARK)).map(|(name, _)| name);
    let pointer = repeated.map_or(place.clone(), |name| format!("{place}/{}", escaped(name)));
    UnsafeJson { rule, pointer }
}

#[derive(Clone, Copy)]
struct Strict {
    left: u32,
}

impl Strict {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        self.left.checked_sub(1).map(|left| Self { left }).ok_or_else(|| E::custom(Rule::Depth.sentence()))
    }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        if value.contains('\0') { Err(E::custom(Rule::Nul.sentence())) } else { Ok(Value::String(value.to_owned())) }
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(inner)? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut members = Map::new();
        while let Some(name) = map.next_key::<Name>()? {
            if members.contains_key(&name.0) {
                return Err(A::Error::custom(format!("{}{MARK}{}{MARK}", Rule::Names.sentence(), name.0)));
            }
            let value = map.next_value_seed(inner)?;
            members.insert(name.0, value);
        }
        Ok(Value::Object(members))
    }
}

struct Name(String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        if name.contains('\0') { Err(D::Error::custom(Rule::Nul.sentence())) } else { Ok(Self(name)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(depth: usize) -> String {
        format!("{}1{}", "[".repeat(depth), "]".repeat(depth))
    }

    fn refused(json: &str) -> (Rule, String) {
        let fault = parse(json.as_bytes()).unwrap_err();
        (fault.rule, fault.pointer)
    }

    #[test]
    fn rules_beyond_the_grammar_hold() {
        assert_eq!(refused(r#"{"a":1,"a":2}"#), (Rule::Names, "/a".into()));
        assert_eq!(refused(r#"{"a/b":{"b":1,"\u0062":2}}"#), (Rule::Names, "/a~1b/b".into()));
        assert_eq!(refused(r#"{"a":["x","a\u0000"]}"#), (Rule::Nul, "/a/1".into()));
        assert_eq!(refused(r#"{"a\u0000":1}"#), (Rule::Nul, "/a\0".into()));
        assert!(parse(nested(32).as_bytes()).is_ok());
        assert_eq!(refused(&nested(33)), (Rule::Depth, "/0".repeat(32)));
        assert_eq!(refused(&nested(5000)).0, Rule::Depth);
        for text in ["{} {}", "", "{", "1e999", "\"\\ud800\""] {
            assert_eq!(refused(text), (Rule::Grammar, String::new()), "{text}");
        }
    }
}
