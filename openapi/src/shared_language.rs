//! The shared language beyond codes and labels: definitions, questions, and the words that schools have of their own.

use std::{collections::BTreeMap, sync::LazyLock};

use chrono::NaiveDate;
use serde::Deserialize;

use crate::{Sentence, VocabularyView};

#[derive(Debug, Deserialize)]
struct SharedLanguage {
    version: String,
    since: NaiveDate,
    definitions: BTreeMap<String, BTreeMap<String, Sentence>>,
    questions: BTreeMap<String, Sentence>,
    aliases: BTreeMap<String, BTreeMap<String, String>>,
}

/// The language of this release; a file that cannot be read leaves it without words, which a test forbids.
static LANGUAGE: LazyLock<Option<SharedLanguage>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/shared-language.json")).ok());

/// A vocabulary with what the shared language says of it: its version, and of each term since when, what it means, and its other words.
pub(crate) fn explained(mut vocabulary: VocabularyView) -> VocabularyView {
    let Some(language) = LANGUAGE.as_ref() else { return vocabulary };
    let definitions = language.definitions.get(&vocabulary.name);
    let aliases = language.aliases.get(&vocabulary.name);
    for term in &mut vocabulary.terms {
        term.since_on = Some(language.since);
        term.definition = definitions.and_then(|all| all.get(&term.code)).cloned();
        term.question = language.questions.get(&term.code).filter(|_| vocabulary.name == "competencies").cloned();
        let meant = |(_, code): &(&String, &String)| **code == term.code;
        term.aliases = aliases.into_iter().flatten().filter(meant).map(|(alias, _)| alias.clone()).collect();
    }
    VocabularyView { version: Some(language.version.clone()), ..vocabulary }
}

impl VocabularyView {
    /// The terms as lines, with a heading.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut lines = "code,nl,en,definitionNl,definitionEn,sinceOn,replacedBy,aliases\r\n".to_owned();
        for term in &self.terms {
            let definition = |of: fn(&Sentence) -> &String| term.definition.as_ref().map(of).cloned().unwrap_or_default();
            let since = term.since_on.map(|day| day.to_string()).unwrap_or_default();
            let cells = [
                term.code.clone(),
                term.nl.clone(),
                term.en.clone(),
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
    fn a_cell_is_no_formula_and_keeps_its_commas() {
        assert_eq!([quoted("=1+1"), quoted("a, b"), quoted("a \"b\"")], ["'=1+1", "\"a, b\"", "\"a \"\"b\"\"\""]);
    }
}
