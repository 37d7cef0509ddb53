//! What happened: the feed, and addresses to be told at.

use estafette_contract::{
    Created, DeliveryMoved, DeliveryPage, EventPage, NewSubscription, NoDetails, SubscriptionList, SubscriptionMade, SubscriptionMoved,
    SubscriptionView,
};
use reqwest::Method;
use uuid::Uuid;

use super::{PageOptions, Result};
use crate::{Client, Request};

posts! {
    /// Gives an address at which this partner is told what happens.
    make_subscription(): "/v1/subscriptions", NewSubscription => SubscriptionMade;
    /// Makes new keys for a subscription.
    rotate_subscription(id): "/v1/subscriptions/{id}/_rotate", NoDetails => SubscriptionMade;
    /// Sends a test to a subscription.
    test_subscription(id): "/v1/subscriptions/{id}/_test", NoDetails => Created;
    /// Goes on with a subscription that was stopped or rests.
    resume_subscription(id): "/v1/subscriptions/{id}/_resume", NoDetails => SubscriptionMoved;
    /// Asks for a delivery again.
    replay_delivery(id, event): "/v1/subscriptions/{id}/deliveries/{event}/_replay", NoDetails => DeliveryMoved;
}

gets! {
    /// The subscriptions of this partner.
    subscriptions(): "/v1/subscriptions" => SubscriptionList;
    /// One subscription.
    subscription(id): "/v1/subscriptions/{id}" => SubscriptionView;
}

pages! {
    /// What was delivered to a subscription, and what waits.
    deliveries(id): "/v1/subscriptions/{id}/deliveries" => DeliveryPage;
}

impl Client {
    /// What happened after a cursor of the feed, or from the beginning.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn events(&self, after: Option<&str>, limit: Option<u32>) -> Result<EventPage> {
        let page = PageOptions { cursor: after.map(str::to_owned), limit }.query().replace("cursor=", "after=");
        self.send(Request::new(Method::GET, format!("/v1/events{page}"))).await?.read()
    }

    /// Takes a subscription away.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn end_subscription(&self, id: Uuid) -> Result<()> {
        self.send(Request::new(Method::DELETE, format!("/v1/subscriptions/{id}"))).await?.succeeded()
    }
}
