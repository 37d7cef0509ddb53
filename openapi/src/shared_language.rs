//! The shared language beyond codes and labels: definitions, questions, and the words that schools have of their own.

use std::{collections::BTreeMap, sync::LazyLock};

use chrono::NaiveDate;
use serde::Deserialize;

use crate::{Sentence, TermView, VocabularyView, alias::folded};

#[derive(Debug, Deserialize)]
struct SharedLanguage {
    version: String,
    since: NaiveDate,
    /// What each vocabulary is for.
    about: BTreeMap<String, Sentence>,
    definitions: BTreeMap<String, BTreeMap<String, Sentence>>,
    questions: BTreeMap<String, Sentence>,
    aliases: BTreeMap<String, BTreeMap<String, String>>,
    replaced: BTreeMap<String, Vec<Replaced>>,
}

/// A code that is not given any more. It is taken for the code that replaces it.
#[derive(Debug, Deserialize)]
struct Replaced {
    code: String,
    nl: String,
    en: String,
    by: String,
    #[serde(default)]
    since: Option<NaiveDate>,
}

/// The language of this release; a file that cannot be read leaves it without words, which a test forbids.
static LANGUAGE: LazyLock<Option<SharedLanguage>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/shared-language.json")).ok());

/// The code that a folded word stands for in a vocabulary, whoever says it: a common word, or a code that was replaced.
pub(crate) fn common(vocabulary: &str, word: &str) -> Option<&'static str> {
    let language = LANGUAGE.as_ref()?;
    let alias = language.aliases.get(vocabulary).and_then(|aliases| aliases.get(word)).map(String::as_str);
    let replaced = || language.replaced.get(vocabulary)?.iter().find(|old| folded(&old.code) == word).map(|old| old.by.as_str());
    alias.or_else(replaced)
}

/// A vocabulary with what the shared language says of it: its version, and of each term since when, what it means, and its other words.
pub(crate) fn explained(mut vocabulary: VocabularyView) -> VocabularyView {
    let Some(language) = LANGUAGE.as_ref() else { return vocabulary };
    let definitions = language.definitions.get(&vocabulary.name);
    let aliases = language.aliases.get(&vocabulary.name);
    let old = language.replaced.get(&vocabulary.name).into_iter().flatten().map(|old| TermView {
        since_on: old.since,
        replaced_by: Some(old.by.clone()),
        ..TermView::of(&old.code, &old.nl, &old.en)
    });
    vocabulary.terms.extend(old);
    for term in &mut vocabulary.terms {
        term.since_on = term.since_on.or(Some(language.since));
        term.definition = definitions.and_then(|all| all.get(&term.code)).cloned();
        term.question = language.questions.get(&term.code).filter(|_| vocabulary.name == "competencies").cloned();
        let meant = |(_, code): &(&String, &String)| **code == term.code;
        term.aliases = aliases.into_iter().flatten().filter(meant).map(|(alias, _)| alias.clone()).collect();
    }
    let about = language.about.get(&vocabulary.name).cloned();
    VocabularyView { version: Some(language.version.clone()), about, ..vocabulary }
}

impl VocabularyView {
    /// The terms as lines, with a heading.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut lines = "code,nl,en,label,definitionNl,definitionEn,sinceOn,replacedBy,aliases\r\n".to_owned();
        for term in &self.terms {
            let definition = |of: fn(&Sentence) -> &String| term.definition.as_ref().map(of).cloned().unwrap_or_default();
            let since = term.since_on.map(|day| day.to_string()).unwrap_or_default();
            let cells = [
                term.code.clone(),
                term.nl.clone(),
                term.en.clone(),
                term.label.clone().unwrap_or_else(|| term.nl.clone()),
                definition(|both| &both.nl),
                definition(|both| &both.en),
                since,
                term.replaced_by.clone().unwrap_or_default(),
                term.aliases.join("; "),
            ];
            lines.push_str(&cells.map(|cell| quoted(&cell)).join(","));
            lines.push_str("\r\n");
        }
        lines
    }
}

