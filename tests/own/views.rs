//! The learner reads a handover before anybody else does, and says what they think of it.

use estafette_contract::{Agreement, HandoverStatus, NewOwnView, NoDetails, NoticeKind, ProblemKind, Section, SectionAnswer};
use estafette_tests::{
    harness::{
        contents,
        own::saying,
        scene::{self, Leg, accepting, conversation, informing, text},
    },
    story,
};

story!(the_learner_reads_the_draft_first_and_what_they_say_travels_along, |app| {
    let leg = Leg::drafted(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let noor = app.student(school, leg.learner).await;
    assert!(noor.own_handovers(&Default::default()).await.unwrap().items.is_empty(), "what is still being written is nobody else's");
    assert_eq!(noor.own_handover(id).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
    school.inform(id, &informing(app.clock().now())).await.unwrap();
    school.review(id, &NoDetails {}).await.unwrap();

    let waiting = noor.own_handovers(&Default::default()).await.unwrap().items.remove(0);
    assert_eq!((waiting.id, waiting.status, waiting.waits_for_your_view), (id, HandoverStatus::InReview, true));
    let draft = noor.own_handover(id).await.unwrap();
    assert_eq!(draft.sender_contact.name.as_str(), "Els Jansen");
    let read: Vec<Section> = draft.sections.iter().map(|section| section.section).collect();
    assert_eq!(read, [Section::IdentityContact, Section::SupportNeeds]);
    assert!(draft.sections[1].content.get().contains("plannen van grote opdrachten"));

    let no = SectionAnswer { section: Section::SupportNeeds, agreed: Agreement::No, reason: Some(text("Dat is niet meer zo")) };
    let view = NewOwnView {
        reason: Some(text("Ik wil het zelf vertellen")),
        own_text: Some(text("Ik ben goed met mensen")),
        what_works: Some(text("Zeg het gewoon recht in mijn gezicht")),
        reflections: contents::reflections().reflections,
        sections: vec![no.clone()],
        ..saying(Agreement::No)
    };
    noor.give_own_view(id, &view).await.unwrap();
    assert!(!noor.own_handovers(&Default::default()).await.unwrap().items[0].waits_for_your_view);
    let told = school.notices(&Default::default()).await.unwrap().items.remove(0);
    assert_eq!((told.kind, told.handover_id, told.section), (NoticeKind::ViewGiven, id, None));

    // A "no" does not block a legal task, and the receiver reads it.
    school.ready(id, &NoDetails {}).await.unwrap();
    school.offer(id, &Default::default()).await.unwrap();
    college.accept(id, &accepting()).await.unwrap();
    college.record_conversation(id, &conversation(app.clock().now())).await.unwrap();
    school.transfer(id, &NoDetails {}).await.unwrap();
    let travelled = college.record(id).await.unwrap().views.remove(0);
    assert_eq!((travelled.agreed, travelled.sections), (Agreement::No, vec![no]));
    assert_eq!((travelled.what_works, travelled.own_text), (view.what_works, view.own_text));
    assert_eq!(travelled.reflections, view.reflections);
});

story!(a_view_is_given_on_what_is_under_review_and_again_when_it_changed, |app| {
    let leg = Leg::drafted(&app).await;
    let (school, id) = (&leg.school, leg.handover);
    let noor = app.student(school, leg.learner).await;
    school.inform(id, &informing(app.clock().now())).await.unwrap();
    school.review(id, &NoDetails {}).await.unwrap();
    noor.give_own_view(id, &saying(Agreement::Yes)).await.unwrap();
    let (_, version) = school.section(id, Section::SupportNeeds).await.unwrap();
    school.put_section(id, scene::support(), None, Some(version.as_str())).await.unwrap();
    let back = noor.give_own_view(id, &saying(Agreement::Yes)).await.unwrap_err();
    assert_eq!(back.problem(), Some(ProblemKind::NotFound), "the school is writing again");
    school.review(id, &NoDetails {}).await.unwrap();
    assert!(noor.own_handovers(&Default::default()).await.unwrap().items[0].waits_for_your_view, "it is another text now");
    assert_eq!(school.ready(id, &NoDetails {}).await.unwrap_err().problem(), Some(ProblemKind::GuardNotMet));
    noor.give_own_view(id, &saying(Agreement::Unknown)).await.unwrap();
    school.ready(id, &NoDetails {}).await.unwrap();
    let late = noor.give_own_view(id, &saying(Agreement::No)).await.unwrap_err();
    assert_eq!(late.problem(), Some(ProblemKind::Conflict));
});

story!(nobody_reads_the_handover_of_another_learner, |app| {
    let leg = Leg::offered(&app).await;
    let other = leg.school.register_learner(&scene::noor()).await.unwrap().id;
    let other = app.student(&leg.school, other).await;
    assert!(other.own_handovers(&Default::default()).await.unwrap().items.is_empty());
    assert_eq!(other.own_handover(leg.handover).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
    let view = other.give_own_view(leg.handover, &saying(Agreement::Yes)).await.unwrap_err();
    assert_eq!(view.problem(), Some(ProblemKind::NotFound));
    assert_eq!(other.own_consents(leg.handover).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
});

story!(the_learner_reads_on_when_the_parties_no_longer_do, |app| {
    let leg = Leg::taken_over(&app).await;
    let known = leg.college.record(leg.handover).await.unwrap().learner_id;
    app.days_pass(40);
    assert!(leg.college.record(leg.handover).await.is_err(), "the copying term is over");
    let noor = app.student(&leg.college, known).await;
    assert_eq!(noor.own_handover(leg.handover).await.unwrap().sections.len(), 2);
});
