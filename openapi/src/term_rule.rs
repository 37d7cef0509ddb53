//! The terms of a transition as they are served, and what is said of one in a sentence.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{HandoverStatus, Move, Party, TermKind, Transition, WATCHED};

/// One sentence in both languages.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Sentence {
    /// In Dutch.
    pub nl: String,
    /// In English.
    pub en: String,
}

/// How a term is watched at one transition.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TermRule {
    /// The term; how long it is stands with the vocabulary `terms`.
    pub term: TermKind,
    /// Who has to act.
    pub by: Party,
    /// The statuses in which it runs.
    pub runs_in: Vec<HandoverStatus>,
    /// The move the clock makes when it is over; without one the responsible party is told, and then perhaps the Doorstroompunt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<Move>,
    /// Whether in the end the Doorstroompunt is told.
    pub refers: bool,
}

impl Transition {
    /// The terms that are watched at this transition.
    #[must_use]
    pub fn terms(self) -> Vec<TermRule> {
        let watched = WATCHED.iter().filter(|row| row.is_watched_at(self));
        watched
            .map(|row| TermRule { term: row.term, by: row.by, runs_in: row.runs_in.to_vec(), then: row.then, refers: row.refers })
            .collect()
    }
}
