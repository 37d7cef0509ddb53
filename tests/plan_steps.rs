//! The plan: open steps travel with the takeover, and who took over accepts or returns each.

use estafette_client::{Client, ClientError, PageOptions};
use estafette_contract::{
    NoDetails, PartnerKind, Party, PlanStepStatus, PlanStepView, ProblemKind, Role, Section, StepAcceptance, StepReturn, Transition,
    content::{Plan, PlanStep, QuestionApproach},
};
use estafette_tests::{
    harness::{
        TestApp,
        scene::{self, Leg, day, text},
        way::Way,
    },
    story,
};
use uuid::Uuid;

fn step(what: &str, owner: Role, done: bool) -> PlanStep {
    let owner_side = (owner != Role::Student).then_some(Party::Sender);
    PlanStep { what: text(what), owner, owner_side, due_on: Some(day("2026-10-01")), done, agreed_by: vec![Role::Student], step_id: None }
}

fn plan() -> Plan {
    let pair = QuestionApproach { question: text("Hoe blijf ik op tijd?"), approach: text("Een maatje dat appt") };
    let steps = vec![
        step("Elke maandag de week doornemen", Role::Mentor, false),
        step("Een maatje zoeken", Role::Student, false),
        step("Rooster maken", Role::Student, true),
    ];
    Plan { pairs: vec![pair], steps }
}

/// A leg with a plan, taken over.
async fn with_plan(app: &TestApp) -> Leg {
    let leg = Leg::drafted(app).await;
    leg.school.put_section(leg.handover, plan(), None, None).await.unwrap();
    scene::make_ready(&leg.school, leg.handover, app.clock().now()).await;
    leg.school.offer(leg.handover, &Default::default()).await.unwrap();
    leg.college.accept(leg.handover, &scene::accepting()).await.unwrap();
    leg.college.record_conversation(leg.handover, &scene::conversation(app.clock().now())).await.unwrap();
    leg.school.transfer(leg.handover, &NoDetails {}).await.unwrap();
    leg
}

async fn steps(client: &Client, handover: Uuid) -> Vec<PlanStepView> {
    client.plan_steps(handover, &Default::default()).await.unwrap().items
}

fn why() -> StepReturn {
    StepReturn { reason: text("Dit kan alleen de vorige school") }
}

