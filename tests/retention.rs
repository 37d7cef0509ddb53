//! How long what was written is kept: erased in the night after its time is up, with the course and the log left.

use std::collections::BTreeMap;

use estafette_contract::{
    Act, AftercareEnd, AftercareEnding, AftercareReason, CaseStatus, CodeList, NewAftercare, NoDetails, PartnerKind, ProblemKind,
    RetentionRule, Role, Section,
};
use estafette_db::retention::Purged;
use estafette_tests::{
    harness::{
        TestApp,
        scene::{self, Leg},
        vsv::{NOVEMBER, OCTOBER},
    },
    story,
};

use crate::cases::{Region, import};

/// How many would go now, by each rule.
async fn due(operator: &estafette_client::Client) -> BTreeMap<RetentionRule, i64> {
    operator.retention_rules().await.unwrap().items.iter().map(|rule| (rule.rule, rule.due)).collect()
}

/// How often the log has that this was done.
fn entries(app: &TestApp, act: Act) -> usize {
    app.database.raw().count(&format!("audit_entries WHERE entry LIKE '%\"act\":\"{act}\"%\"outcome\":\"done\"%'"))
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
    assert_eq!(due(&operator).await[&RetentionRule::NotTakenOver], 1);
    assert_eq!(app.store().purge_at_night().await.unwrap(), Purged { handovers: 1, ..Purged::default() });
    assert_eq!(app.store().purge_at_night().await.unwrap(), Purged::default(), "once a night");
    assert_eq!(due(&operator).await[&RetentionRule::NotTakenOver], 0);
    assert_eq!(app.database.raw().count("handover_sections") + app.database.raw().count("views"), 0);
    assert_eq!(leg.school.history(leg.handover).await.unwrap().items.len(), 5, "its course stays");
    let told = leg.school.access_log(leg.learner, &Default::default()).await.unwrap().items;
    assert!(told.iter().any(|line| line.sentence.contains("bewaartermijn")), "the learner can read that it was erased");
});

story!(what_was_taken_over_goes_after_a_year_and_the_learner_after_five, |app| {
    let leg = Leg::taken_over(&app).await;
    let known = leg.college.record(leg.handover).await.unwrap().learner_id;
    leg.college.give_feedback(leg.handover, &scene::started(estafette_db::dutch_day(app.clock().now()))).await.unwrap();
    leg.college.close(leg.handover, &NoDetails {}).await.unwrap();
    app.days_pass(364);
    assert_eq!(app.store().purge_at_night().await.unwrap(), Purged::default());
    app.days_pass(2);
    assert_eq!(app.store().purge_at_night().await.unwrap(), Purged { handovers: 1, ..Purged::default() });
    assert_eq!(app.database.raw().count("handover_sections"), 0);
    leg.college.learner(known).await.unwrap();
    app.days_pass(1500);
    assert_eq!(app.store().purge_at_night().await.unwrap(), Purged { learners: 1, ..Purged::default() });
    assert_eq!(leg.college.learner(known).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
    assert_eq!(app.database.raw().count("learners WHERE data_key IS NOT NULL"), 0);
    assert_eq!(entries(&app, Act::LearnerPurge), 1);
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

story!(what_is_most_delicate_goes_before_the_rest, |app| {
    Leg::taken_over(&app).await;
    let kept = Section::SupportNeeds.code();
    let rows = |section: &str| app.database.raw().count(&format!("handover_sections WHERE section = '{section}'"));
    for section in [Section::Health, Section::SocialEmotional] {
        let columns = "handover_id, version, current, ground, matrix_version, content, necessity, written_at";
        let copied = format!(
            "INSERT INTO handover_sections ({columns}, section) SELECT {columns}, '{}' FROM handover_sections WHERE section = '{kept}'",
            section.code()
        );
        app.database.raw().execute(&copied).unwrap();
    }
    app.days_pass(181);
    assert_eq!(app.store().purge_at_night().await.unwrap(), Purged::default());
    app.days_pass(2);
    assert_eq!(app.store().purge_at_night().await.unwrap(), Purged { handovers: 1, ..Purged::default() });
    assert_eq!((rows(Section::Health.code()), rows(Section::SocialEmotional.code()), rows(kept)), (0, 0, 1));
    app.days_pass(1);
    assert_eq!(app.store().purge_at_night().await.unwrap(), Purged::default(), "once");
    assert_eq!(entries(&app, Act::HandoverPurge), 1);
});

story!(aftercare_that_is_over_goes_after_a_year, |app| {
    let college = app.partner("ROC Maasdal", PartnerKind::MboCollege).await;
    let learner = college.register_learner(&scene::noor()).await.unwrap().id;
    let began_on = estafette_db::dutch_day(app.clock().now());
    let owner = scene::person("Fatima Aydin", Role::Coach);
    let new = NewAftercare { learner_id: learner, reason: AftercareReason::Graduated, began_on, diploma: None, owner };
    let id = college.begin_aftercare(&new).await.unwrap().id;
    app.days_pass(3000);
    assert_eq!(app.store().purge().await.unwrap(), Purged::default(), "nobody goes while somebody keeps in touch");
    let ending = AftercareEnding { reason: AftercareEnd::LastingWork, note: Some(scene::text("Het gaat goed")) };
    college.end_aftercare(id, &ending).await.unwrap();
    app.days_pass(364);
    let purged = app.store().purge().await.unwrap();
    assert_eq!((purged.aftercare, college.aftercare(id).await.unwrap().id), (0, id));
    app.days_pass(2);
    assert_eq!(app.store().purge().await.unwrap().aftercare, 1);
    assert_eq!(college.aftercare(id).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
    assert_eq!((app.database.raw().count("aftercare_contacts"), entries(&app, Act::AftercarePurge)), (0, 1));
});

story!(a_case_that_ended_goes_after_a_year_and_one_that_runs_stays, |app| {
    let region = Region::of(&app).await;
    let operator = app.partner("Regiobeheer", PartnerKind::Region).await;
    import(&region.college, OCTOBER, "2043-10").await;
    app.days_pass(30);
    import(&region.college, NOVEMBER, "2043-11").await;
    let cases = region.here.cases(&Default::default()).await.unwrap().items;
    let ended = cases.into_iter().find(|case| case.status == CaseStatus::Ended).unwrap();
    for line in region.here.aftercare_list(&Default::default()).await.unwrap().items {
        if region.here.aftercare(line.id).await.unwrap().learner_id == ended.learner_id {
            region.here.end_aftercare(line.id, &AftercareEnding { reason: AftercareEnd::LastingWork, note: None }).await.unwrap();
        }
    }
    app.days_pass(364);
    assert_eq!(app.store().purge().await.unwrap(), Purged::default());
    app.days_pass(2);
    let (aftercare, case) = (due(&operator).await[&RetentionRule::Aftercare], due(&operator).await[&RetentionRule::Case]);
    assert_eq!((aftercare, case), (1, 0), "a case stays as long as the aftercare that began with it");
    assert_eq!(app.store().purge().await.unwrap(), Purged { aftercare: 1, cases: 1, ..Purged::default() });
    assert_eq!(region.here.case(ended.id).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
    assert_eq!((app.database.raw().count("cases WHERE ended_at IS NULL"), entries(&app, Act::CasePurge)), (4, 1));
});
