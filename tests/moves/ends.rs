//! The ways a handover ends without a takeover, and the ways it waits.

use estafette_client::Request;
use estafette_contract::{
    CodeList, DeclineDetails, DeclineReason, HandoverStatus, Move, NoDetails, Party, ProblemKind, ReasonDetails, Section, Transition,
    WithdrawDetails, WithdrawReason,
};
use estafette_tests::{
    harness::scene::{Leg, cancelling, holding, text},
    story,
};
use reqwest::Method;
use serde_json::json;

use super::stage::Stage;

fn because(explanation: &str) -> ReasonDetails {
    ReasonDetails { explanation: text(explanation) }
}

story!(an_offer_is_declined_for_one_of_the_reasons_there_are, |app| {
    let stage = Stage::set(&app).await;
    let served = app.anonymous().vocabulary("decline-reasons").await.unwrap();
    assert!(!served.terms.iter().any(|term| term.code.contains("need") || term.code.contains("compet")));
    let profiles = app.anonymous().vocabulary("transitions").await.unwrap().profiles.unwrap();
    let profile = profiles.into_iter().find(|profile| profile.transition == Transition::MboMbo).unwrap();
    let allowed = profile.reasons.into_iter().find(|one| one.name == Move::Decline).unwrap().reasons;
    assert!(allowed.len() > 3);
    for code in allowed {
        let (id, reason) = (stage.reach(HandoverStatus::Offered).await, DeclineReason::from_code(&code).unwrap());
        let declined = stage.receiver.decline(id, &DeclineDetails { reason, explanation: Some(text("Zie ons gesprek")) }).await.unwrap();
        assert_eq!(declined.status, HandoverStatus::Declined);
        let last = stage.sender.history(id).await.unwrap().items.pop().unwrap();
        assert_eq!((last.reason.as_deref(), last.explanation.as_deref()), (Some(reason.code()), Some("Zie ons gesprek")));
        assert_eq!(stage.receiver.handover(id).await.unwrap_err().problem(), Some(ProblemKind::NotFound), "the announcement is gone");
    }
});

story!(a_reason_that_does_not_go_with_the_transition_is_refused_with_those_that_do, |app| {
    let leg = Leg::offered(&app).await;
    for reason in [DeclineReason::OutsideTargetGroup, DeclineReason::NoConsent] {
        let refused = leg.college.decline(leg.handover, &DeclineDetails { reason, explanation: None }).await.unwrap_err();
        let estafette_client::ClientError::Refused(problem) = refused else { panic!("{reason} is no reason here") };
        assert_eq!((problem.status, problem.errors[0].pointer.as_str()), (400, "/reason"));
        assert!(problem.errors[0].detail.contains("no_capacity"), "{}", problem.errors[0].detail);
        assert_eq!(problem.possible_moves, Some(vec![Move::Accept, Move::Decline]), "every refusal tells what is possible");
    }
    let no_consent = WithdrawDetails { reason: WithdrawReason::NoConsent, explanation: None };
    assert_eq!(leg.school.withdraw(leg.handover, &no_consent).await.unwrap_err().problem(), Some(ProblemKind::InvalidField));
    assert_eq!(leg.school.handover(leg.handover).await.unwrap().status, HandoverStatus::Offered);
});

story!(what_was_held_before_the_transfer_is_taken_back_at_once_and_what_ran_is_not, |app| {
    let leg = Leg::accepted(&app).await;
    let taken_back = WithdrawDetails { reason: WithdrawReason::OtherRoute, explanation: None };
    leg.school.hold(leg.handover, &holding("Noor denkt na")).await.unwrap();
    leg.school.resume(leg.handover, &NoDetails {}).await.unwrap();
    leg.school.transfer(leg.handover, &NoDetails {}).await.unwrap();
    leg.school.hold(leg.handover, &holding("Noor denkt na")).await.unwrap();
    let refused = leg.school.withdraw(leg.handover, &taken_back).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::GuardNotMet), "the receiver decides on that");
    let second = Leg::draft_beside(&leg).await;
    leg.school.hold(second, &holding("Noor denkt na")).await.unwrap();
    assert_eq!(leg.school.withdraw(second, &taken_back).await.unwrap().status, HandoverStatus::Withdrawn);
});

