//! When nothing is heard, and when something changes while it is read.

use estafette_contract::{HandoverStatus, Move, NoDetails, ProblemKind, Section};
use estafette_tests::{
    harness::scene::{Leg, agreed, informing, support},
    story,
};

async fn is_waiting(leg: &Leg) {
    let refused = leg.school.ready(leg.handover, &NoDetails {}).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::GuardNotMet));
}

story!(nothing_is_put_up_for_review_before_the_learner_was_informed, |app| {
    let leg = Leg::drafted(&app).await;
    assert_eq!(leg.school.review(leg.handover, &NoDetails {}).await.unwrap_err().problem(), Some(ProblemKind::GuardNotMet));
    leg.school.inform(leg.handover, &informing(app.clock().now())).await.unwrap();
    assert_eq!(leg.school.review(leg.handover, &NoDetails {}).await.unwrap().status, HandoverStatus::InReview);
});

story!(silence_passes_only_after_the_term_and_a_second_attempt, |app| {
    let leg = Leg::drafted(&app).await;
    let (school, id) = (&leg.school, leg.handover);
    school.inform(id, &informing(app.clock().now())).await.unwrap();
    school.review(id, &NoDetails {}).await.unwrap();
    is_waiting(&leg).await;
    app.days_pass(10);
    is_waiting(&leg).await;
    school.inform(id, &informing(app.clock().now())).await.unwrap();
    assert_eq!(school.ready(id, &NoDetails {}).await.unwrap().status, HandoverStatus::Ready);
});

story!(a_second_attempt_does_not_shorten_the_term, |app| {
    let leg = Leg::drafted(&app).await;
    leg.school.inform(leg.handover, &informing(app.clock().now())).await.unwrap();
    leg.school.review(leg.handover, &NoDetails {}).await.unwrap();
    app.days_pass(4);
    leg.school.inform(leg.handover, &informing(app.clock().now())).await.unwrap();
    is_waiting(&leg).await;
    app.days_pass(6);
    assert_eq!(leg.school.ready(leg.handover, &NoDetails {}).await.unwrap().status, HandoverStatus::Ready);
});

story!(two_notices_before_the_review_are_no_second_attempt, |app| {
    let leg = Leg::drafted(&app).await;
    for _ in 0..2 {
        leg.school.inform(leg.handover, &informing(app.clock().now())).await.unwrap();
    }
    leg.school.review(leg.handover, &NoDetails {}).await.unwrap();
    app.days_pass(11);
    is_waiting(&leg).await;
});

story!(a_change_under_review_starts_the_review_again, |app| {
    let leg = Leg::drafted(&app).await;
    let (school, id) = (&leg.school, leg.handover);
    let now = app.clock().now();
    school.inform(id, &informing(now)).await.unwrap();
    school.review(id, &NoDetails {}).await.unwrap();
    school.record_view(id, &agreed(now)).await.unwrap();
    let (_, tag) = school.section(id, Section::SupportNeeds).await.unwrap();
    let (written, fresh) = school.put_section(id, support(), None, Some(&tag)).await.unwrap();
    assert_eq!((written.status, written.version), (HandoverStatus::Draft, 2));
    let stale = school.put_section(id, support(), None, Some(&tag)).await.unwrap_err();
    assert_eq!((stale.problem(), fresh == tag), (Some(ProblemKind::VersionMismatch), false));
    let last = school.history(id).await.unwrap().items.pop().unwrap();
    assert_eq!((last.name, last.status), (Some(Move::Revise), HandoverStatus::Draft));

    school.review(id, &NoDetails {}).await.unwrap();
    is_waiting(&leg).await;
    school.record_view(id, &agreed(app.clock().now())).await.unwrap();
    assert_eq!(school.ready(id, &NoDetails {}).await.unwrap().status, HandoverStatus::Ready);
    let (_, tag) = school.section(id, Section::SupportNeeds).await.unwrap();
    let late = school.put_section(id, support(), None, Some(&tag)).await.unwrap_err();
    assert_eq!(late.problem(), Some(ProblemKind::MoveNotPossible), "what was reviewed is what is offered");
});
