//! The keys that access tokens are signed with, as an operator sees them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::code_list;

code_list! {
    /// Where a signing key stands in its life.
    SigningKeyStatus = "signing-key-statuses" {
        Pending = "pending", "aangekondigd, nog niet in gebruik", "published, not signing yet";
        Active = "active", "in gebruik", "signing";
        Retiring = "retiring", "ondertekent niet meer, wordt nog aanvaard", "signing no more, still accepted";
        Gone = "gone", "wordt niet meer aanvaard", "no longer accepted";
    }
}

/// A key that access tokens are or were signed with.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SigningKeyView {
    /// Its id.
    pub id: Uuid,
    /// Its name in tokens and in the published set: its RFC 7638 thumbprint.
    #[schema(example = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")]
    pub kid: String,
    /// Where it stands.
    pub status: SigningKeyStatus,
    /// When it was made, and published.
    pub created_at: DateTime<Utc>,
    /// From when it signs.
    pub active_at: DateTime<Utc>,
    /// From when nothing it signed is accepted; absent while no next key is planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gone_at: Option<DateTime<Utc>>,
}

/// Every signing key.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SigningKeyList {
    /// The newest first.
    pub items: Vec<SigningKeyView>,
}
