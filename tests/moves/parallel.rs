//! Parallel offers: several may run, one is taken over.

use estafette_contract::{HandoverStatus, Move, NoDetails, Party, ProblemKind, ReasonDetails};
use estafette_tests::{
    harness::{
        scene::{self, Leg, conversation, taking_over, text},
        way::adult,
    },
    story,
};

use super::stage::Stage;

story!(when_one_offer_is_taken_over_the_others_end, |app| {
    use HandoverStatus as S;
    let stage = Stage::set(&app).await;
    let learner = stage.sender.register_learner(&adult()).await.unwrap().id;
    let mut waiting = Vec::new();
    for status in [S::Offered, S::Accepted, S::InTransfer, S::CancellationRequested, S::OnHold] {
        waiting.push(stage.reach_for(learner, status).await);
    }
    let draft = stage.reach_for(learner, S::Draft).await;
    stage.reach_for(learner, S::TakenOver).await;
    for id in waiting {
        assert_eq!(stage.sender.handover(id).await.unwrap().status, S::PlacedElsewhere);
        let last = stage.sender.history(id).await.unwrap().items.pop().unwrap();
        assert_eq!((last.name, last.by), (Some(Move::PlaceElsewhere), Party::System));
        assert_eq!(stage.receiver.handover(id).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
    }
    assert_eq!(stage.sender.handover(draft).await.unwrap().status, S::Draft, "what was never offered is no parallel offer");
});

story!(what_was_placed_elsewhere_cannot_be_taken_over_after_all, |app| {
    let leg = Leg::in_transfer(&app).await;
    let other = app.partner("ROC Rijnveld", estafette_contract::PartnerKind::MboCollege).await;
    let second = scene::draft(&leg.school, &other, leg.learner).await;
    scene::make_ready(&leg.school, second, app.clock().now()).await;
    leg.school.offer(second, &Default::default()).await.unwrap();
    other.accept(second, &scene::accepting()).await.unwrap();
    other.record_conversation(second, &conversation(app.clock().now())).await.unwrap();
    leg.school.transfer(second, &NoDetails {}).await.unwrap();
    leg.school.cancel(second, &scene::cancelling("Noor gaat naar Maasdal")).await.unwrap();

    leg.college.take_over(leg.handover, &taking_over()).await.unwrap();
    let refused = other.refuse_cancel(second, &ReasonDetails { explanation: text("Ze is hier al") }).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::MoveNotPossible));
    let refused = other.take_over(second, &taking_over()).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::MoveNotPossible));
    assert_eq!(leg.school.learner(leg.learner).await.unwrap().responsible.partner.name, "ROC Maasdal");
});
