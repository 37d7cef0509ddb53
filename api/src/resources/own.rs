//! The own page: what a learner, or who represents them, reads and says themself.

use actix_web::{HttpResponse, get, http::header::CONTENT_SECURITY_POLICY, post, web::Json};
use estafette_contract::{
    Act, ConsentList, Created, Moved, NewObjection, NewOwnConsent, NewOwnView, NewPastNeed, NoDetails, ObjectKind, OwnAccessLog,
    OwnAftercareList, OwnHandover, OwnHandoverPage, OwnPage, TakeAlong,
};
use estafette_db::{Action, aftercare, consents, handovers, log, objections, own, views};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    http::{Answer, Body, Id, Ids, Own, Page, PageQuery},
    pages,
};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config
        .service(read_own_page)
        .service(read_own_access_log)
        .service(list_own_handovers)
        .service(read_own_handover)
        .service(give_own_view);
    config.service(mark_past_need).service(read_own_aftercare).service(take_along).service(show_take_along);
    config
        .service(state_own_consent)
        .service(list_own_consents)
        .service(take_back_own_consent)
        .service(object)
        .service(withdraw_own_handover);
}

/// Read whose page this is, and who is responsible right now.
#[utoipa::path(tag = "own", security(("learner_token" = [])),
    responses((status = 200, description = "The own page.", body = OwnPage)))]
#[get("/own")]
async fn read_own_page(own: Own) -> Answer<Json<OwnPage>> {
    own.read(Action::all(Act::OwnRead, ObjectKind::Learner), own::page).await.map(Json)
}

/// Read who saw what of you, from where, why and on which ground, day by day in plain Dutch.
#[utoipa::path(tag = "own", params(PageQuery), security(("learner_token" = [])),
    responses((status = 200, description = "Newest day first.", body = OwnAccessLog)))]
#[get("/own/access-log")]
async fn read_own_access_log(own: Own, page: Page) -> Answer<Json<OwnAccessLog>> {
    let action = Action::all(Act::AccessLogRead, ObjectKind::Learner);
    own.read(action, move |tx, who| log::own_access_log(tx, who, page.get()?)).await.map(Json)
}

/// Read the aftercare there is or was for you: who keeps in touch, when, and what was written of it.
#[utoipa::path(tag = "own", security(("learner_token" = [])),
    responses((status = 200, description = "Oldest first.", body = OwnAftercareList)))]
#[get("/own/aftercare")]
async fn read_own_aftercare(own: Own) -> Answer<Json<OwnAftercareList>> {
    own.read(Action::all(Act::AftercareRead, ObjectKind::Learner), aftercare::own_list).await.map(Json)
}

/// Take along everything that is kept about you.
#[utoipa::path(tag = "own", security(("learner_token" = [])),
    responses((status = 200, description = "Everything, to keep or give to another.", body = TakeAlong)))]
#[get("/own/take-along")]
async fn take_along(own: Own) -> Answer<Json<TakeAlong>> {
    own.read(Action::all(Act::OwnTakeAlong, ObjectKind::Learner), handovers::take_along).await.map(Json)
}

/// The same as a page.
#[utoipa::path(tag = "own", security(("learner_token" = [])),
    responses((status = 200, description = "Everything, to read or print.", body = String, content_type = "text/html")))]
#[get("/own/take-along-page")]
async fn show_take_along(own: Own) -> Answer<HttpResponse> {
    let taken = own.read(Action::all(Act::OwnTakeAlong, ObjectKind::Learner), handovers::take_along).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, pages::POLICY))
        .body(pages::take_along(&taken).into_string()))
}

/// List the handovers about you, from the review on.
#[utoipa::path(tag = "own", params(PageQuery), security(("learner_token" = [])),
    responses((status = 200, description = "Newest first.", body = OwnHandoverPage)))]
#[get("/own/handovers")]
async fn list_own_handovers(own: Own, page: Page) -> Answer<Json<OwnHandoverPage>> {
    let action = Action::all(Act::OwnRead, ObjectKind::Learner);
    own.read(action, move |tx, who| handovers::own_list(tx, who, page.get()?)).await.map(Json)
}

/// Read a handover about you, with all that is in it.
#[utoipa::path(tag = "own", params(Id), security(("learner_token" = [])),
    responses((status = 200, description = "The handover.", body = OwnHandover)))]
#[get("/own/handovers/{id}")]
async fn read_own_handover(own: Own, id: Id) -> Answer<Json<OwnHandover>> {
    own.read(id.handover(Act::RecordRead), move |tx, who| handovers::own_read(tx, who, id.get()?)).await.map(Json)
}

