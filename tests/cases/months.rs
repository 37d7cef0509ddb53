//! A month becomes cases, and the next month renews them.

use estafette_contract::{CaseStatus, LeftLevel, ProblemKind, VsvRejection};
use estafette_tests::{
    harness::vsv::{NOVEMBER, OCTOBER},
    story,
};

use super::{Region, counts, import};

story!(a_month_becomes_cases_at_the_doorstroompunt_of_each_region, |app| {
    let region = Region::of(&app).await;
    let report = import(&region.college, OCTOBER, "2043-10").await;
    assert_eq!((counts(&report), report.new.clone()), ((4, 0, 0, 1, 0), vec![2, 3, 4, 5]));
    let rejected = &report.rejected[0];
    assert_eq!((rejected.line, rejected.reason, rejected.column.as_deref()), (6, VsvRejection::NoDoorstroompunt, Some("RMC_REGIO")));

    let here = region.here.cases(&Default::default()).await.unwrap().items;
    let there = region.there.cases(&Default::default()).await.unwrap().items;
    assert_eq!((here.len(), there.len()), (3, 1));
    let mila = region.here.case(here[2].id).await.unwrap();
    assert_eq!((mila.given_name.as_str(), mila.family_name.as_str(), mila.status), ("Mila Sofie", "Kersten", CaseStatus::Open));
    let programme = mila.left.programme.as_ref().map(|name| name.as_str());
    assert_eq!((programme, mila.left.level), (Some("Dienstverlening"), Some(LeftLevel::Mbo2)));
    assert_eq!(mila.address.unwrap().street.as_str(), "Havenkade 129 A");
    let learner = region.here.learner(mila.learner_id).await.unwrap();
    assert_eq!((learner.id, learner.responsible.partner.id), (here[2].learner_id, region.here.id), "somebody is responsible at once");

    for other in [&region.there, &region.college] {
        let refused = other.case(here[2].id).await.unwrap_err().problem();
        let told = if other.id == region.college.id { ProblemKind::MissingScope } else { ProblemKind::NotFound };
        assert_eq!(refused, Some(told));
    }
    let unnamed = region.here.without_professional(&app).case(here[2].id).await.unwrap_err();
    assert_eq!(unnamed.problem(), Some(ProblemKind::PersonRequired));
});

story!(the_same_month_again_changes_nothing_and_the_next_says_what_became_of_each, |app| {
    let region = Region::of(&app).await;
    import(&region.college, OCTOBER, "2043-10").await;
    let again = import(&region.college, OCTOBER, "2043-10").await;
    assert_eq!((counts(&again), again.unchanged.clone()), ((0, 0, 4, 1, 0), vec![2, 3, 4, 5]));

    app.days_pass(30);
    let next = import(&region.college, NOVEMBER, "2043-11").await;
    assert_eq!(counts(&next), (1, 1, 2, 1, 1), "{next:?}");
    assert_eq!((next.new.clone(), next.updated.clone(), next.unchanged.clone()), (vec![5], vec![3], vec![2, 4]));
    assert_eq!((next.rejected[0].line, next.rejected[0].reason), (6, VsvRejection::Name));
    let cases = region.here.cases(&Default::default()).await.unwrap().items;
    let ended: Vec<_> = cases.iter().filter(|case| case.status == CaseStatus::Ended).collect();
    assert_eq!((cases.len(), ended.len()), (4, 1));
    assert_eq!(region.here.case(ended[0].id).await.unwrap().family_name, "Peñafiel");
    let samir = region.here.case(cases[2].id).await.unwrap();
    assert_eq!(samir.left.programme.unwrap().as_str(), "Gastheer/gastvrouw");

    let back = import(&region.college, NOVEMBER, "2043-11").await;
    assert_eq!(counts(&back), (0, 0, 4, 1, 0));
    let older = region.college.import_vsv(OCTOBER.into(), &estafette_client::VsvOptions::whole(super::month("2043-10"))).await;
    assert_eq!(older.unwrap_err().problem(), Some(ProblemKind::Conflict), "an older month ends nothing");
});

story!(who_is_reported_again_has_the_same_case, |app| {
    let region = Region::of(&app).await;
    import(&region.college, OCTOBER, "2043-10").await;
    let without: String = OCTOBER.lines().filter(|line| !line.contains("Kersten")).map(|line| format!("{line}\r\n")).collect();
    assert_eq!(import(&region.college, &without, "2043-11").await.ended, 1);
    let back = import(&region.college, OCTOBER, "2043-12").await;
    assert_eq!(counts(&back), (0, 1, 3, 1, 0));
    let cases = region.here.cases(&Default::default()).await.unwrap().items;
    assert_eq!(cases.iter().filter(|case| case.status == CaseStatus::Open).count(), 3);
});

story!(each_learner_sees_in_the_log_that_they_were_reported_and_read, |app| {
    let region = Region::of(&app).await;
    import(&region.college, OCTOBER, "2043-10").await;
    let case = region.here.cases(&Default::default()).await.unwrap().items[2].clone();
    region.here.case(case.id).await.unwrap();
    let log = region.here.access_log(case.learner_id, &Default::default()).await.unwrap().items;
    let told: Vec<&str> = log.iter().map(|line| line.sentence.as_str()).collect();
    assert!(told.iter().any(|line| line.starts_with("ROC Maasdal (intaker) heeft je gemeld als voortijdig schoolverlater")), "{told:?}");
    assert!(told.iter().any(|line| line.starts_with("Doorstroompunt Maasdal (casemanager) heeft gelezen wat er over je schoolverlaten")));
});
