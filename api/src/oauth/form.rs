//! The forms of the token endpoints: bounded, no parameter twice, and one way to say who asks.

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{AUTHORIZATION, CONTENT_TYPE},
    web::Query,
};
use estafette_contract::ProblemKind;
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;

use crate::http::{Problem, read_limited};

const LIMIT: usize = 16 * 1024;

/// What was sent as a form.
pub(super) struct Form<T>(pub(super) T);

impl<T: DeserializeOwned + 'static> FromRequest for Form<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let head = check_head(request);
        let payload = payload.take();
        Box::pin(async move {
            head?;
            read(&read_limited(payload, LIMIT).await?).map(Self)
        })
    }
}

fn check_head(request: &HttpRequest) -> Result<(), Problem> {
    let mime = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = mime.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(Problem::new(ProblemKind::WrongMediaType, "Send application/x-www-form-urlencoded."));
    }
    if request.headers().contains_key(AUTHORIZATION) {
        return Err(wrong("Authenticate with the client assertion only, without an Authorization header."));
    }
    if !request.query_string().is_empty() {
        return Err(wrong("Send all parameters in the form, and none in the query."));
    }
    Ok(())
}

/// The deserializer refuses unknown and repeated parameters.
fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let text = std::str::from_utf8(bytes).ok();
    let form = text.and_then(|text| Query::<T>::from_query(text).ok());
    form.map(Query::into_inner).ok_or_else(|| wrong("Send the parameters that the contract names, each once, and no others."))
}

fn wrong(detail: &str) -> Problem {
    Problem::new(ProblemKind::InvalidTokenRequest, detail)
}
