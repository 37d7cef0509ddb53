//! Feedback (terugkoppeling): what became of the student.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{FeedbackMoment, FeedbackOutcome, Text};

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
