//! Deliveries: signed, in order, again until they arrive, and visible.

use std::time::Duration;

use estafette_contract::{
    DeliveryFault, DeliveryStatus, EventType, NewSubscription, NoDetails, PartnerKind, ProblemKind, StopReason, SubscriptionStatus,
};
use estafette_tests::harness::scene::{self, Leg};

use super::{all_events, at, deliveries, last_word, subscribed, told};

told!(what_happened_is_delivered_as_the_feed_tells_it, |region| {
    let leg = Leg::drafted(&region.app).await;
    let receiver = region.receiver();
    region.app.deliver().await;
    let subscription = subscribed(&leg.school, &receiver).await;
    scene::make_ready(&leg.school, leg.handover, region.app.clock().now()).await;
    region.app.deliver().await;
    let feed = all_events(&leg.school).await;
    let got: Vec<_> = receiver.got().iter().map(|got| got.event()).collect();
    assert_eq!(got, feed[1..], "from when the address was given on");
    assert_eq!(receiver.got()[0].id, got[0].id.to_string());
    let all = deliveries(&leg.school, subscription.id).await;
    assert!(all.iter().all(|delivery| delivery.status == DeliveryStatus::Delivered && delivery.tries == 1));
    assert!(all.iter().map(|delivery| delivery.event_id).eq(got.iter().map(|event| event.id)));
    let view = leg.school.subscription(subscription.id).await.unwrap();
    assert!(view.waiting == 0 && view.delivered_at.is_some() && view.status == SubscriptionStatus::Active);
});

told!(an_address_is_told_only_what_it_asked_for_and_only_to_its_own_partner, |region| {
    let leg = Leg::ready(&region.app).await;
    let (receiver, other) = (region.receiver(), region.receiver());
    let types = vec![EventType::Accepted];
    let made = leg.school.make_subscription(&NewSubscription { types: types.clone(), ..at(&receiver.address) }).await.unwrap();
    subscribed(&leg.college, &other).await;
    leg.school.offer(leg.handover, &Default::default()).await.unwrap();
    leg.college.accept(leg.handover, &scene::accepting()).await.unwrap();
    region.app.deliver().await;
    let words =
        |receiver: &estafette_tests::harness::Receiver| receiver.got().iter().map(|got| last_word(got.event().kind)).collect::<Vec<_>>();
    assert_eq!(words(&receiver), ["accepted"]);
    assert_eq!(words(&other), ["offered", "accepted"]);
    assert_eq!(leg.school.subscription(made.id).await.unwrap().types, types);
    assert!(leg.college.subscriptions().await.unwrap().items.iter().all(|view| view.id != made.id));
    for refused in [
        leg.college.subscription(made.id).await.map(drop),
        leg.college.end_subscription(made.id).await,
        leg.college.rotate_subscription(made.id, &NoDetails {}).await.map(drop),
        leg.college.test_subscription(made.id, &NoDetails {}).await.map(drop),
        leg.college.resume_subscription(made.id, &NoDetails {}).await.map(drop),
        leg.college.deliveries(made.id, &Default::default()).await.map(drop),
        leg.college.replay_delivery(made.id, made.id, &NoDetails {}).await.map(drop),
    ] {
        assert_eq!(refused.unwrap_err().problem(), Some(ProblemKind::NotFound));
    }
    leg.school.end_subscription(made.id).await.unwrap();
    leg.school.test_subscription(made.id, &NoDetails {}).await.unwrap_err();
});

