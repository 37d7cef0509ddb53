//! What learners ask for: that somebody gets in touch.

use actix_web::{HttpResponse, get, post, web::Json};
use estafette_contract::{Act, ContactRequestList, Created, NewContactRequest, ObjectKind, scope::HandoversRead};
use estafette_db::contacts;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, Body, Granted, Id, Own};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(ask_contact).service(ask_contact_in_aftercare).service(list_contact_requests);
}

/// Ask the parties of a handover to get in touch with you.
#[utoipa::path(tag = "own", params(Id), security(("learner_token" = [])), request_body = NewContactRequest,
    responses((status = 201, description = "On record; whoever knows you there is told.", body = Created)))]
#[post("/own/handovers/{id}/contact-requests")]
async fn ask_contact(own: Own, id: Id, body: Body<NewContactRequest>) -> Answer<HttpResponse> {
    let created = own.once(id.handover(Act::ContactAsk), body, move |tx, who, new| contacts::ask(tx, who, id.get()?, new)).await?;
    Ok(HttpResponse::Created().json(created))
}

/// Ask whoever keeps in touch with you after school to do so now.
#[utoipa::path(tag = "own", params(Id), security(("learner_token" = [])), request_body = NewContactRequest,
    responses((status = 201, description = "On record, and on the work list of who keeps in touch.", body = Created)))]
#[post("/own/aftercare/{id}/contact-requests")]
async fn ask_contact_in_aftercare(own: Own, id: Id, body: Body<NewContactRequest>) -> Answer<HttpResponse> {
    let action = id.action(Act::ContactAsk, ObjectKind::Aftercare);
    let created = own.once(action, body, move |tx, who, new| contacts::ask_in_aftercare(tx, who, id.get()?, new)).await?;
    Ok(HttpResponse::Created().json(created))
}

/// List what the learner asked of the parties of a handover.
#[utoipa::path(tag = "handovers", params(Id), security(("partner_token" = ["handovers:read"])),
    responses((status = 200, description = "Oldest first.", body = ContactRequestList)))]
#[get("/handovers/{id}/contact-requests")]
async fn list_contact_requests(granted: Granted<HandoversRead>, id: Id) -> Answer<Json<ContactRequestList>> {
    granted.read(id.handover(Act::ContactList), move |tx| contacts::list(tx, id.get()?)).await.map(Json)
}
