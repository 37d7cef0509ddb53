//! Questions: asked by one side, answered by the other, and no person in them before the transfer.

use estafette_client::PageOptions;
use estafette_contract::{
    Attachment, HandoverStatus, NewAnswer, NewQuestion, NoDetails, PartnerKind, Party, ProblemKind, QuestionStatus, Role, Transition,
};
use estafette_tests::{
    harness::{
        items::{answering, asking},
        scene::{self, Leg, accepting, text},
        way::Way,
    },
    story,
};

story!(the_intaker_asks_the_decaan_answers_and_nothing_waits_for_it, |app| {
    let leg = Leg::offered(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let plan = Attachment { title: text("Kennismakingsdagen"), text: text("Dinsdag 16 juni of donderdag 18 juni") };
    let question = NewQuestion { attachments: vec![plan], ..asking("Welke dag past?") };
    let asked = college.ask_question(id, &question).await.unwrap().id;
    let unanswered = college.ask_question(id, &asking("Komt er iemand mee?")).await.unwrap().id;

    // The college sees what it asked, in which role, and that there is no answer yet.
    let seen = college.questions(id, &Default::default()).await.unwrap().items;
    assert_eq!(seen.iter().map(|q| q.id).collect::<Vec<_>>(), [asked, unanswered]);
    assert_eq!((seen[0].asked_by, seen[0].asked_in_role, seen[0].status), (Party::Receiver, Some(Role::Intaker), QuestionStatus::Open));

    let answer =
        NewAnswer { attachments: vec![Attachment { title: text("Rooster"), text: text("Dinsdag examen") }], ..answering("Donderdag") };
    assert_eq!(school.answer_question(id, asked, &answer).await.unwrap().status, QuestionStatus::Answered);
    let read = college.questions(id, &Default::default()).await.unwrap().items.remove(0);
    let answered = read.answer.unwrap();
    assert_eq!((answered.answer.as_str(), answered.answered_in_role), ("Donderdag", Some(Role::Decaan)));
    assert_eq!(answered.attachments, answer.attachments);
    assert_eq!(read.attachments, question.attachments);

    // The other question is still open, and nobody has to wait for it.
    assert_eq!(college.accept(id, &accepting()).await.unwrap().status, HandoverStatus::Accepted);
    school.transfer(id, &NoDetails {}).await.unwrap();
    assert_eq!(school.questions(id, &Default::default()).await.unwrap().items[1].status, QuestionStatus::Open);
});

story!(a_receiver_that_has_not_accepted_sees_its_own_questions_only, |app| {
    let leg = Leg::offered(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let of_the_school = school.ask_question(id, &asking("Is er nog plaats in februari?")).await.unwrap().id;
    let of_the_college = college.ask_question(id, &asking("Welke dag past?")).await.unwrap().id;
    let seen = |page: estafette_contract::QuestionPage| page.items.into_iter().map(|q| q.id).collect::<Vec<_>>();
    assert_eq!(seen(college.questions(id, &Default::default()).await.unwrap()), [of_the_college]);
    assert_eq!(seen(school.questions(id, &Default::default()).await.unwrap()), [of_the_school, of_the_college]);
    let early = college.answer_question(id, of_the_school, &answering("Ja")).await.unwrap_err();
    assert_eq!(early.problem(), Some(ProblemKind::NotFound), "what it may not see it cannot answer");

    college.accept(id, &accepting()).await.unwrap();
    assert_eq!(seen(college.questions(id, &Default::default()).await.unwrap()), [of_the_school, of_the_college]);
    college.answer_question(id, of_the_school, &answering("Ja, twee plaatsen")).await.unwrap();
});

story!(the_sender_tells_no_name_before_the_transfer_runs, |app| {
    let leg = Leg::accepted(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let asked = college.ask_question(id, &asking("Welke dag past?")).await.unwrap().id;
    let in_attachment = Attachment { title: text("Uit de mail"), text: text("Groet, Vermeulen") };
    for (answer, pointer) in [
        (answering("Donderdag, zegt Noor."), "/answer"),
        (NewAnswer { attachments: vec![in_attachment], ..answering("Donderdag") }, "/attachments/0/text"),
    ] {
        let estafette_client::ClientError::Refused(problem) = school.answer_question(id, asked, &answer).await.unwrap_err() else {
            panic!()
        };
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), (pointer, "names-the-learner"));
        assert!(!problem.detail.contains("Noor") && !problem.errors[0].detail.contains("Noor"), "{problem:?}");
    }
    let asked_back = school.ask_question(id, &asking("Weet Noor waar ze moet zijn?")).await.unwrap_err();
    assert_eq!(asked_back.problem(), Some(ProblemKind::InvalidField));
    school.transfer(id, &NoDetails {}).await.unwrap();
    school.answer_question(id, asked, &answering("Donderdag, zegt Noor.")).await.unwrap();
});

story!(a_question_is_answered_once_and_by_the_other_side, |app| {
    let leg = Leg::accepted(&app).await;
    let asked = leg.college.ask_question(leg.handover, &asking("Welke dag past?")).await.unwrap().id;
    let own = leg.college.answer_question(leg.handover, asked, &answering("Donderdag")).await.unwrap_err();
    assert_eq!(own.problem(), Some(ProblemKind::NotAllowed));
    leg.school.answer_question(leg.handover, asked, &answering("Donderdag")).await.unwrap();
    let again = leg.school.answer_question(leg.handover, asked, &answering("Toch dinsdag")).await.unwrap_err();
    assert_eq!(again.problem(), Some(ProblemKind::Conflict));
    let other_side = NewQuestion { side: Some(Party::Sender), ..asking("Wie belt?") };
    let refused = leg.college.ask_question(leg.handover, &other_side).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::InvalidField), "a partner asks for its own side");
    let sibling = scene::draft(&leg.school, &leg.college, leg.learner).await;
    scene::make_ready(&leg.school, sibling, app.clock().now()).await;
    leg.school.offer(sibling, &Default::default()).await.unwrap();
    let elsewhere = leg.school.answer_question(sibling, asked, &answering("Donderdag")).await.unwrap_err();
    assert_eq!(elsewhere.problem(), Some(ProblemKind::NotFound), "it hangs on another handover");
});

