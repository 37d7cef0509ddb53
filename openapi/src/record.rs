//! The sections of a handover: writing one, reading what is granted.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{Agreement, Channel, Giver, Ground, Section, SectionContent, SupportStanding, Text, content::Reflection};

/// Why a section that asks for it is necessary for this transition.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Necessity {
    /// What it is for.
    pub purpose: Text<1000>,
    /// Why it cannot do without.
    pub necessity: Text<1000>,
    /// What else was considered.
    pub alternative: Text<1000>,
}

/// A section as the sender writes it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SectionDraft {
    /// Its content, in the shape of the section named in the path.
    pub content: SectionContent,
    /// Why it is necessary, where the exchange matrix asks for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub necessity: Option<Necessity>,
}

/// What writing a section answers.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SectionWritten {
    /// The section.
    pub section: Section,
    /// How often it was written.
    pub version: i64,
    /// The ground the matrix gives it.
    pub ground: Ground,
    /// Where the handover stands: a change under review starts the review again.
    pub status: crate::HandoverStatus,
}

/// A section that is handed over.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SectionView {
    /// The section.
    pub section: Section,
    /// How often it was written.
    pub version: i64,
    /// The ground it goes on.
    pub ground: Ground,
    /// The matrix version the ground comes from.
    pub matrix_version: String,
    /// The version of the consent it goes on, if it goes on one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_version: Option<i64>,
    /// When it was last written.
    pub written_at: DateTime<Utc>,
    /// Why it is necessary, where that was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub necessity: Option<Necessity>,
    /// Its content, in the shape of the section; passed on as it was written and not taken apart on the way.
    #[schema(value_type = Object)]
    pub content: Box<RawValue>,
}

/// What is handed over, as far as this partner may read it now.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RecordView {
    /// The handover.
    pub handover_id: Uuid,
    /// This partner's own pseudonym for the learner.
    pub learner_id: Uuid,
    /// The sections granted.
    pub sections: Vec<SectionView>,
    /// Which statement was made on support, if the section on it is granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support: Option<SupportStanding>,
    /// What the learner said of it; a "no" travels along.
    pub views: Vec<ViewRecord>,
}

/// The learner's answer for one section.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SectionAnswer {
    /// The section.
    pub section: Section,
    /// Agreed or not.
    pub agreed: Agreement,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text<1000>>,
}

/// The learner's view (zienswijze), as the school records it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewView {
    /// Who gave it.
    pub giver: Giver,
    /// The representative, if one gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub representative_id: Option<Uuid>,
    /// Agreed overall.
    pub agreed: Agreement,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text<1000>>,
    /// The learner's own text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_text: Option<Text<4000>>,
    /// What works for the learner, in their own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what_works: Option<Text<4000>>,
    /// Reflections of the learner's own that go along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 10)]
    #[serde(deserialize_with = "crate::bounded::at_most::<10, _, _>")]
    pub reflections: Vec<Reflection>,
    /// Answers per section.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 14)]
    #[serde(deserialize_with = "crate::bounded::at_most::<14, _, _>")]
    pub sections: Vec<SectionAnswer>,
    /// How it reached the school.
    pub channel: Channel,
    /// When it was given.
    #[serde(deserialize_with = "crate::time::instant")]
    pub given_at: DateTime<Utc>,
    /// Where the school keeps the proof.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Text<300>>,
}

/// A learner's view on record.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ViewRecord {
    /// Its id.
    pub id: Uuid,
    /// Who gave it.
    pub giver: Giver,
    /// Agreed overall.
    pub agreed: Agreement,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text<1000>>,
    /// The learner's own text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_text: Option<Text<4000>>,
    /// What works for the learner, in their own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what_works: Option<Text<4000>>,
    /// Reflections of the learner's own that go along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reflections: Vec<Reflection>,
    /// Answers per section that the reader may see.
    pub sections: Vec<SectionAnswer>,
    /// When it was given.
    pub given_at: DateTime<Utc>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}
