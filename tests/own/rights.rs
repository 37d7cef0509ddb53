//! Requests by the learner's rights: answered within a month or told on, and done where they are granted.

use estafette_contract::{
    NewRightsRequest, NoticeKind, Party, ProblemKind, RightKind, RightOutcome, RightsAnswer, Section, SupportStatement, TermKind,
    TermStage, content::SupportNeeds,
};
use estafette_tests::{
    harness::{
        Partner,
        own::asking,
        scene::{self, Leg, text},
    },
    story,
};
use uuid::Uuid;

fn answering(outcome: RightOutcome) -> RightsAnswer {
    RightsAnswer { outcome, answer: text("We hebben ernaar gekeken") }
}

/// How far the term of the requests about this handover has run, and as what this partner has it on its list.
async fn owed(partner: &Partner, handover: Uuid) -> Option<(TermStage, Party)> {
    let items = partner.work_items(&Default::default()).await.unwrap().items;
    items.into_iter().find(|item| item.handover_id == Some(handover) && item.term == TermKind::Rights).map(|item| (item.stage, item.party))
}

async fn told(partner: &Partner) -> Vec<(NoticeKind, Option<Section>)> {
    partner.notices(&Default::default()).await.unwrap().items.into_iter().map(|notice| (notice.kind, notice.section)).collect()
}

