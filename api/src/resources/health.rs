//! Whether the service is alive and ready.

use actix_web::{
    HttpResponse, get,
    web::{Data, Json},
};
use estafette_contract::{FieldProblem, ProblemKind, Readiness};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    http::{Answer, Problem},
    state::State,
};

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
/// When it cannot, `errors` of the problem names what is missing.
#[utoipa::path(tag = "service", responses((status = 200, description = "Yes.", body = Readiness)))]
#[get("/readyz")]
async fn ready(state: Data<State>) -> Answer<Json<Readiness>> {
    let missing = state.store.missing().await;
    if missing.is_empty() {
        return Ok(Json(Readiness { ready: true, missing }));
    }
    let not_ready = |name: String| FieldProblem { pointer: name, code: "not-ready".into(), detail: "It does not answer.".into() };
    let mut problem = Problem::new(ProblemKind::Unavailable, "What errors names is not ready; try again in a moment.");
    problem.0.errors = missing.into_iter().map(not_ready).collect();
    Err(problem)
}
