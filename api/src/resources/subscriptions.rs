//! Subscriptions: addresses at which a partner is told what happens.

use actix_web::{
    HttpResponse, delete, get, post,
    web::{Data, Json},
};
use estafette_contract::{
    Act, Created, DeliveryMoved, DeliveryPage, NewSubscription, NoDetails, ObjectKind, ProblemKind, SubscriptionList, SubscriptionMade,
    SubscriptionMoved, SubscriptionView, scope::SubscriptionsManage,
};
use estafette_db::{Action, DbError, subscriptions};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    http::{Answer, Body, DeliveryOf, Granted, Id, Page, PageQuery, Problem},
    outbound::Outbound,
    state::State,
};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config
        .service(make_subscription)
        .service(list_subscriptions)
        .service(get_subscription)
        .service(end_subscription)
        .service(rotate_subscription)
        .service(test_subscription)
        .service(resume_subscription)
        .service(list_deliveries)
        .service(replay_delivery);
}

/// Give an address at which this partner is told what happens from now on.
///
/// Deliveries follow the Standard Webhooks specification. The address is checked now and at every delivery: HTTPS on the public internet,
/// no redirects, an answer within three seconds.
#[utoipa::path(tag = "events", security(("partner_token" = ["subscriptions:manage"])), request_body = NewSubscription,
    responses((status = 201, description = "The keys that deliveries are checked with; the secret is shown here and nowhere else.",
        body = SubscriptionMade)))]
#[post("/subscriptions")]
async fn make_subscription(granted: Granted<SubscriptionsManage>, state: Data<State>, body: Body<NewSubscription>) -> Answer<HttpResponse> {
    let checked = checked(&state.outbound, &body).await;
    let action = Action::all(Act::SubscriptionMake, ObjectKind::Subscription);
    let made = granted.once(action, body, move |tx, new| {
        checked.clone().map_err(DbError::Refused)?;
        subscriptions::make(tx, new)
    });
    Ok(HttpResponse::Created().json(state.store.subscription_made(&made.await?)?))
}

/// Whether the address may be called; refused in the act itself, so that the refusal is recorded.
async fn checked(outbound: &Outbound, body: &Body<NewSubscription>) -> Result<(), Box<estafette_db::Refusal>> {
    let Ok(new) = body.get() else { return Ok(()) };
    let fault = outbound.check(new.address.as_str()).await;
    fault.map_err(|fault| Problem::at(ProblemKind::InvalidField, "/address", fault.code(), &fault.sentence()).0)
}

/// List the subscriptions of this partner.
#[utoipa::path(tag = "events", security(("partner_token" = ["subscriptions:manage"])),
    responses((status = 200, description = "Oldest first.", body = SubscriptionList)))]
#[get("/subscriptions")]
async fn list_subscriptions(granted: Granted<SubscriptionsManage>) -> Answer<Json<SubscriptionList>> {
    granted.read(Action::all(Act::SubscriptionList, ObjectKind::List), subscriptions::list).await.map(Json)
}

/// Read one subscription: whether it is told, and what waits.
#[utoipa::path(tag = "events", params(Id), security(("partner_token" = ["subscriptions:manage"])),
    responses((status = 200, description = "The subscription.", body = SubscriptionView)))]
#[get("/subscriptions/{id}")]
async fn get_subscription(granted: Granted<SubscriptionsManage>, id: Id) -> Answer<Json<SubscriptionView>> {
    let action = id.action(Act::SubscriptionRead, ObjectKind::Subscription);
    granted.read(action, move |tx| subscriptions::find(tx, id.get()?)).await.map(Json)
}

/// Take a subscription away, with what waits for it.
#[utoipa::path(tag = "events", params(Id), security(("partner_token" = ["subscriptions:manage"])),
    responses((status = 204, description = "Taken away.")))]
