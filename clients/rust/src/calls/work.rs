//! What waits.

use estafette_contract::WorkItemPage;
use reqwest::Method;

use super::{PageOptions, Result};
use crate::{Client, Request};

pages! {
    /// What waits for this partner, most urgent first.
    work_items(): "/v1/work-items" => WorkItemPage;
}

impl Client {
    /// What waits for the acting professional, most urgent first.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn my_work_items(&self, page: &PageOptions) -> Result<WorkItemPage> {
        let query = page.query();
        let mine = if query.is_empty() { "?mine=true".to_owned() } else { format!("{query}&mine=true") };
        self.send(Request::new(Method::GET, format!("/v1/work-items{mine}"))).await?.read()
    }
}
