//! How long what was written is kept: erased in the night after its time is up, with the course and the log left.

use estafette_contract::{Act, PartnerKind, ProblemKind, RetentionRule, Section};
use estafette_db::retention::Purged;
use estafette_tests::{
    harness::scene::{self, Leg},
    story,
};

/// How many would go now, by each rule.
async fn due(operator: &estafette_client::Client) -> Vec<(RetentionRule, i64)> {
    operator.retention_rules().await.unwrap().items.iter().map(|rule| (rule.rule, rule.due)).collect()
}

story!(what_was_not_taken_over_goes_after_ninety_days_and_its_course_stays, |app| {
    let leg = Leg::offered(&app).await;
    let operator = app.partner("Regiobeheer", PartnerKind::Region).await;
    let reason = estafette_contract::DeclineReason::NoCapacity;
    leg.college.decline(leg.handover, &estafette_contract::DeclineDetails { reason, explanation: None }).await.unwrap();
    app.days_pass(89);
    assert_eq!(app.store().purge_at_night().await.unwrap(), Purged::default());
    assert_eq!(leg.school.record(leg.handover).await.unwrap().sections.len(), 2);
    app.days_pass(2);
    assert_eq!(due(&operator).await[0], (RetentionRule::NotTakenOver, 1));
    assert_eq!(app.store().purge_at_night().await.unwrap(), Purged { handovers: 1, learners: 0 });
    assert_eq!(app.store().purge_at_night().await.unwrap(), Purged::default(), "once a night");
    assert_eq!(due(&operator).await[0], (RetentionRule::NotTakenOver, 0));
    assert_eq!(app.database.raw().count("handover_sections") + app.database.raw().count("views"), 0);
    assert_eq!(leg.school.history(leg.handover).await.unwrap().items.len(), 5, "its course stays");
    let told = leg.school.access_log(leg.learner, &Default::default()).await.unwrap().items;
    assert!(told.iter().any(|line| line.sentence.contains("bewaartermijn")), "the learner can read that it was erased");
});

story!(what_was_taken_over_goes_after_a_year_and_the_learner_after_five, |app| {
    let leg = Leg::taken_over(&app).await;
    let known = leg.college.record(leg.handover).await.unwrap().learner_id;
    leg.college.give_feedback(leg.handover, &scene::started(estafette_db::dutch_day(app.clock().now()))).await.unwrap();
    leg.college.close(leg.handover, &estafette_contract::NoDetails {}).await.unwrap();
    app.days_pass(364);
    assert_eq!(app.store().purge_at_night().await.unwrap(), Purged::default());
    app.days_pass(2);
    assert_eq!(app.store().purge_at_night().await.unwrap(), Purged { handovers: 1, learners: 0 });
    assert_eq!(app.database.raw().count("handover_sections"), 0);
    leg.college.learner(known).await.unwrap();
    app.days_pass(1500);
    assert_eq!(app.store().purge_at_night().await.unwrap(), Purged { handovers: 0, learners: 1 });
    assert_eq!(leg.college.learner(known).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
    assert_eq!(app.database.raw().count("learners WHERE data_key IS NOT NULL"), 0);
    let entries = app.database.raw().count(&format!("audit_entries WHERE entry LIKE '%\"act\":\"{}\"%'", Act::LearnerPurge));
    assert_eq!(entries, 1);
    assert_eq!(std::fs::read_to_string(app.key_file("erasures.txt")).unwrap().lines().count(), 1, "no backup brings the learner back");
});

story!(what_runs_is_kept, |app| {
    let leg = Leg::in_transfer(&app).await;
    app.days_pass(2000);
    assert_eq!(app.store().purge().await.unwrap(), Purged::default());
    assert!(leg.college.record(leg.handover).await.unwrap().sections.iter().any(|section| section.section == Section::SupportNeeds));
    let refused = leg.school.retention_rules().await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::MissingScope), "only operators see what is due in the region");
});
