//! The texts a learner or representative is shown before they state anything, word for word.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Giver, Ground, code_list};

code_list! {
    /// What a text is shown for.
    TextKind = "text-kinds" {
        Informing = "informing", "informatie over de overdracht", "information about the handover";
        Consent = "consent", "vraag om toestemming", "request for consent";
        ExplicitConsent = "explicit_consent", "vraag om uitdrukkelijke toestemming", "request for explicit consent";
        OwnRelease = "own_release", "vraag om zelf iets vrij te geven", "request to release something oneself";
    }
}

code_list! {
    /// A language texts are written in.
    Language = "languages" {
        Nl = "nl", "Nederlands", "Dutch";
        En = "en", "Engels", "English";
    }
}

impl TextKind {
    /// The kind of text that is shown before a section may go on this ground; none where nobody is asked.
    #[must_use]
    pub fn asked_for(ground: Ground) -> Option<Self> {
        match ground {
            Ground::Consent => Some(Self::Consent),
            Ground::ExplicitConsent => Some(Self::ExplicitConsent),
            Ground::OwnRelease => Some(Self::OwnRelease),
            Ground::LegalTask | Ground::Agreement | Ground::Forbidden => None,
        }
    }
}

/// A text as it is shown; once published it never changes.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsentText {
    /// Its version.
    #[schema(example = "2026-1")]
    pub version: String,
    /// What it is shown for.
    pub kind: TextKind,
    /// Who reads it.
    pub reader: Giver,
    /// The language it is written in.
    pub language: Language,
    /// The text; an empty line parts two paragraphs.
    pub text: String,
    /// SHA-256 over the UTF-8 bytes of `text`, in hexadecimal.
    pub sha256: String,
}

/// The texts there are, those of earlier versions as well.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsentTextList {
    /// The texts; of each kind, reader and language the last version last.
    pub items: Vec<ConsentText>,
}

/// A text as the data file keeps it, so that every paragraph is a line to review.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: String,
    kind: TextKind,
    reader: Giver,
    language: Language,
    paragraphs: Vec<String>,
    sha256: String,
}

impl ConsentText {
    /// Every text that was ever published.
    #[must_use]
    pub fn all() -> &'static [Self] {
        static ALL: LazyLock<Vec<ConsentText>> = LazyLock::new(|| {
            let written: Result<Vec<Written>, _> = serde_json::from_str(include_str!("../data/consent-texts.json"));
            #[expect(clippy::expect_used, reason = "the texts are compiled in and read by a test")]
            written.expect("the texts that ship with the release can be read").into_iter().map(ConsentText::from).collect()
        });
        &ALL
    }

    /// The text to show now.
    #[must_use]
    pub fn current(kind: TextKind, reader: Giver, language: Language) -> Option<&'static Self> {
        Self::all().iter().rfind(|text| (text.kind, text.reader, text.language) == (kind, reader, language))
    }

    /// Whether there is a text of this kind and version.
    #[must_use]
    pub fn is_published(kind: TextKind, version: &str) -> bool {
        Self::all().iter().any(|text| text.kind == kind && text.version == version)
    }
}

impl From<Written> for ConsentText {
    fn from(written: Written) -> Self {
        let Written { version, kind, reader, language, paragraphs, sha256 } = written;
        Self { version, kind, reader, language, text: paragraphs.join("\n\n"), sha256 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CodeList;

    #[test]
    fn whoever_is_asked_for_something_can_read_the_question_in_both_languages() {
        for &kind in TextKind::ALL {
            for &language in Language::ALL {
                assert!(ConsentText::current(kind, Giver::Student, language).is_some(), "{kind} {language}");
                let represented = ConsentText::current(kind, Giver::LegalRepresentative, language).is_some();
                assert_eq!(represented, kind != TextKind::OwnRelease, "{kind} {language}: nobody releases for another");
            }
        }
    }

    #[test]
    fn a_version_of_a_text_is_published_once() {
        let mut keys: Vec<_> = ConsentText::all().iter().map(|t| (t.kind, t.reader, t.language, &t.version)).collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), ConsentText::all().len());
    }

    /// Plain language: no sentence of more than thirty words, none above fifteen on average.
    #[test]
    fn the_texts_are_written_in_short_sentences() {
        for text in ConsentText::all() {
            let sentences = text.text.split(['.', '?', ':']).map(|sentence| sentence.split_whitespace().count()).filter(|words| *words > 0);
            let lengths: Vec<usize> = sentences.collect();
            let average = lengths.iter().sum::<usize>() / lengths.len();
            assert!(lengths.iter().all(|words| *words <= 30) && average <= 15, "{} {}: {lengths:?}", text.kind, text.language);
        }
    }
}
