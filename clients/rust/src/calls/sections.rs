//! Writing and reading content.

use estafette_contract::{
    MatchingProfile, Necessity, RecordView, Section, SectionContent, SectionDraft, SectionView, SectionWritten, WorkProfile,
};
use reqwest::Method;
use uuid::Uuid;

use super::Result;
use crate::{Client, Request};

gets! {
    /// Everything of a handover this partner may read.
    record(id): "/v1/handovers/{id}/record" => RecordView;
    /// What an employer or training company gets.
    work_profile(id): "/v1/handovers/{id}/work-profile" => WorkProfile;
    /// What UWV, a municipality or a work centre gets.
    matching_profile(id): "/v1/handovers/{id}/matching-profile" => MatchingProfile;
}

impl Client {
    /// Writes a section for the first time, or at the version that was read; answers the new version.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn put_section(
        &self,
        id: Uuid,
        content: impl Into<SectionContent>,
        necessity: Option<Necessity>,
        version: Option<&str>,
    ) -> Result<(SectionWritten, String)> {
        let content = content.into();
        let path = format!("/v1/handovers/{id}/sections/{}", content.section());
        let request = conditional(Request::new(Method::PUT, path), version).json(&SectionDraft { content, necessity });
        let reply = self.send(request).await?;
        Ok((reply.read()?, reply.etag().unwrap_or_default()))
    }

    /// Takes a section away at the version that was read.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn remove_section(&self, id: Uuid, section: Section, version: &str) -> Result<()> {
        let request = Request::new(Method::DELETE, format!("/v1/handovers/{id}/sections/{section}"));
        self.send(conditional(request, Some(version))).await?.succeeded()
    }

    /// Reads one section, with its version.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn section(&self, id: Uuid, section: Section) -> Result<(SectionView, String)> {
        let reply = self.send(Request::new(Method::GET, format!("/v1/handovers/{id}/sections/{section}"))).await?;
        Ok((reply.read()?, reply.etag().unwrap_or_default()))
    }
}

fn conditional(request: Request, version: Option<&str>) -> Request {
    match version {
        Some(version) => request.header("if-match", &format!("\"{version}\"")),
        None => request.header("if-none-match", "*"),
    }
}
