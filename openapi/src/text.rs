//! Free text as it may come in: bounded, printable, and never a national number.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, de::Error};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use crate::fault::InputFault;

/// Free text of 1 to `MAX` characters without control characters or national numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Text<const MAX: usize>(String);

impl<const MAX: usize> Text<MAX> {
    /// Checks a text against the rules for free text.
    ///
    /// # Errors
    /// Says which rule the text breaks, in words that do not repeat the text.
    pub fn new(text: impl Into<String>) -> Result<Self, InputFault> {
        let text = text.into();
        check(&text, MAX)?;
        Ok(Self(text))
    }

    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> AsRef<str> for Text<MAX> {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> std::fmt::Display for Text<MAX> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de, const MAX: usize> Deserialize<'de> for Text<MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl<const MAX: usize> PartialSchema for Text<MAX> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(MAX))
            .description(Some(format!("Free text of at most {MAX} characters, without national numbers.")))
            .into()
    }
}

impl<const MAX: usize> ToSchema for Text<MAX> {
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("Text{MAX}"))
    }
}

fn check(text: &str, max: usize) -> Result<(), InputFault> {
    let length = text.chars().count();
    if text.trim().is_empty() {
        return Err(InputFault::EmptyText);
    }
    if length > max {
        return Err(InputFault::TextTooLong(max));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r')) {
        return Err(InputFault::ControlCharacter);
    }
    if holds_national_number(text) {
        return Err(InputFault::NationalNumber);
    }
    Ok(())
}

/// Whether the text holds nine digits, written together or in the usual groups, that pass the eleven-test.
#[must_use]
pub fn holds_national_number(text: &str) -> bool {
    const GROUPINGS: [&[usize]; 4] = [&[9], &[3, 3, 3], &[4, 2, 3], &[2, 2, 2, 3]];
    let groups = digit_groups(text);
    (0..groups.len()).any(|start| GROUPINGS.iter().any(|sizes| starts_with_number(&groups[start..], sizes)))
}

/// A run of ASCII digits, with the single separator that ties it to the run before, if any.
struct Group<'t> {
    digits: &'t [u8],
    tie: Option<u8>,
}

fn digit_groups(text: &str) -> Vec<Group<'_>> {
    let bytes = text.as_bytes();
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut at = 0;
    let mut last_end = None;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = at + bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        let tie = match last_end {
            Some(before) if before + 1 == at && b" .-".contains(&bytes[before]) => Some(bytes[before]),
            _ => None,
        };
        groups.push(Group { digits: &bytes[at..end], tie });
        last_end = Some(end);
        at = end;
    }
    groups
}

fn starts_with_number(groups: &[Group<'_>], sizes: &[usize]) -> bool {
    if groups.len() < sizes.len() || groups.iter().zip(sizes).any(|(g, size)| g.digits.len() != *size) {
        return false;
    }
    let ties = &groups[1..sizes.len()];
    if ties.iter().any(|g| g.tie.is_none() || g.tie != ties[0].tie) {
        return false;
    }
    passes_eleven_test(groups[..sizes.len()].iter().flat_map(|g| g.digits))
}

/// The test for a burgerservicenummer: nine digits weighted 9 … 2 and −1 add up to a multiple of eleven.
fn passes_eleven_test<'d>(digits: impl Iterator<Item = &'d u8>) -> bool {
    const WEIGHTS: [i32; 9] = [9, 8, 7, 6, 5, 4, 3, 2, -1];
    let sum: i32 = digits.zip(WEIGHTS).map(|(digit, weight)| i32::from(digit - b'0') * weight).sum();
    sum != 0 && sum % 11 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_national_number_is_found_in_every_usual_spelling() {
        for text in ["111222333", "bsn 111222333.", "111 222 333", "1112.22.333", "111-222-333", "x111222333y"] {
            assert!(holds_national_number(text), "{text}");
        }
    }

    #[test]
    fn other_numbers_pass() {
        for text in ["0612345678", "111222334", "000000000", "1112223330", "12-03-2024", "111 222-333", "call 111, 222, 333"] {
            assert!(!holds_national_number(text), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_check_fail(text in "\\PC*") {
            let _ = Text::<200>::new(text);
        }

        #[test]
        fn one_in_eleven_numbers_is_refused_wherever_it_stands(number in 100_000_000u32..1_000_000_000, before in "[a-z ]{0,9}") {
            let digits = number.to_string();
            let sum: i64 = digits.bytes().zip([9, 8, 7, 6, 5, 4, 3, 2, -1]).map(|(d, w)| i64::from(d - b'0') * w).sum();
            proptest::prop_assert_eq!(holds_national_number(&format!("{before}{digits}")), sum % 11 == 0);
        }
    }
}
