//! Cases: those who left without startkwalificatie.

use estafette_contract::{CasePage, CaseView, Month, VsvReport};
use reqwest::Method;
use uuid::Uuid;

use super::{PageOptions, Result};
use crate::{Client, Request};

pages! {
    /// The cases of this Doorstroompunt, the newest first.
    cases(): "/v1/cases" => CasePage;
}

gets! {
    /// A case, with the person it is about.
    case(id): "/v1/cases/{id}" => CaseView;
}

/// How a monthly file comes in.
#[derive(Debug, Clone)]
pub struct VsvOptions {
    /// The month the file is of.
    pub month: Month,
    /// The import a part goes on with.
    pub import: Option<Uuid>,
    /// Whether more parts of the same file follow.
    pub more: bool,
    /// The number of the first line after the names of the columns.
    pub first_line: u32,
}

impl VsvOptions {
    /// A whole file of this month.
    #[must_use]
    pub fn whole(month: Month) -> Self {
        Self { month, import: None, more: false, first_line: 2 }
    }

    fn query(&self) -> String {
        let import = self.import.map(|import| format!("&import={import}")).unwrap_or_default();
        format!("month={}&more={}&firstLine={}{import}", self.month, self.more, self.first_line)
    }
}

impl Client {
    /// Imports a monthly file of drop-outs, or one part of it.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn import_vsv(&self, file: Vec<u8>, options: &VsvOptions) -> Result<VsvReport> {
        let path = format!("/v1/cases/_import?{}", options.query());
        let request = Request { body: Some(file), ..Request::new(Method::POST, path) };
        self.send(request.header("content-type", "text/csv").once()).await?.read()
    }
}
