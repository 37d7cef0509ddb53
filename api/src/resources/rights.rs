//! Requests by the rights of the person concerned: made on the own page, answered by the sender.

use actix_web::{HttpResponse, get, post, web::Json};
use estafette_contract::{Act, Created, NewRightsRequest, RightsAnswer, RightsRequestList, scope::ConsentsWrite};
use estafette_db::rights;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, Body, Granted, Id, Own, RequestOf};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(make_request).service(list_own_requests).service(list_requests).service(answer_request);
}

/// Ask something by your rights: to see, correct, erase, restrict, take along, or object.
///
/// The sender of the handover answers within a month. What is on this page you can see and take along at once.
#[utoipa::path(tag = "own", params(Id), security(("learner_token" = [])), request_body = NewRightsRequest,
    responses((status = 201, description = "On record; the sender is told.", body = Created)))]
#[post("/own/handovers/{id}/rights-requests")]
async fn make_request(own: Own, id: Id, body: Body<NewRightsRequest>) -> Answer<HttpResponse> {
    let created = own.once(id.handover(Act::RightsRequest), body, move |tx, who, new| rights::request(tx, who, id.get()?, new)).await?;
    Ok(HttpResponse::Created().json(created))
}

/// List what you asked, and what came of it.
#[utoipa::path(tag = "own", params(Id), security(("learner_token" = [])),
    responses((status = 200, description = "Oldest first.", body = RightsRequestList)))]
#[get("/own/handovers/{id}/rights-requests")]
async fn list_own_requests(own: Own, id: Id) -> Answer<Json<RightsRequestList>> {
    own.read(id.handover(Act::RightsList), move |tx, who| rights::list_own(tx, who, id.get()?)).await.map(Json)
}

/// List what the learner asked about a handover by their rights.
#[utoipa::path(tag = "consent", params(Id), security(("partner_token" = ["consents:write"])),
    responses((status = 200, description = "Oldest first.", body = RightsRequestList)))]
#[get("/handovers/{id}/rights-requests")]
async fn list_requests(granted: Granted<ConsentsWrite>, id: Id) -> Answer<Json<RightsRequestList>> {
    granted.read(id.handover(Act::RightsList), move |tx| rights::list(tx, id.get()?)).await.map(Json)
}

/// Answer a request.
///
/// An erasure that is granted is done at once. A correction that is granted is made by writing the section, whatever the status. The
/// receiver is told of either.
#[utoipa::path(tag = "consent", params(RequestOf), security(("partner_token" = ["consents:write"])), request_body = RightsAnswer,
    responses((status = 200, description = "Answered; the learner can read it.", body = Created)))]
#[post("/handovers/{id}/rights-requests/{requestId}/_answer")]
async fn answer_request(granted: Granted<ConsentsWrite>, ids: RequestOf, body: Body<RightsAnswer>) -> Answer<Json<Created>> {
    let action = ids.0.handover(Act::RightsAnswer);
    granted.once(action, body, move |tx, answer| rights::answer(tx, ids.0.get()?, ids.1.get()?, answer)).await.map(Json)
}
