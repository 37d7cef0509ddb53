//! Canaries: words that stand nowhere else, planted in everything that takes a text, to be looked for where they must not be.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Fields that hold a text of a person's, though often no more than a word.
const PERSONAL: [&str; 6] = ["givenName", "familyName", "name", "strengths", "email", "organisation"];

/// What every canary begins with.
const SONG: &str = "kanarie";

/// Plants canaries, and remembers them.
#[derive(Debug, Default)]
pub struct Canaries {
    planted: Vec<String>,
}

impl Canaries {
    /// A canary: a random word of letters.
    pub fn hatch(&mut self) -> String {
        let mut bytes = [0; 12];
        openssl::rand::rand_bytes(&mut bytes).expect("randomness");
        let word: String = bytes.iter().map(|byte| char::from(b'a' + byte % 26)).collect();
        self.planted.push(format!("{SONG}{word}"));
        self.planted.last().cloned().unwrap_or_default()
    }

    /// The same thing, with a canary in every text of it that somebody wrote.
    pub fn sow<T: Serialize + DeserializeOwned>(&mut self, value: &T) -> T {
        let sown = self.sown(serde_json::to_value(value).expect("JSON"), "");
        serde_json::from_value(sown).expect("the same thing, with canaries")
    }

    /// The same JSON, with a canary in every text of it that somebody wrote.
    pub fn sown(&mut self, value: Value, name: &str) -> Value {
        match value {
            Value::String(text) if name == "email" => Value::String(format!("{}.{text}", self.hatch())),
            Value::String(text) if text.contains(' ') || PERSONAL.contains(&name) => Value::String(format!("{text} {}", self.hatch())),
            Value::Array(items) => Value::Array(items.into_iter().map(|item| self.sown(item, name)).collect()),
            Value::Object(members) => {
                Value::Object(members.into_iter().map(|(name, value)| (name.clone(), self.sown(value, &name))).collect())
            }
            other => other,
        }
    }

    /// Those that were planted.
    pub fn planted(&self) -> &[String] {
        &self.planted
    }

    /// Those that stand in these bytes, as they are or as PostgreSQL writes binary columns.
    pub fn found_in(&self, bytes: &[u8]) -> Vec<&String> {
        let hex = |word: &str| word.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
        let stands = |word: &str| holds(bytes, word.as_bytes()) || holds(bytes, hex(word).as_bytes());
        // Looked for one by one only where there is any.
        if stands(SONG) { self.planted.iter().filter(|word| stands(word)).collect() } else { Vec::new() }
    }
}

/// Whether these bytes stand somewhere in those.
pub fn holds(all: &[u8], bytes: &[u8]) -> bool {
    all.windows(bytes.len()).any(|window| window == bytes)
}
