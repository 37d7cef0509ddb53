//! Being found: the learner gives a next partner a code; there is no search by name, and no number.

use estafette_contract::{ClaimForm, NewOwnClaim, NoDetails, PartnerKind, ProblemKind, Transition};
use estafette_tests::{
    harness::{
        own::{for_student, showing},
        scene::{Leg, handover_to},
    },
    story,
};

story!(a_next_partner_finds_who_gave_it_a_code_under_a_name_of_its_own, |app| {
    let leg = Leg::drafted(&app).await;
    let noor = app.student(&leg.school, leg.learner).await;
    let made = noor.make_own_claim(&NewOwnClaim { form: ClaimForm::Code }).await.unwrap();
    let found = leg.college.find_learner(&showing(&made.code)).await.unwrap().id;
    assert_ne!(found, leg.learner, "two partners share no name for a learner");
    let met = leg.college.learner(found).await.unwrap();
    assert_eq!((met.given_name.as_str(), met.responsible.partner.id), ("Noor", leg.school.id));
    assert!(met.representatives.is_empty());
    let log = leg.college.access_log(found, &Default::default()).await.unwrap_err();
    assert_eq!(log.problem(), Some(ProblemKind::NotFound), "to know somebody is not to know what others do");
    let again = leg.college.find_learner(&showing(&made.code)).await.unwrap_err();
    assert_eq!(again.problem(), Some(ProblemKind::CodeRefused), "once");

    // It can begin a handover of its own, without registering the learner a second time.
    let other = app.partner("ROC Rijnveld", PartnerKind::MboCollege).await;
    leg.college.draft_handover(&handover_to(&other, found, Transition::MboMbo)).await.unwrap();
    app.days_pass(91);
    assert!(leg.college.learner(found).await.is_ok(), "it hands the learner over");
});

story!(a_partner_that_was_given_a_code_knows_the_learner_for_a_while, |app| {
    let leg = Leg::drafted(&app).await;
    let noor = app.student(&leg.school, leg.learner).await;
    let made = noor.make_own_claim(&NewOwnClaim { form: ClaimForm::Link }).await.unwrap();
    let found = leg.college.find_learner(&showing(&made.code)).await.unwrap().id;
    app.days_pass(89);
    leg.college.learner(found).await.unwrap();
    app.days_pass(2);
    assert_eq!(leg.college.learner(found).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
});

story!(a_code_to_come_in_with_finds_nobody_and_a_code_to_be_found_with_lets_nobody_in, |app| {
    let leg = Leg::drafted(&app).await;
    let to_come_in = leg.school.make_claim(leg.learner, &for_student(ClaimForm::Code)).await.unwrap();
    let refused = leg.college.find_learner(&showing(&to_come_in.code)).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::CodeRefused));
    let noor = app.student(&leg.school, leg.learner).await;
    let to_be_found = noor.make_own_claim(&NewOwnClaim { form: ClaimForm::Code }).await.unwrap();
    let refused = app.anonymous().come_in(&showing(&to_be_found.code)).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::CodeRefused), "a partner that was given it cannot read as the learner");
    noor.leave().await.unwrap();
    let gone = noor.send(estafette_client::Request::new(reqwest::Method::POST, "/v1/own/_leave").json(&NoDetails {}).once()).await.unwrap();
    assert_eq!(gone.status, 401);
});
