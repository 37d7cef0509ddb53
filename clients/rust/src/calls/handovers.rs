//! Beginning a handover, and seeing where it stands.

use estafette_contract::{AnnouncementPage, Drafted, FoundHandoverPage, HandoverSearch, HandoverView, History, NewHandover, QualityView};
use reqwest::Method;
use uuid::Uuid;

use super::{PageOptions, Result};
use crate::{Client, Request};

posts! {
    /// Begins a handover.
    draft_handover(): "/v1/handovers", NewHandover => Drafted;
}

gets! {
    /// How a handover stands against the quality frame, for its sender.
    quality(id): "/v1/handovers/{id}/quality" => QualityView;
    /// Where a handover stands.
    handover(id): "/v1/handovers/{id}" => HandoverView;
    /// The course of a handover.
    history(id): "/v1/handovers/{id}/history" => History;
}

pages! {
    /// What was sent to this partner.
    inbox(): "/v1/inbox" => AnnouncementPage;
    /// What this partner sent or is writing.
    outbox(): "/v1/handovers" => AnnouncementPage;
}

impl Client {
    /// What this partner sends or receives and fits the search.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn search(&self, wanted: &HandoverSearch, page: &PageOptions) -> Result<FoundHandoverPage> {
        let path = format!("/v1/handovers/_search{}", page.query());
        self.send(Request::new(Method::POST, path).json(wanted)).await?.read()
    }
}
