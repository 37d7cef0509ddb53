//! What a line of a monthly file tells, once it was read.

use chrono::NaiveDate;
use estafette_contract::{Brin, LeftEducation, Month, RmcRegion, Text, VsvRejection, content::Address};
use uuid::Uuid;

use super::Content;
use crate::learners::Personal;

/// The number of a person in a monthly file: held in memory, and never shown or stored.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PersonNumber(String);

impl PersonNumber {
    /// Nine digits; a nought in front may have been lost on the way.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let digits = (8..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        let some = text.bytes().any(|byte| byte != b'0');
        (digits && some).then(|| Self(format!("{text:0>9}")))
    }

    /// The digits, to be folded.
    pub(super) fn digits(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for PersonNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonNumber(…)")
    }
}

/// A monthly file, or one part of it.
#[derive(Debug, Clone)]
pub struct VsvPart {
    /// The import it goes on with.
    pub import: Option<Uuid>,
    /// Whether more parts of the same file follow.
    pub more: bool,
    /// The month the file is of.
    pub month: Month,
    /// Its lines.
    pub lines: Vec<VsvLine>,
}

/// A line of a monthly file.
#[derive(Debug, Clone)]
pub struct VsvLine {
    /// Its number in the file.
    pub number: u32,
    /// What it tells, or why it cannot be read.
    pub read: Result<Box<Reported>, Unread>,
}

/// A line that cannot be read.
#[derive(Debug, Clone)]
pub struct Unread {
    /// Why.
    pub reason: VsvRejection,
    /// The column it is about.
    pub column: Option<&'static str>,
    /// Whose line it is, if that can be read.
    pub whose: Option<(RmcRegion, PersonNumber)>,
}

/// A young person a monthly file tells of.
#[derive(Debug, Clone)]
pub struct Reported {
    /// The RMC region that follows the person.
    pub region: RmcRegion,
    /// The person's number.
    pub number: PersonNumber,
    /// The school the file was made for.
    pub made_for: Option<Brin>,
    /// The given names.
    pub given_name: Text<80>,
    /// Particle before the family name.
    pub family_name_prefix: Option<Text<40>>,
    /// Family name.
    pub family_name: Text<120>,
    /// Day of birth.
    pub born_on: NaiveDate,
    /// The month of the report.
    pub reported_in: Month,
    /// Where the person lives.
    pub address: Option<Address>,
    /// The municipality.
    pub municipality: Option<Text<80>>,
    /// What was left.
    pub left: LeftEducation,
}

impl Reported {
    /// What is sealed with the learner.
    pub(super) fn personal(&self) -> Personal {
        Personal {
            given_name: self.given_name.clone(),
            family_name_prefix: self.family_name_prefix.clone(),
            family_name: self.family_name.clone(),
            born_on: self.born_on,
        }
    }

    /// What is sealed with the case.
    pub(super) fn content(&self) -> Content {
        Content { address: self.address.clone(), municipality: self.municipality.clone(), left: self.left.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_nine_digits_and_shows_none_of_them() {
        let number = PersonNumber::new("12345678").unwrap();
        assert_eq!((number.digits(), format!("{number:?}")), ("012345678", "PersonNumber(…)".to_owned()));
        assert_eq!(PersonNumber::new("012345678"), Some(number));
        for wrong in ["", "1234567", "1234567890", "000000000", "12345678x", "１２３４５６７８９"] {
            assert_eq!(PersonNumber::new(wrong), None, "{wrong}");
        }
    }
}