story!(a_need_is_no_reason_to_decline, |app| {
    let leg = Leg::offered(&app).await;
    for reason in ["support_needed", "too_many_needs", "competence"] {
        let path = format!("/v1/handovers/{}/_decline", leg.handover);
        let reply = leg.college.send(Request::new(Method::POST, path).json(&json!({ "reason": reason })).once()).await.unwrap();
        let Err(estafette_client::ClientError::Refused(problem)) = reply.succeeded() else { panic!("{reason} is no reason") };
        assert_eq!((problem.status, problem.errors[0].pointer.as_str()), (400, "/reason"));
    }
    assert_eq!(leg.school.handover(leg.handover).await.unwrap().status, HandoverStatus::Offered);
});

story!(a_withdrawn_handover_is_gone_for_its_receiver, |app| {
    let leg = Leg::accepted(&app).await;
    let details = WithdrawDetails { reason: WithdrawReason::StudentWithdraws, explanation: Some(text("Noor kiest toch anders")) };
    leg.school.withdraw(leg.handover, &details).await.unwrap();
    assert!(leg.college.inbox(&Default::default()).await.unwrap().items.is_empty());
    assert_eq!(leg.college.handover(leg.handover).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
    assert_eq!(leg.college.record(leg.handover).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
    let last = leg.school.history(leg.handover).await.unwrap().items.pop().unwrap();
    assert_eq!((last.reason.as_deref(), last.by), (Some("student_withdraws"), Party::Sender));
});

story!(an_offer_expires_when_its_term_is_over_and_not_before, |app| {
    let leg = Leg::offered(&app).await;
    app.days_pass(13);
    assert_eq!(app.tick().await, 0);
    assert_eq!(leg.school.handover(leg.handover).await.unwrap().status, HandoverStatus::Offered);
    app.days_pass(1);
    assert_eq!(app.tick().await, 1);
    assert_eq!(app.tick().await, 0, "once is enough");
    assert_eq!(leg.school.handover(leg.handover).await.unwrap().status, HandoverStatus::Expired);
    assert!(leg.college.inbox(&Default::default()).await.unwrap().items.is_empty());
    let last = leg.school.history(leg.handover).await.unwrap().items.pop().unwrap();
    assert_eq!((last.name, last.by), (Some(Move::Expire), Party::Clock));
});

story!(while_a_handover_is_on_hold_its_receiver_reads_nothing, |app| {
    let leg = Leg::in_transfer(&app).await;
    leg.school.hold(leg.handover, &holding("De ouders willen eerst praten")).await.unwrap();
    assert_eq!(leg.college.record(leg.handover).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
    assert_eq!(leg.college.handover(leg.handover).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
    assert!(leg.college.inbox(&Default::default()).await.unwrap().items.is_empty());
    assert!(leg.school.record(leg.handover).await.is_ok());
    app.days_pass(60);
    assert_eq!(app.tick().await, 0, "no term runs meanwhile");
    assert_eq!(leg.school.resume(leg.handover, &NoDetails {}).await.unwrap().status, HandoverStatus::InTransfer);
    assert_eq!(leg.college.record(leg.handover).await.unwrap().sections.len(), 2);
});

story!(a_view_given_before_a_hold_still_counts_after_it, |app| {
    let stage = Stage::set(&app).await;
    let id = stage.reach(HandoverStatus::InReview).await;
    stage.sender.hold(id, &holding("Vakantie")).await.unwrap();
    stage.sender.resume(id, &NoDetails {}).await.unwrap();
    assert_eq!(stage.sender.ready(id, &NoDetails {}).await.unwrap().status, HandoverStatus::Ready);
});

story!(a_cancellation_is_asked_for_refused_and_then_agreed_to, |app| {
    let leg = Leg::in_transfer(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    school.cancel(id, &cancelling("De aanmelding is ingetrokken")).await.unwrap();
    assert!(college.record(id).await.is_ok(), "asking changes nothing for the receiver");
    college.refuse_cancel(id, &because("Noor is hier al begonnen")).await.unwrap();
    assert_eq!(college.handover(id).await.unwrap().status, HandoverStatus::InTransfer);
    school.cancel(id, &cancelling("Toch, na overleg")).await.unwrap();
    assert_eq!(college.confirm_cancel(id, &NoDetails {}).await.unwrap().status, HandoverStatus::Withdrawn);
    assert_eq!(college.section(id, Section::SupportNeeds).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
    assert_eq!(school.learner(leg.learner).await.unwrap().responsible.partner.name, "Vmbo De Linde");
});
