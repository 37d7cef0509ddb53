//! What makes a takeover a takeover: a conversation, a named person, and who is responsible afterwards.

use estafette_contract::{
    AcceptDetails, ApplicationReference, ConversationOutcome, HandoverStatus, NewConversation, NoDetails, OfferDetails, PartnerKind,
    ProblemKind, Section, Transition,
};
use estafette_tests::{
    harness::{
        scene::{self, Leg, accepting, conversation, taking_over, text},
        way::Way,
    },
    story,
};

async fn transferring_in_silence(app: &estafette_tests::harness::TestApp) -> Leg {
    let leg = Leg::accepted(app).await;
    leg.school.transfer(leg.handover, &NoDetails {}).await.unwrap();
    leg
}

story!(nobody_takes_over_without_a_conversation, |app| {
    let leg = transferring_in_silence(&app).await;
    let refused = leg.college.take_over(leg.handover, &taking_over()).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::GuardNotMet));
    let missed = NewConversation { outcome: Some(ConversationOutcome::Missed), agreed: None, ..conversation(app.clock().now()) };
    leg.college.record_conversation(leg.handover, &missed).await.unwrap();
    let refused = leg.college.take_over(leg.handover, &taking_over()).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::GuardNotMet), "a missed conversation is none");
    assert_eq!(leg.school.learner(leg.learner).await.unwrap().responsible.partner.name, "Vmbo De Linde");
    leg.school.record_conversation(leg.handover, &conversation(app.clock().now())).await.unwrap();
    assert_eq!(leg.college.take_over(leg.handover, &taking_over()).await.unwrap().status, HandoverStatus::TakenOver);
});

story!(a_conversation_is_waived_in_writing_or_not_at_all, |app| {
    let leg = transferring_in_silence(&app).await;
    let waived = |agreed| NewConversation { outcome: Some(ConversationOutcome::Waived), agreed, ..conversation(app.clock().now()) };
    let refused = leg.college.record_conversation(leg.handover, &waived(None)).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::InvalidField));
    leg.college.record_conversation(leg.handover, &waived(Some(text("Els is met pensioen; Noor vertelt het liever zelf")))).await.unwrap();
    assert_eq!(leg.college.take_over(leg.handover, &taking_over()).await.unwrap().status, HandoverStatus::TakenOver);
});

story!(an_employer_takes_over_and_the_school_stays_responsible, |app| {
    let way = Way::drafted(&app, Transition::MboEmployer, PartnerKind::MboCollege, PartnerKind::Employer).await;
    way.to_transfer(&app).await;
    way.take_over().await;
    assert_eq!(way.sender.handover(way.handover).await.unwrap().status, HandoverStatus::TakenOver);
    let responsible = way.sender.learner(way.learner).await.unwrap().responsible;
    assert_eq!((responsible.partner.id, responsible.person.unwrap().name.as_str()), (way.sender.id, "Els Jansen"));
    let seen = way.receiver.handover(way.handover).await.unwrap().responsible.unwrap();
    assert_eq!(seen.partner.id, way.sender.id);
});

story!(an_employer_does_not_end_the_way_to_a_university, |app| {
    let way = Way::drafted(&app, Transition::MboEmployer, PartnerKind::MboCollege, PartnerKind::Employer).await;
    let hbo = app.partner("Hogeschool Delta", PartnerKind::Hbo).await;
    let study = scene::handover_to(&hbo, way.learner, Transition::MboHbo);
    let study = way.sender.draft_handover(&study).await.unwrap().id;
    way.sender.put_section(study, scene::identity(), None, None).await.unwrap();
    way.sender.record_consent(study, &scene::consent(Section::IdentityContact, app.clock().now())).await.unwrap();
    scene::make_ready(&way.sender, study, app.clock().now()).await;
    way.sender.offer(study, &OfferDetails::default()).await.unwrap();
    way.to_transfer(&app).await;
    way.take_over().await;
    assert_eq!(hbo.handover(study).await.unwrap().status, HandoverStatus::Offered);
});

