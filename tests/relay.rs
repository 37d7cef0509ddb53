//! The first leg, told as a story: from the decaan's draft to the intaker's "I have it", and on to the feedback.

use estafette_contract::{HandoverStatus, Move, NoDetails, OfferDetails, ProblemKind, Reading, Role, Section};
use estafette_tests::{
    harness::scene::{self, Leg},
    story,
};

story!(the_baton_goes_from_the_decaan_to_the_coach, |app| {
    let leg = Leg::drafted(&app).await;
    let (school, college, handover) = (&leg.school, &leg.college, leg.handover);

    // The draft is the school's alone.
    assert_eq!(college.handover(handover).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
    assert!(college.inbox(&Default::default()).await.unwrap().items.is_empty());

    // The learner is told, reads, agrees; then the school offers.
    scene::make_ready(school, handover, app.clock().now()).await;
    school.offer(handover, &OfferDetails::default()).await.unwrap();

    // The college sees an announcement: where from, which programme, which application, and no person.
    let announced = college.inbox(&Default::default()).await.unwrap().items.remove(0);
    assert_eq!(announced.partner.name, "Vmbo De Linde");
    assert_eq!(announced.application_reference, Some(scene::application()));
    let seen = college.handover(handover).await.unwrap();
    assert_eq!((seen.reading, seen.learner_id, seen.sections, seen.sender_contact), (Reading::Announcement, None, None, None));
    assert_eq!(seen.possible_moves, [Move::Accept, Move::Decline]);

    // Bram accepts; what Noor needs is still not his to read.
    college.accept(handover, &scene::accepting()).await.unwrap();
    assert_eq!(college.record(handover).await.unwrap_err().problem(), Some(ProblemKind::NotAllowed));
    assert_eq!(college.handover(handover).await.unwrap().sender_contact.unwrap().name.as_str(), "Els Jansen");

    // They speak, the school starts the transfer, Bram reads.
    college.record_conversation(handover, &scene::conversation(app.clock().now())).await.unwrap();
    school.transfer(handover, &NoDetails {}).await.unwrap();
    let record = college.record(handover).await.unwrap();
    let sections: Vec<Section> = record.sections.iter().map(|section| section.section).collect();
    assert_eq!(sections, [Section::IdentityContact, Section::SupportNeeds]);
    assert_ne!(record.learner_id, leg.learner, "each partner knows the learner under its own pseudonym");

    // Until Fatima says "I have it", Els is responsible; from then on Fatima is.
    assert_eq!(responsible(school, leg.learner).await, ("Vmbo De Linde".into(), "Els Jansen".into()));
    college.take_over(handover, &scene::taking_over()).await.unwrap();
    assert_eq!(responsible(school, leg.learner).await, ("ROC Maasdal".into(), "Fatima Aydin".into()));
    assert_eq!(responsible(college, record.learner_id).await, ("ROC Maasdal".into(), "Fatima Aydin".into()));

    // After the extended intake the college tells how it went, and closes.
    let today = estafette_db::dutch_day(app.clock().now());
    college.give_feedback(handover, &scene::started(today)).await.unwrap();
    college.close(handover, &NoDetails {}).await.unwrap();
    let closed = school.handover(handover).await.unwrap();
    assert_eq!((closed.status, closed.reading), (HandoverStatus::Closed, Reading::Skeleton));
    assert_eq!(school.feedback(handover).await.unwrap().items.len(), 1);
    let course: Vec<HandoverStatus> = school.history(handover).await.unwrap().items.iter().map(|line| line.status).collect();
    use HandoverStatus::{Accepted, Closed, Draft, InReview, InTransfer, Offered, Ready, TakenOver};
    assert_eq!(course, [Draft, InReview, Ready, Offered, Accepted, InTransfer, TakenOver, Closed]);
});

story!(a_required_section_stays_once_the_learner_has_seen_it, |app| {
    let leg = Leg::drafted(&app).await;
    let (school, handover) = (&leg.school, leg.handover);
    let consent = scene::consent(Section::CareerProfile, app.clock().now());
    school.put_section(handover, scene::career(), None, None).await.unwrap();
    scene::make_ready_with(school, handover, app.clock().now(), &[consent]).await;

    // What was refused after all is taken away; what the transition requires is not.
    let (_, career) = school.section(handover, Section::CareerProfile).await.unwrap();
    school.remove_section(handover, Section::CareerProfile, &career).await.unwrap();
    let (_, support) = school.section(handover, Section::SupportNeeds).await.unwrap();
    let refused = school.remove_section(handover, Section::SupportNeeds, &support).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::MoveNotPossible));
    school.offer(handover, &OfferDetails::default()).await.unwrap();
});

story!(taking_a_required_section_away_under_review_starts_the_review_again, |app| {
    let leg = Leg::drafted(&app).await;
    let (school, handover) = (&leg.school, leg.handover);
    school.inform(handover, &scene::informing(app.clock().now())).await.unwrap();
    school.review(handover, &NoDetails {}).await.unwrap();
    let (_, support) = school.section(handover, Section::SupportNeeds).await.unwrap();
    school.remove_section(handover, Section::SupportNeeds, &support).await.unwrap();
    assert_eq!(school.handover(handover).await.unwrap().status, HandoverStatus::Draft);
});

async fn responsible(client: &estafette_client::Client, learner: uuid::Uuid) -> (String, String) {
    let party = client.learner(learner).await.unwrap().responsible;
    let person = party.person.unwrap();
    assert!(matches!(person.role, Role::Decaan | Role::Coach));
    (party.partner.name, person.name.to_string())
}
