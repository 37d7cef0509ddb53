//! What happens when nobody acts.

use chrono::TimeDelta;
use estafette_contract::{
    ConversationOutcome, FeedbackMoment, HandoverStatus, NewConversation, NewFeedback, NoDetails, PartnerKind, Party, ProblemKind,
    TermKind, TermStage,
};
use estafette_tests::{
    harness::scene::{self, Leg, conversation, holding, taking_over},
    story,
};

use super::{items, stage};

story!(what_stands_still_is_told_to_the_receiver_then_the_responsible_party_then_the_doorstroompunt, |app| {
    let leg = Leg::in_transfer(&app).await;
    let doorstroompunt = app.partner("Doorstroompunt Maasdal", PartnerKind::Doorstroompunt).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let stages = |term| async move { (stage(college, id, term).await, stage(school, id, term).await) };
    assert_eq!(stages(TermKind::Takeover).await, (Some(TermStage::Open), None));

    for (days, told, school_hears) in [(11, TermStage::DueSoon, false), (3, TermStage::Overdue, false), (7, TermStage::Escalated, true)] {
        app.days_pass(days);
        assert!(app.look().await.reminders > 0);
        assert_eq!(app.look().await.reminders, 0, "once is enough");
        assert_eq!(stages(TermKind::Takeover).await, (Some(told), school_hears.then_some(told)));
    }
    let told = items(school).await.into_iter().find(|item| item.term == TermKind::Takeover).unwrap();
    assert_eq!((told.party, told.status), (Party::Responsible, Some(HandoverStatus::InTransfer)));
    assert!(told.reason.nl.starts_with("Neem de leerling over: dit ligt stil sinds "), "{}", told.reason.nl);
    assert!(told.reason.en.ends_with("and the responsible party was told."), "{}", told.reason.en);
    assert!(items(&doorstroompunt).await.is_empty());

    app.days_pass(14);
    app.look().await;
    let told = items(&doorstroompunt).await.remove(0);
    assert_eq!((told.handover_id, told.stage, told.party), (Some(id), TermStage::Referred, Party::Doorstroompunt));
    assert_eq!((told.sender.unwrap().name.as_str(), told.desk), ("Vmbo De Linde", None));
    assert_eq!(doorstroompunt.handover(id).await.unwrap_err().problem(), Some(ProblemKind::NotFound), "it calls; it does not read");

    app.days_pass(7);
    assert!(app.look().await.reminders > 0, "and again, every week");
    college.take_over(id, &taking_over()).await.unwrap();
    for client in [school, college, &doorstroompunt] {
        assert!(items(client).await.iter().all(|item| item.handover_id != Some(id) || item.term == TermKind::Feedback));
    }
});

story!(the_doorstroompunt_hears_only_of_whom_it_follows, |app| {
    let doorstroompunt = app.partner("Doorstroompunt Maasdal", PartnerKind::Doorstroompunt).await;
    let leg = Leg::drafted_for(&app, &scene::born_on(scene::day("1990-01-01"))).await;
    scene::make_ready(&leg.school, leg.handover, app.clock().now()).await;
    leg.school.offer(leg.handover, &Default::default()).await.unwrap();
    leg.college.accept(leg.handover, &scene::accepting()).await.unwrap();
    app.days_pass(100);
    app.look().await;
    assert_eq!(stage(&leg.school, leg.handover, TermKind::Transfer).await, Some(TermStage::Referred));
    assert!(items(&doorstroompunt).await.is_empty(), "at thirty-six nobody is followed any more");
});

story!(a_hold_remembers_what_was_left_of_the_term, |app| {
    let leg = Leg::offered(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let ended_at = college.handover(id).await.unwrap().term_ends_at.unwrap();
    app.days_pass(10);
    school.hold(id, &holding("Noor is op reis")).await.unwrap();
    assert_eq!(stage(college, id, TermKind::Offer).await, None, "nothing is asked of the receiver meanwhile");
    assert_eq!(stage(school, id, TermKind::Hold).await, Some(TermStage::Open));
    app.days_pass(40);
    assert_eq!(app.look().await.moves, 0);
    assert_eq!(stage(school, id, TermKind::Hold).await, Some(TermStage::Escalated), "the hold itself has a term");
    school.resume(id, &NoDetails {}).await.unwrap();
    let ends_at = college.handover(id).await.unwrap().term_ends_at.unwrap();
    assert!((ends_at - ended_at - TimeDelta::days(40)).abs() < TimeDelta::minutes(1), "{ended_at} {ends_at}");
    app.days_pass(3);
    assert_eq!(app.tick().await, 0);
    app.days_pass(1);
    assert_eq!(app.tick().await, 1);
    assert_eq!(school.handover(id).await.unwrap().status, HandoverStatus::Expired);
    assert!(items(school).await.is_empty() && items(college).await.is_empty(), "what is over asks nothing of anybody");
});

story!(a_conversation_that_was_missed_is_held_within_three_days, |app| {
    let leg = Leg::accepted(&app).await;
    let (college, id) = (&leg.college, leg.handover);
    assert_eq!(stage(college, id, TermKind::Conversation).await, Some(TermStage::Open));
    let missed = NewConversation { outcome: Some(ConversationOutcome::Missed), agreed: None, ..conversation(app.clock().now()) };
    college.record_conversation(id, &missed).await.unwrap();
    app.days_pass(3);
    app.look().await;
    assert_eq!(stage(college, id, TermKind::MissedConversation).await, Some(TermStage::Overdue));
    college.record_conversation(id, &conversation(app.clock().now())).await.unwrap();
    assert_eq!(stage(college, id, TermKind::MissedConversation).await, None);
    assert_eq!(stage(college, id, TermKind::Conversation).await, None);
    assert_eq!(stage(&leg.school, id, TermKind::Transfer).await, Some(TermStage::Open), "now it is the school's turn");

    leg.school.hold(id, &holding("Even wachten")).await.unwrap();
    leg.school.resume(id, &NoDetails {}).await.unwrap();
    assert_eq!(stage(college, id, TermKind::Conversation).await, None, "what was settled does not begin anew");
});

story!(feedback_is_asked_for_after_ten_weeks_and_after_a_year, |app| {
    let leg = Leg::taken_over(&app).await;
    let (college, id) = (&leg.college, leg.handover);
    app.days_pass(69);
    app.look().await;
    assert_eq!(stage(college, id, TermKind::IntakeFeedback).await, None, "not before ten weeks");
    app.days_pass(1);
    app.look().await;
    assert_eq!(stage(college, id, TermKind::IntakeFeedback).await, Some(TermStage::Open));
    app.days_pass(35);
    app.look().await;
    assert_eq!(stage(college, id, TermKind::IntakeFeedback).await, Some(TermStage::Overdue), "fifteen weeks are over");
    let today = estafette_db::dutch_day(app.clock().now());
    college.give_feedback(id, &scene::started(today)).await.unwrap();
    assert_eq!(stage(college, id, TermKind::IntakeFeedback).await, None);
    let year = NewFeedback { moment: FeedbackMoment::OneYear, ..scene::started(today) };
    app.days_pass(257);
    app.look().await;
    assert_eq!(stage(college, id, TermKind::Feedback).await, Some(TermStage::DueSoon));
    college.give_feedback(id, &year).await.unwrap();
    app.days_pass(3);
    assert_eq!(app.tick().await, 1);
    assert_eq!(leg.school.handover(id).await.unwrap().status, HandoverStatus::Closed);
});
