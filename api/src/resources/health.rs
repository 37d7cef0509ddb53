//! Whether the service is alive and ready.

use actix_web::{HttpResponse, get, web::Data};
use estafette_contract::Readiness;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::state::State;

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(alive).service(ready);
}

/// Is the process alive?
#[utoipa::path(tag = "service", responses((status = 200, description = "Yes.", body = Readiness)))]
#[get("/healthz")]
async fn alive() -> HttpResponse {
    HttpResponse::Ok().json(Readiness { ready: true, missing: Vec::new() })
}

/// Can it do its work?
///
/// Names what is missing when it cannot.
#[utoipa::path(tag = "service", responses((status = 200, description = "Yes.", body = Readiness)))]
#[get("/readyz")]
async fn ready(state: Data<State>) -> HttpResponse {
    let missing: Vec<String> = if state.store.is_ready().await { Vec::new() } else { vec!["database".into()] };
    let mut response = if missing.is_empty() { HttpResponse::Ok() } else { HttpResponse::ServiceUnavailable() };
    response.json(Readiness { ready: missing.is_empty(), missing })
}
