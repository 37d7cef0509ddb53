//! Objections of learners, for the sender to answer.

use actix_web::{get, post, web::Json};
use estafette_contract::{Act, Created, ObjectionAnswer, ObjectionList, scope::ConsentsWrite};
use estafette_db::objections;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, Body, Granted, Id, ObjectionOf};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(list_objections).service(answer_objection);
}

/// List the objections to sections of a handover.
#[utoipa::path(tag = "consent", params(Id), security(("partner_token" = ["consents:write"])),
    responses((status = 200, description = "Oldest first.", body = ObjectionList)))]
#[get("/handovers/{id}/objections")]
async fn list_objections(granted: Granted<ConsentsWrite>, id: Id) -> Answer<Json<ObjectionList>> {
    granted.read(id.handover(Act::ObjectionList), move |tx| objections::list(tx, id.get()?)).await.map(Json)
}

/// Write the compelling reason for a section that was objected to; it is held no longer.
#[utoipa::path(tag = "consent", params(ObjectionOf), security(("partner_token" = ["consents:write"])), request_body = ObjectionAnswer,
    responses((status = 200, description = "Written; the learner can read it.", body = Created)))]
#[post("/handovers/{id}/objections/{objectionId}/_answer")]
async fn answer_objection(granted: Granted<ConsentsWrite>, ids: ObjectionOf, body: Body<ObjectionAnswer>) -> Answer<Json<Created>> {
    let action = ids.0.handover(Act::ObjectionAnswer);
    granted.once(action, body, move |tx, why| objections::answer(tx, ids.0.get()?, ids.1.get()?, why)).await.map(Json)
}
