//! Proposals: what one operator proposed, another confirms.

use actix_web::{
    get, post,
    web::{Data, Json},
};
use estafette_contract::{Act, NoDetails, ObjectKind, ProposalPage, ProposalStanding, scope::PartnersManage};
use estafette_db::{Action, proposals};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    http::{Answer, Body, Granted, Id, Page, PageQuery},
    partner_keys,
    state::State,
};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(list_proposals).service(confirm_proposal).service(reject_proposal);
}

/// List what was proposed, and what became of it.
#[utoipa::path(tag = "operators", params(PageQuery), security(("partner_token" = ["partners:manage"])),
    responses((status = 200, description = "Newest first.", body = ProposalPage)))]
#[get("/proposals")]
async fn list_proposals(granted: Granted<PartnersManage>, page: Page) -> Answer<Json<ProposalPage>> {
    let action = Action::all(Act::ProposalsList, ObjectKind::Proposal);
    granted.read(action, move |tx| proposals::list(tx, page.get()?)).await.map(Json)
}

/// Confirm what another operator proposed, and have it done.
#[utoipa::path(tag = "operators", params(Id), security(("partner_token" = ["partners:manage"])), request_body = NoDetails,
    responses((status = 200, description = "Confirmed and done.", body = ProposalStanding)))]
#[post("/proposals/{id}/_confirm")]
async fn confirm_proposal(
    granted: Granted<PartnersManage>,
    id: Id,
    body: Body<NoDetails>,
    state: Data<State>,
) -> Answer<Json<ProposalStanding>> {
    let action = id.action(Act::ProposalConfirm, ObjectKind::Proposal);
    let standing = granted.once(action, body, move |tx, _| proposals::confirm(tx, id.get()?)).await?;
    // What was confirmed counts here from the next call on.
    state.gate.look().await;
    // A new address of keys is asked now; if that fails, the house asks again by itself.
    if let Err(error) = partner_keys::renew_published(&state.store, &state.outbound).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "published keys were not taken over yet");
    }
    Ok(Json(standing))
}

/// Reject a proposal, or take back one's own.
#[utoipa::path(tag = "operators", params(Id), security(("partner_token" = ["partners:manage"])), request_body = NoDetails,
    responses((status = 200, description = "Rejected.", body = ProposalStanding)))]
#[post("/proposals/{id}/_reject")]
async fn reject_proposal(granted: Granted<PartnersManage>, id: Id, body: Body<NoDetails>) -> Answer<Json<ProposalStanding>> {
    let action = id.action(Act::ProposalReject, ObjectKind::Proposal);
    granted.once(action, body, move |tx, _| proposals::reject(tx, id.get()?)).await.map(Json)
}
