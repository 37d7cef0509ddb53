//! Conversations and feedback: what makes a handover warm.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{ConversationForm, ConversationKind, ConversationOutcome, FeedbackMoment, FeedbackOutcome, Party, Role, Text};

/// A conversation that was held, missed, or waived in writing.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewConversation {
    /// What it was for.
    pub kind: ConversationKind,
    /// How it ended.
    pub outcome: ConversationOutcome,
    /// The form it had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<ConversationForm>,
    /// When it took place, was missed or was waived.
    #[serde(deserialize_with = "crate::time::instant")]
    pub held_at: DateTime<Utc>,
    /// Which roles took part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 12)]
    #[serde(deserialize_with = "crate::bounded::at_most::<12, _, _>")]
    pub participants: Vec<Role>,
    /// What was agreed; the written reason when waived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Text<4000>>,
}

/// A conversation on record.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversationView {
    /// Its id.
    pub id: Uuid,
    /// What it was for.
    pub kind: ConversationKind,
    /// How it ended.
    pub outcome: ConversationOutcome,
    /// The form it had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<ConversationForm>,
    /// When it took place, was missed or was waived.
    pub held_at: DateTime<Utc>,
    /// Which roles took part.
    pub participants: Vec<Role>,
    /// What was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Text<4000>>,
    /// Which side recorded it.
    pub recorded_by: Party,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// The conversations of a handover, oldest first.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversationList {
    /// The conversations.
    pub items: Vec<ConversationView>,
}

/// What became of the student (terugkoppeling).
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewFeedback {
    /// At which moment.
    pub moment: FeedbackMoment,
    /// What became of the student.
    pub outcome: FeedbackOutcome,
    /// Since which day.
    #[serde(deserialize_with = "crate::time::day")]
    pub observed_on: NaiveDate,
    /// A word to the sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text<2000>>,
}

/// Feedback on record.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FeedbackView {
    /// Its id.
    pub id: Uuid,
    /// At which moment.
    pub moment: FeedbackMoment,
    /// What became of the student.
    pub outcome: FeedbackOutcome,
    /// Since which day.
    pub observed_on: NaiveDate,
    /// A word to the sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text<2000>>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// The feedback on a handover, oldest first.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FeedbackList {
    /// The feedback.
    pub items: Vec<FeedbackView>,
}