/// A cell that a spreadsheet reads as text and never as a formula.
fn quoted(cell: &str) -> String {
    let tame = if cell.starts_with(['=', '+', '-', '@']) { format!("'{cell}") } else { cell.to_owned() };
    if tame.contains([',', '"', '\n', ';']) { format!("\"{}\"", tame.replace('"', "\"\"")) } else { tame }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CodeList, Competency, Role};

    #[test]
    fn every_competency_has_a_question_and_a_definition() {
        let language = LANGUAGE.as_ref().expect("the file can be read");
        for competency in Competency::ALL {
            assert!(
                language.questions.contains_key(competency.code()) && language.definitions["competencies"].contains_key(competency.code())
            );
        }
    }

    #[test]
    fn every_alias_is_taken_for_the_code_it_stands_for_and_never_given_back() {
        let language = LANGUAGE.as_ref().expect("the file can be read");
        for (alias, code) in &language.aliases["competencies"] {
            let read: Competency = serde_json::from_value(alias.as_str().into()).expect(alias);
            assert_eq!((read.code(), serde_json::to_value(read).unwrap()), (code.as_str(), code.as_str().into()));
        }
        for (alias, code) in &language.aliases["roles"] {
            let read: Role = serde_json::from_value(alias.as_str().into()).expect(alias);
            assert_eq!(read.code(), code);
        }
    }

    #[test]
    fn every_word_and_every_replaced_code_stands_for_a_code_that_is_there() {
        let language = LANGUAGE.as_ref().expect("the file can be read");
        let all = crate::vocabularies(&crate::Terms::default(), &crate::Matrix::shipped());
        let has = |name: &str, code: &str| {
            let found = all.iter().find(|vocabulary| vocabulary.name == name).expect(name);
            found.terms.iter().any(|term| term.code == code && term.replaced_by.is_none())
        };
        for (name, aliases) in &language.aliases {
            assert!(aliases.iter().all(|(word, code)| folded(word) == *word && has(name, code)), "{name}");
        }
        for (name, replaced) in &language.replaced {
            assert!(replaced.iter().all(|old| has(name, &old.by) && !has(name, &old.code)), "{name}");
        }
        for (name, terms) in &language.definitions {
            assert!(terms.keys().all(|code| has(name, code)), "{name}");
        }
    }

    #[test]
    fn every_term_is_defined_but_for_scopes_which_are_sentences_already() {
        for vocabulary in crate::vocabularies(&crate::Terms::default(), &crate::Matrix::shipped()) {
            let current = vocabulary.terms.iter().filter(|term| term.replaced_by.is_none() && vocabulary.name != "scopes");
            for term in current {
                let definition = term.definition.as_ref().unwrap_or_else(|| panic!("define {} of {}", term.code, vocabulary.name));
                let ends = |text: &str| text.ends_with(['.', '?']);
                assert!(ends(&definition.nl) && ends(&definition.en) && definition.nl != term.nl, "{} of {}", term.code, vocabulary.name);
            }
        }
    }

    #[test]
    fn every_vocabulary_says_what_it_is_for_and_every_term_since_when() {
        for vocabulary in crate::vocabularies(&crate::Terms::default(), &crate::Matrix::shipped()) {
            let about = vocabulary.about.unwrap_or_else(|| panic!("say in shared-language.json what {} is for", vocabulary.name));
            assert!(about.nl.ends_with('.') && about.en.ends_with('.') && about.nl != about.en, "{}", vocabulary.name);
            assert!(vocabulary.terms.iter().all(|term| term.since_on.is_some()), "{}", vocabulary.name);
        }
    }

    #[test]
    fn a_replaced_code_is_taken_for_the_one_that_replaces_it_and_never_given_back() {
        let language = LANGUAGE.as_ref().expect("the file can be read");
        let old = &language.replaced["partner-kinds"][0];
        let read: crate::PartnerKind = serde_json::from_value(old.code.as_str().into()).expect("it is taken");
        assert_eq!((read.code(), serde_json::to_value(read).unwrap()), (old.by.as_str(), old.by.as_str().into()));
    }

    #[test]
    fn a_cell_is_no_formula_and_keeps_its_commas() {
        assert_eq!([quoted("=1+1"), quoted("a, b"), quoted("a \"b\"")], ["'=1+1", "\"a, b\"", "\"a \"\"b\"\"\""]);
    }
}