#[delete("/subscriptions/{id}")]
async fn end_subscription(granted: Granted<SubscriptionsManage>, id: Id) -> Answer<HttpResponse> {
    let action = id.action(Act::SubscriptionEnd, ObjectKind::Subscription);
    granted.remove(action, move |tx| subscriptions::end(tx, id.get()?)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Make new keys for a subscription.
///
/// For a day every delivery carries two signatures of each kind, by the new keys and by those before them.
#[utoipa::path(tag = "events", params(Id), security(("partner_token" = ["subscriptions:manage"])), request_body = NoDetails,
    responses((status = 200, description = "The new keys; the secret is shown here and nowhere else.", body = SubscriptionMade)))]
#[post("/subscriptions/{id}/_rotate")]
async fn rotate_subscription(
    granted: Granted<SubscriptionsManage>,
    state: Data<State>,
    id: Id,
    body: Body<NoDetails>,
) -> Answer<Json<SubscriptionMade>> {
    let action = id.action(Act::SubscriptionRotate, ObjectKind::Subscription);
    let made = granted.once(action, body, move |tx, _| subscriptions::rotate(tx, id.get()?)).await?;
    Ok(Json(state.store.subscription_made(&made)?))
}

/// Send an event to a subscription that says nothing but that it is a test.
#[utoipa::path(tag = "events", params(Id), security(("partner_token" = ["subscriptions:manage"])), request_body = NoDetails,
    responses((status = 200, description = "The id of the event; see the deliveries for how it went.", body = Created)))]
#[post("/subscriptions/{id}/_test")]
async fn test_subscription(granted: Granted<SubscriptionsManage>, id: Id, body: Body<NoDetails>) -> Answer<Json<Created>> {
    let action = id.action(Act::SubscriptionTest, ObjectKind::Subscription);
    granted.once(action, body, move |tx, _| subscriptions::test(tx, id.get()?)).await.map(Json)
}

/// Go on with a subscription that was stopped, or that rests after a failure.
///
/// What waits is delivered in the order in which it happened.
#[utoipa::path(tag = "events", params(Id), security(("partner_token" = ["subscriptions:manage"])), request_body = NoDetails,
    responses((status = 200, description = "Where it stands now.", body = SubscriptionMoved)))]
#[post("/subscriptions/{id}/_resume")]
async fn resume_subscription(granted: Granted<SubscriptionsManage>, id: Id, body: Body<NoDetails>) -> Answer<Json<SubscriptionMoved>> {
    let action = id.action(Act::SubscriptionResume, ObjectKind::Subscription);
    granted.once(action, body, move |tx, _| subscriptions::resume(tx, id.get()?)).await.map(Json)
}

/// List what was delivered to a subscription, and what waits.
#[utoipa::path(tag = "events", params(Id, PageQuery), security(("partner_token" = ["subscriptions:manage"])),
    responses((status = 200, description = "Newest first.", body = DeliveryPage)))]
#[get("/subscriptions/{id}/deliveries")]
async fn list_deliveries(granted: Granted<SubscriptionsManage>, id: Id, page: Page) -> Answer<Json<DeliveryPage>> {
    let action = id.action(Act::DeliveryList, ObjectKind::Subscription);
    granted.read(action, move |tx| subscriptions::list_deliveries(tx, id.get()?, page.get()?)).await.map(Json)
}

/// Ask for a delivery again, whether or not it arrived; its id stays the same.
#[utoipa::path(tag = "events", params(DeliveryOf), security(("partner_token" = ["subscriptions:manage"])), request_body = NoDetails,
    responses((status = 200, description = "Where it stands now.", body = DeliveryMoved)))]
#[post("/subscriptions/{id}/deliveries/{eventId}/_replay")]
async fn replay_delivery(granted: Granted<SubscriptionsManage>, path: DeliveryOf, body: Body<NoDetails>) -> Answer<Json<DeliveryMoved>> {
    let action = path.0.action(Act::DeliveryReplay, ObjectKind::Subscription);
    granted.once(action, body, move |tx, _| subscriptions::replay(tx, path.0.get()?, path.1.get()?)).await.map(Json)
}
