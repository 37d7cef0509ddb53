//! Notices: what happened to a handover that a partner has to know of.

use actix_web::{HttpResponse, get, post, web::Json};
use estafette_contract::{Act, NoDetails, NoticePage, ObjectKind, scope::HandoversRead};
use estafette_db::{Action, notices};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, Body, Granted, Id, Page, PageQuery};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(list_notices).service(acknowledge_notice);
}

/// List what this partner was told and has not acknowledged.
#[utoipa::path(tag = "handovers", params(PageQuery), security(("partner_token" = ["handovers:read"])),
    responses((status = 200, description = "Newest first.", body = NoticePage)))]
#[get("/notices")]
async fn list_notices(granted: Granted<HandoversRead>, page: Page) -> Answer<Json<NoticePage>> {
    granted.read(Action::all(Act::NoticeList, ObjectKind::List), move |tx| notices::list(tx, page.get()?)).await.map(Json)
}

/// Take a notice off the list: somebody here knows.
#[utoipa::path(tag = "handovers", params(Id), security(("partner_token" = ["handovers:read"])), request_body = NoDetails,
    responses((status = 204, description = "Off the list.")))]
#[post("/notices/{id}/_acknowledge")]
async fn acknowledge_notice(granted: Granted<HandoversRead>, id: Id, body: Body<NoDetails>) -> Answer<HttpResponse> {
    let action = id.action(Act::NoticeAcknowledge, ObjectKind::Notice);
    granted.once(action, body, move |tx, _| notices::acknowledge(tx, id.get()?)).await?;
    Ok(HttpResponse::NoContent().finish())
}
