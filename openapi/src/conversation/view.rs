//! Conversations on record, as a partner may read them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{AgreedPoint, TimeSlot};
use crate::{Agreement, Channel, ConversationForm, ConversationKind, ConversationOutcome, Party, Role, Text, TimeZone};

/// A time to choose, on record.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TimeView {
    /// Its id.
    pub id: Uuid,
    /// Which side proposed it.
    pub proposed_by: Party,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// What the clock on the wall shows when it begins.
    #[schema(example = "2026-06-03 15:00")]
    pub local_start: String,
}

/// What a party said of what was agreed; its last word counts.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmationView {
    /// Whose word it is.
    pub party: Party,
    /// Yes or no.
    pub agreed: Agreement,
    /// What is not right; for that party, and whoever put it on record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<Text<1000>>,
    /// How the learner's word reached the partner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// A conversation on record, as far as this partner may read it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversationView {
    /// Its id.
    pub id: Uuid,
    /// What it is for.
    pub kind: ConversationKind,
    /// How it ended; absent while it is planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ConversationOutcome>,
    /// The form it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<ConversationForm>,
    /// The times that were proposed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub times: Vec<TimeView>,
    /// When it will be, once that is agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_time: Option<TimeSlot>,
    /// What the clock on the wall shows when it begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-06-03 15:00")]
    pub local_start: Option<String>,
    /// The time zone in which people look at the clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<TimeZone>,
    /// Where, or by which link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Text<300>>,
    /// When it took place, was missed or was waived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_at: Option<DateTime<Utc>>,
    /// Which roles take part.
    pub participants: Vec<Role>,
    /// What was agreed; the written reason when it was missed or waived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Text<4000>>,
    /// The points that concern this partner, or that it put on record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<AgreedPoint>,
    /// The last word of each party that spoke.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub confirmations: Vec<ConfirmationView>,
    /// What others could overhear, when the place was not private.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privacy_note: Option<Text<500>>,
    /// Which side put it on record.
    pub recorded_by: Party,
    /// When it was put on record.
    pub recorded_at: DateTime<Utc>,
}

/// A page of the conversations of a handover, oldest first.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversationList {
    /// The conversations.
    pub items: Vec<ConversationView>,
    /// Give this as `cursor` to read on; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}
