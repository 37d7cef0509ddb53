//! Learners, their representatives, and who saw what of them.

use actix_web::{HttpResponse, get, post, web::Json};
use estafette_contract::{
    AccessLog, Act, Created, LearnerView, NewLearner, NewRepresentative, ObjectKind,
    scope::{AccessLogRead, LearnersRead, LearnersWrite},
};
use estafette_db::{Action, learners, log};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, Body, Granted, Id, Page, PageQuery};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(register_learner).service(read_learner).service(add_representative).service(read_access_log);
}

/// Register a learner.
///
/// From this moment the registering partner is responsible, by the person it names. The answer is this
/// partner's own pseudonym for the learner.
#[utoipa::path(tag = "learners", security(("partner_token" = ["learners:write"])), request_body = NewLearner,
    responses((status = 201, description = "Registered.", body = Created)))]
#[post("/learners")]
async fn register_learner(granted: Granted<LearnersWrite>, body: Body<NewLearner>) -> Answer<HttpResponse> {
    let action = Action::all(Act::LearnerRegister, ObjectKind::Learner);
    let created = granted.once(action, body, learners::register).await?;
    Ok(HttpResponse::Created().json(created))
}

/// Read a learner, with who is responsible right now.
#[utoipa::path(tag = "learners", params(Id), security(("partner_token" = ["learners:read"])),
    responses((status = 200, description = "The learner as this partner knows them.", body = LearnerView)))]
#[get("/learners/{id}")]
async fn read_learner(granted: Granted<LearnersRead>, id: Id) -> Answer<Json<LearnerView>> {
    let action = id.action(Act::LearnerRead, ObjectKind::Learner);
    granted.read(action, move |tx| learners::find(tx, id.get()?)).await.map(Json)
}

/// Put a legal representative on record.
#[utoipa::path(tag = "learners", params(Id), security(("partner_token" = ["learners:write"])), request_body = NewRepresentative,
    responses((status = 201, description = "On record.", body = Created)))]
#[post("/learners/{id}/representatives")]
async fn add_representative(granted: Granted<LearnersWrite>, id: Id, body: Body<NewRepresentative>) -> Answer<HttpResponse> {
    let action = id.action(Act::RepresentativeAdd, ObjectKind::Learner);
    let created = granted.once(action, body, move |tx, new| learners::add_representative(tx, id.get()?, new)).await?;
    Ok(HttpResponse::Created().json(created))
}

/// Read who saw what of a learner and why, in plain Dutch.
#[utoipa::path(tag = "learners", params(Id, PageQuery), security(("partner_token" = ["access-log:read"])),
    responses((status = 200, description = "Newest first.", body = AccessLog)))]
#[get("/learners/{id}/access-log")]
async fn read_access_log(granted: Granted<AccessLogRead>, id: Id, page: Page) -> Answer<Json<AccessLog>> {
    let action = id.action(Act::AccessLogRead, ObjectKind::Learner);
    granted.read(action, move |tx| log::access_log(tx, id.get()?, page.get()?)).await.map(Json)
}
