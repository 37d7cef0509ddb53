//! What the log says of itself to everybody: its name, its keys, and where it was broken off.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The log as a witness has to know it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LogView {
    /// The name of the log, in the first line of its checkpoints; empty before the first was signed.
    #[schema(example = "region.example/v1/audit")]
    pub origin: String,
    /// What its checkpoints are checked with, as C2SP `signed-note` writes it. Ask the operator for it another way once.
    pub keys: Vec<String>,
    /// The shards, oldest first. There is one, unless an older database was restored.
    pub shards: Vec<LogShard>,
}

/// A tree of its own.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LogShard {
    /// Its number, from 1.
    pub shard: u64,
    /// Its name.
    #[schema(example = "region.example/v1/audit")]
    pub origin: String,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// Its newest checkpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checkpoint: Option<String>,
    /// The first entry of the shard before that was signed and is lost, counted through all shards from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost_from: Option<u64>,
    /// The first one after it that is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost_to: Option<u64>,
}
