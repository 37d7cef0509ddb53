//! The words of one school, or of any other partner, for the codes of the shared language: taken for the code, and shown to who uses them.

use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{CodeList, FieldProblem, Text, VocabularyView, shared_language};

/// The vocabularies a partner can have words of its own for: those whose codes it sends about learners.
pub const ALIASED: [&str; 14] = [
    "competencies",
    "conversation-forms",
    "conversation-kinds",
    "decline-reasons",
    "experience-contexts",
    "feedback-outcomes",
    "hold-reasons",
    "learning-paths",
    "leerwegen",
    "programme-levels",
    "roles",
    "sectors",
    "support-domains",
    "support-lines",
];

/// A word, and the code it stands for.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Alias {
    /// The word, as this partner writes it. Capitals and spaces around it make no difference.
    pub word: Text<80>,
    /// A code of the vocabulary. Of several words for one code the first is its label.
    #[schema(example = "kwaliteitenreflectie")]
    pub code: String,
}

/// All words of a partner for one vocabulary.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Aliases {
    /// The words; none to go without.
    #[schema(max_items = 60)]
    pub items: Vec<Alias>,
}

/// How many words a partner has for one vocabulary, at the most.
const MOST: usize = 60;

impl Aliases {
    /// What is wrong with them as words for this vocabulary: too many, or a word that means something else.
    #[must_use]
    pub fn problems(&self, vocabulary: &VocabularyView) -> Vec<FieldProblem> {
        if self.items.len() > MOST {
            let detail = format!("Give at most {MOST} words.");
            return vec![FieldProblem { pointer: "/items".into(), code: "too-many".into(), detail }];
        }
        let problem = |(at, alias): (usize, &Alias)| {
            let (field, code, detail) = self.fault(at, alias, vocabulary)?;
            Some(FieldProblem { pointer: format!("/items/{at}/{field}"), code: code.into(), detail })
        };
        self.items.iter().enumerate().filter_map(problem).collect()
    }

    fn fault(&self, at: usize, alias: &Alias, vocabulary: &VocabularyView) -> Option<(&'static str, &'static str, String)> {
        let name = &vocabulary.name;
        let terms = &vocabulary.terms;
        if !terms.iter().any(|term| term.code == alias.code && term.replaced_by.is_none()) {
            return Some(("code", "unknown-code", format!("Use one of the codes of /v1/vocabularies/{name} that is not replaced.")));
        }
        let word = folded(alias.word.as_str());
        if let Some(taken) = terms.iter().find(|term| folded(&term.code) == word && term.code != alias.code) {
            return Some(("word", "taken", format!("This word is the code {} itself; use another word, or that code.", taken.code)));
        }
        let common = shared_language::common(name, &word).filter(|code| *code != alias.code);
        if let Some(code) = common {
            return Some(("word", "taken", format!("This word stands for {code} in the shared language; use another word, or that code.")));
        }
        let before = self.items[..at].iter().any(|other| folded(other.word.as_str()) == word);
        before.then(|| ("word", "twice", "Each word stands for one code; give it once.".into()))
    }
}

