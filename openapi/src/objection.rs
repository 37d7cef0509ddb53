//! Objections: a section that goes on a legal task is held until the sender writes the compelling reason.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{Section, Text};

/// What the learner objects to.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewObjection {
    /// The section.
    pub section: Section,
    /// Why.
    pub reason: Text<2000>,
}

/// The sender's answer.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ObjectionAnswer {
    /// Why it has to be handed over all the same; the learner reads it.
    pub compelling_reason: Text<2000>,
}

/// An objection on record.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ObjectionView {
    /// Its id.
    pub id: Uuid,
    /// The section.
    pub section: Section,
    /// Why the learner objects.
    pub reason: Text<2000>,
    /// When.
    pub made_at: DateTime<Utc>,
    /// The sender's compelling reason; until it is there, the receiver does not read the section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compelling_reason: Option<Text<2000>>,
    /// When it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<DateTime<Utc>>,
}

/// The objections to sections of one handover.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ObjectionList {
    /// The objections, oldest first.
    pub items: Vec<ObjectionView>,
}
