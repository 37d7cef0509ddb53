//! Searching handovers: what to look for, and what is found. Nothing of it stands in an address.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{ApplicationReference, HandoverStatus, PartnerView, Party, Programme, Transition, Urgency};

/// What to look for among the handovers this partner may know of; all that is given has to hold.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HandoverSearch {
    /// Only what this partner sends (`sender`) or receives (`receiver`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<Party>,
    /// One of these statuses.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub statuses: BTreeSet<HandoverStatus>,
    /// One of these transitions.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub transitions: BTreeSet<Transition>,
    /// The partner on the other side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner_id: Option<Uuid>,
    /// The current term ends before this moment.
    #[serde(default, deserialize_with = "crate::time::some_instant", skip_serializing_if = "Option::is_none")]
    pub term_ends_before_at: Option<DateTime<Utc>>,
    /// The receiving school's own reference to the learner's application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application_reference: Option<ApplicationReference>,
    /// This partner's own pseudonym for the learner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learner_id: Option<Uuid>,
}

/// A handover that was found: no person in it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FoundHandover {
    /// The handover.
    pub id: Uuid,
    /// How this partner stands to it.
    pub party: Party,
    /// The transition.
    pub transition: Transition,
    /// Where it stands.
    pub status: HandoverStatus,
    /// Since when it stands there.
    pub status_since_at: DateTime<Utc>,
    /// When the current term ends, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term_ends_at: Option<DateTime<Utc>>,
    /// Who sends.
    pub sender: PartnerView,
    /// Who receives.
    pub receiver: PartnerView,
    /// The programme the learner goes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<Programme>,
    /// How soon the receiver should look.
    pub urgency: Urgency,
    /// The receiving school's own reference to the learner's application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application_reference: Option<ApplicationReference>,
}

/// A page of what was found, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FoundHandoverPage {
    /// What was found.
    pub items: Vec<FoundHandover>,
    /// Give this as `cursor`, with the same search, to read on; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}
