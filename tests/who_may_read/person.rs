//! Who a learner is: known to the school that registered them, and to a receiver only as far as the handover goes.

use estafette_client::Client;
use estafette_contract::{ConsentStatement, NoDetails, PartnerKind, ProblemKind, Section, Transition};
use estafette_tests::{
    harness::{
        scene::{Leg, cancelling, consent, release},
        way::Way,
    },
    story,
};
use uuid::Uuid;

async fn is_unknown(client: &Client, learner: Uuid) {
    assert_eq!(client.learner(learner).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
    assert_eq!(client.access_log(learner, &Default::default()).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
}

story!(an_employer_learns_the_name_only_when_the_learner_agreed_to_that, |app| {
    let way = Way::empty(&app, Transition::MboEmployer, PartnerKind::MboCollege, PartnerKind::Employer).await;
    way.write(Section::WorkExperience).await;
    way.write(Section::IdentityContact).await;
    let now = app.clock().now();
    way.sender.record_consent(way.handover, &release(Section::WorkExperience, now)).await.unwrap();
    let named = way.sender.record_consent(way.handover, &consent(Section::IdentityContact, now)).await.unwrap().id;
    way.review(&app).await;
    way.sender.record_view(way.handover, &estafette_tests::harness::scene::agreed(now)).await.unwrap();
    way.ready().await;
    way.offer().await;
    way.accept().await;
    way.transfer(&app).await;
    let learner = way.receiver.handover(way.handover).await.unwrap().learner_id.unwrap();
    assert_eq!(way.receiver.learner(learner).await.unwrap().given_name, "Noor");

    let how = estafette_contract::ConsentWithdrawal { channel: estafette_contract::Channel::Spoken, stated_at: now, note: None };
    way.sender.withdraw_consent(way.handover, named, &how).await.unwrap();
    is_unknown(&way.receiver, learner).await;
    let again = estafette_contract::NewConsent { statement: ConsentStatement::Given, ..consent(Section::IdentityContact, now) };
    way.sender.record_consent(way.handover, &again).await.unwrap();
    assert_eq!(way.receiver.learner(learner).await.unwrap().given_name, "Noor");
});

story!(a_receiver_whose_transfer_was_cancelled_knows_nobody_any_more, |app| {
    let leg = Leg::in_transfer(&app).await;
    let learner = leg.college.record(leg.handover).await.unwrap().learner_id;
    assert_eq!(leg.college.learner(learner).await.unwrap().given_name, "Noor");
    leg.school.cancel(leg.handover, &cancelling("Gaat toch niet")).await.unwrap();
    leg.college.confirm_cancel(leg.handover, &NoDetails {}).await.unwrap();
    is_unknown(&leg.college, learner).await;
    assert_eq!(leg.school.learner(leg.learner).await.unwrap().given_name, "Noor");
});

story!(after_the_copying_window_an_employer_knows_nobody_and_the_college_that_took_over_still_does, |app| {
    let way = Way::drafted(&app, Transition::MboEmployer, PartnerKind::MboCollege, PartnerKind::Employer).await;
    way.to_transfer(&app).await;
    let learner = way.receiver.handover(way.handover).await.unwrap().learner_id.unwrap();
    way.take_over().await;
    assert!(way.receiver.learner(learner).await.is_ok());
    app.days_pass(31);
    is_unknown(&way.receiver, learner).await;
    assert!(way.sender.learner(way.learner).await.is_ok());
});
