//! Notices: what a partner has to know of.

use estafette_contract::{NoDetails, NoticePage};
use reqwest::Method;
use uuid::Uuid;

use super::{PageOptions, Result};
use crate::{Client, Request};

pages! {
    /// What this partner was told and has not acknowledged.
    notices(): "/v1/notices" => NoticePage;
}

impl Client {
    /// Takes a notice off the list.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn acknowledge(&self, notice: Uuid) -> Result<()> {
        self.send(Request::new(Method::POST, format!("/v1/notices/{notice}/_acknowledge")).json(&NoDetails {}).once()).await?.succeeded()
    }
}
