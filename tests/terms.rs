//! Terms: what waits is listed for whoever has to act, and what stays over is told to one after the other.

mod calendar;
mod list;
mod owed;
mod waiting;
mod year;

use estafette_client::{Client, PageOptions};
use estafette_contract::{TermKind, TermStage, WorkItem};
use uuid::Uuid;

/// All that waits for this partner.
async fn items(client: &Client) -> Vec<WorkItem> {
    client.work_items(&PageOptions { cursor: None, limit: Some(100) }).await.unwrap().items
}

/// How far this term of this handover has run, on this partner's list.
async fn stage(client: &Client, handover: Uuid, term: TermKind) -> Option<TermStage> {
    let item = |item: &WorkItem| item.handover_id == Some(handover) && item.term == term;
    items(client).await.into_iter().find(item).map(|item| item.stage)
}
