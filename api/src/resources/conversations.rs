//! Conversations: what makes a handover warm.

use actix_web::{HttpResponse, get, http::header::CONTENT_TYPE, post, web::Json};
use estafette_contract::{
    Act, ConversationEnd, ConversationList, ConversationMoved, Created, NewConfirmation, NewConversation, TimeChosen, TimesProposed,
    scope::{ConversationsWrite, HandoversRead},
};
use estafette_db::conversations;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    calendar,
    http::{Answer, Body, ConversationOf, Granted, Id, Page, PageQuery},
};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config
        .service(record_conversation)
        .service(list_conversations)
        .service(propose_times)
        .service(agree_on_time)
        .service(end_conversation)
        .service(confirm_agreements)
        .service(read_invitation);
}

/// Plan a conversation, or record one that was held or missed, or a written waiver.
///
/// With `planned` it is one to choose a time for; with `outcome` and `heldAt` it is over.
#[utoipa::path(tag = "warmth", params(Id), security(("partner_token" = ["conversations:write"])), request_body = NewConversation,
    responses((status = 201, description = "On record.", body = Created)))]
#[post("/handovers/{id}/conversations")]
async fn record_conversation(granted: Granted<ConversationsWrite>, id: Id, body: Body<NewConversation>) -> Answer<HttpResponse> {
    let created =
        granted.once(id.handover(Act::ConversationRecord), body, move |tx, new| conversations::record(tx, id.get()?, new)).await?;
    Ok(HttpResponse::Created().json(created))
}

/// List the conversations of a handover.
///
/// A receiver sees plans from its acceptance on, and what was agreed from the transfer on; of points those that concern it.
#[utoipa::path(tag = "warmth", params(Id, PageQuery), security(("partner_token" = ["conversations:write"])),
    responses((status = 200, description = "Oldest first.", body = ConversationList)))]
#[get("/handovers/{id}/conversations")]
async fn list_conversations(granted: Granted<ConversationsWrite>, id: Id, page: Page) -> Answer<Json<ConversationList>> {
    let action = id.handover(Act::ConversationList);
    granted.read(action, move |tx| conversations::list(tx, id.get()?, page.get()?)).await.map(Json)
}

/// Propose more times for a planned conversation.
#[utoipa::path(tag = "warmth", params(ConversationOf), security(("partner_token" = ["conversations:write"])),
    request_body = TimesProposed, responses((status = 200, description = "Proposed.", body = ConversationMoved)))]
#[post("/handovers/{id}/conversations/{conversationId}/_propose")]
async fn propose_times(
    granted: Granted<ConversationsWrite>,
    ids: ConversationOf,
    body: Body<TimesProposed>,
) -> Answer<Json<ConversationMoved>> {
    let action = ids.0.handover(Act::ConversationPropose);
    granted.once(action, body, move |tx, more| conversations::propose(tx, ids.0.get()?, ids.1.get()?, more)).await.map(Json)
}

/// Agree on a time the other side proposed.
///
/// A time that is agreed later takes its place.
#[utoipa::path(tag = "warmth", params(ConversationOf), security(("partner_token" = ["conversations:write"])),
    request_body = TimeChosen, responses((status = 200, description = "Agreed.", body = ConversationMoved)))]
#[post("/handovers/{id}/conversations/{conversationId}/_agree")]
async fn agree_on_time(
    granted: Granted<ConversationsWrite>,
    ids: ConversationOf,
    body: Body<TimeChosen>,
) -> Answer<Json<ConversationMoved>> {
    let action = ids.0.handover(Act::ConversationAgree);
    granted.once(action, body, move |tx, chosen| conversations::agree(tx, ids.0.get()?, ids.1.get()?, chosen)).await.map(Json)
}

/// Record how a planned conversation ended: held, missed or waived.
#[utoipa::path(tag = "warmth", params(ConversationOf), security(("partner_token" = ["conversations:write"])),
    request_body = ConversationEnd, responses((status = 200, description = "On record.", body = ConversationMoved)))]
#[post("/handovers/{id}/conversations/{conversationId}/_end")]
async fn end_conversation(
    granted: Granted<ConversationsWrite>,
    ids: ConversationOf,
    body: Body<ConversationEnd>,
) -> Answer<Json<ConversationMoved>> {
    let action = ids.0.handover(Act::ConversationEnd);
    granted.once(action, body, move |tx, end| conversations::end(tx, ids.0.get()?, ids.1.get()?, end)).await.map(Json)
}

/// Confirm what was agreed in a conversation, or say what is not right.
///
/// A partner speaks for its own side, or records the learner's word.
#[utoipa::path(tag = "warmth", params(ConversationOf), security(("partner_token" = ["conversations:write"])),
    request_body = NewConfirmation, responses((status = 201, description = "On record.", body = Created)))]
#[post("/handovers/{id}/conversations/{conversationId}/_confirm")]
async fn confirm_agreements(
    granted: Granted<ConversationsWrite>,
    ids: ConversationOf,
    body: Body<NewConfirmation>,
) -> Answer<HttpResponse> {
    let action = ids.0.handover(Act::ConversationConfirm);
    let created = granted.once(action, body, move |tx, new| conversations::confirm(tx, ids.0.get()?, ids.1.get()?, new)).await?;
    Ok(HttpResponse::Created().json(created))
}

/// Read the invitation to a conversation for which a time is agreed, as an iCalendar file.
///
/// It names no person.
#[utoipa::path(tag = "warmth", params(ConversationOf), security(("partner_token" = ["handovers:read"])),
    responses((status = 200, description = "An iCalendar file (RFC 5545).", body = String, content_type = "text/calendar")))]
#[get("/handovers/{id}/conversations/{conversationId}/invitation")]
async fn read_invitation(granted: Granted<HandoversRead>, ids: ConversationOf) -> Answer<HttpResponse> {
    let action = ids.0.handover(Act::ConversationInvite);
    let invitation = granted.read(action, move |tx| conversations::invitation(tx, ids.0.get()?, ids.1.get()?)).await?;
    Ok(HttpResponse::Ok().insert_header((CONTENT_TYPE, calendar::MEDIA_TYPE)).body(calendar::file(&invitation)))
}
