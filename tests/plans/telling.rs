//! What it takes to tell partners what happened.

use estafette_client::Client;
use estafette_contract::{DeliveryFault, HttpsAddress, NewSubscription, NoDetails};
use estafette_db::subscriptions::Tried;
use estafette_tests::harness::{TestApp, statements::Listening};

use super::{Heard, ONE, Order};

/// Every call of it, with the statements it came to.
pub async fn calls(app: &TestApp, listening: &Listening, school: &Client) -> Vec<Heard> {
    use Order::{FromTheIndex, Sorted};
    let mut calls = Vec::new();
    let mut heard = |call, order| calls.push((call, order, listening.heard()));
    let address = HttpsAddress::new("https://93.184.215.14/events").expect("an address");
    let made = school.make_subscription(&NewSubscription { address, types: Vec::new() }).await.expect("made").id;
    let tested = school.test_subscription(made, &NoDetails {}).await.expect("tested").id;
    school.subscription(made).await.expect("a subscription");
    listening.heard();
    app.store().number_events().await.expect("numbered");
    let lanes = app.store().due_lanes().await.expect("lanes");
    heard("numbering events", Sorted);
    app.store().next_deliveries(&lanes[0], app.base()).await.expect("deliveries");
    heard("what is due", FromTheIndex);
    let late = Tried { fault: Some(DeliveryFault::Late), status: None };
    app.store().record_try(&lanes[0], tested, late).await.expect("recorded");
    app.store().record_try(&lanes[0], tested, Tried { fault: None, status: Some(204) }).await.expect("recorded");
    school.replay_delivery(made, tested, &NoDetails {}).await.expect("asked again");
    school.resume_subscription(made, &NoDetails {}).await.expect("resumed");
    heard("recording deliveries", Sorted);
    school.events(None, Some(1)).await.expect("events");
    heard("the feed", FromTheIndex);
    school.deliveries(made, &ONE).await.expect("deliveries");
    heard("deliveries", FromTheIndex);
    calls
}
