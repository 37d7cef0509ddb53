//! Feedback: what became of the student.

use actix_web::{HttpResponse, get, post, web::Json};
use estafette_contract::{
    Act, Created, FeedbackList, NewFeedback, NewSwitch, SwitchBegun,
    scope::{FeedbackWrite, HandoversOffer},
};
use estafette_db::{feedback, handovers};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, Body, Granted, Id};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(give_feedback).service(list_feedback).service(switch_programme);
}

/// Tell the sender what became of the student.
#[utoipa::path(tag = "warmth", params(Id), security(("partner_token" = ["feedback:write"])), request_body = NewFeedback,
    responses((status = 201, description = "On record.", body = Created)))]
#[post("/handovers/{id}/feedback")]
async fn give_feedback(granted: Granted<FeedbackWrite>, id: Id, body: Body<NewFeedback>) -> Answer<HttpResponse> {
    let created = granted.once(id.handover(Act::FeedbackGive), body, move |tx, new| feedback::give(tx, id.get()?, new)).await?;
    Ok(HttpResponse::Created().json(created))
}

/// List the feedback on a handover.
#[utoipa::path(tag = "warmth", params(Id), security(("partner_token" = ["feedback:write"])),
    responses((status = 200, description = "Oldest first.", body = FeedbackList)))]
#[get("/handovers/{id}/feedback")]
async fn list_feedback(granted: Granted<FeedbackWrite>, id: Id) -> Answer<Json<FeedbackList>> {
    granted.read(id.handover(Act::FeedbackList), move |tx| feedback::list(tx, id.get()?)).await.map(Json)
}

/// Begin a switch to a programme that fits better, at another college.
///
/// The sender is told `switched`, and a handover from college to college begins that continues from the previous record. A switch is
/// never counted as a drop-out.
#[utoipa::path(tag = "warmth", params(Id), security(("partner_token" = ["handovers:offer"])), request_body = NewSwitch,
    responses((status = 201, description = "Told, and a draft begun.", body = SwitchBegun)))]
#[post("/handovers/{id}/_switch")]
async fn switch_programme(granted: Granted<HandoversOffer>, id: Id, body: Body<NewSwitch>) -> Answer<HttpResponse> {
    let begun = granted.once(id.handover(Act::SwitchBegin), body, move |tx, new| handovers::switch(tx, id.get()?, new)).await?;
    Ok(HttpResponse::Created().json(begun))
}
