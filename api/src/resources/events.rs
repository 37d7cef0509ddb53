//! The feed: what happened, for whoever asks.

use actix_web::{
    get,
    web::{Data, Json},
};
use estafette_contract::{Act, EventPage, ObjectKind, scope::HandoversRead};
use estafette_db::{Action, events};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    http::{Answer, Granted, Since, SinceQuery},
    state::State,
};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(read_events);
}

/// Read what happened since.
///
/// Ids and types only, as `CloudEvents`; fetch what it means with the usual calls. Nothing is left out and nothing of one handover changes
/// place. Events are kept for 90 days.
#[utoipa::path(tag = "events", params(SinceQuery), security(("partner_token" = ["handovers:read"])),
    responses((status = 200, description = "Oldest first.", body = EventPage),
        (status = 410, description = "What comes after this cursor was thrown away by age.",
            body = estafette_contract::Problem, content_type = "application/problem+json")))]
#[get("/events")]
async fn read_events(granted: Granted<HandoversRead>, state: Data<State>, since: Since) -> Answer<Json<EventPage>> {
    let source = state.source.clone();
    let action = Action::all(Act::EventsRead, ObjectKind::List);
    granted.read(action, move |tx| events::feed(tx, &since.get()?, &source)).await.map(Json)
}
