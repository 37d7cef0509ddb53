//! Objections: a section is held until the sender writes the compelling reason, and nothing else is.

use estafette_contract::{NoDetails, NoticeKind, ObjectionAnswer, PartnerKind, ProblemKind, Section, TermKind, TermStage, Transition};
use estafette_tests::{
    harness::{
        Partner,
        own::objecting,
        scene::{Leg, text},
        way::Way,
    },
    story,
};

fn compelling() -> ObjectionAnswer {
    ObjectionAnswer { compelling_reason: text("Zonder dit begint de opleiding zonder de afgesproken hulp") }
}

async fn read(college: &Partner, leg: &Leg) -> Vec<Section> {
    college.record(leg.handover).await.unwrap().sections.iter().map(|section| section.section).collect()
}

story!(a_section_that_is_objected_to_is_held_until_the_compelling_reason_is_written, |app| {
    let leg = Leg::in_transfer(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let noor = app.student(school, leg.learner).await;
    assert_eq!(read(college, &leg).await, [Section::IdentityContact, Section::SupportNeeds]);
    let objection = noor.object(id, &objecting(Section::SupportNeeds)).await.unwrap().id;
    assert_eq!(read(college, &leg).await, [Section::IdentityContact], "the very next read");
    let refused = college.section(id, Section::SupportNeeds).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::NotAllowed));
    assert!(school.section(id, Section::SupportNeeds).await.is_ok(), "who wrote it still reads it");
    for told in [school, college] {
        let notice = told.notices(&Default::default()).await.unwrap().items.remove(0);
        assert_eq!((notice.kind, notice.section), (NoticeKind::ObjectionMade, Some(Section::SupportNeeds)));
    }
    let again = noor.object(id, &objecting(Section::SupportNeeds)).await.unwrap_err();
    assert_eq!(again.problem(), Some(ProblemKind::Conflict));

    // It waits on the sender's list, and longer than a month it is told on.
    let owed = async || {
        let items = school.work_items(&Default::default()).await.unwrap().items;
        items.into_iter().find(|item| item.term == TermKind::Objection).map(|item| item.stage)
    };
    assert_eq!(owed().await, Some(TermStage::Open));
    let listed = school.objections(id).await.unwrap().items;
    assert_eq!((listed[0].id, listed[0].reason.as_str(), &listed[0].compelling_reason), (objection, "Dit gaat over vroeger", &None));
    assert_eq!(
        college.objections(id).await.unwrap_err().problem(),
        Some(ProblemKind::NotFound),
        "why is between the learner and the sender"
    );
    assert_eq!(college.answer_objection(id, objection, &compelling()).await.unwrap_err().problem(), Some(ProblemKind::NotAllowed));

    school.answer_objection(id, objection, &compelling()).await.unwrap();
    assert_eq!((read(college, &leg).await.len(), owed().await), (2, None));
    let seen = noor.own_handover(id).await.unwrap();
    let answered = seen.sections.iter().find(|section| section.section == Section::SupportNeeds).unwrap().objection.clone().unwrap();
    assert_eq!(answered.compelling_reason, Some(compelling().compelling_reason));
    assert_eq!(school.answer_objection(id, objection, &compelling()).await.unwrap_err().problem(), Some(ProblemKind::Conflict));
});

story!(an_objection_holds_a_section_and_not_the_handover, |app| {
    let leg = Leg::ready(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let noor = app.student(school, leg.learner).await;
    noor.object(id, &objecting(Section::SupportNeeds)).await.unwrap();
    school.offer(id, &Default::default()).await.unwrap();
    college.accept(id, &estafette_tests::harness::scene::accepting()).await.unwrap();
    college.record_conversation(id, &estafette_tests::harness::scene::conversation(app.clock().now())).await.unwrap();
    school.transfer(id, &NoDetails {}).await.unwrap();
    assert_eq!(read(college, &leg).await, [Section::IdentityContact]);
    let item = school.work_items(&Default::default()).await.unwrap().items.into_iter().find(|item| item.term == TermKind::Objection);
    assert!(item.is_some(), "and the answer is owed all the while");
});

story!(only_what_goes_on_a_legal_task_is_objected_to, |app| {
    let way = Way::empty(&app, Transition::MboHbo, PartnerKind::MboCollege, PartnerKind::Hbo).await;
    way.write(Section::CareerProfile).await;
    way.write(Section::IdentityContact).await;
    way.review(&app).await;
    let student = app.student(&way.sender, way.learner).await;
    for section in [Section::CareerProfile, Section::LearningResults] {
        let refused = student.object(way.handover, &objecting(section)).await.unwrap_err();
        assert_eq!(refused.problem(), Some(ProblemKind::InvalidField), "{section}");
    }
});
