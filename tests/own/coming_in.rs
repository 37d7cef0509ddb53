//! Coming in: a code opens once, is tried five times at most, and does not tell why it opens nothing.

use estafette_client::{Client, ClientError};
use estafette_contract::{ClaimForm, ClaimMade, ClaimRole, Giver, NewClaim, Problem, ProblemKind};
use estafette_tests::{
    harness::{
        Database, TestApp,
        own::{for_student, showing},
        scene::{self, Leg, day},
    },
    story,
};

fn refused(error: ClientError) -> Problem {
    let ClientError::Refused(problem) = error else { panic!("{error}") };
    *problem
}

/// The problem with this code, without its trace.
async fn told(app: &TestApp, code: &str) -> Problem {
    let problem = refused(app.anonymous().come_in(&showing(code)).await.unwrap_err());
    Problem { instance: String::new(), ..problem }
}

/// The code with another last character.
fn mistyped(made: &ClaimMade) -> String {
    let last = if made.code.ends_with('7') { '8' } else { '7' };
    format!("{}{last}", &made.code[..made.code.len() - 1])
}

story!(a_student_comes_in_with_a_code_of_the_school_once, |app| {
    let leg = Leg::drafted(&app).await;
    let made = leg.school.make_claim(leg.learner, &for_student(ClaimForm::Code)).await.unwrap();
    assert_eq!(made.code.len(), "XXXXX-XXXXX".len());
    let typed = made.code.to_lowercase().replace('-', " ");
    let came_in = app.anonymous().come_in(&showing(&typed)).await.unwrap();
    assert_eq!(came_in.role, Giver::Student);
    let noor = app.with_learner_token(came_in.token);
    let page = noor.own_page().await.unwrap();
    assert_eq!((page.given_name.as_str(), page.responsible.partner.id), ("Noor", leg.school.id));
    assert_eq!(told(&app, &made.code).await.catalogued(), Some(ProblemKind::CodeRefused), "once");

    noor.leave().await.unwrap();
    assert_eq!(noor.own_page().await.unwrap_err().problem(), Some(ProblemKind::Unauthenticated));
    let later = app.student(&leg.school, leg.learner).await;
    app.clock().advance(chrono::TimeDelta::hours(2));
    assert_eq!(later.own_page().await.unwrap_err().problem(), Some(ProblemKind::Unauthenticated), "two hours are over");
});

story!(a_code_that_is_wrong_late_or_used_is_refused_in_the_same_words, |app| {
    let leg = Leg::drafted(&app).await;
    let make = async |form| leg.school.make_claim(leg.learner, &for_student(form)).await.unwrap();
    let (used, late, link) = (make(ClaimForm::Code).await, make(ClaimForm::Code).await, make(ClaimForm::Link).await);
    app.anonymous().come_in(&showing(&used.code)).await.unwrap();
    let wrong = told(&app, "00000-00000").await;
    assert_eq!((wrong.status, wrong.catalogued()), (403, Some(ProblemKind::CodeRefused)));
    assert_eq!(told(&app, &used.code).await, wrong);
    assert_eq!(told(&app, &mistyped(&link)).await, wrong);
    app.days_pass(3);
    assert_eq!(told(&app, &late.code).await, wrong);
    assert_eq!(told(&app, &link.code).await, wrong);
});

story!(a_code_is_tried_five_times_at_most_whoever_tries, |app| {
    let leg = Leg::drafted(&app).await;
    let made = leg.school.make_claim(leg.learner, &for_student(ClaimForm::Code)).await.unwrap();
    // Another process where there can be one: the tries are counted in the database.
    let second = if app.database.kind() == Database::Postgres { Some(app.beside().await) } else { None };
    let beside = second.as_ref().map_or_else(|| app.anonymous(), |second| Client::builder(&second.base).build().unwrap());
    let wrong = mistyped(&made);
    for client in [&app.anonymous(), &beside, &app.anonymous(), &beside] {
        client.come_in(&showing(&wrong)).await.unwrap_err();
    }
    let spared = leg.school.make_claim(leg.learner, &for_student(ClaimForm::Code)).await.unwrap();
    app.anonymous().come_in(&showing(&wrong)).await.unwrap_err();
    assert_eq!(told(&app, &made.code).await.catalogued(), Some(ProblemKind::CodeRefused), "also the right one, after five");
    for _ in 0..4 {
        app.anonymous().come_in(&showing(&mistyped(&spared))).await.unwrap_err();
    }
    app.anonymous().come_in(&showing(&spared.code)).await.expect("the fifth try is right");
});

