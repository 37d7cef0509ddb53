//! Referrals between the lines of a school, and what its desks carry.

use actix_web::{HttpResponse, get, post, web::Json};
use estafette_contract::{
    Act, Created, DeskList, NewDesk, NewReferral, NewReferralAnswer, ObjectKind, ReferralView,
    scope::{FeedbackWrite, HandoversOffer, HandoversRead, HandoversReceive},
};
use estafette_db::{Action, desks, referrals};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, Body, Granted, Id};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(ask_referral).service(read_referral).service(answer_referral).service(list_desks).service(set_desk);
}

/// Make a draft between two desks of one school a referral: question, what was tried, what the student wants.
///
/// Send it again to word it anew, until it is ready to be offered.
#[utoipa::path(tag = "referrals", params(Id), security(("partner_token" = ["handovers:offer"])), request_body = NewReferral,
    responses((status = 201, description = "The id of the handover that carries it.", body = Created)))]
#[post("/handovers/{id}/referral")]
async fn ask_referral(granted: Granted<HandoversOffer>, id: Id, body: Body<NewReferral>) -> Answer<HttpResponse> {
    let created = granted.once(id.handover(Act::ReferralAsk), body, move |tx, new| referrals::ask(tx, id.get()?, new)).await?;
    Ok(HttpResponse::Created().json(created))
}

/// Read a referral, with what came of it and until when feedback is owed.
#[utoipa::path(tag = "referrals", params(Id), security(("partner_token" = ["handovers:read"])),
    responses((status = 200, description = "The referral.", body = ReferralView)))]
#[get("/handovers/{id}/referral")]
async fn read_referral(granted: Granted<HandoversRead>, id: Id) -> Answer<Json<ReferralView>> {
    granted.read(id.handover(Act::ReferralRead), move |tx| referrals::read(tx, id.get()?)).await.map(Json)
}

/// Answer a referral, give it back, or hand it on.
///
/// Who asked is told. What was handed on is still owed an answer.
#[utoipa::path(tag = "referrals", params(Id), security(("partner_token" = ["feedback:write"])), request_body = NewReferralAnswer,
    responses((status = 201, description = "On record.", body = Created)))]
#[post("/handovers/{id}/referral/answers")]
async fn answer_referral(granted: Granted<FeedbackWrite>, id: Id, body: Body<NewReferralAnswer>) -> Answer<HttpResponse> {
    let created = granted.once(id.handover(Act::ReferralAnswer), body, move |tx, new| referrals::answer(tx, id.get()?, new)).await?;
    Ok(HttpResponse::Created().json(created))
}

/// List what each desk of this partner carries: open, waiting, and how much it can.
#[utoipa::path(tag = "referrals", security(("partner_token" = ["handovers:read"])),
    responses((status = 200, description = "By name.", body = DeskList)))]
#[get("/desks")]
async fn list_desks(granted: Granted<HandoversRead>) -> Answer<Json<DeskList>> {
    granted.read(Action::all(Act::DeskList, ObjectKind::List), desks::list).await.map(Json)
}

/// Say how much a desk of this partner can carry; the last word counts.
#[utoipa::path(tag = "referrals", security(("partner_token" = ["handovers:receive"])), request_body = NewDesk,
    responses((status = 201, description = "On record.", body = Created)))]
#[post("/desks")]
async fn set_desk(granted: Granted<HandoversReceive>, body: Body<NewDesk>) -> Answer<HttpResponse> {
    let created = granted.once(Action::all(Act::DeskSet, ObjectKind::List), body, desks::set).await?;
    Ok(HttpResponse::Created().json(created))
}
