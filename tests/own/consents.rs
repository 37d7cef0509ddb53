//! Yes and no to sections, said by the learner or who represents the learner, without the school in between.

use estafette_client::ClientError;
use estafette_contract::{
    Channel, ConsentStatement, Giver, HandoverStatus, NewOwnConsent, NoDetails, NoticeKind, PartnerKind, ProblemKind, Section, Transition,
};
use estafette_tests::{
    harness::{
        own::{saying, stating},
        scene::{Leg, by_representative, consent, informing},
        way::Way,
    },
    story,
};

/// A way on consent, under review.
async fn under_review(app: &estafette_tests::harness::TestApp) -> Way {
    let way = Way::empty(app, Transition::MboHbo, PartnerKind::MboCollege, PartnerKind::Hbo).await;
    way.write(Section::IdentityContact).await;
    way.write(Section::CareerProfile).await;
    way.review(app).await;
    way
}

story!(a_student_says_yes_to_each_section_and_takes_one_back, |app| {
    let way = under_review(&app).await;
    let (student, id, now) = (app.student(&way.sender, way.learner).await, way.handover, app.clock().now());
    student.give_own_view(id, &saying(estafette_contract::Agreement::Yes)).await.unwrap();
    assert_eq!(way.sender.ready(id, &NoDetails {}).await.unwrap_err().problem(), Some(ProblemKind::GuardNotMet), "nobody consented yet");
    student.state_own_consent(id, &stating(&consent(Section::IdentityContact, now))).await.unwrap();
    let of_career = student.state_own_consent(id, &stating(&consent(Section::CareerProfile, now))).await.unwrap().id;
    let told: Vec<NoticeKind> =
        way.sender.notices(&Default::default()).await.unwrap().items.into_iter().map(|notice| notice.kind).collect();
    assert_eq!(told, [NoticeKind::ConsentStated, NoticeKind::ConsentStated, NoticeKind::ViewGiven]);
    let listed = way.sender.consents(id).await.unwrap().items;
    assert!(listed.iter().all(|line| (line.channel, line.giver) == (Channel::OwnPage, Giver::Student)), "{listed:?}");
    way.ready().await;
    way.offer().await;
    way.accept().await;
    way.transfer(&app).await;
    assert_eq!(way.receiver.record(id).await.unwrap().sections.len(), 2);

    student.take_back_own_consent(id, of_career, &NoDetails {}).await.unwrap();
    assert_eq!(way.receiver.record(id).await.unwrap().sections.len(), 1, "the very next read");
    assert!(way.receiver.notices(&Default::default()).await.unwrap().items.iter().any(|told| told.kind == NoticeKind::ConsentWithdrawn));
    let again = student.take_back_own_consent(id, of_career, &NoDetails {}).await.unwrap_err();
    assert_eq!(again.problem(), Some(ProblemKind::Conflict));
});

story!(a_student_withdraws_a_handover_that_rests_on_consent, |app| {
    let way = under_review(&app).await;
    let student = app.student(&way.sender, way.learner).await;
    student.state_own_consent(way.handover, &stating(&consent(Section::CareerProfile, app.clock().now()))).await.unwrap();
    assert_eq!(student.withdraw_own_handover(way.handover, &NoDetails {}).await.unwrap().status, HandoverStatus::Withdrawn);
    let course = way.sender.history(way.handover).await.unwrap().items;
    assert_eq!(course.last().map(|line| line.by), Some(estafette_contract::Party::Learner));
    let leg = Leg::offered(&app).await;
    let noor = app.student(&leg.school, leg.learner).await;
    let refused = noor.withdraw_own_handover(leg.handover, &NoDetails {}).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::GuardNotMet), "a legal task is not the learner's to withdraw");
});

story!(under_sixteen_the_representative_states_it_and_takes_it_back, |app| {
    let leg = Leg::drafted_for(&app, &estafette_tests::harness::scene::born_on("2013-01-01".parse().unwrap())).await;
    let (school, id, now) = (&leg.school, leg.handover, app.clock().now());
    let guardian = serde_json::from_value(crate::contract::document_example("add_representative")).unwrap();
    let representative = school.add_representative(leg.learner, &guardian).await.unwrap().id;
    school.put_section(id, estafette_tests::harness::scene::career(), None, None).await.unwrap();
    school.inform(id, &informing(now)).await.unwrap();
    school.review(id, &NoDetails {}).await.unwrap();
    let parent = app.representative(school, leg.learner, representative).await;
    let yes = stating(&by_representative(representative, Section::CareerProfile, ConsentStatement::Given, now));
    let noor = app.student(school, leg.learner).await;
    let ClientError::Refused(problem) = noor.state_own_consent(id, &yes).await.unwrap_err() else { panic!() };
    assert_eq!(problem.errors[0].code, "under-sixteen");
    let given = parent.state_own_consent(id, &yes).await.unwrap().id;
    let back = noor.take_back_own_consent(id, given, &NoDetails {}).await.unwrap_err();
    assert_eq!(back.problem(), Some(ProblemKind::NotFound), "it is not hers to take back yet");
    parent.take_back_own_consent(id, given, &NoDetails {}).await.unwrap();
    let stated = parent.own_consents(id).await.unwrap().items;
    assert_eq!(
        stated.last().map(|line| (line.statement, line.representative_id)),
        Some((ConsentStatement::Withdrawn, Some(representative)))
    );
});

story!(what_is_stated_on_the_own_page_is_about_a_text_that_was_shown, |app| {
    let way = under_review(&app).await;
    let student = app.student(&way.sender, way.learner).await;
    let now = app.clock().now();
    let yes = stating(&consent(Section::CareerProfile, now));
    let wrong = [
        (NewOwnConsent { statement: ConsentStatement::Withdrawn, ..yes.clone() }, "not-here"),
        (NewOwnConsent { until_on: Some("2020-01-01".parse().unwrap()), ..yes.clone() }, "in-the-past"),
        (NewOwnConsent { text_version: estafette_tests::harness::scene::text("1999-1"), ..yes }, "other-text"),
    ];
    for (statement, code) in wrong {
        let ClientError::Refused(problem) = student.state_own_consent(way.handover, &statement).await.unwrap_err() else { panic!() };
        assert_eq!(problem.errors[0].code, code);
    }
});
