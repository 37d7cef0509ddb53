//! The facts: one row a handover, kept by each move, in which nobody can be found.

use estafette_contract::{ConversationOutcome, DeclineDetails, DeclineReason, NewConversation, NoDetails, OfferDetails, Section};
use estafette_tests::{
    harness::{
        TestApp, contents,
        scene::{Leg, accepting, born_on, consent, conversation, day, make_ready_with, started, taking_over},
    },
    story,
};

/// Some columns of the only row, joined.
fn fact(app: &TestApp, columns: &str) -> String {
    let lines = app.database.raw().lines(&format!("SELECT {columns} AS line FROM transition_facts"));
    assert_eq!(lines.len(), 1, "{lines:?}");
    lines.into_iter().next().unwrap()
}

story!(a_fact_follows_the_moves_of_its_handover, |app| {
    let leg = Leg::ready(&app).await;
    assert_eq!(
        fact(&app, "status || ' ' || stage || ' ' || support || ' ' || sector || ' ' || level"),
        "ready 2 needs_described zorg_welzijn MBO-3"
    );
    app.days_pass(3);
    leg.school.offer(leg.handover, &OfferDetails::default()).await.unwrap();
    app.days_pass(5);
    leg.college.accept(leg.handover, &accepting()).await.unwrap();
    let missed = NewConversation { outcome: Some(ConversationOutcome::Missed), agreed: None, ..conversation(app.clock().now()) };
    leg.college.record_conversation(leg.handover, &missed).await.unwrap();
    assert_eq!(fact(&app, "conversation"), "missed");
    leg.college.record_conversation(leg.handover, &conversation(app.clock().now())).await.unwrap();
    app.days_pass(2);
    leg.school.transfer(leg.handover, &NoDetails {}).await.unwrap();
    leg.college.take_over(leg.handover, &taking_over()).await.unwrap();
    leg.college.give_feedback(leg.handover, &started(estafette_db::dutch_day(app.clock().now()))).await.unwrap();
    assert_eq!(fact(&app, "status || ' ' || stage || ' ' || conversation || ' ' || outcome"), "taken_over 6 held right_place");
    let days = "(ready_seconds / 86400) || ' ' || (offered_seconds / 86400) || ' ' || (accepted_seconds / 86400)";
    assert_eq!(fact(&app, days), "3 5 2");
});

story!(a_fact_counts_what_is_reflected_on_and_why_it_was_declined_and_names_nobody, |app| {
    let leg = Leg::drafted_for(&app, &born_on(day("2004-02-11"))).await;
    leg.school.put_section(leg.handover, contents::reflections(), None, None).await.unwrap();
    assert_ne!(fact(&app, "CAST(competencies AS TEXT)"), "0");
    let (learner, handover) = (leg.learner.to_string(), leg.handover.to_string());
    let names = fact(&app, "id || ' ' || learner");
    assert!(!names.contains(&learner) && !names.contains(&handover), "{names}");
    let now = app.clock().now();
    make_ready_with(&leg.school, leg.handover, now, &[consent(Section::CompetencyReflections, now)]).await;
    leg.school.offer(leg.handover, &OfferDetails::default()).await.unwrap();
    let why = DeclineDetails { reason: DeclineReason::NoCapacity, explanation: None };
    leg.college.decline(leg.handover, &why).await.unwrap();
    assert_eq!(fact(&app, "status || ' ' || stage || ' ' || reason || ' ' || consent"), "declined 3 no_capacity given");
});
