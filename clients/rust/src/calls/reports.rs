//! Reports.

use estafette_contract::report::{NewRelease, ReleaseList, ReleaseMade, ReportName, ReportView};
use reqwest::Method;

use super::Result;
use crate::{Client, Request};

gets! {
    /// The releases there are.
    releases(): "/v1/reports" => ReleaseList;
}

posts! {
    /// Releases the reports of a school year.
    release_reports(): "/v1/reports/_release", NewRelease => ReleaseMade;
}

impl Client {
    /// Reads a report of the latest release, or of the one named.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn report(&self, name: ReportName, release: Option<i64>) -> Result<ReportView> {
        let query = release.map(|number| format!("?release={number}")).unwrap_or_default();
        self.send(Request::new(Method::GET, format!("/v1/reports/{name}{query}"))).await?.read()
    }

    /// Reads the same as a page.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn report_page(&self, name: ReportName, release: Option<i64>) -> Result<String> {
        self.report_text(format!("/v1/reports/{name}/page"), release).await
    }

    /// Reads the same as lines.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn report_csv(&self, name: ReportName, release: Option<i64>) -> Result<String> {
        self.report_text(format!("/v1/reports/{name}/table"), release).await
    }

    async fn report_text(&self, path: String, release: Option<i64>) -> Result<String> {
        let query = release.map(|number| format!("?release={number}")).unwrap_or_default();
        let reply = self.send(Request::new(Method::GET, format!("{path}{query}"))).await?;
        reply.succeeded()?;
        Ok(String::from_utf8_lossy(&reply.body).into_owned())
    }
}
