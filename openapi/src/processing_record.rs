//! Entries as records of the Logboek Dataverwerkingen standard, which spells its fields in its own way.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::Text;

/// Which records to export.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProcessingRecordSearch {
    /// At this moment or later.
    #[serde(default, deserialize_with = "crate::time::some_instant", skip_serializing_if = "Option::is_none")]
    pub from_at: Option<DateTime<Utc>>,
    /// Before this moment.
    #[serde(default, deserialize_with = "crate::time::some_instant", skip_serializing_if = "Option::is_none")]
    pub until_at: Option<DateTime<Utc>>,
    /// Whom it was about, by this partner's own pseudonym.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learner_id: Option<Uuid>,
    /// A name for this export: under another name the same person gets another pseudonym, so that two exports cannot be laid side by side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub export: Option<Text<64>>,
}

/// What became of an action, as the standard says it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
pub enum ProcessingStatus {
    /// It was dealt with, and nothing was done: refused.
    Unset,
    /// It was done.
    Ok,
    /// Something broke on our side.
    Error,
}

/// One action on the data of one person, as a record of the Logboek Dataverwerkingen standard.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
pub struct ProcessingRecord {
    /// The trace of the caller, continued (W3C trace context): 32 hexadecimal digits.
    #[schema(example = "0af7651916cd43dd8448eb211c80319c")]
    pub trace_id: String,
    /// This service's own span: 16 hexadecimal digits.
    #[schema(example = "00f067aa0ba902b7")]
    pub span_id: String,
    /// The span of the caller, if it gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "b7ad6b7169203331")]
    pub parent_span_id: Option<String>,
    /// What became of it.
    pub status: ProcessingStatus,
    /// The act, a code of `/v1/vocabularies/acts`.
    #[schema(example = "record.read")]
    pub name: String,
    /// When it began, in UTC, to the millisecond.
    #[schema(example = "2026-04-01T09:30:00.000Z")]
    pub start_time: String,
    /// When it ended.
    #[schema(example = "2026-04-01T09:30:00.012Z")]
    pub end_time: String,
    /// What did it.
    pub resource: ProcessingResource,
    /// What it was for and about whom.
    pub attributes: ProcessingAttributes,
}

/// What did something.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
pub struct ProcessingResource {
    /// The software and its version.
    pub attributes: ResourceAttributes,
}

/// Software and its version.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
pub struct ResourceAttributes {
    /// Its name.
    #[serde(rename = "service.name")]
    pub service_name: String,
    /// Its version.
    #[serde(rename = "service.version")]
    pub service_version: String,
}

/// What an action was for and about whom, in the namespace of the standard.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
pub struct ProcessingAttributes {
    /// The activity, by its address in the register.
    #[serde(rename = "dpl.core.processing_activity_id")]
    #[schema(example = "https://region.example/v1/processing-activities/warm_handover")]
    pub processing_activity_id: String,
    /// Whom it was about: a pseudonym of this partner and this export alone.
    #[serde(rename = "dpl.core.data_subject_id")]
    pub data_subject_id: String,
    /// What kind of identifier that is.
    #[serde(rename = "dpl.core.data_subject_id_type")]
    #[schema(example = "estafette-export-pseudonym")]
    pub data_subject_id_type: String,
    /// The span of the caller, once more where the standard wants it when another party called.
    #[serde(default, rename = "dpl.core.foreign_operation.span_id", skip_serializing_if = "Option::is_none")]
    pub foreign_span_id: Option<String>,
}

/// A page of records, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProcessingRecordPage {
    /// The records.
    pub items: Vec<ProcessingRecord>,
    /// Give this as `cursor`, with the same search, to read on; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}
