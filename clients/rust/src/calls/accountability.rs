//! Who did what.

use estafette_contract::{AccessLog, AuditPage};
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
