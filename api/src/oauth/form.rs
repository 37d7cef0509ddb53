//! The form a token is asked for with: bounded, and no parameter twice.

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{AUTHORIZATION, CONTENT_TYPE},
};
use estafette_contract::{ProblemKind, TokenRequest};
use futures_util::future::LocalBoxFuture;

use crate::http::{Problem, read_limited};

const LIMIT: usize = 16 * 1024;

/// A token request, read from its form.
pub(super) struct TokenForm(pub(super) TokenRequest);

impl FromRequest for TokenForm {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
        let is_form = header(CONTENT_TYPE).is_some_and(|mime| mime.split(';').next() == Some("application/x-www-form-urlencoded"));
        let authenticates_twice = request.headers().contains_key(AUTHORIZATION);
        let payload = payload.take();
        Box::pin(async move {
            if !is_form {
                return Err(Problem::new(ProblemKind::WrongMediaType, "Send application/x-www-form-urlencoded."));
            }
            if authenticates_twice {
                return Err(Problem::new(
                    ProblemKind::BadRequest,
                    "Authenticate with the client assertion only, without an Authorization header.",
                ));
            }
            let bytes = read_limited(payload, LIMIT).await?;
            read(&bytes).map(Self)
        })
    }
}

/// The deserializer refuses unknown and repeated parameters.
fn read(bytes: &[u8]) -> Result<TokenRequest, Problem> {
    let text = std::str::from_utf8(bytes).ok();
    let request = text.and_then(|text| actix_web::web::Query::<TokenRequest>::from_query(text).ok());
    request.map(actix_web::web::Query::into_inner).ok_or_else(|| {
        Problem::new(
            ProblemKind::BadRequest,
            "Send grant_type, client_assertion_type and client_assertion, and optionally scope and client_id, each once.",
        )
    })
}
