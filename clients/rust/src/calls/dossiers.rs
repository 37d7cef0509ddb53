//! Dossiers of other systems.

use estafette_contract::{ImportReport, Transition};
use reqwest::Method;
use uuid::Uuid;

use super::Result;
use crate::{Client, Request};

impl Client {
    /// Turns an OSO dossier into a draft for `receiver`.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn import_oso(&self, dossier: Vec<u8>, options: &ImportOptions) -> Result<ImportReport> {
        let path = format!("/v1/handovers/_import?{}", options.query());
        let request = Request { body: Some(dossier), ..Request::new(Method::POST, path) };
        self.send(request.header("content-type", "application/xml").once()).await?.read()
    }
}

/// How a dossier is taken in.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// The receiving partner.
    pub receiver: Uuid,
    /// The transition it is for, which some dossiers do not say themselves.
    pub transition: Option<Transition>,
    /// Whether what concerns health is taken in.
    pub with_health: bool,
    /// The receiving school's own reference to the application.
    pub application_reference: Option<String>,
}

impl ImportOptions {
    fn query(&self) -> String {
        let mut query = format!("receiver={}", self.receiver);
        if let Some(transition) = self.transition {
            query += &format!("&as={transition}");
        }
        if self.with_health {
            query += "&withHealth=true";
        }
        if let Some(reference) = &self.application_reference {
            query += &format!("&applicationReference={reference}");
        }
        query
    }
}