story!(of_many_who_show_one_code_at_once_one_comes_in, |app| {
    let leg = Leg::drafted(&app).await;
    let made = leg.school.make_claim(leg.learner, &for_student(ClaimForm::Link)).await.unwrap();
    let (anonymous, shown) = (app.anonymous(), showing(&made.code));
    let all = futures_util::future::join_all((0..8).map(|_| anonymous.come_in(&shown))).await;
    assert_eq!(all.iter().filter(|came_in| came_in.is_ok()).count(), 1);
    for refusal in all.into_iter().filter_map(Result::err) {
        assert_eq!(refusal.problem(), Some(ProblemKind::CodeRefused));
    }
});

story!(the_same_request_again_tells_the_same_code_and_no_other_partner_makes_one, |app| {
    let leg = Leg::in_transfer(&app).await;
    let request = estafette_client::Request::new(reqwest::Method::POST, format!("/v1/learners/{}/claims", leg.learner))
        .json(&for_student(ClaimForm::Link))
        .once();
    let first: ClaimMade = leg.school.send(request.clone()).await.unwrap().read().unwrap();
    let again: ClaimMade = leg.school.send(request).await.unwrap().read().unwrap();
    assert_eq!(first, again);
    assert!(first.code.replace('-', "").len() * 5 >= 128, "of at least 128 bits");
    let known = leg.college.record(leg.handover).await.unwrap().learner_id;
    let by_college = leg.college.make_claim(known, &for_student(ClaimForm::Code)).await.unwrap_err();
    assert_eq!(by_college.problem(), Some(ProblemKind::NotAllowed), "who is not responsible yet lets nobody in");
    leg.college.take_over(leg.handover, &scene::taking_over()).await.unwrap();
    let by_school = leg.school.make_claim(leg.learner, &for_student(ClaimForm::Code)).await.unwrap_err();
    assert_eq!(by_school.problem(), Some(ProblemKind::NotAllowed), "and neither does who was");
    leg.college.make_claim(known, &for_student(ClaimForm::Code)).await.unwrap();
});

story!(a_representative_comes_in_until_the_sixteenth_birthday, |app| {
    let birthday = app.clock().now().date_naive() - chrono::Months::new(12 * 16) + chrono::Days::new(1);
    let leg = Leg::drafted_for(&app, &scene::born_on(birthday)).await;
    let guardian = serde_json::from_value(crate::contract::document_example("add_representative")).unwrap();
    let representative = leg.school.add_representative(leg.learner, &guardian).await.unwrap().id;
    let unnamed = NewClaim { role: ClaimRole::LegalRepresentative, ..for_student(ClaimForm::Code) };
    assert_eq!(leg.school.make_claim(leg.learner, &unnamed).await.unwrap_err().problem(), Some(ProblemKind::InvalidField));
    let parent = app.representative(&leg.school, leg.learner, representative).await;
    assert_eq!(parent.own_page().await.unwrap().role, Giver::LegalRepresentative);

    app.clock().advance(chrono::TimeDelta::hours(36));
    let claim = NewClaim { representative_id: Some(representative), ..unnamed };
    let of_age = refused(leg.school.make_claim(leg.learner, &claim).await.unwrap_err());
    assert_eq!((of_age.errors[0].pointer.as_str(), of_age.errors[0].code.as_str()), ("/role", "of-age"));
});

story!(a_learner_token_opens_the_own_page_and_nothing_else, |app| {
    let leg = Leg::drafted_for(&app, &scene::born_on(day("2006-01-01"))).await;
    let noor = app.student(&leg.school, leg.learner).await;
    for refusal in [
        noor.learner(leg.learner).await.unwrap_err(),
        noor.record(leg.handover).await.unwrap_err(),
        noor.work_items(&Default::default()).await.unwrap_err(),
    ] {
        assert_eq!(refusal.problem(), Some(ProblemKind::Unauthenticated));
    }
    assert_eq!(leg.school.own_page().await.unwrap_err().problem(), Some(ProblemKind::Unauthenticated), "nor a partner's the own page");
});

story!(of_codes_and_learner_tokens_nothing_is_kept_that_opens_anything, |app| {
    let leg = Leg::drafted(&app).await;
    let made = leg.school.make_claim(leg.learner, &for_student(ClaimForm::Link)).await.unwrap();
    let token = app.anonymous().come_in(&showing(&made.code)).await.unwrap().token;
    let mut raw = app.database.raw();
    let kept = raw.lines(
        "SELECT locator_hash || ' ' || secret_hash AS line FROM claims UNION ALL SELECT token_hash FROM own_sessions \
         UNION ALL SELECT answer FROM idempotency UNION ALL SELECT entry FROM audit_entries",
    );
    assert!(kept.len() > 3);
    let code = made.code.replace('-', "");
    for line in kept {
        assert!(!line.contains(&token) && !line.contains(&code) && !line.contains(&code[..13]), "{line}");
    }
});
