//! Learners and their legal representatives, as one partner knows them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{NamedPerson, RepresentationGround, ResponsibleParty, Text, content::Contact};

/// A learner a partner registers.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewLearner {
    /// The name the learner goes by.
    pub given_name: Text<80>,
    /// Particle before the family name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family_name_prefix: Option<Text<40>>,
    /// Family name.
    pub family_name: Text<120>,
    /// Day of birth.
    #[serde(deserialize_with = "crate::time::day")]
    pub born_on: NaiveDate,
    /// Who at the registering partner is responsible.
    pub responsible: NamedPerson,
    /// The desk within the registering partner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<Text<80>>,
}

/// A learner as this partner knows them.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LearnerView {
    /// This partner's own pseudonym for the learner.
    pub id: Uuid,
    /// The name the learner goes by.
    pub given_name: String,
    /// Particle before the family name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family_name_prefix: Option<String>,
    /// Family name.
    pub family_name: String,
    /// Day of birth.
    pub born_on: NaiveDate,
    /// Exactly one party, at any moment.
    pub responsible: ResponsibleParty,
    /// Legal representatives on record.
    pub representatives: Vec<RepresentativeView>,
}

/// A legal representative to put on record.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewRepresentative {
    /// The person's name.
    pub name: Text<160>,
    /// On what ground the person represents the learner.
    pub ground: RepresentationGround,
    /// How to reach the person.
    pub reachable_at: Contact,
}

/// A legal representative on record.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RepresentativeView {
    /// The id consents name.
    pub id: Uuid,
    /// The person's name.
    pub name: String,
    /// On what ground the person represents the learner.
    pub ground: RepresentationGround,
    /// Since when it is on record.
    pub recorded_at: DateTime<Utc>,
}

/// One line of a learner's access log, in plain Dutch.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AccessLogLine {
    /// The entry in the log behind this line.
    pub event_id: Uuid,
    /// When it happened.
    pub happened_at: DateTime<Utc>,
    /// Who did what and why, as a Dutch sentence.
    #[schema(example = "ROC Maasdal (intaker) heeft je gegevens gelezen: schoolloopbaan (wettelijke taak).")]
    pub sentence: String,
    /// What stands in the log for this line: SHA-256 of its entry as a leaf (RFC 6962), in base64.
    #[schema(example = "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=")]
    pub leaf_hash: String,
    /// Where the proof is that it is in the log.
    pub proof: String,
}

/// A learner's access log, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AccessLog {
    /// The lines.
    pub items: Vec<AccessLogLine>,
    /// Give this as `cursor` to read on; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}
