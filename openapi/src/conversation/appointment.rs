//! Planning a conversation: times to choose from, and the one that is chosen.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{ConversationOutcome, Party, Text, TimeZone};

/// When and where a conversation can take place.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Appointment {
    /// Times the other side can choose from.
    #[schema(min_items = 1, max_items = 10)]
    #[serde(deserialize_with = "crate::bounded::at_most::<10, _, _>")]
    pub times: Vec<TimeSlot>,
    /// The time zone in which people will look at the clock; `Europe/Amsterdam` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<TimeZone>,
    /// Where, or by which link. Before the transfer the sender writes it without naming the learner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Text<300>>,
}

/// From when until when.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TimeSlot {
    /// When it begins.
    #[serde(deserialize_with = "crate::time::instant")]
    pub starts_at: DateTime<Utc>,
    /// When it ends, at most a day later.
    #[serde(deserialize_with = "crate::time::instant")]
    pub ends_at: DateTime<Utc>,
}

/// More times to choose from.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TimesProposed {
    /// The times.
    #[schema(min_items = 1, max_items = 10)]
    #[serde(deserialize_with = "crate::bounded::at_most::<10, _, _>")]
    pub times: Vec<TimeSlot>,
    /// For which side they are proposed; to be named only where a school hands over within itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Party>,
}

/// The time that is chosen.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TimeChosen {
    /// A time the other side proposed.
    pub time_id: Uuid,
}

/// What going on with a conversation answers.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversationMoved {
    /// The conversation.
    pub id: Uuid,
    /// When it will be, once that is agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_time: Option<TimeSlot>,
    /// How it ended, once it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ConversationOutcome>,
}
