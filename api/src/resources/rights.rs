//! Requests by the rights of the person concerned: made on the own page, answered by the sender.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json},
};
use estafette_contract::{
    Act, Created, ErasurePreview, NewRightsRequest, NoDetails, RightsAnswer, RightsRequestList, scope::ConsentsWrite,
};
use estafette_db::rights;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    http::{Answer, Body, Granted, Id, Own, RequestOf},
    state::State,
};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config
        .service(make_request)
        .service(list_own_requests)
        .service(list_requests)
        .service(preview_erasure)
        .service(answer_request)
        .service(lift_restriction);
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

/// Let be used again what lay still by a request of yours that was granted.
#[utoipa::path(tag = "own", params(RequestOf), security(("learner_token" = [])), request_body = NoDetails,
    responses((status = 200, description = "It is read again, as far as anything else allows.", body = Created)))]
#[post("/own/handovers/{id}/rights-requests/{requestId}/_lift")]
async fn lift_restriction(own: Own, ids: RequestOf, body: Body<NoDetails>) -> Answer<Json<Created>> {
    let action = ids.0.handover(Act::RightsLift);
    own.once(action, body, move |tx, who, _| rights::lift(tx, who, ids.0.get()?, ids.1.get()?)).await.map(Json)
}

/// List what the learner asked about a handover by their rights.
#[utoipa::path(tag = "consent", params(Id), security(("partner_token" = ["consents:write"])),
    responses((status = 200, description = "Oldest first.", body = RightsRequestList)))]
#[get("/handovers/{id}/rights-requests")]
async fn list_requests(granted: Granted<ConsentsWrite>, id: Id) -> Answer<Json<RightsRequestList>> {
    granted.read(id.handover(Act::RightsList), move |tx| rights::list(tx, id.get()?)).await.map(Json)
}

/// See what granting a request to erase would do, before it is answered.
#[utoipa::path(tag = "consent", params(RequestOf), security(("partner_token" = ["consents:write"])),
    responses((status = 200, description = "What would go, who would be told and what would stay.", body = ErasurePreview)))]
#[get("/handovers/{id}/rights-requests/{requestId}/erasure")]
async fn preview_erasure(granted: Granted<ConsentsWrite>, ids: RequestOf) -> Answer<Json<ErasurePreview>> {
    let action = ids.0.handover(Act::RightsPreview);
    granted.read(action, move |tx| rights::preview(tx, ids.0.get()?, ids.1.get()?)).await.map(Json)
}

/// Answer a request.
///
/// An erasure that is granted is done at once, and recorded where no backup of the database reaches. Where everything is meant, the
/// learner's data key is destroyed: what runs ends, and its course stays. A correction that is granted is made by writing the section, whatever the
/// status. What is to lie still is read by no receiver until the learner lets it go on. The receiver is told of each.
#[utoipa::path(tag = "consent", params(RequestOf), security(("partner_token" = ["consents:write"])), request_body = RightsAnswer,
    responses((status = 200, description = "Answered; the learner can read it.", body = Created)))]
#[post("/handovers/{id}/rights-requests/{requestId}/_answer")]
async fn answer_request(
    granted: Granted<ConsentsWrite>,
    state: Data<State>,
    ids: RequestOf,
    body: Body<RightsAnswer>,
) -> Answer<Json<Created>> {
    let action = ids.0.handover(Act::RightsAnswer);
    let answered = granted.once(action, body, move |tx, answer| rights::answer(tx, ids.0.get()?, ids.1.get()?, answer)).await?;
    // Nobody is told of an erasure that a backup could bring back.
    state.store.record_erasures().await?;
    Ok(Json(answered))
}
