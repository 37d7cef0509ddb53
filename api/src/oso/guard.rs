//! What may not slip through in free text: the dossier's own numbers, medication and tests.

use std::collections::BTreeSet;

use super::tree::Element;

/// Elements that hold a number of a person, an account or a decision.
const NUMBERED: [&str; 8] = [
    "bsn",
    "onderwijsnummer",
    "leerlingid",
    "iban",
    "banknummer",
    "tlvbeschikkingsnummer",
    "lwoo_beschikkingsnummer",
    "arrangement_beschikkingsnr",
];
/// A number with fewer characters, or fewer digits, is found in any text.
const SHORTEST: usize = 6;
const FEWEST_DIGITS: usize = 5;
/// More numbers than a dossier has.
const MOST: usize = 200;

/// The numbers of the dossier, to be recognised where a text repeats one.
#[derive(Debug, Default)]
pub(super) struct Numbers(BTreeSet<String>);

impl Numbers {
    /// Collects the numbers of a dossier.
    pub fn of(dossier: &Element) -> Self {
        let mut numbers = Self::default();
        dossier.walk(&mut |element| {
            if NUMBERED.contains(&element.name.as_str()) {
                numbers.add(&bare(&element.text));
            }
        });
        numbers
    }

    /// Keeps a number, its digits without leading zeros, and the account within an IBAN.
    fn add(&mut self, number: &str) {
        let digits = number.trim_start_matches(|c: char| !matches!(c, '1'..='9'));
        let account = is_iban(number).then(|| &number[8..]);
        for spelling in [Some(number), Some(digits), account].into_iter().flatten() {
            let digits = spelling.bytes().filter(u8::is_ascii_digit).count();
            if self.0.len() < MOST && spelling.len() >= SHORTEST && digits >= FEWEST_DIGITS {
                self.0.insert(spelling.to_owned());
            }
        }
    }

    /// Whether a text repeats one of them, or holds an IBAN of its own.
    pub fn are_in(&self, text: &str) -> bool {
        let bare = bare(text);
        self.0.iter().any(|number| bare.contains(number.as_str())) || bare.as_bytes().windows(18).any(is_iban_bytes)
    }
}

/// Letters and digits only, in capitals.
fn bare(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

fn is_iban(text: &str) -> bool {
    text.len() == 18 && is_iban_bytes(text.as_bytes())
}

/// The shape of a Dutch IBAN: country, check digits, bank, account.
fn is_iban_bytes(bytes: &[u8]) -> bool {
    bytes.starts_with(b"NL")
        && bytes[2..4].iter().all(u8::is_ascii_digit)
        && bytes[4..8].iter().all(u8::is_ascii_uppercase)
        && bytes[8..].iter().all(u8::is_ascii_digit)
}

/// Whether a text seems to name medication, an intelligence test or a psychological test.
pub(super) fn names_medication_or_test(text: &str) -> bool {
    const WHOLE: [&str; 4] = ["iq", "wisc", "pillen", "nio"];
    const BEGIN: [&str; 8] =
        ["medicijn", "medicatie", "intelligentie", "ritalin", "methylfenidaat", "concerta", "antidepress", "psychologisch"];
    any_word(text, |word| WHOLE.contains(&word) || BEGIN.iter().any(|begin| word.starts_with(begin)))
}

/// Whether a text seems to name a diagnosis.
pub(super) fn names_a_diagnosis(text: &str) -> bool {
    const WHOLE: [&str; 5] = ["add", "ass", "odd", "tos", "ptss"];
    const WITHIN: [&str; 12] =
        ["adhd", "autis", "asperger", "pdd", "dyslex", "dyscalc", "depress", "diagno", "epilep", "stoornis", "syndroom", "psychi"];
    any_word(text, |word| WHOLE.contains(&word) || WITHIN.iter().any(|part| word.contains(part)))
}

fn any_word(text: &str, fits: impl Fn(&str) -> bool) -> bool {
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(fits)
}
