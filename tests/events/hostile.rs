//! Receivers that are slow, lead elsewhere, are gone or lie: they harm themselves and nobody else.

use std::time::{Duration, Instant};

use estafette_contract::{DeliveryFault, DeliveryStatus, NoDetails, StopReason, SubscriptionStatus};
use estafette_tests::harness::scene::{self, Leg};

use super::{deliveries, subscribed, told};

told!(a_slow_receiver_is_given_three_seconds_and_delays_nobody, |region| {
    let leg = Leg::ready(&region.app).await;
    let (slow, well) = (region.receiver(), region.receiver());
    slow.takes(Duration::from_secs(60));
    let subscription = subscribed(&leg.school, &slow).await.id;
    subscribed(&leg.college, &well).await;
    leg.school.offer(leg.handover, &Default::default()).await.unwrap();
    let began = Instant::now();
    region.app.deliver().await;
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    let told = well.took()[0].at - began;
    assert!(told < Duration::from_secs(2), "{told:?}");
    let delivery = &deliveries(&leg.school, subscription).await[0];
    assert_eq!((delivery.status, delivery.fault), (DeliveryStatus::Waiting, Some(DeliveryFault::Late)));
});

told!(a_redirect_is_not_followed, |region| {
    let leg = Leg::ready(&region.app).await;
    let (leads, elsewhere) = (region.receiver(), region.receiver());
    leads.answers(307);
    leads.leads_to(&elsewhere.address);
    let subscription = subscribed(&leg.school, &leads).await.id;
    leg.school.offer(leg.handover, &Default::default()).await.unwrap();
    region.app.deliver().await;
    let delivery = &deliveries(&leg.school, subscription).await[0];
    assert_eq!((delivery.fault, delivery.answered_with), (Some(DeliveryFault::Redirected), Some(307)));
    assert!(elsewhere.got().is_empty());
});

told!(an_address_that_is_gone_is_not_told_again_until_its_partner_says_so, |region| {
    let leg = Leg::ready(&region.app).await;
    let (gone, well) = (region.receiver(), region.receiver());
    gone.answers(410);
    let subscription = subscribed(&leg.school, &gone).await.id;
    subscribed(&leg.school, &well).await;
    leg.school.offer(leg.handover, &Default::default()).await.unwrap();
    leg.college.accept(leg.handover, &scene::accepting()).await.unwrap();
    for _ in 0..5 {
        region.app.deliver().await;
        region.after_minutes(90).await;
    }
    assert_eq!((gone.got().len(), well.took().len()), (1, 2));
    let view = leg.school.subscription(subscription).await.unwrap();
    assert_eq!((view.status, view.stopped_for, view.waiting), (SubscriptionStatus::Stopped, Some(StopReason::Gone), 2));
    gone.answers(204);
    leg.school.resume_subscription(subscription, &NoDetails {}).await.unwrap();
    region.app.deliver().await;
    let ids = |receiver: &estafette_tests::harness::Receiver| receiver.took().into_iter().map(|got| got.id).collect::<Vec<_>>();
    assert_eq!(ids(&gone), ids(&well));
});

told!(an_address_that_leads_elsewhere_than_when_it_was_given_is_not_called, |region| {
    let leg = Leg::ready(&region.app).await;
    let (lying, well) = (region.receiver(), region.receiver());
    let subscription = subscribed(&leg.school, &lying).await.id;
    subscribed(&leg.college, &well).await;
    // 127.0.0.2 is no network of this region; it is what the name would answer now.
    let elsewhere = lying.address.replace("127.0.0.1", "127.0.0.2");
    let port = elsewhere.trim_start_matches("https://127.0.0.2:").trim_end_matches("/events").to_owned();
    let closed = std::net::TcpListener::bind(format!("127.0.0.2:{port}")).unwrap();
    closed.set_nonblocking(true).unwrap();
    region.app.database.raw().execute(&format!("UPDATE subscriptions SET address = '{elsewhere}' WHERE id = '{subscription}'")).unwrap();
    leg.school.offer(leg.handover, &Default::default()).await.unwrap();
    region.app.deliver().await;
    let delivery = &deliveries(&leg.school, subscription).await[0];
    assert_eq!((delivery.status, delivery.fault), (DeliveryStatus::Waiting, Some(DeliveryFault::NotPublic)));
    assert_eq!(closed.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock, "nobody came");
    assert_eq!((lying.got().len(), well.took().len()), (0, 1));
});

told!(a_receiver_without_a_certificate_that_is_trusted_is_told_nothing, |region| {
    let leg = Leg::ready(&region.app).await;
    let impostor = estafette_tests::harness::Receiver::start(&estafette_tests::harness::certificates::Authority::new("Another authority"));
    let subscription = subscribed(&leg.school, &impostor).await.id;
    leg.school.offer(leg.handover, &Default::default()).await.unwrap();
    region.app.deliver().await;
    assert_eq!(deliveries(&leg.school, subscription).await[0].fault, Some(DeliveryFault::Unreachable));
    assert!(impostor.got().is_empty());
});

told!(a_partner_that_was_suspended_is_told_nothing_until_it_takes_part_again, |region| {
    let leg = Leg::ready(&region.app).await;
    let receiver = region.receiver();
    subscribed(&leg.college, &receiver).await;
    leg.school.offer(leg.handover, &Default::default()).await.unwrap();
    let mut rows = region.app.database.raw();
    let (no, yes) = (rows.flag(false), rows.flag(true));
    rows.execute(&format!("UPDATE partners SET active = {no} WHERE id = '{}'", leg.college.id)).unwrap();
    region.app.deliver().await;
    assert!(receiver.got().is_empty());
    rows.execute(&format!("UPDATE partners SET active = {yes} WHERE id = '{}'", leg.college.id)).unwrap();
    region.app.deliver().await;
    assert_eq!(receiver.took().len(), 1);
});
