//! JSON read strictly: no duplicate names, no NUL, no more than 32 levels (RFC 8259 leaves these open, RFC 7493 does not).

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value};

const DEPTH: u32 = 32;

/// Why a text is not JSON this API takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnsafeJson {
    /// It is not JSON at all.
    NotJson,
    /// A rule beyond the grammar is broken.
    Rule(&'static str),
}

impl UnsafeJson {
    /// What the sender should do.
    #[must_use]
    pub fn sentence(&self) -> &'static str {
        match self {
            Self::NotJson => "Send one well-formed JSON value in UTF-8.",
            Self::Rule(sentence) => sentence,
        }
    }
}

const DUPLICATE: &str = "Give every name once within an object.";
const NUL: &str = "Remove the NUL character.";
const DEEP: &str = "Nest at most 32 levels deep.";
const RULES: [&str; 3] = [DUPLICATE, NUL, DEEP];

/// Reads one JSON value and nothing after it.
///
/// # Errors
/// When it is not JSON, or breaks a rule.
pub fn parse(bytes: &[u8]) -> Result<Value, UnsafeJson> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = Strict { left: DEPTH }.deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
    value.map_err(|error| {
        let message = error.to_string();
        RULES.into_iter().find(|rule| message.starts_with(rule)).map_or(UnsafeJson::NotJson, UnsafeJson::Rule)
    })
}

#[derive(Clone, Copy)]
struct Strict {
    left: u32,
}

impl Strict {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        self.left.checked_sub(1).map(|left| Self { left }).ok_or_else(|| E::custom(DEEP))
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
        if value.contains('\0') { Err(E::custom(NUL)) } else { Ok(Value::String(value.to_owned())) }
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
            let value = map.next_value_seed(inner)?;
            if members.insert(name.0, value).is_some() {
                return Err(A::Error::custom(DUPLICATE));
            }
        }
        Ok(Value::Object(members))
    }
}

struct Name(String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        if name.contains('\0') { Err(D::Error::custom(NUL)) } else { Ok(Self(name)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(depth: usize) -> String {
        format!("{}1{}", "[".repeat(depth), "]".repeat(depth))
    }

    #[test]
    fn rules_beyond_the_grammar_hold() {
        assert_eq!(parse(br#"{"a":1,"a":2}"#), Err(UnsafeJson::Rule(DUPLICATE)));
        assert_eq!(parse(br#"{"a":{"b":1,"\u0062":2}}"#), Err(UnsafeJson::Rule(DUPLICATE)));
        assert_eq!(parse(br#"["a\u0000"]"#), Err(UnsafeJson::Rule(NUL)));
        assert_eq!(parse(br#"{"a\u0000":1}"#), Err(UnsafeJson::Rule(NUL)));
        assert!(parse(nested(32).as_bytes()).is_ok());
        assert_eq!(parse(nested(33).as_bytes()), Err(UnsafeJson::Rule(DEEP)));
        assert_eq!(parse(b"{} {}"), Err(UnsafeJson::NotJson));
        assert_eq!(parse(b""), Err(UnsafeJson::NotJson));
        assert_eq!(parse(&nested(5000).into_bytes()), Err(UnsafeJson::Rule(DEEP)));
    }
}