story!(a_request_is_answered_within_a_month_or_told_to_the_responsible_party, |app| {
    let leg = Leg::taken_over(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let known = college.record(id).await.unwrap().learner_id;
    let noor = app.student(college, known).await;
    let asked = noor.make_request(id, &asking(RightKind::Restrict)).await.unwrap().id;
    assert_eq!(told(school).await, [(NoticeKind::RightsRequested, None)]);
    assert_eq!((owed(school, id).await, owed(college, id).await), (Some((TermStage::Open, Party::Sender)), None));
    let listed = school.requests(id).await.unwrap().items.remove(0);
    assert!(listed.due_at <= app.clock().now() + chrono::TimeDelta::days(28));
    assert_eq!(college.requests(id).await.unwrap_err().problem(), Some(ProblemKind::NotFound), "it is not asked of the receiver");

    // The handover is closed; the request waits for an answer all the same.
    college.give_feedback(id, &scene::started(estafette_db::dutch_day(app.clock().now()))).await.unwrap();
    college.close(id, &estafette_contract::NoDetails {}).await.unwrap();
    app.days_pass(28);
    app.look().await;
    assert_eq!(owed(school, id).await, Some((TermStage::Overdue, Party::Sender)));
    app.days_pass(7);
    app.look().await;
    assert_eq!(owed(school, id).await.map(|(stage, _)| stage), Some(TermStage::Escalated));
    school.answer_request(id, asked, &answering(RightOutcome::Refused)).await.unwrap();
    assert_eq!(owed(school, id).await, None);
    let noor = app.student(college, known).await;
    let answered = noor.own_requests(id).await.unwrap().items.remove(0);
    assert_eq!((answered.outcome, answered.answer.unwrap().as_str()), (Some(RightOutcome::Refused), "We hebben ernaar gekeken"));
    let again = school.answer_request(id, asked, &answering(RightOutcome::Granted)).await.unwrap_err();
    assert_eq!(again.problem(), Some(ProblemKind::Conflict));
});

story!(an_erasure_that_is_granted_is_done_at_once_and_the_receiver_is_told, |app| {
    let leg = Leg::in_transfer(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let noor = app.student(school, leg.learner).await;
    let asked = noor.make_request(id, &asking(RightKind::Erase)).await.unwrap().id;
    assert_eq!(college.record(id).await.unwrap().sections.len(), 2, "a request alone erases nothing");
    school.answer_request(id, asked, &answering(RightOutcome::Granted)).await.unwrap();
    for partner in [school, college] {
        assert_eq!(partner.record(id).await.unwrap().sections.len(), 1);
        assert_eq!(told(partner).await[0], (NoticeKind::Erased, Some(Section::SupportNeeds)));
    }
    let kept = app.database.raw().count(&format!("handover_sections WHERE handover_id = '{id}' AND section = 'support_needs'"));
    assert_eq!(kept, 0, "in no version");
    assert!(noor.own_requests(id).await.unwrap().items[0].done_at.is_some());

    let whole = NewRightsRequest { section: None, ..asking(RightKind::Erase) };
    let asked = noor.make_request(id, &whole).await.unwrap().id;
    school.answer_request(id, asked, &answering(RightOutcome::Granted)).await.unwrap();
    assert!(noor.own_handover(id).await.unwrap().sections.is_empty());
    assert_eq!(
        college.history(id).await.unwrap().items.last().map(|line| line.status.to_string()),
        Some("in_transfer".into()),
        "the course stays"
    );
});

story!(what_is_to_lie_still_is_read_by_no_receiver_until_the_learner_lets_it_go_on, |app| {
    let leg = Leg::in_transfer(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let noor = app.student(school, leg.learner).await;
    let asked = noor.make_request(id, &asking(RightKind::Restrict)).await.unwrap().id;
    assert_eq!(college.record(id).await.unwrap().sections.len(), 2, "a request alone changes nothing");
    school.answer_request(id, asked, &answering(RightOutcome::Granted)).await.unwrap();
    let read: Vec<Section> = college.record(id).await.unwrap().sections.iter().map(|section| section.section).collect();
    assert_eq!(read, [Section::IdentityContact]);
    assert_eq!(college.section(id, Section::SupportNeeds).await.unwrap_err().problem(), Some(ProblemKind::NotAllowed));
    assert_eq!(school.record(id).await.unwrap().sections.len(), 2, "it is kept");
    for partner in [school, college] {
        assert_eq!(told(partner).await[0], (NoticeKind::Restricted, Some(Section::SupportNeeds)));
    }
    college.take_over(id, &scene::taking_over()).await.unwrap();
    let whole = NewRightsRequest { section: None, ..asking(RightKind::Restrict) };
    let all = noor.make_request(id, &whole).await.unwrap().id;
    school.answer_request(id, all, &answering(RightOutcome::Partly)).await.unwrap();
    assert_eq!(college.record(id).await.unwrap_err().problem(), Some(ProblemKind::NotAllowed), "not even a name");

    noor.lift_restriction(id, all, &estafette_contract::NoDetails {}).await.unwrap();
    assert_eq!(college.record(id).await.unwrap().sections.len(), 1);
    noor.lift_restriction(id, asked, &estafette_contract::NoDetails {}).await.unwrap();
    assert_eq!(college.record(id).await.unwrap().sections.len(), 2);
    assert_eq!(told(college).await[0], (NoticeKind::RestrictionLifted, Some(Section::SupportNeeds)));
    let again = noor.lift_restriction(id, asked, &estafette_contract::NoDetails {}).await.unwrap_err();
    assert_eq!(again.problem(), Some(ProblemKind::NotFound));
});

story!(a_correction_that_is_granted_is_made_by_writing_the_section_once, |app| {
    let leg = Leg::in_transfer(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let noor = app.student(school, leg.learner).await;
    let unnamed = NewRightsRequest { section: None, ..asking(RightKind::Rectify) };
    assert_eq!(noor.make_request(id, &unnamed).await.unwrap_err().problem(), Some(ProblemKind::InvalidField));
    let asked = noor.make_request(id, &asking(RightKind::Rectify)).await.unwrap().id;
    let corrected = SupportNeeds { statement: SupportStatement::NothingKnown, needs: Vec::new(), ..scene::support() };
    let (_, version) = school.section(id, Section::SupportNeeds).await.unwrap();
    let early = school.put_section(id, corrected.clone(), None, Some(version.as_str())).await.unwrap_err();
    assert_eq!(early.problem(), Some(ProblemKind::MoveNotPossible), "what runs is not rewritten");
    school.answer_request(id, asked, &answering(RightOutcome::Granted)).await.unwrap();
    let (_, version) = school.put_section(id, corrected.clone(), None, Some(version.as_str())).await.unwrap();
    let read = college.record(id).await.unwrap();
    assert_eq!(read.support.map(|support| support.statement), Some(SupportStatement::NothingKnown));
    for partner in [school, college] {
        assert_eq!(told(partner).await[0], (NoticeKind::Rectified, Some(Section::SupportNeeds)));
    }
    let again = school.put_section(id, corrected, None, Some(version.as_str())).await.unwrap_err();
    assert_eq!(again.problem(), Some(ProblemKind::MoveNotPossible), "once");
});
