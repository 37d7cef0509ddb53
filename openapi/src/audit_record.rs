//! An entry of the log with what it commits to, and pages of them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{AccessDecision, AuditEntry, Ground, Section};

/// The ground on which one section was disclosed or stored.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroundUsed {
    /// The version of the consent, if it rests on one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_version: Option<i64>,
    /// The ground.
    pub ground: Ground,
    /// The section.
    pub section: Section,
}

/// The details behind an entry's commitment, kept apart so that they can be erased.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditDetails {
    /// The grounds on which sections were disclosed or stored.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grounds: Vec<GroundUsed>,
}

/// An entry with its details, as far as they still exist.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditRecord {
    /// The entry.
    pub entry: AuditEntry,
    /// What was decided before it was done, as the entry says it.
    pub decision: AccessDecision,
    /// The details, unless they were erased or there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<AuditDetails>,
}

/// A page of a partner's own entries, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditPage {
    /// The entries.
    pub items: Vec<AuditRecord>,
    /// Give this as `cursor` to read on; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}
