//! The query of a feed: from where on, and how much.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use estafette_db::{DbError, DbResult, PageRequest, Refusal};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Problem, from_text, read_query};

/// From where on a feed is read.
#[derive(Debug, Clone)]
pub struct Since(Result<PageRequest, Refusal>);

/// The query of a feed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SinceQuery {
    /// The `after` of the answer before; from the beginning when absent.
    after: Option<String>,
    /// How many events, 1 to 100; 20 when absent.
    #[serde(default, deserialize_with = "from_text")]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

impl Since {
    /// From where on.
    ///
    /// # Errors
    /// When the query holds something else.
    pub fn get(&self) -> DbResult<PageRequest> {
        self.0.clone().map_err(|refusal| DbError::Refused(Box::new(refusal)))
    }
}

impl FromRequest for Since {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let query = read_query::<SinceQuery>(request.query_string());
        let since = query.map(|query| PageRequest { cursor: query.after, limit: query.limit });
        ready(Ok(Self(since.map_err(|problem| *problem.0))))
    }
}
