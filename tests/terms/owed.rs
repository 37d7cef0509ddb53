//! What is owed beside the main line: answers, and the steps of a plan that have a day.

use chrono::{Days, NaiveDate};
use estafette_contract::{
    AlternativeDecision, NoDetails, Party, PlanStepView, ReasonDetails, Role, StepAcceptance, StepReturn, TermKind, TermStage,
    content::{Plan, PlanStep},
};
use estafette_tests::{
    harness::{
        TestApp,
        items::{accepting_it, another_date, another_desk, another_partner, answering, asking, deciding},
        scene::{self, Leg, accepting, cancelling, day, holding, text},
    },
    story,
};

use super::{items, stage};

story!(a_question_is_on_the_list_of_who_owes_the_answer_until_it_is_given, |app| {
    let leg = Leg::offered(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let asked = college.ask_question(id, &asking("Welke dag past?")).await.unwrap().id;
    let owed = items(school).await.into_iter().find(|item| item.term == TermKind::SenderAnswer).unwrap();
    assert_eq!((owed.handover_id, owed.party, owed.stage), (Some(id), Party::Sender, TermStage::Open));
    assert!(owed.reason.nl.starts_with("Antwoord op wat de ontvanger vraagt of voorstelt: uiterlijk "), "{}", owed.reason.nl);
    assert_eq!(stage(college, id, TermKind::SenderAnswer).await, None, "who asks owes nothing");
    assert_eq!(stage(college, id, TermKind::ReceiverAnswer).await, None);

    app.days_pass(4);
    app.look().await;
    assert_eq!(stage(school, id, TermKind::SenderAnswer).await, Some(TermStage::DueSoon));
    let again = college.ask_question(id, &asking("Komt er iemand mee?")).await.unwrap().id;
    assert_eq!(stage(school, id, TermKind::SenderAnswer).await, Some(TermStage::DueSoon), "the first question counts");
    school.answer_question(id, asked, &answering("Donderdag")).await.unwrap();
    assert_eq!(stage(school, id, TermKind::SenderAnswer).await, Some(TermStage::Open), "now the second");
    school.answer_question(id, again, &answering("Haar moeder")).await.unwrap();
    assert_eq!(stage(school, id, TermKind::SenderAnswer).await, None);
});

story!(an_answer_that_stays_out_is_told_to_the_responsible_party, |app| {
    let leg = Leg::accepted(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    school.ask_question(id, &asking("Is er nog plaats in februari?")).await.unwrap();
    app.days_pass(7);
    app.look().await;
    let stages = async || (stage(college, id, TermKind::ReceiverAnswer).await, stage(school, id, TermKind::ReceiverAnswer).await);
    assert_eq!(stages().await, (Some(TermStage::Overdue), None));
    app.days_pass(7);
    app.look().await;
    assert_eq!(stages().await, (Some(TermStage::Escalated), Some(TermStage::Escalated)));
    let told = items(school).await.into_iter().find(|item| item.term == TermKind::ReceiverAnswer).unwrap();
    assert_eq!(told.party, Party::Responsible);
});

story!(what_a_receiver_cannot_see_yet_it_does_not_owe_yet, |app| {
    let leg = Leg::offered(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let asked = school.ask_question(id, &asking("Is er nog plaats?")).await.unwrap().id;
    assert_eq!(stage(college, id, TermKind::ReceiverAnswer).await, None);
    app.days_pass(10);
    college.accept(id, &accepting()).await.unwrap();
    assert_eq!(stage(college, id, TermKind::ReceiverAnswer).await, Some(TermStage::Open), "its days begin when it sees the question");

    school.transfer(id, &NoDetails {}).await.unwrap();
    school.cancel(id, &cancelling("Een andere opleiding")).await.unwrap();
    assert_eq!(stage(college, id, TermKind::ReceiverAnswer).await, None, "nothing can be answered while this is decided");
    college.refuse_cancel(id, &ReasonDetails { explanation: text("Zij is er al") }).await.unwrap();
    assert_eq!(stage(college, id, TermKind::ReceiverAnswer).await, Some(TermStage::Open));
    college.answer_question(id, asked, &answering("Twee plaatsen")).await.unwrap();
    assert_eq!(stage(college, id, TermKind::ReceiverAnswer).await, None);
});

story!(an_alternative_waits_for_a_decision_of_the_other_side, |app| {
    let leg = Leg::offered(&app).await;
    let other = app.partner("ROC Rijnveld", estafette_contract::PartnerKind::MboCollege).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let desk = college.propose_alternative(id, &another_desk("Intake Entree")).await.unwrap().id;
    assert_eq!(stage(school, id, TermKind::SenderAnswer).await, Some(TermStage::Open));
    school.hold(id, &holding("Even wachten")).await.unwrap();
    assert_eq!(stage(school, id, TermKind::SenderAnswer).await, None, "on hold nothing is asked");
    school.resume(id, &NoDetails {}).await.unwrap();
    assert_eq!(stage(school, id, TermKind::SenderAnswer).await, Some(TermStage::Open));
    school.decide_alternative(id, desk, &accepting_it()).await.unwrap();
    assert_eq!(stage(school, id, TermKind::SenderAnswer).await, None);

    let date = college.propose_alternative(id, &another_date(day("2027-02-01"))).await.unwrap().id;
    college.decide_alternative(id, date, &deciding(AlternativeDecision::Withdrawn)).await.unwrap();
    assert_eq!(stage(school, id, TermKind::SenderAnswer).await, None, "what was taken back waits for nobody");

    let partner = college.propose_alternative(id, &another_partner(&other)).await.unwrap().id;
    school.decide_alternative(id, partner, &accepting_it()).await.unwrap();
    assert!(items(school).await.is_empty() && items(college).await.is_empty(), "what is over asks nothing of anybody");
});

/// Taken over, with one step for each of these days.
async fn with_steps(app: &TestApp, days: &[NaiveDate]) -> (Leg, Vec<PlanStepView>) {
    let leg = Leg::drafted(app).await;
    let step = |due_on: &NaiveDate| PlanStep {
        what: text("Elke maandag de week doornemen"),
        owner: Role::Student,
        owner_side: None,
        due_on: Some(*due_on),
        done: false,
        agreed_by: vec![Role::Student],
        step_id: None,
    };
    let plan = Plan { pairs: Vec::new(), steps: days.iter().map(step).collect() };
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    school.put_section(id, plan, None, None).await.unwrap();
    scene::make_ready(school, id, app.clock().now()).await;
    school.offer(id, &Default::default()).await.unwrap();
    college.accept(id, &accepting()).await.unwrap();
    college.record_conversation(id, &scene::conversation(app.clock().now())).await.unwrap();
    school.transfer(id, &NoDetails {}).await.unwrap();
    college.take_over(id, &scene::taking_over()).await.unwrap();
    let steps = college.plan_steps(id, &Default::default()).await.unwrap().items;
    (leg, steps)
}

story!(steps_that_travelled_wait_for_an_answer_and_then_for_their_day, |app| {
    let today = estafette_db::dutch_day(app.clock().now());
    let (leg, steps) = with_steps(&app, &[today + Days::new(40), today + Days::new(60), today + Days::new(50)]).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    assert_eq!(stage(college, id, TermKind::StepAnswer).await, Some(TermStage::Open));
    for step in &steps[..2] {
        college.accept_step(id, step.id, &StepAcceptance::default()).await.unwrap();
    }
    assert_eq!(stage(college, id, TermKind::StepAnswer).await, Some(TermStage::Open), "one still waits");
    app.days_pass(31);
    college.return_step(id, steps[2].id, &StepReturn { reason: text("Dit kan alleen de vorige school") }).await.unwrap();
    assert_eq!(stage(college, id, TermKind::StepAnswer).await, None, "also returned when the plan can no longer be read");
    assert_eq!(stage(school, id, TermKind::SenderStep).await, None, "its day is not near yet");

    let nearing = items(college).await.into_iter().find(|item| item.term == TermKind::ReceiverStep).unwrap();
    let day = (today + Days::new(40)).format("%-d-%-m-%Y");
    assert_eq!(nearing.reason.nl, format!("Zet de stap die u aannam: uiterlijk {day}."), "the first of its days");
    app.days_pass(9);
    app.look().await;
    assert_eq!(stage(college, id, TermKind::ReceiverStep).await, Some(TermStage::DueSoon), "the day itself counts");
    assert_eq!(stage(school, id, TermKind::SenderStep).await, Some(TermStage::Open));
    app.days_pass(8);
    app.look().await;
    assert_eq!(stage(college, id, TermKind::ReceiverStep).await, Some(TermStage::Escalated));

    college.complete_step(id, steps[0].id, &NoDetails {}).await.unwrap();
    assert_eq!(stage(college, id, TermKind::ReceiverStep).await, Some(TermStage::Open), "now the step that is due next");
    school.complete_step(id, steps[2].id, &NoDetails {}).await.unwrap();
    assert_eq!(stage(school, id, TermKind::SenderStep).await, None);
});