story!(open_steps_travel_with_the_takeover_and_each_is_accepted_or_returned, |app| {
    let leg = with_plan(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    assert!(steps(school, id).await.is_empty(), "nothing travels before the takeover");
    college.take_over(id, &scene::taking_over()).await.unwrap();
    let open = steps(college, id).await;
    let told: Vec<(&str, PlanStepStatus, Party)> = open.iter().map(|step| (step.what.as_str(), step.status, step.held_by)).collect();
    let handed_over = |what| (what, PlanStepStatus::HandedOver, Party::Sender);
    assert_eq!(told, [handed_over("Elke maandag de week doornemen"), handed_over("Een maatje zoeken")], "what is done stays behind");

    let by_coach =
        StepAcceptance { owner: Some(Role::Coach), due_on: Some(day("2026-11-01")), agreed_by: vec![Role::Coach, Role::Student] };
    assert_eq!(college.accept_step(id, open[0].id, &by_coach).await.unwrap().status, PlanStepStatus::Accepted);
    assert_eq!(college.return_step(id, open[1].id, &why()).await.unwrap().status, PlanStepStatus::Returned);
    let answered = steps(school, id).await;
    assert_eq!((answered[0].owner, answered[0].due_on, answered[0].held_by), (Role::Coach, Some(day("2026-11-01")), Party::Receiver));
    assert_eq!(
        (answered[1].status, answered[1].held_by, &answered[1].reason),
        (PlanStepStatus::Returned, Party::Sender, &Some(why().reason))
    );

    // Each party finishes what it has.
    assert_eq!(college.complete_step(id, open[1].id, &NoDetails {}).await.unwrap_err().problem(), Some(ProblemKind::NotAllowed));
    assert_eq!(school.complete_step(id, open[0].id, &NoDetails {}).await.unwrap_err().problem(), Some(ProblemKind::NotAllowed));
    school.complete_step(id, open[1].id, &NoDetails {}).await.unwrap();
    college.complete_step(id, open[0].id, &NoDetails {}).await.unwrap();
    let done = steps(college, id).await;
    assert!(done.iter().all(|step| step.status == PlanStepStatus::Done));
    assert_eq!((done[0].held_by, done[1].held_by), (Party::Receiver, Party::Sender), "and who did it is still told");
    let again = college.complete_step(id, open[0].id, &NoDetails {}).await.unwrap_err();
    assert_eq!(again.problem(), Some(ProblemKind::Conflict));
});

story!(a_step_is_answered_once_and_by_who_took_over, |app| {
    let leg = with_plan(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    college.take_over(id, &scene::taking_over()).await.unwrap();
    let first = steps(college, id).await[0].id;
    let accepting = StepAcceptance::default();
    assert_eq!(school.accept_step(id, first, &accepting).await.unwrap_err().problem(), Some(ProblemKind::NotAllowed));
    college.accept_step(id, first, &accepting).await.unwrap();
    assert_eq!(college.return_step(id, first, &why()).await.unwrap_err().problem(), Some(ProblemKind::Conflict));
    let kept = steps(college, id).await.remove(0);
    assert_eq!(
        (kept.owner, kept.due_on, kept.agreed_by),
        (Role::Mentor, Some(day("2026-10-01")), vec![Role::Student]),
        "what is not changed stays"
    );
    assert_eq!(college.accept_step(id, Uuid::now_v7(), &accepting).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
});

story!(steps_are_read_as_the_plan_is, |app| {
    let leg = with_plan(&app).await;
    let (college, id) = (&leg.college, leg.handover);
    college.take_over(id, &scene::taking_over()).await.unwrap();
    let open = steps(college, id).await;
    let nameless = college.without_professional(&app);
    assert_eq!(nameless.plan_steps(id, &Default::default()).await.unwrap_err().problem(), Some(ProblemKind::PersonRequired));
    app.days_pass(31);
    let late = college.plan_steps(id, &Default::default()).await.unwrap_err();
    assert_eq!(late.problem(), Some(ProblemKind::NotAllowed), "the copying term is over");
    let late = college.accept_step(id, open[0].id, &StepAcceptance::default()).await.unwrap_err();
    assert_eq!(late.problem(), Some(ProblemKind::NotAllowed), "nobody accepts what it cannot read");
});

story!(where_the_plan_rests_on_consent_its_steps_do_too, |app| {
    let way = Way::empty(&app, Transition::MboHbo, PartnerKind::MboCollege, PartnerKind::Hbo).await;
    way.write(Section::IdentityContact).await;
    way.sender.put_section(way.handover, plan(), None, None).await.unwrap();
    way.review(&app).await;
    let now = app.clock().now();
    way.sender.record_view(way.handover, &scene::agreed(now)).await.unwrap();
    way.sender.record_consent(way.handover, &scene::consent(Section::IdentityContact, now)).await.unwrap();
    let of_plan = way.sender.record_consent(way.handover, &scene::consent(Section::Plan, now)).await.unwrap().id;
    way.ready().await;
    way.offer().await;
    way.accept().await;
    way.transfer(&app).await;
    way.take_over().await;
    let open = steps(&way.receiver, way.handover).await;
    assert_eq!(open.len(), 2);
    let back = estafette_contract::ConsentWithdrawal { channel: estafette_contract::Channel::Spoken, stated_at: now, note: None };
    way.sender.withdraw_consent(way.handover, of_plan, &back).await.unwrap();
    let refused = way.receiver.plan_steps(way.handover, &Default::default()).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::NotAllowed), "the very next read");
    let refused = way.receiver.accept_step(way.handover, open[0].id, &StepAcceptance::default()).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::NotAllowed));
});

story!(a_plan_names_the_side_of_an_owner_and_no_other_party, |app| {
    let leg = Leg::drafted(&app).await;
    let of_the_clock =
        Plan { steps: vec![PlanStep { owner_side: Some(Party::Clock), ..step("Bellen", Role::Coach, false) }], pairs: Vec::new() };
    let ClientError::Refused(problem) = leg.school.put_section(leg.handover, of_the_clock, None, None).await.unwrap_err() else { panic!() };
    assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/content/steps/0/ownerSide", "not-a-side"));
});

story!(steps_come_page_by_page, |app| {
    let leg = with_plan(&app).await;
    leg.college.take_over(leg.handover, &scene::taking_over()).await.unwrap();
    let page = |cursor| PageOptions { cursor, limit: Some(1) };
    let first = leg.college.plan_steps(leg.handover, &page(None)).await.unwrap();
    let second = leg.college.plan_steps(leg.handover, &page(first.next_cursor)).await.unwrap();
    assert_eq!((first.items.len(), second.items.len(), second.next_cursor), (1, 1, None));
    assert_ne!(first.items[0].id, second.items[0].id);
});