told!(a_receiver_that_is_down_for_a_day_gets_everything_in_order_and_once, |region| {
    let app = &region.app;
    let first = Leg::drafted(app).await;
    let beside = Leg::draft_beside(&first).await;
    let (down, well) = (region.receiver(), region.receiver());
    let subscription = subscribed(&first.school, &down).await;
    subscribed(&first.school, &well).await;
    down.answers(503);
    for handover in [first.handover, beside] {
        scene::make_ready(&first.school, handover, app.clock().now()).await;
    }
    app.deliver().await;
    assert_eq!((down.got().len(), well.took().len()), (2, 4), "one try a handover, and no other waits for it");
    for _ in 0..58 {
        region.after_minutes(25).await;
    }
    let tries = down.got().len();
    assert!((15..100).contains(&tries), "{tries} tries in a day");
    first.school.offer(first.handover, &Default::default()).await.unwrap();
    down.answers(204);
    for _ in 0..4 {
        region.after_minutes(75).await;
    }
    let (took, expected) = (down.took(), well.took());
    for handover in [first.handover, beside] {
        let of = |got: &[estafette_tests::harness::Got]| {
            got.iter().filter(|got| got.event().subject == Some(handover)).map(|got| got.id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(of(&took), of(&expected), "nothing lost, nothing twice, nothing out of order");
    }
    let tried: Vec<_> = down.got().into_iter().filter(|got| got.id == took[0].id).collect();
    assert!(tried.len() > 5 && tried.iter().all(|got| got.body == tried[0].body), "the same id and body at every try");
    let mut stamps: Vec<i64> = tried.iter().map(|got| got.timestamp).collect();
    stamps.dedup();
    assert_eq!(stamps.len(), tried.len(), "and the moment of the try");
    assert_eq!(first.school.subscription(subscription.id).await.unwrap().waiting, 0);
});

told!(a_receiver_that_is_away_for_longer_is_stopped_and_goes_on_where_it_was, |region| {
    let app = &region.app;
    let leg = Leg::ready(app).await;
    let receiver = region.receiver();
    receiver.answers(500);
    let subscription = subscribed(&leg.school, &receiver).await.id;
    leg.school.offer(leg.handover, &Default::default()).await.unwrap();
    leg.college.accept(leg.handover, &scene::accepting()).await.unwrap();
    for _ in 0..40 {
        region.after_minutes(73).await;
    }
    let view = leg.school.subscription(subscription).await.unwrap();
    assert_eq!((view.status, view.stopped_for, view.waiting), (SubscriptionStatus::Stopped, Some(StopReason::Unreachable), 2));
    let tries = receiver.got().len();
    region.after_minutes(600).await;
    assert_eq!(receiver.got().len(), tries, "nothing more is tried by itself");
    leg.school.hold(leg.handover, &scene::holding("Even wachten")).await.unwrap();
    receiver.answers(200);
    leg.school.resume_subscription(subscription, &NoDetails {}).await.unwrap();
    app.deliver().await;
    let words: Vec<_> = receiver.took().iter().map(|got| last_word(got.event().kind)).collect();
    assert_eq!(words, ["offered", "accepted", "on_hold"]);
});

told!(what_one_address_chokes_on_holds_up_its_own_handover_only_and_can_be_asked_for_again, |region| {
    let app = &region.app;
    let leg = Leg::drafted(app).await;
    let beside = Leg::draft_beside(&leg).await;
    let receiver = region.receiver();
    let subscription = subscribed(&leg.school, &receiver).await.id;
    receiver.chokes_on(Some(leg.handover.to_string()));
    for handover in [leg.handover, beside] {
        scene::make_ready(&leg.school, handover, app.clock().now()).await;
    }
    app.deliver().await;
    region.after_minutes(1).await;
    let took: Vec<_> = receiver.took().iter().map(|got| got.event().subject).collect();
    assert_eq!(took, [Some(beside), Some(beside)]);
    // While it is tried again and again, other things arrive.
    for _ in 0..40 {
        leg.school.test_subscription(subscription, &NoDetails {}).await.unwrap();
        region.after_minutes(73).await;
        region.after_minutes(1).await;
    }
    let view = leg.school.subscription(subscription).await.unwrap();
    assert_eq!(view.status, SubscriptionStatus::Active);
    let all = deliveries(&leg.school, subscription).await;
    let given_up: Vec<_> = all.iter().filter(|delivery| delivery.status == DeliveryStatus::GivenUp).collect();
    assert!(!given_up.is_empty() && given_up.iter().all(|delivery| delivery.handover_id == Some(leg.handover)));
    assert!(given_up.iter().all(|delivery| delivery.fault == Some(DeliveryFault::Status) && delivery.answered_with == Some(500)));
    receiver.chokes_on(None);
    leg.school.replay_delivery(subscription, given_up[0].event_id, &NoDetails {}).await.unwrap();
    region.after_minutes(90).await;
    let again = receiver.took().into_iter().filter(|got| got.id == given_up[0].event_id.to_string()).count();
    assert_eq!(again, 1);
});

told!(what_arrived_can_be_asked_for_again_under_the_same_id, |region| {
    let leg = Leg::ready(&region.app).await;
    let receiver = region.receiver();
    let subscription = subscribed(&leg.school, &receiver).await.id;
    leg.school.offer(leg.handover, &Default::default()).await.unwrap();
    region.app.deliver().await;
    let event = deliveries(&leg.school, subscription).await[0].event_id;
    leg.school.replay_delivery(subscription, event, &NoDetails {}).await.unwrap();
    region.app.deliver().await;
    let ids: Vec<_> = receiver.got().into_iter().map(|got| (got.id, got.body)).collect();
    assert!(ids.len() == 2 && ids[0] == ids[1]);
});

told!(nobody_gives_more_than_ten_addresses, |region| {
    let school = region.app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
    let receiver = region.receiver();
    for _ in 0..10 {
        subscribed(&school, &receiver).await;
    }
    let refused = school.make_subscription(&at(&receiver.address)).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::Conflict));
});

#[actix_web::test]
async fn of_two_processes_one_delivers_a_thing() {
    use estafette_tests::harness::Database;
    if !Database::Postgres.is_here() {
        return;
    }
    let region = super::Region::start(Database::Postgres, "127.0.0.1/32").await;
    let beside = region.app.beside().await;
    let leg = Leg::taken_over(&region.app).await;
    let receiver = region.receiver();
    receiver.takes(Duration::from_millis(30));
    let subscription = subscribed(&leg.school, &receiver).await.id;
    for _ in 0..8 {
        leg.school.test_subscription(subscription, &NoDetails {}).await.unwrap();
    }
    let other = region.app.outbound();
    let source = region.app.base().to_owned();
    for _ in 0..6 {
        let there = estafette_api::delivering::deliver_due(&beside.store, &other, &source);
        let (_, delivered) = futures_util::future::join(region.app.deliver(), there).await;
        delivered.unwrap();
    }
    let mut ids: Vec<_> = receiver.got().into_iter().map(|got| got.id).collect();
    assert_eq!(ids.len(), 8);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 8, "each once");
}
