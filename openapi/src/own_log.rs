//! Who saw what of a learner, for that learner: in plain Dutch, day by day.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{Ground, Section};

/// A page of the learner's own access log, newest day first.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnAccessLog {
    /// The days on which something happened.
    pub days: Vec<OwnLogDay>,
    /// Give this as `cursor` to read on; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// One day, in the Netherlands.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnLogDay {
    /// The day.
    pub happened_on: NaiveDate,
    /// What happened, newest first.
    pub lines: Vec<OwnLogLine>,
}

/// One thing that happened.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnLogLine {
    /// The entry in the log behind this line.
    pub event_id: Uuid,
    /// When it happened.
    pub happened_at: DateTime<Utc>,
    /// Who, in Dutch: an organisation, the house itself, or whoever came in with a code.
    #[schema(example = "ROC Maasdal")]
    pub who: String,
    /// From what kind of organisation, in Dutch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "mbo-college")]
    pub from: Option<String>,
    /// In which role, in Dutch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "intaker")]
    pub role: Option<String>,
    /// Why personal data were processed, in Dutch.
    #[schema(example = "warme overdracht bij een overstap")]
    pub why: String,
    /// What was read or written, each with its ground.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<OwnLogSection>,
    /// All of it, as a Dutch sentence.
    #[schema(example = "ROC Maasdal (intaker) heeft je gegevens gelezen: schoolloopbaan (wettelijke taak).")]
    pub sentence: String,
    /// What stands in the log for this line: SHA-256 of its entry as a leaf (RFC 6962), in base64.
    #[schema(example = "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=")]
    pub leaf_hash: String,
}

/// A section that was read or written.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnLogSection {
    /// The section.
    pub section: Section,
    /// On which ground.
    pub ground: Ground,
}
