//! Who did what, and who received what.

use estafette_contract::{
    AccessLog, ActivityRegister, AuditPage, DisclosurePage, DisclosureSearch, EntrySearch, ProcessingRecordPage, ProcessingRecordSearch,
};
use reqwest::Method;
use uuid::Uuid;

use super::{PageOptions, Result};
use crate::{Client, Request};

pages! {
    /// This partner's own entries in the log.
    audit_entries(): "/v1/audit/entries" => AuditPage;
    /// Who saw what of a learner, in plain Dutch.
    access_log(id): "/v1/learners/{id}/access-log" => AccessLog;
}

gets! {
    /// What personal data are processed for.
    processing_activities(): "/v1/processing-activities" => ActivityRegister;
}

impl Client {
    /// This partner's own entries that fit.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn search_entries(&self, wanted: &EntrySearch, page: &PageOptions) -> Result<AuditPage> {
        let path = format!("/v1/audit/entries/_search{}", page.query());
        self.send(Request::new(Method::POST, path).json(wanted)).await?.read()
    }

    /// This partner's own entries as records of the Logboek Dataverwerkingen standard.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn processing_records(&self, wanted: &ProcessingRecordSearch, page: &PageOptions) -> Result<ProcessingRecordPage> {
        let path = format!("/v1/audit/processing-records/_search{}", page.query());
        self.send(Request::new(Method::POST, path).json(wanted)).await?.read()
    }

    /// Who received what about whom.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn disclosures(&self, wanted: &DisclosureSearch, page: &PageOptions) -> Result<DisclosurePage> {
        let path = format!("/v1/audit/disclosures/_search{}", page.query());
        self.send(Request::new(Method::POST, path).json(wanted)).await?.read()
    }
}
