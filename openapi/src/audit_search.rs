//! Looking through the log: what to look for among one's own entries, and who received what about whom.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{Act, AuditOutcome, GroundUsed, ObjectKind, PartnerView, Role, Text, code_list};

code_list! {
    /// What was decided before an act was done.
    Ruling = "rulings" {
        Allowed = "allowed", "toegestaan", "allowed";
        Refused = "refused", "geweigerd", "refused";
        Undecided = "undecided", "niet beslist: het ging mis voordat het zover was", "not decided: something broke before";
    }
}

/// The decision behind an entry, and what it was decided by.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AccessDecision {
    /// Whether the act was allowed.
    pub ruling: Ruling,
    /// Why: a code of `/v1/vocabularies/decisions`, or the problem it was refused with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "on_legal_task")]
    pub reason: Option<String>,
    /// The policy: the version of the exchange matrix that was in force.
    #[schema(example = "2026-1")]
    pub policy: String,
}

/// What to look for among this partner's own entries; all that is given has to hold.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EntrySearch {
    /// One of these acts.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub acts: BTreeSet<Act>,
    /// One of these outcomes.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub outcomes: BTreeSet<AuditOutcome>,
    /// What it was done to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object_kind: Option<ObjectKind>,
    /// Which one, by the id this partner calls it by; with `objectKind`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object_id: Option<Uuid>,
    /// Whom it was about, by this partner's own pseudonym.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learner_id: Option<Uuid>,
    /// At this moment or later.
    #[serde(default, deserialize_with = "crate::time::some_instant", skip_serializing_if = "Option::is_none")]
    pub from_at: Option<DateTime<Utc>>,
    /// Before this moment.
    #[serde(default, deserialize_with = "crate::time::some_instant", skip_serializing_if = "Option::is_none")]
    pub until_at: Option<DateTime<Utc>>,
}

/// Which disclosures to look for.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DisclosureSearch {
    /// At this moment or later.
    #[serde(deserialize_with = "crate::time::instant")]
    pub from_at: DateTime<Utc>,
    /// Before this moment.
    #[serde(deserialize_with = "crate::time::instant")]
    pub until_at: DateTime<Utc>,
    /// Only what this partner received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver_id: Option<Uuid>,
    /// Only about these persons, each as `personId` of a disclosure names them to whoever asks; at most 100.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub person_ids: Vec<Text<64>>,
}

/// That a partner received something about somebody.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Disclosure {
    /// The entry behind it.
    pub event_id: Uuid,
    /// When.
    pub happened_at: DateTime<Utc>,
    /// Who received it.
    pub receiver: PartnerView,
    /// In which role somebody there asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// What was done to receive it.
    pub act: Act,
    /// Whom it is about: this partner's own pseudonym; for operators the reference by which the log knows a person.
    pub person_id: String,
    /// The sections, each with its ground; none when it was something else, as `act` says, or when the details were erased.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<GroundUsed>,
    /// What it was decided by.
    pub decision: AccessDecision,
}

/// A page of disclosures, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DisclosurePage {
    /// The disclosures.
    pub items: Vec<Disclosure>,
    /// Give this as `cursor`, with the same search, to read on; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}
