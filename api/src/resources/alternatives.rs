//! Alternatives on a running handover.

use actix_web::{HttpResponse, get, post, web::Json};
use estafette_contract::{
    Act, AlternativeDecided, AlternativePage, AlternativeVerdict, Created, NewAlternative,
    scope::{AlternativesWrite, HandoversRead},
};
use estafette_db::alternatives;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{AlternativeOf, Answer, Body, Granted, Id, Page, PageQuery};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(propose_alternative).service(list_alternatives).service(decide_alternative);
}

/// Propose another date, desk or partner to the other side.
///
/// Another partner is proposed by the receiver, before the transfer starts.
#[utoipa::path(tag = "items", params(Id), security(("partner_token" = ["alternatives:write"])), request_body = NewAlternative,
    responses((status = 201, description = "Proposed.", body = Created)))]
#[post("/handovers/{id}/alternatives")]
async fn propose_alternative(granted: Granted<AlternativesWrite>, id: Id, body: Body<NewAlternative>) -> Answer<HttpResponse> {
    let action = id.handover(Act::AlternativePropose);
    let created = granted.once(action, body, move |tx, new| alternatives::propose(tx, id.get()?, new)).await?;
    Ok(HttpResponse::Created().json(created))
}

/// List the alternatives on a handover.
///
/// A receiver that has not accepted yet sees those it proposed itself.
#[utoipa::path(tag = "items", params(Id, PageQuery), security(("partner_token" = ["handovers:read"])),
    responses((status = 200, description = "Oldest first, with what was decided.", body = AlternativePage)))]
#[get("/handovers/{id}/alternatives")]
async fn list_alternatives(granted: Granted<HandoversRead>, id: Id, page: Page) -> Answer<Json<AlternativePage>> {
    granted.read(id.handover(Act::AlternativeList), move |tx| alternatives::list(tx, id.get()?, page.get()?)).await.map(Json)
}

/// Decide on an alternative of the other side, or take back one's own.
///
/// An accepted date or desk changes the handover. Another partner that is accepted ends it as declined with `alternative_offered`; the
/// sender begins another handover for that partner.
#[utoipa::path(tag = "items", params(AlternativeOf), security(("partner_token" = ["alternatives:write"])),
    request_body = AlternativeVerdict, responses((status = 200, description = "Decided.", body = AlternativeDecided)))]
#[post("/handovers/{id}/alternatives/{alternativeId}/_decide")]
async fn decide_alternative(
    granted: Granted<AlternativesWrite>,
    ids: AlternativeOf,
    body: Body<AlternativeVerdict>,
) -> Answer<Json<AlternativeDecided>> {
    let action = ids.0.handover(Act::AlternativeDecide);
    granted.once(action, body, move |tx, verdict| alternatives::decide(tx, ids.0.get()?, ids.1.get()?, verdict)).await.map(Json)
}
