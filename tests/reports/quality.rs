//! The quality frame: the sender sees what is met and what would help, before sending; nobody else sees any of it.

use estafette_contract::{Criterion, OfferDetails, ProblemKind, QualityView};
use estafette_tests::{
    harness::scene::{Leg, make_ready},
    story,
};

fn met(view: &QualityView) -> Vec<Criterion> {
    view.criteria.iter().filter(|line| line.met).map(|line| line.criterion).collect()
}

story!(a_sender_sees_what_is_met_and_what_would_help_before_sending, |app| {
    let leg = Leg::drafted(&app).await;
    let view = leg.school.quality(leg.handover).await.unwrap();
    assert_eq!(view.criteria.len(), 9);
    assert!(met(&view).contains(&Criterion::Complete) && met(&view).contains(&Criterion::SupportKnown), "{view:?}");
    assert!(!met(&view).contains(&Criterion::View) && !met(&view).contains(&Criterion::Competencies));
    assert!(view.criteria.iter().all(|line| line.met == line.helps.is_none()), "what is not met says what would help");

    make_ready(&leg.school, leg.handover, app.clock().now()).await;
    assert!(met(&leg.school.quality(leg.handover).await.unwrap()).contains(&Criterion::View));
    leg.school.offer(leg.handover, &OfferDetails::default()).await.unwrap();
    let kept = app.database.raw().lines("SELECT CAST(quality AS TEXT) AS line FROM transition_facts").remove(0);
    let kept: i64 = kept.parse().unwrap();
    assert!(kept & Criterion::View.bit() != 0 && kept & Criterion::Conversation.bit() == 0, "{kept}");
    assert_eq!(leg.college.quality(leg.handover).await.unwrap_err().problem(), Some(ProblemKind::NotAllowed), "a receiver sees no quality");
});