/// A word without what makes no difference.
#[must_use]
pub fn folded(word: &str) -> String {
    word.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The words of one partner for all vocabularies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnWords {
    /// Code by vocabulary and folded word.
    codes: BTreeMap<(String, String), String>,
    /// Words by vocabulary and code, in the order they were given.
    words: BTreeMap<(String, String), Vec<String>>,
}

thread_local! {
    /// Whose words what is read here and now is written in.
    static READING: RefCell<Arc<OwnWords>> = RefCell::default();
}

/// Whose words counted before, and will again however the reading ends.
struct Before(Arc<OwnWords>);

impl Drop for Before {
    fn drop(&mut self) {
        READING.set(std::mem::take(&mut self.0));
    }
}

impl OwnWords {
    /// Adds a word for a code of a vocabulary.
    pub fn add(&mut self, vocabulary: &str, word: &str, code: &str) {
        self.codes.insert((vocabulary.into(), folded(word)), code.into());
        self.words.entry((vocabulary.into(), code.into())).or_default().push(word.into());
    }

    /// The code that a word stands for: a code, a word of this partner's own, or a word of the shared language.
    #[must_use]
    pub fn code_of<L: CodeList>(&self, word: &str) -> Option<L> {
        let own = || self.codes.get(&(L::NAME.to_owned(), folded(word))).and_then(|code| L::from_code(code));
        let common = || shared_language::common(L::NAME, &folded(word)).and_then(L::from_code);
        L::from_code(word).or_else(own).or_else(common)
    }

    /// Reads something in these words: each is taken for the code it stands for.
    pub fn reading<T>(self: Arc<Self>, read: impl FnOnce() -> T) -> T {
        let _before = Before(READING.replace(self));
        read()
    }

    /// The vocabulary as this partner speaks it: no code changes, and where it has a word of its own, that is the label.
    #[must_use]
    pub fn spoken(&self, mut vocabulary: VocabularyView) -> VocabularyView {
        for term in &mut vocabulary.terms {
            let own = self.words.get(&(vocabulary.name.clone(), term.code.clone()));
            term.label = own.and_then(|words| words.first()).cloned().or_else(|| Some(term.nl.clone()));
            let new = own.into_iter().flatten().filter(|word| !term.aliases.iter().any(|known| folded(known) == folded(word)));
            let new: Vec<String> = new.cloned().collect();
            term.aliases.extend(new);
        }
        vocabulary
    }
}

/// The code that a word stands for in what is read here and now.
pub(crate) fn read<L: CodeList>(word: &str) -> Option<L> {
    L::from_code(word).or_else(|| READING.with_borrow(|words| words.code_of(word)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Competency, Matrix, Role, Terms, vocabularies};

    fn roles() -> VocabularyView {
        vocabularies(&Terms::default(), &Matrix::shipped()).into_iter().find(|one| one.name == "roles").unwrap()
    }

    fn faults(words: &[(&str, &str)]) -> Vec<(String, String)> {
        let alias = |(word, code): &(&str, &str)| Alias { word: Text::new(*word).unwrap(), code: (*code).into() };
        let problems = Aliases { items: words.iter().map(alias).collect() }.problems(&roles());
        problems.into_iter().map(|problem| (problem.pointer, problem.code)).collect()
    }

    #[test]
    fn a_word_that_means_something_else_is_refused_with_what_it_means() {
        assert_eq!(faults(&[("Leerbegeleider", "loopbaanbegeleider"), ("scout", "intaker"), ("Mentor", "mentor")]), []);
        assert_eq!(faults(&[("Coach", "mentor")]), [("/items/0/word".into(), "taken".into())]);
        assert_eq!(faults(&[(" Scout ", "mentor")]), [("/items/0/word".into(), "taken".into())]);
        assert_eq!(faults(&[("gids", "mentor"), ("Gids", "coach")]), [("/items/1/word".into(), "twice".into())]);
        assert_eq!(faults(&[("gids", "reisleider")]), [("/items/0/code".into(), "unknown-code".into())]);
    }

    #[test]
    fn own_words_are_taken_only_while_they_are_read_and_never_given_back() {
        let mut words = OwnWords::default();
        words.add("roles", "Gids", "loopbaanbegeleider");
        words.add("competencies", "wie ben ik", "kwaliteitenreflectie");
        let parse = |word: &str| serde_json::from_value::<Role>(word.into()).map(|role| serde_json::to_value(role).unwrap()).ok();
        assert_eq!(parse("gids"), None);
        let words = Arc::new(words);
        Arc::clone(&words).reading(|| {
            assert_eq!(parse(" GIDS "), Some("loopbaanbegeleider".into()));
            assert_eq!(serde_json::from_value::<Competency>("wie ben ik".into()).unwrap(), Competency::Kwaliteitenreflectie);
            assert_eq!(parse("wie ben ik"), None, "a word stands for a code of its own vocabulary only");
        });
        assert_eq!(parse("gids"), None);
        let spoken = words.spoken(roles());
        let labels: Vec<_> = spoken.terms.iter().filter(|term| term.label.as_ref() != Some(&term.nl)).collect();
        assert_eq!((labels.len(), labels[0].code.as_str(), labels[0].label.as_deref()), (1, "loopbaanbegeleider", Some("Gids")));
    }
}
