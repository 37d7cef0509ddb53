//! That the learner was informed.

use actix_web::{HttpResponse, post};
use estafette_contract::{Act, Created, NewInforming, scope::ConsentsWrite};
use estafette_db::informings;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, Body, Granted, Id};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(inform_learner);
}

/// Record that the learner or representative was informed.
#[utoipa::path(tag = "consent", params(Id), security(("partner_token" = ["consents:write"])), request_body = NewInforming,
    responses((status = 201, description = "On record; a second one is a second attempt.", body = Created)))]
#[post("/handovers/{id}/informings")]
async fn inform_learner(granted: Granted<ConsentsWrite>, id: Id, body: Body<NewInforming>) -> Answer<HttpResponse> {
    let created = granted.once(id.handover(Act::LearnerInform), body, move |tx, new| informings::record(tx, id.get()?, new)).await?;
    Ok(HttpResponse::Created().json(created))
}
