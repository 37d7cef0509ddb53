//! The steps of a plan that travelled with a takeover.

use actix_web::{get, post, web::Json};
use estafette_contract::{
    Act, NoDetails, PlanStepMoved, PlanStepPage, StepAcceptance, StepReturn,
    scope::{PlansWrite, SectionsRead},
};
use estafette_db::plan_steps;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, Body, Granted, Id, Page, PageQuery, StepOf};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(list_steps).service(accept_step).service(return_step).service(complete_step);
}

/// List the steps that travelled with a takeover.
///
/// For whoever may read the section `plan` now.
#[utoipa::path(tag = "plan", params(Id, PageQuery), security(("partner_token" = ["sections:read"])),
    responses((status = 200, description = "In the order of the plan.", body = PlanStepPage)))]
#[get("/handovers/{id}/plan-steps")]
async fn list_steps(granted: Granted<SectionsRead>, id: Id, page: Page) -> Answer<Json<PlanStepPage>> {
    granted.read(id.handover(Act::PlanStepList), move |tx| plan_steps::list(tx, id.get()?, page.get()?)).await.map(Json)
}

/// Accept a step that was handed over; from now on it is this party's.
#[utoipa::path(tag = "plan", params(StepOf), security(("partner_token" = ["plans:write"])), request_body = StepAcceptance,
    responses((status = 200, description = "Accepted.", body = PlanStepMoved)))]
#[post("/handovers/{id}/plan-steps/{stepId}/_accept")]
async fn accept_step(granted: Granted<PlansWrite>, ids: StepOf, body: Body<StepAcceptance>) -> Answer<Json<PlanStepMoved>> {
    let action = ids.0.handover(Act::PlanStepAccept);
    granted.once(action, body, move |tx, how| plan_steps::accept(tx, ids.0.get()?, ids.1.get()?, how)).await.map(Json)
}

/// Return a step that was handed over; it stays with who handed it over.
#[utoipa::path(tag = "plan", params(StepOf), security(("partner_token" = ["plans:write"])), request_body = StepReturn,
    responses((status = 200, description = "Returned.", body = PlanStepMoved)))]
#[post("/handovers/{id}/plan-steps/{stepId}/_return")]
async fn return_step(granted: Granted<PlansWrite>, ids: StepOf, body: Body<StepReturn>) -> Answer<Json<PlanStepMoved>> {
    let action = ids.0.handover(Act::PlanStepReturn);
    granted.once(action, body, move |tx, why| plan_steps::give_back(tx, ids.0.get()?, ids.1.get()?, why)).await.map(Json)
}

/// Say that a step is done, as the party that has it.
#[utoipa::path(tag = "plan", params(StepOf), security(("partner_token" = ["plans:write"])), request_body = NoDetails,
    responses((status = 200, description = "Done.", body = PlanStepMoved)))]
#[post("/handovers/{id}/plan-steps/{stepId}/_complete")]
async fn complete_step(granted: Granted<PlansWrite>, ids: StepOf, body: Body<NoDetails>) -> Answer<Json<PlanStepMoved>> {
    let action = ids.0.handover(Act::PlanStepComplete);
    granted.once(action, body, move |tx, _| plan_steps::complete(tx, ids.0.get()?, ids.1.get()?)).await.map(Json)
}
