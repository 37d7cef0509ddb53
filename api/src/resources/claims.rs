//! One-time links and codes: made by the school or the learner, shown by who comes in or by a next partner.

use actix_web::{
    HttpResponse, post,
    web::{Data, Json},
};
use estafette_contract::{Act, CameIn, ClaimMade, ClaimShown, Created, NewClaim, NewOwnClaim, NoDetails, ObjectKind, scope::LearnersWrite};
use estafette_db::{
    Action,
    claims::{self, Tried},
    own,
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    http::{Answer, Body, Granted, Id, Own, current_trace},
    state::State,
};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(make_claim).service(find_learner).service(come_in).service(make_own_claim).service(leave);
}

/// Make a one-time link or code for a learner.
///
/// With it the student or a legal representative comes in, or a next partner finds the learner. Only the responsible party makes one.
#[utoipa::path(tag = "learners", params(Id), security(("partner_token" = ["learners:write"])), request_body = NewClaim,
    responses((status = 201, description = "Hand it over; it is shown here and nowhere else.", body = ClaimMade)))]
#[post("/learners/{id}/claims")]
async fn make_claim(granted: Granted<LearnersWrite>, state: Data<State>, id: Id, body: Body<NewClaim>) -> Answer<HttpResponse> {
    let action = id.action(Act::ClaimMake, ObjectKind::Learner);
    let made = granted.once(action, body, move |tx, new| claims::make(tx, id.get()?, new)).await?;
    Ok(HttpResponse::Created().json(state.store.claim_made(&made)))
}

/// Find the learner who gave this partner a code.
///
/// There is no search by name. The answer is this partner's own pseudonym for the learner. A code can be tried five times.
#[utoipa::path(tag = "learners", security(("partner_token" = ["learners:write"])), request_body = ClaimShown,
    responses((status = 200, description = "Found.", body = Created)))]
#[post("/learners/_find")]
async fn find_learner(granted: Granted<LearnersWrite>, state: Data<State>, body: Body<ClaimShown>) -> Answer<Json<Created>> {
    let action = Action::all(Act::ClaimFind, ObjectKind::Learner);
    // A body that cannot be read finds nothing, and is refused as such.
    let tried = if body.get().is_ok() { tried(&state, &body).await? } else { Tried::default() };
    granted.once(action, body, move |tx, _| claims::find(tx, &tried)).await.map(Json)
}

/// Come in with a one-time link or code.
///
/// The answer is a learner token for two hours: it opens everything below `/v1/own`, about this one learner. A code can be tried five
/// times; whatever the reason that it opens nothing, the answer is the same.
#[utoipa::path(tag = "own", request_body = ClaimShown,
    responses((status = 200, description = "A learner token.", body = CameIn), (status = 403, description = "The code opens nothing.",
        body = estafette_contract::Problem, content_type = "application/problem+json")))]
#[post("/own/_enter")]
async fn come_in(state: Data<State>, body: Body<ClaimShown>) -> Answer<Json<CameIn>> {
    let tried = tried(&state, &body).await?;
    Ok(Json(state.store.come_in(tried, current_trace()).await?))
}

/// Make a one-time link or code with which a next partner finds you.
#[utoipa::path(tag = "own", security(("learner_token" = [])), request_body = NewOwnClaim,
    responses((status = 201, description = "Give it to the next partner; it is shown here and nowhere else.", body = ClaimMade)))]
#[post("/own/claims")]
async fn make_own_claim(own: Own, state: Data<State>, body: Body<NewOwnClaim>) -> Answer<HttpResponse> {
    let made = own.once(Action::all(Act::ClaimMake, ObjectKind::Learner), body, claims::make_own).await?;
    Ok(HttpResponse::Created().json(state.store.claim_made(&made)))
}

/// Leave: the learner token counts no longer.
#[utoipa::path(tag = "own", security(("learner_token" = [])), request_body = NoDetails,
    responses((status = 204, description = "The token counts nowhere any more.")))]
#[post("/own/_leave")]
async fn leave(own: Own, body: Body<NoDetails>) -> Answer<HttpResponse> {
    own.once(Action::all(Act::OwnLeave, ObjectKind::Learner), body, |tx, who, _| own::leave(tx, who)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Counts the try before the code is looked at, so that no refusal undoes it.
async fn tried(state: &State, body: &Body<ClaimShown>) -> Answer<Tried> {
    Ok(state.store.try_claim(&body.get()?.code).await?)
}
