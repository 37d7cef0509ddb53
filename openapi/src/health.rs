//! Whether the service is alive and ready.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whether the service can do its work, and what is missing if it cannot.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Readiness {
    /// Whether it can do its work.
    pub ready: bool,
    /// What is not ready.
    pub missing: Vec<String>,
}
