//! The contract itself.

use actix_web::{HttpResponse, get, http::header, web::Data};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::state::State;

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(read_contract);
}

/// Read this document.
#[utoipa::path(tag = "service", responses((status = 200, description = "The contract as OpenAPI 3.1.", body = serde_json::Value)))]
#[get("/openapi.json")]
async fn read_contract(state: Data<State>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .body(state.contract.json.clone())
}
