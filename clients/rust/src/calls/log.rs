//! What anybody may fetch of the log, and the proofs of entries.

use estafette_contract::{
    LogView,
    tlog::{ConsistencyFile, ProofFile, Tile},
};
use reqwest::Method;
use uuid::Uuid;

use super::Result;
use crate::{Client, ClientError, Request};

gets! {
    /// What the log is called and how it is checked.
    log(): "/v1/audit/log" => LogView;
}

impl Client {
    /// The newest checkpoint, as a signed note.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn checkpoint(&self) -> Result<String> {
        self.text("/v1/audit/checkpoint".to_owned()).await
    }

    /// The proof that the log at one size is the beginning of the log at another.
    ///
    /// # Errors
    /// What the service refuses, or a proof that cannot be read.
    pub async fn consistency(&self, from: u64, to: u64) -> Result<ConsistencyFile> {
        Ok(ConsistencyFile::read(&self.text(format!("/v1/audit/consistency?from={from}&to={to}")).await?)?)
    }

    /// The bytes of a tile.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn tile(&self, tile: Tile) -> Result<Vec<u8>> {
        let reply = self.send(Request::new(Method::GET, format!("/v1/audit/tile/{}", tile.path()))).await?;
        reply.succeeded().map(|()| reply.body)
    }

    /// The proof of one of this partner's own entries.
    ///
    /// # Errors
    /// What the service refuses, or a proof that cannot be read.
    pub async fn entry_proof(&self, event_id: Uuid) -> Result<ProofFile> {
        Ok(ProofFile::read(&self.text(format!("/v1/audit/entries/{event_id}/proof")).await?)?)
    }

    /// The proof behind a line of a learner's log.
    ///
    /// # Errors
    /// What the service refuses, or a proof that cannot be read.
    pub async fn access_log_proof(&self, learner: Uuid, event_id: Uuid) -> Result<ProofFile> {
        Ok(ProofFile::read(&self.text(format!("/v1/learners/{learner}/access-log/{event_id}/proof")).await?)?)
    }

    async fn text(&self, path: String) -> Result<String> {
        let reply = self.send(Request::new(Method::GET, path)).await?;
        reply.succeeded()?;
        String::from_utf8(reply.body).map_err(|_| ClientError::Unexpected(reply.status.as_u16()))
    }
}
