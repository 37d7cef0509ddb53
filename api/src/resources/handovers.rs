//! Handovers: beginning one, seeing where they stand.

use actix_web::{HttpResponse, get, post, web::Json};
use estafette_contract::{
    Act, AnnouncementPage, Drafted, FoundHandoverPage, HandoverSearch, HandoverView, History, NewHandover, ObjectKind, QualityView,
    scope::{HandoversOffer, HandoversRead},
};
use estafette_db::{Action, handovers};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, Body, Granted, Id, Page, PageQuery};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config
        .service(draft_handover)
        .service(read_outbox)
        .service(read_inbox)
        .service(search_handovers)
        .service(read_handover)
        .service(read_quality)
        .service(read_history);
}

/// Begin a handover.
///
/// It is a draft that nobody else sees until it is put up for review. With `continuesFrom` it starts from what this partner holds of an earlier
/// handover: each section needs its ground anew, and what was not copied is answered with the reason.
#[utoipa::path(tag = "handovers", security(("partner_token" = ["handovers:offer"])), request_body = NewHandover,
    responses((status = 201, description = "A draft, and what was copied into it.", body = Drafted)))]
#[post("/handovers")]
async fn draft_handover(granted: Granted<HandoversOffer>, body: Body<NewHandover>) -> Answer<HttpResponse> {
    let action = Action::all(Act::HandoverDraft, ObjectKind::Handover);
    let created = granted.once(action, body, handovers::draft).await?;
    Ok(HttpResponse::Created().json(created))
}

/// Read what this partner sent or is writing.
#[utoipa::path(tag = "handovers", params(PageQuery), security(("partner_token" = ["handovers:read"])),
    responses((status = 200, description = "Newest first, without a person in it.", body = AnnouncementPage)))]
#[get("/handovers")]
async fn read_outbox(granted: Granted<HandoversRead>, page: Page) -> Answer<Json<AnnouncementPage>> {
    let action = Action::all(Act::HandoverOutbox, ObjectKind::List);
    granted.read(action, move |tx| handovers::outbox(tx, page.get()?)).await.map(Json)
}

/// Read what was sent to this partner.
///
/// An announcement says who sends, which transition and programme, and how soon: not the person.
#[utoipa::path(tag = "handovers", params(PageQuery), security(("partner_token" = ["handovers:read"])),
    responses((status = 200, description = "Newest first, without a person in it.", body = AnnouncementPage)))]
#[get("/inbox")]
async fn read_inbox(granted: Granted<HandoversRead>, page: Page) -> Answer<Json<AnnouncementPage>> {
    let action = Action::all(Act::HandoverInbox, ObjectKind::List);
    granted.read(action, move |tx| handovers::inbox(tx, page.get()?)).await.map(Json)
}

/// Search what this partner sends and receives.
///
/// Everything given has to hold. A page is read on with the same search; the cursor of another is refused.
#[utoipa::path(tag = "handovers", params(PageQuery), security(("partner_token" = ["handovers:read"])), request_body = HandoverSearch,
    responses((status = 200, description = "Newest first, without a person in it.", body = FoundHandoverPage)))]
#[post("/handovers/_search")]
async fn search_handovers(granted: Granted<HandoversRead>, page: Page, body: Body<HandoverSearch>) -> Answer<Json<FoundHandoverPage>> {
    let action = Action::all(Act::HandoverSearch, ObjectKind::List);
    granted.read(action, move |tx| handovers::search(tx, body.get()?, page.get()?)).await.map(Json)
}

/// Read where a handover stands.
///
/// What this partner may not see now is absent from the answer.
#[utoipa::path(tag = "handovers", params(Id), security(("partner_token" = ["handovers:read"])),
    responses((status = 200, description = "The handover as this partner sees it.", body = HandoverView)))]
#[get("/handovers/{id}")]
async fn read_handover(granted: Granted<HandoversRead>, id: Id) -> Answer<Json<HandoverView>> {
    granted.read(id.handover(Act::HandoverRead), move |tx| handovers::find(tx, id.get()?)).await.map(Json)
}

/// Read how a handover stands against the quality frame.
///
/// Before sending and after: which criteria are met, which are not, and what would help. For its sender only; it is no score of anybody.
#[utoipa::path(tag = "handovers", params(Id), security(("partner_token" = ["handovers:read"])),
    responses((status = 200, description = "Every criterion that is asked at this transition.", body = QualityView)))]
#[get("/handovers/{id}/quality")]
async fn read_quality(granted: Granted<HandoversRead>, id: Id) -> Answer<Json<QualityView>> {
    granted.read(id.handover(Act::QualityRead), move |tx| handovers::quality(tx, id.get()?)).await.map(Json)
}

/// Read the course of a handover.
#[utoipa::path(tag = "handovers", params(Id), security(("partner_token" = ["handovers:read"])),
    responses((status = 200, description = "Every move, oldest first.", body = History)))]
#[get("/handovers/{id}/history")]
async fn read_history(granted: Granted<HandoversRead>, id: Id) -> Answer<Json<History>> {
    granted.read(id.handover(Act::HandoverHistory), move |tx| handovers::history(tx, id.get()?)).await.map(Json)
}
