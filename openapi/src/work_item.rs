//! The work list: what waits for a partner, most urgent first, each with its reason.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{HandoverStatus, PartnerView, Party, Sentence, TermKind, TermStage, Transition, Urgency};

/// Something that waits for a partner, about a handover or in aftercare: no person in it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WorkItem {
    /// The handover, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handover_id: Option<Uuid>,
    /// The aftercare, when it is a moment of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aftercare_id: Option<Uuid>,
    /// The term that runs.
    pub term: TermKind,
    /// How far it has run.
    pub stage: TermStage,
    /// What there is to do and until when.
    pub reason: Sentence,
    /// When the term ends.
    pub due_at: DateTime<Utc>,
    /// As what this partner has it on its list.
    pub party: Party,
    /// The desk of this partner that has to act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<String>,
    /// The transition of the handover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transition: Option<Transition>,
    /// Where the handover stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<HandoverStatus>,
    /// How soon to look: as the sender of the handover said, and `normal` for aftercare.
    pub urgency: Urgency,
    /// Who sends the handover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<PartnerView>,
    /// Who receives the handover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver: Option<PartnerView>,
    /// Who keeps in touch, in aftercare.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keeper: Option<PartnerView>,
}

/// A page of a work list, most urgent first.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WorkItemPage {
    /// The items.
    pub items: Vec<WorkItem>,
    /// Give this as `cursor` to read on; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}
