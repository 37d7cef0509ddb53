//! The edge: what surrounds every request, and what answers where there is no route.

use actix_web::{
    Error, HttpMessage, HttpRequest, HttpResponse, ResponseError,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderName, HeaderValue},
    middleware::Next,
    web::Data,
};
use estafette_contract::ProblemKind;
use estafette_db::Receipt;

use super::{CONTRACT_VERSION, Problem, granted::refuse_route, limited, trace};
use crate::state::State;

/// Puts a request in its trace, its answer in the house style, and one line in the log.
///
/// # Errors
/// Never: what fails inside is answered as a problem.
pub async fn around(request: ServiceRequest, next: Next<impl MessageBody + 'static>) -> Result<ServiceResponse<BoxBody>, Error> {
    let trace = trace::of(&request);
    let started = std::time::Instant::now();
    trace::within(trace.clone(), async move {
        let (method, route) = (request.method().clone(), request.match_pattern());
        let nowhere = if request.path().len() > 80 { "(long path)" } else { "(no route)" };
        let response = match limited::unguarded(&request, route.as_deref()) {
            Ok(()) => in_house_style(next.call(request).await?.map_into_boxed_body()),
            Err(problem) => request.into_response(problem.error_response()),
        };
        let route = route.as_deref().unwrap_or(nowhere);
        let millis = started.elapsed().as_millis();
        tracing::info!(%method, route, status = response.status().as_u16(), millis, trace_id = trace.trace_id, "answered");
        Ok(dressed(response))
    })
    .await
}

/// A refusal of the framework's own, told as a problem.
fn in_house_style(response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let status = response.status();
    let told = response.headers().get(header::CONTENT_TYPE).is_some_and(|mime| mime.as_bytes().starts_with(b"application/"));
    if told || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let kind = ProblemKind::ALL.iter().copied().find(|kind| kind.status() == status.as_u16()).unwrap_or(ProblemKind::BadRequest);
    let detail = "The request could not be handled; compare it with the contract at /v1/openapi.json.";
    response.into_response(Problem::new(kind, detail).error_response())
}

fn dressed(mut response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let receipt = response.request().extensions().get::<Receipt>().and_then(receipt_header);
    let request = response.request().clone();
    let headers = response.headers_mut();
    limited::tell(&request, headers);
    if let Some(receipt) = receipt {
        headers.insert(HeaderName::from_static("audit-receipt"), receipt);
    }
    headers.insert(HeaderName::from_static("api-version"), HeaderValue::from_static(CONTRACT_VERSION));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// The receipt as a dictionary of structured fields (RFC 9651).
fn receipt_header(receipt: &Receipt) -> Option<HeaderValue> {
    let receipt = receipt.get()?;
    HeaderValue::from_str(&format!("event=\"{}\", leaf=:{}:", receipt.event_id, receipt.leaf)).ok()
}

/// Answers where there is no route: 405 with `Allow` if the contract knows the path, 404 if not.
pub async fn fallback(request: HttpRequest, state: Data<State>) -> HttpResponse {
    // The best fit is the one that leaves the fewest parts open: `/handovers/_import` is no id of a handover.
    let known = state.contract.methods.iter().filter(|(template, _)| fits(template, request.path()));
    let methods = known.min_by_key(|(template, _)| template.matches('{').count()).map(|(_, methods)| methods.join(", "));
    let Some(allow) = methods else {
        let problem = Problem::new(ProblemKind::NotFound, "There is no such path: see /v1/openapi.json.");
        return refuse_route(&state, &request, problem).await.error_response();
    };
    let problem = Problem::new(ProblemKind::MethodNotAllowed, format!("Use {allow} here."));
    let mut response = refuse_route(&state, &request, problem).await.error_response();
    if let Ok(value) = HeaderValue::from_str(&allow) {
        response.headers_mut().insert(header::ALLOW, value);
    }
    response
}

fn fits(template: &str, path: &str) -> bool {
    let (mut template, mut path) = (template.split('/'), path.split('/'));
    loop {
        match (template.next(), path.next()) {
            (None, None) => return true,
            (Some(expected), Some(given)) if expected == given || (expected.starts_with('{') && !given.is_empty()) => {}
            _ => return false,
        }
    }
}