story!(a_person_accepts_and_takes_over_never_a_system, |app| {
    let leg = Leg::offered(&app).await;
    let system = leg.college.without_professional(&app);
    assert_eq!(system.accept(leg.handover, &accepting()).await.unwrap_err().problem(), Some(ProblemKind::PersonRequired));
    leg.college.accept(leg.handover, &accepting()).await.unwrap();
    leg.college.record_conversation(leg.handover, &conversation(app.clock().now())).await.unwrap();
    leg.school.transfer(leg.handover, &NoDetails {}).await.unwrap();
    assert_eq!(system.record(leg.handover).await.unwrap_err().problem(), Some(ProblemKind::PersonRequired));
    let section = system.section(leg.handover, Section::SupportNeeds).await.unwrap_err();
    assert_eq!(section.problem(), Some(ProblemKind::PersonRequired));
    assert_eq!(system.take_over(leg.handover, &taking_over()).await.unwrap_err().problem(), Some(ProblemKind::PersonRequired));
    assert_eq!(leg.school.handover(leg.handover).await.unwrap().status, HandoverStatus::InTransfer);
});

story!(accepting_confirms_the_application_it_is_for, |app| {
    let leg = Leg::offered(&app).await;
    let other = ApplicationReference::new("A-2026-9999").unwrap();
    for application_reference in [None, Some(other)] {
        let refused = leg.college.accept(leg.handover, &AcceptDetails { application_reference, ..accepting() }).await.unwrap_err();
        assert_eq!(refused.problem(), Some(ProblemKind::GuardNotMet));
    }
    assert_eq!(leg.college.accept(leg.handover, &accepting()).await.unwrap().status, HandoverStatus::Accepted);
});

story!(without_an_application_there_is_no_offer, |app| {
    let school = app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
    let college = app.partner("ROC Maasdal", PartnerKind::MboCollege).await;
    let learner = school.register_learner(&scene::noor()).await.unwrap().id;
    let new = estafette_contract::NewHandover { application_reference: None, ..scene::handover_to(&college, learner, Transition::VmboMbo) };
    let handover = school.draft_handover(&new).await.unwrap().id;
    school.put_section(handover, scene::identity(), None, None).await.unwrap();
    school.put_section(handover, scene::support(), None, None).await.unwrap();
    scene::make_ready(&school, handover, app.clock().now()).await;
    let refused = school.offer(handover, &OfferDetails::default()).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::GuardNotMet));
    school.offer(handover, &OfferDetails { application_reference: Some(scene::application()), sender_contact: None }).await.unwrap();
    assert_eq!(college.accept(handover, &accepting()).await.unwrap().status, HandoverStatus::Accepted);
});

story!(after_the_copying_window_the_receiver_reads_nothing_more, |app| {
    let leg = Leg::taken_over(&app).await;
    app.days_pass(29);
    assert_eq!(leg.college.record(leg.handover).await.unwrap().sections.len(), 2);
    app.days_pass(1);
    assert_eq!(leg.college.record(leg.handover).await.unwrap_err().problem(), Some(ProblemKind::NotAllowed));
    let section = leg.college.section(leg.handover, Section::SupportNeeds).await.unwrap_err();
    assert_eq!(section.problem(), Some(ProblemKind::NotAllowed));
    assert_eq!(leg.college.handover(leg.handover).await.unwrap().sections, Some(Vec::new()));
    assert!(leg.school.record(leg.handover).await.is_ok());
});

story!(a_handover_whose_last_feedback_term_is_over_closes_by_itself, |app| {
    let leg = Leg::taken_over(&app).await;
    app.days_pass(364);
    assert_eq!(app.tick().await, 0);
    app.days_pass(1);
    assert_eq!(app.tick().await, 1);
    assert_eq!(leg.school.handover(leg.handover).await.unwrap().status, HandoverStatus::Closed);
    assert_eq!(leg.college.record(leg.handover).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
});
