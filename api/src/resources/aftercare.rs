//! Aftercare: keeping in touch after graduation or drop-out.

use actix_web::{HttpResponse, get, post, web::Json};
use estafette_contract::{
    Act, AftercareAssignment, AftercareEnding, AftercarePage, AftercareView, Created, NewAftercare, NewAftercareContact, ObjectKind,
    scope::{AftercareRead, AftercareWrite},
};
use estafette_db::{Action, aftercare};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, Body, Granted, Id, Page, PageQuery};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(begin_aftercare).service(list_aftercare).service(read_aftercare);
    config.service(record_contact).service(assign_aftercare).service(end_aftercare);
}

/// Begin aftercare of a learner this partner is responsible for.
#[utoipa::path(tag = "aftercare", security(("partner_token" = ["aftercare:write"])), request_body = NewAftercare,
    responses((status = 201, description = "It runs.", body = Created)))]
#[post("/aftercare")]
async fn begin_aftercare(granted: Granted<AftercareWrite>, body: Body<NewAftercare>) -> Answer<HttpResponse> {
    let action = Action::all(Act::AftercareBegin, ObjectKind::Aftercare);
    Ok(HttpResponse::Created().json(granted.once(action, body, aftercare::begin).await?))
}

/// List the aftercare that runs; there is no person in it.
#[utoipa::path(tag = "aftercare", params(PageQuery), security(("partner_token" = ["aftercare:read"])),
    responses((status = 200, description = "Most urgent first.", body = AftercarePage)))]
#[get("/aftercare")]
async fn list_aftercare(granted: Granted<AftercareRead>, page: Page) -> Answer<Json<AftercarePage>> {
    granted.read(Action::all(Act::AftercareList, ObjectKind::List), move |tx| aftercare::list(tx, page.get()?)).await.map(Json)
}

/// Read aftercare with its contacts, and what follows from the rules today.
#[utoipa::path(tag = "aftercare", params(Id), security(("partner_token" = ["aftercare:read"])),
    responses((status = 200, description = "The aftercare.", body = AftercareView)))]
#[get("/aftercare/{id}")]
async fn read_aftercare(granted: Granted<AftercareRead>, id: Id) -> Answer<Json<AftercareView>> {
    let action = id.action(Act::AftercareRead, ObjectKind::Aftercare);
    granted.read_on_grounds(action, move |tx| aftercare::find(tx, id.get()?)).await.map(Json)
}

/// Record contact that was sought at a moment.
#[utoipa::path(tag = "aftercare", params(Id), security(("partner_token" = ["aftercare:write"])), request_body = NewAftercareContact,
    responses((status = 201, description = "On record.", body = Created)))]
#[post("/aftercare/{id}/contacts")]
async fn record_contact(granted: Granted<AftercareWrite>, id: Id, body: Body<NewAftercareContact>) -> Answer<HttpResponse> {
    let action = id.action(Act::AftercareContact, ObjectKind::Aftercare);
    let made = granted.once(action, body, move |tx, new| aftercare::record_contact(tx, id.get()?, new)).await?;
    Ok(HttpResponse::Created().json(made))
}

/// Say who keeps in touch from now on.
#[utoipa::path(tag = "aftercare", params(Id), security(("partner_token" = ["aftercare:write"])), request_body = AftercareAssignment,
    responses((status = 200, description = "Assigned.", body = Created)))]
#[post("/aftercare/{id}/_assign")]
async fn assign_aftercare(granted: Granted<AftercareWrite>, id: Id, body: Body<AftercareAssignment>) -> Answer<Json<Created>> {
    let action = id.action(Act::AftercareAssign, ObjectKind::Aftercare);
    granted.once(action, body, move |tx, to| aftercare::assign(tx, id.get()?, to)).await.map(Json)
}

/// End aftercare for a reason.
#[utoipa::path(tag = "aftercare", params(Id), security(("partner_token" = ["aftercare:write"])), request_body = AftercareEnding,
    responses((status = 200, description = "Ended.", body = Created)))]
#[post("/aftercare/{id}/_end")]
async fn end_aftercare(granted: Granted<AftercareWrite>, id: Id, body: Body<AftercareEnding>) -> Answer<Json<Created>> {
    let action = id.action(Act::AftercareEnd, ObjectKind::Aftercare);
    granted.once(action, body, move |tx, ending| aftercare::end(tx, id.get()?, ending)).await.map(Json)
}
