//! The wrapping keys, as an operator sees them change.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::code_list;

code_list! {
    /// How far the change to a new wrapping key is.
    WrappingRotationStatus = "wrapping-rotation-statuses" {
        Rewrapping = "rewrapping", "de sleutels van leerlingen gaan over op de nieuwe", "the data keys go over to the new one";
        Waiting = "waiting", "alles is over; de oude blijft nog een minuut voor wie al aan het lezen was", "all went over; the old one stays another minute for whoever was reading";
        Finished = "finished", "de oude is vernietigd", "the old one is destroyed";
    }
}

/// The change from one wrapping key to the next.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WrappingRotationView {
    /// Its id.
    pub id: Uuid,
    /// How far it is.
    pub status: WrappingRotationStatus,
    /// The number of the wrapping key that goes.
    #[schema(example = 1)]
    pub from_key: i64,
    /// The number of the wrapping key that comes.
    #[schema(example = 2)]
    pub to_key: i64,
    /// How many data keys there were when it began.
    pub total: i64,
    /// How many data keys went over.
    pub rewrapped: i64,
    /// When it began: from then on new data keys are under the new one.
    pub begun_at: DateTime<Utc>,
    /// When the last data key had gone over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rewrapped_at: Option<DateTime<Utc>>,
    /// When the old one was destroyed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<DateTime<Utc>>,
}

/// Every change of the wrapping key.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WrappingRotationList {
    /// The newest first.
    pub items: Vec<WrappingRotationView>,
}
