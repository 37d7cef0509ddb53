//! Conversations: what makes a handover warm.

use actix_web::{HttpResponse, get, post, web::Json};
use estafette_contract::{Act, ConversationList, Created, NewConversation, scope::ConversationsWrite};
use estafette_db::conversations;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, Body, Granted, Id};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(record_conversation).service(list_conversations);
}

/// Record a conversation that was held or missed, or a written waiver.
#[utoipa::path(tag = "warmth", params(Id), security(("partner_token" = ["conversations:write"])), request_body = NewConversation,
    responses((status = 201, description = "On record.", body = Created)))]
#[post("/handovers/{id}/conversations")]
async fn record_conversation(granted: Granted<ConversationsWrite>, id: Id, body: Body<NewConversation>) -> Answer<HttpResponse> {
    let created =
        granted.once(id.handover(Act::ConversationRecord), body, move |tx, new| conversations::record(tx, id.get()?, new)).await?;
    Ok(HttpResponse::Created().json(created))
}

/// List the conversations of a handover.
#[utoipa::path(tag = "warmth", params(Id), security(("partner_token" = ["conversations:write"])),
    responses((status = 200, description = "Oldest first.", body = ConversationList)))]
#[get("/handovers/{id}/conversations")]
async fn list_conversations(granted: Granted<ConversationsWrite>, id: Id) -> Answer<Json<ConversationList>> {
    granted.read(id.handover(Act::ConversationList), move |tx| conversations::list(tx, id.get()?)).await.map(Json)
}