story!(questions_are_asked_while_a_handover_runs_and_at_no_other_time, |app| {
    let leg = Leg::ready(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let early = school.ask_question(id, &asking("Is er plaats?")).await.unwrap_err();
    assert_eq!(early.problem(), Some(ProblemKind::MoveNotPossible));
    let unknown = college.ask_question(id, &asking("Is er plaats?")).await.unwrap_err();
    assert_eq!(unknown.problem(), Some(ProblemKind::NotFound));
    school.offer(id, &Default::default()).await.unwrap();
    let asked = college.ask_question(id, &asking("Welke dag past?")).await.unwrap().id;
    school.hold(id, &scene::holding("Overleg met de ouders")).await.unwrap();
    assert_eq!(school.answer_question(id, asked, &answering("Ja")).await.unwrap_err().problem(), Some(ProblemKind::MoveNotPossible));
    assert_eq!(college.questions(id, &Default::default()).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
    school.resume(id, &NoDetails {}).await.unwrap();
    school.answer_question(id, asked, &answering("Ja")).await.unwrap();
});

story!(within_one_school_either_line_asks_and_the_other_answers, |app| {
    let way = Way::drafted(&app, Transition::InternalLine, PartnerKind::MboCollege, PartnerKind::MboCollege).await;
    way.to_transfer(&app).await;
    let second_line = NewQuestion { side: Some(Party::Receiver), ..asking("Wat is er al geprobeerd?") };
    let asked = way.receiver.ask_question(way.handover, &second_line).await.unwrap().id;
    way.sender.answer_question(way.handover, asked, &answering("Twee gesprekken per week")).await.unwrap();
    let seen = way.sender.questions(way.handover, &Default::default()).await.unwrap().items.remove(0);
    assert_eq!((seen.asked_by, seen.status), (Party::Receiver, QuestionStatus::Answered));
});

story!(questions_come_page_by_page, |app| {
    let leg = Leg::accepted(&app).await;
    let mut asked = Vec::new();
    for number in 0..5 {
        asked.push(leg.college.ask_question(leg.handover, &asking(&format!("Vraag {number}"))).await.unwrap().id);
    }
    let (mut seen, mut page) = (Vec::new(), PageOptions { cursor: None, limit: Some(2) });
    loop {
        let questions = leg.school.questions(leg.handover, &page).await.unwrap();
        assert!(questions.items.len() <= 2);
        seen.extend(questions.items.iter().map(|question| question.id));
        match questions.next_cursor {
            Some(cursor) => page.cursor = Some(cursor),
            None => break,
        }
    }
    assert_eq!(seen, asked);
    let first = leg.school.questions(leg.handover, &PageOptions { cursor: None, limit: Some(2) }).await.unwrap();
    let foreign = PageOptions { cursor: first.next_cursor, limit: None };
    assert_eq!(leg.college.questions(leg.handover, &foreign).await.unwrap_err().problem(), Some(ProblemKind::InvalidField));
    assert_eq!(leg.school.alternatives(leg.handover, &foreign).await.unwrap_err().problem(), Some(ProblemKind::InvalidField));
});
