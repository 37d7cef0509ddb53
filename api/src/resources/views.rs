//! The learner's view.

use actix_web::{HttpResponse, post};
use estafette_contract::{Act, Created, NewView, scope::ConsentsWrite};
use estafette_db::views;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, Body, Granted, Id};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(record_view);
}

/// Record what the learner thinks of a handover under review.
#[utoipa::path(tag = "consent", params(Id), security(("partner_token" = ["consents:write"])), request_body = NewView,
    responses((status = 201, description = "On record; it travels along.", body = Created)))]
#[post("/handovers/{id}/views")]
async fn record_view(granted: Granted<ConsentsWrite>, id: Id, body: Body<NewView>) -> Answer<HttpResponse> {
    let created = granted.once(id.handover(Act::ViewRecord), body, move |tx, new| views::record(tx, id.get()?, new)).await?;
    Ok(HttpResponse::Created().json(created))
}