/// Say what you think of a handover that is there for you to read.
///
/// A "no" travels along for the receiver to see. The sender is told that you spoke.
#[utoipa::path(tag = "own", params(Id), security(("learner_token" = [])), request_body = NewOwnView,
    responses((status = 201, description = "On record; it travels along.", body = Created)))]
#[post("/own/handovers/{id}/views")]
async fn give_own_view(own: Own, id: Id, body: Body<NewOwnView>) -> Answer<HttpResponse> {
    let created = own.once(id.handover(Act::ViewRecord), body, move |tx, who, new| views::say(tx, who, id.get()?, new)).await?;
    Ok(HttpResponse::Created().json(created))
}

/// Say yes or no to one section.
///
/// Under sixteen the legal representative states it, from the sixteenth birthday the student.
#[utoipa::path(tag = "own", params(Id), security(("learner_token" = [])), request_body = NewOwnConsent,
    responses((status = 201, description = "On record.", body = Created)))]
#[post("/own/handovers/{id}/consents")]
async fn state_own_consent(own: Own, id: Id, body: Body<NewOwnConsent>) -> Answer<HttpResponse> {
    let created = own.once(id.handover(Act::ConsentRecord), body, move |tx, who, new| consents::state(tx, who, id.get()?, new)).await?;
    Ok(HttpResponse::Created().json(created))
}

/// List what was stated about the sections of a handover, and how the consents stand now.
#[utoipa::path(tag = "own", params(Id), security(("learner_token" = [])),
    responses((status = 200, description = "Oldest first.", body = ConsentList)))]
#[get("/own/handovers/{id}/consents")]
async fn list_own_consents(own: Own, id: Id) -> Answer<Json<ConsentList>> {
    own.read(id.handover(Act::ConsentList), move |tx, who| consents::list_own(tx, who, id.get()?)).await.map(Json)
}

/// Take a consent back; it counts for the very next read.
#[utoipa::path(tag = "own", params(Ids), security(("learner_token" = [])), request_body = NoDetails,
    responses((status = 201, description = "On record.", body = Created)))]
#[post("/own/handovers/{id}/consents/{consentId}/_withdraw")]
async fn take_back_own_consent(own: Own, ids: Ids, body: Body<NoDetails>) -> Answer<HttpResponse> {
    let action = ids.0.handover(Act::ConsentWithdraw);
    let created = own.once(action, body, move |tx, who, _| consents::take_back_own(tx, who, ids.0.get()?, ids.1.get()?)).await?;
    Ok(HttpResponse::Created().json(created))
}

/// Object to a section that goes on a legal task.
///
/// It is held from the very next read on, until the sender writes the compelling reason, which you can read.
#[utoipa::path(tag = "own", params(Id), security(("learner_token" = [])), request_body = NewObjection,
    responses((status = 201, description = "On record.", body = Created)))]
#[post("/own/handovers/{id}/objections")]
async fn object(own: Own, id: Id, body: Body<NewObjection>) -> Answer<HttpResponse> {
    let created = own.once(id.handover(Act::ObjectionMake), body, move |tx, who, new| objections::make(tx, who, id.get()?, new)).await?;
    Ok(HttpResponse::Created().json(created))
}

/// Say that a support need is no longer true; the receiver sees it no more.
#[utoipa::path(tag = "own", params(Id), security(("learner_token" = [])), request_body = NewPastNeed,
    responses((status = 201, description = "On record.", body = Created)))]
#[post("/own/handovers/{id}/past-needs")]
async fn mark_past_need(own: Own, id: Id, body: Body<NewPastNeed>) -> Answer<HttpResponse> {
    let created = own.once(id.handover(Act::NeedPast), body, move |tx, who, new| handovers::mark_past(tx, who, id.get()?, new)).await?;
    Ok(HttpResponse::Created().json(created))
}

/// Withdraw a handover that rests on your consent.
#[utoipa::path(tag = "own", params(Id), security(("learner_token" = [])), request_body = NoDetails,
    responses((status = 200, description = "Withdrawn.", body = Moved)))]
#[post("/own/handovers/{id}/_withdraw")]
async fn withdraw_own_handover(own: Own, id: Id, body: Body<NoDetails>) -> Answer<Json<Moved>> {
    own.once(id.handover(Act::Withdraw), body, move |tx, who, _| handovers::own_withdraw(tx, who, id.get()?)).await.map(Json)
}
