//! Informing the learner, and the consents that sections rest on.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{Channel, ConsentStatement, Giver, Section, Text};

/// That the learner or representative was informed (duty to inform, art. 13 and 14 GDPR).
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewInforming {
    /// Who was informed.
    pub informed: Giver,
    /// When.
    #[serde(deserialize_with = "crate::time::instant")]
    pub informed_at: DateTime<Utc>,
    /// By which channel.
    pub channel: Channel,
    /// Which version of the text.
    pub text_version: Text<40>,
    /// A word on how it went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text<1000>>,
}

/// What the learner, or who represents the learner, stated about one section.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewConsent {
    /// The section; consent is never bundled.
    pub section: Section,
    /// Given or refused.
    pub statement: ConsentStatement,
    /// Who states it: the student from 16 on, the legal representative before.
    pub giver: Giver,
    /// The representative, if one states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub representative_id: Option<Uuid>,
    /// What the section will be used for.
    pub purpose: Text<300>,
    /// How it reached the school.
    pub channel: Channel,
    /// When it was stated.
    #[serde(deserialize_with = "crate::time::instant")]
    pub stated_at: DateTime<Utc>,
    /// Which version of the text was shown.
    pub text_version: Text<40>,
    /// SHA-256 of the text shown, in hexadecimal.
    pub text_sha256: crate::Sha256Hex,
    /// Where the school keeps the proof: scan reference or witness.
    pub evidence: Text<300>,
}

/// Taking a consent back, as easily as it was given.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConsentWithdrawal {
    /// How the wish reached the school.
    pub channel: Channel,
    /// When it was stated.
    #[serde(deserialize_with = "crate::time::instant")]
    pub stated_at: DateTime<Utc>,
    /// A word on how it went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text<300>>,
}

/// One version of a consent on record.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsentView {
    /// The id of this version.
    pub id: Uuid,
    /// The section.
    pub section: Section,
    /// Given, refused or withdrawn.
    pub statement: ConsentStatement,
    /// Who stated it.
    pub giver: Giver,
    /// The representative, if one stated it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub representative_id: Option<Uuid>,
    /// Counts the statements of one giver about one section.
    pub version: i64,
    /// What the section will be used for.
    pub purpose: String,
    /// How it reached the school.
    pub channel: Channel,
    /// Which version of the text was shown.
    pub text_version: String,
    /// SHA-256 of the text shown.
    pub text_sha256: String,
    /// When it was stated.
    pub stated_at: DateTime<Utc>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// Every statement about the sections of one handover, oldest first.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsentList {
    /// The statements.
    pub items: Vec<ConsentView>,
}
