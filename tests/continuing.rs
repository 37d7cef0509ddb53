//! Continuing: a next handover starts from what this partner legitimately holds, section by section, with fresh grounds.

use estafette_client::ClientError;
use estafette_contract::{
    ContinuesFrom, Decision, Drafted, LeftOut, LeftOutReason, NewHandover, NoDetails, PartnerKind, PlanStepStatus, ProblemKind, Role,
    Section, StepAcceptance, StepReturn, TermKind, Transition,
    content::{Plan, PlanStep, SupportNeed, SupportNeeds},
};
use estafette_tests::{
    harness::{
        Partner, TestApp,
        items::{accepting_it, another_partner},
        scene::{self, Leg, day, handover_to, support, taking_over, text},
        way::Way,
    },
    story,
};
use uuid::Uuid;

/// A handover that begins from an earlier one, with everything that can be copied.
fn continuing(receiver: &Partner, learner: Uuid, transition: Transition, handover_id: Uuid) -> NewHandover {
    NewHandover { continues_from: Some(ContinuesFrom { handover_id, sections: Vec::new() }), ..handover_to(receiver, learner, transition) }
}

fn reasons(drafted: &Drafted) -> Vec<(Section, LeftOutReason)> {
    drafted.left_out.iter().map(|left| (left.section, left.reason)).collect()
}

/// A way that was taken over, with every section the matrix allows, and the receiver's own name for the learner.
async fn taken_over(app: &TestApp, transition: Transition, sender: PartnerKind, receiver: PartnerKind) -> (Way, Uuid) {
    let way = Way::drafted(app, transition, sender, receiver).await;
    way.to_transfer(app).await;
    way.take_over().await;
    let learner = way.receiver.record(way.handover).await.unwrap().learner_id;
    (way, learner)
}

story!(a_college_continues_from_what_it_took_over_and_nothing_goes_along_that_the_matrix_forbids, |app| {
    let (way, learner) = taken_over(&app, Transition::VmboMbo, PartnerKind::VmboSchool, PartnerKind::MboCollege).await;
    let employer = app.partner("Bakkerij Zwaan", PartnerKind::Employer).await;
    let next = continuing(&employer, learner, Transition::MboEmployer, way.handover);
    let drafted = way.receiver.draft_handover(&next).await.unwrap();
    let matrix = estafette_contract::Matrix::shipped();
    for section in &drafted.copied {
        let cell = matrix.cell(Transition::MboEmployer, PartnerKind::Employer, *section);
        assert_ne!(cell.ground, estafette_contract::Ground::Forbidden, "{section}");
    }
    use Section as S;
    let expected = [S::IdentityContact, S::EducationHistory, S::WorkExperience, S::CareerProfile, S::CompetencyReflections];
    assert_eq!(drafted.copied, expected);
    let forbidden = [S::LearningResults, S::SocialEmotional, S::SupportNeeds, S::AbsenceHistory, S::Plan];
    assert_eq!(reasons(&drafted), forbidden.map(|section| (section, LeftOutReason::Forbidden)));
    assert!(!format!("{drafted:?}").contains("Health"), "without the scope for it, nobody is told that there is a health section");

    // Nothing is consented to yet, and nothing can be offered on the old consents.
    assert!(way.receiver.consents(drafted.id).await.unwrap().items.is_empty());
    let now = app.clock().now();
    way.receiver.inform(drafted.id, &scene::informing(now)).await.unwrap();
    way.receiver.review(drafted.id, &NoDetails {}).await.unwrap();
    way.receiver.record_view(drafted.id, &scene::agreed(now)).await.unwrap();
    let ClientError::Refused(problem) = way.receiver.ready(drafted.id, &NoDetails {}).await.unwrap_err() else { panic!() };
    let dead: Vec<&str> = problem.errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!((problem.catalogued(), dead.len()), (Some(ProblemKind::GuardNotMet), expected.len()), "{dead:?}");
});

story!(what_was_copied_is_what_was_held_and_the_earlier_handover_stays_as_it_is, |app| {
    let (way, learner) = taken_over(&app, Transition::VmboMbo, PartnerKind::VmboSchool, PartnerKind::MboCollege).await;
    let hbo = app.partner("Hogeschool Rijnstad", PartnerKind::Hbo).await;
    let before = way.receiver.record(way.handover).await.unwrap();
    let drafted = way.receiver.draft_handover(&continuing(&hbo, learner, Transition::MboHbo, way.handover)).await.unwrap();
    let copy = way.receiver.record(drafted.id).await.unwrap();
    assert!(copy.views.is_empty(), "the learner reads it anew");
    let content = |record: &estafette_contract::RecordView, section| {
        record.sections.iter().find(|view| view.section == section).map(|view| view.content.get().to_owned())
    };
    for section in [Section::IdentityContact, Section::EducationHistory, Section::CareerProfile] {
        assert_eq!(content(&copy, section), content(&before, section), "{section}");
        assert!(content(&copy, section).is_some());
    }
    let social = copy.sections.iter().find(|view| view.section == Section::SocialEmotional).unwrap();
    assert_eq!(social.necessity, None, "why it was necessary then is not why it is now");
    let after = way.receiver.record(way.handover).await.unwrap();
    assert_eq!(serde_json::to_string(&after.sections).unwrap(), serde_json::to_string(&before.sections).unwrap());
});

story!(what_was_taken_over_goes_on_after_the_time_to_read_it_and_until_it_is_thrown_away, |app| {
    let (way, learner) = taken_over(&app, Transition::VmboMbo, PartnerKind::VmboSchool, PartnerKind::MboCollege).await;
    let hbo = app.partner("Hogeschool Rijnstad", PartnerKind::Hbo).await;
    let next = continuing(&hbo, learner, Transition::MboHbo, way.handover);
    let in_time = way.receiver.draft_handover(&next).await.unwrap();
    app.days_pass(84);
    let shut = way.receiver.record(way.handover).await.unwrap_err();
    assert_eq!(shut.problem(), Some(ProblemKind::NotAllowed), "the record itself is read no longer");
    let consents = way.sender.consents(way.handover).await.unwrap().items;
    let career = consents.iter().find(|consent| consent.section == Section::CareerProfile).unwrap().id;
    way.sender.withdraw_consent(way.handover, career, &scene::taking_back(app.clock().now())).await.unwrap();
    let later = way.receiver.draft_handover(&next).await.unwrap();
    let held: Vec<Section> = in_time.copied.iter().copied().filter(|section| *section != Section::CareerProfile).collect();
    assert_eq!(later.copied, held, "but for what the learner took back, all of it goes on");
    let left = later.left_out.iter().find(|left| left.section == Section::CareerProfile).unwrap();
    assert_eq!((left.reason, left.decision), (LeftOutReason::NotHeld, Some(Decision::NoLiveConsent)));
    app.days_pass(365);
    app.look().await;
    app.store().purge_at_night().await.unwrap();
    let gone = way.receiver.draft_handover(&next).await.unwrap();
    assert!(gone.copied.is_empty(), "{gone:?}");
});

story!(nothing_is_copied_from_a_transfer_that_is_not_taken_over, |app| {
    let way = Way::drafted(&app, Transition::VmboMbo, PartnerKind::VmboSchool, PartnerKind::MboCollege).await;
    way.to_transfer(&app).await;
    let learner = way.receiver.record(way.handover).await.unwrap().learner_id;
    let hbo = app.partner("Hogeschool Rijnstad", PartnerKind::Hbo).await;
    let drafted = way.receiver.draft_handover(&continuing(&hbo, learner, Transition::MboHbo, way.handover)).await.unwrap();
    assert!(drafted.copied.is_empty());
    assert!(drafted.left_out.iter().all(|left| left.decision == Some(Decision::NotInThisStatus)), "{drafted:?}");
});

story!(a_withdrawn_consent_leaves_the_section_behind, |app| {
    let (way, learner) = taken_over(&app, Transition::VmboMbo, PartnerKind::VmboSchool, PartnerKind::MboCollege).await;
    let consents = way.sender.consents(way.handover).await.unwrap().items;
    let career = consents.iter().find(|consent| consent.section == Section::CareerProfile).unwrap().id;
    let back =
        estafette_contract::ConsentWithdrawal { channel: estafette_contract::Channel::Spoken, stated_at: app.clock().now(), note: None };
    way.sender.withdraw_consent(way.handover, career, &back).await.unwrap();
    let hbo = app.partner("Hogeschool Rijnstad", PartnerKind::Hbo).await;
    let only = ContinuesFrom { handover_id: way.handover, sections: vec![Section::CareerProfile, Section::HomeSituation] };
    let next = NewHandover { continues_from: Some(only), ..handover_to(&hbo, learner, Transition::MboHbo) };
    let drafted = way.receiver.draft_handover(&next).await.unwrap();
    let left = |section, reason, decision| LeftOut { section, reason, decision };
    let expected = [
        left(Section::CareerProfile, LeftOutReason::NotHeld, Some(Decision::NoLiveConsent)),
        left(Section::HomeSituation, LeftOutReason::NotThere, None),
    ];
    assert_eq!((drafted.copied, drafted.left_out), (Vec::new(), expected.to_vec()));
});

story!(who_got_a_projection_holds_no_record_to_go_on_from, |app| {
    let way = Way::drafted(&app, Transition::LearningWorkBbl, PartnerKind::MboCollege, PartnerKind::TrainingCompany).await;
    way.to_transfer(&app).await;
    way.take_over().await;
    let learner = way.receiver.handover(way.handover).await.unwrap().learner_id.unwrap();
    let college = app.partner("ROC Elders", PartnerKind::MboCollege).await;
    let drafted = way.receiver.draft_handover(&continuing(&college, learner, Transition::WorkLearning, way.handover)).await.unwrap();
    assert!(drafted.copied.is_empty() && !drafted.left_out.is_empty(), "{drafted:?}");
    for left in &drafted.left_out {
        assert_eq!((left.reason, left.decision), (LeftOutReason::NotHeld, Some(Decision::OwnProfile)), "{}", left.section);
    }
});

fn labelled(until: &str) -> SupportNeeds {
    let need = support().needs.remove(0);
    let lapsing = SupportNeed { need: text("Extra tijd bij toetsen"), until_on: Some(day(until)), ..need.clone() };
    SupportNeeds { needs: vec![need, lapsing], ..support() }
}

story!(expired_labels_are_not_copied_and_nothing_is_attested_by_copying, |app| {
    let leg = Leg::drafted(&app).await;
    let until = estafette_db::dutch_day(app.clock().now()) + chrono::Days::new(5);
    let (_, tag) = leg.school.section(leg.handover, Section::SupportNeeds).await.unwrap();
    leg.school.put_section(leg.handover, labelled(&until.to_string()), None, Some(&tag)).await.unwrap();
    let next = continuing(&leg.college, leg.learner, Transition::VmboMbo, leg.handover);
    let in_time = leg.school.draft_handover(&next).await.unwrap();
    assert_eq!(reasons(&in_time), []);
    app.days_pass(6);
    let late = leg.school.draft_handover(&next).await.unwrap();
    assert_eq!(reasons(&late), [(Section::SupportNeeds, LeftOutReason::ExpiredLabels)]);
    assert_eq!(late.copied, [Section::IdentityContact, Section::SupportNeeds]);
    let (copy, _) = leg.school.section(late.id, Section::SupportNeeds).await.unwrap();
    let copy: SupportNeeds = serde_json::from_str(copy.content.get()).unwrap();
    assert_eq!((copy.needs.len(), copy.attested_by_sender, copy.attested_by_learner), (1, false, false));
});

story!(an_offer_that_was_declined_for_another_partner_begins_there_in_one_call, |app| {
    let leg = Leg::offered(&app).await;
    let other = app.partner("ROC Elders", PartnerKind::MboCollege).await;
    let proposed = leg.college.propose_alternative(leg.handover, &another_partner(&other)).await.unwrap().id;
    leg.school.decide_alternative(leg.handover, proposed, &accepting_it()).await.unwrap();
    let next = continuing(&other, leg.learner, Transition::VmboMbo, leg.handover);
    let drafted = leg.school.draft_handover(&next).await.unwrap();
    assert_eq!((drafted.copied, drafted.left_out), (vec![Section::IdentityContact, Section::SupportNeeds], Vec::new()));
    scene::make_ready(&leg.school, drafted.id, app.clock().now()).await;
    leg.school.offer(drafted.id, &Default::default()).await.unwrap();
    assert_eq!(other.inbox(&Default::default()).await.unwrap().items.len(), 1);
});

story!(nobody_continues_from_what_is_not_theirs_or_of_another_learner, |app| {
    let leg = Leg::taken_over(&app).await;
    let stranger = app.partner("ROC Elders", PartnerKind::MboCollege).await;
    let theirs = stranger.register_learner(&scene::noor()).await.unwrap().id;
    let another = leg.school.register_learner(&scene::noor()).await.unwrap().id;
    for (client, learner, transition, receiver) in
        [(&stranger, theirs, Transition::MboMbo, &leg.college), (&leg.school, another, Transition::VmboMbo, &leg.college)]
    {
        let refused = client.draft_handover(&continuing(receiver, learner, transition, leg.handover)).await.unwrap_err();
        let ClientError::Refused(problem) = refused else { panic!("{refused}") };
        let culprit = &problem.errors[0];
        assert_eq!((culprit.pointer.as_str(), culprit.code.as_str()), ("/continuesFrom/handoverId", "unknown-handover"));
    }
    let nameless = leg.school.without_professional(&app);
    let refused = nameless.draft_handover(&continuing(&leg.college, leg.learner, Transition::VmboMbo, leg.handover)).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::PersonRequired), "copying is reading");
});

story!(the_same_draft_is_begun_once_and_answers_the_same, |app| {
    let leg = Leg::taken_over(&app).await;
    let next = continuing(&leg.college, leg.learner, Transition::VmboMbo, leg.handover);
    let request = || {
        let request = estafette_client::Request::new(estafette_client::Method::POST, "/v1/handovers").json(&next);
        request.header("idempotency-key", "begin-anew")
    };
    let first: Drafted = leg.school.send(request()).await.unwrap().read().unwrap();
    let again: Drafted = leg.school.send(request()).await.unwrap().read().unwrap();
    assert!(first == again && !first.copied.is_empty());
});

story!(accepted_steps_go_on_and_are_passed_on_when_the_next_accepts_them, |app| {
    let way = Way::empty(&app, Transition::VmboMbo, PartnerKind::VmboSchool, PartnerKind::MboCollege).await;
    way.write(Section::IdentityContact).await;
    way.write(Section::SupportNeeds).await;
    let step = |what: &str| PlanStep {
        what: text(what),
        owner: Role::Mentor,
        owner_side: None,
        due_on: None,
        done: false,
        agreed_by: Vec::new(),
        step_id: None,
    };
    let plan = Plan { pairs: Vec::new(), steps: vec![step("Week doornemen"), step("Maatje zoeken"), step("Rooster maken")] };
    way.sender.put_section(way.handover, plan, None, None).await.unwrap();
    way.review(&app).await;
    way.sender.record_view(way.handover, &scene::agreed(app.clock().now())).await.unwrap();
    way.ready().await;
    way.offer().await;
    way.accept().await;
    way.transfer(&app).await;
    way.take_over().await;
    let college = &way.receiver;
    let open = college.plan_steps(way.handover, &Default::default()).await.unwrap().items;
    let soon = StepAcceptance { owner: Some(Role::Coach), due_on: Some(estafette_db::dutch_day(app.clock().now())), agreed_by: Vec::new() };
    college.accept_step(way.handover, open[0].id, &soon).await.unwrap();
    college.return_step(way.handover, open[1].id, &StepReturn { reason: text("Dat doet de school") }).await.unwrap();
    college.accept_step(way.handover, open[2].id, &StepAcceptance::default()).await.unwrap();
    college.complete_step(way.handover, open[2].id, &NoDetails {}).await.unwrap();

    let other = app.partner("ROC Elders", PartnerKind::MboCollege).await;
    let learner = college.record(way.handover).await.unwrap().learner_id;
    let drafted = college.draft_handover(&continuing(&other, learner, Transition::MboMbo, way.handover)).await.unwrap();
    let lapsed = [(Section::Plan, LeftOutReason::StepsNotHeld), (Section::Plan, LeftOutReason::DoneSteps)];
    assert_eq!(reasons(&drafted), lapsed);
    let (copy, _) = college.section(drafted.id, Section::Plan).await.unwrap();
    let copy: Plan = serde_json::from_str(copy.content.get()).unwrap();
    let told: Vec<_> = copy.steps.iter().map(|step| (step.what.as_str(), step.owner, step.step_id)).collect();
    assert_eq!(told, [("Week doornemen", Role::Coach, Some(open[0].id))]);

    // The next college takes over and accepts it: the first one no longer has it.
    scene::make_ready(college, drafted.id, app.clock().now()).await;
    college.offer(drafted.id, &Default::default()).await.unwrap();
    let accepting = estafette_contract::AcceptDetails { application_reference: None, ..scene::accepting() };
    other.accept(drafted.id, &accepting).await.unwrap();
    other.record_conversation(drafted.id, &scene::conversation(app.clock().now())).await.unwrap();
    college.transfer(drafted.id, &NoDetails {}).await.unwrap();
    other.take_over(drafted.id, &taking_over()).await.unwrap();
    let status = |steps: Vec<estafette_contract::PlanStepView>| steps[0].status;
    let of_college = || async { status(college.plan_steps(way.handover, &Default::default()).await.unwrap().items) };
    let waits =
        || async { college.work_items(&Default::default()).await.unwrap().items.iter().any(|item| item.term == TermKind::ReceiverStep) };
    assert_eq!((of_college().await, waits().await), (PlanStepStatus::Accepted, true), "until the next answers, it is still here");
    let travelled = other.plan_steps(drafted.id, &Default::default()).await.unwrap().items;
    other.accept_step(drafted.id, travelled[0].id, &StepAcceptance::default()).await.unwrap();
    assert_eq!((of_college().await, waits().await), (PlanStepStatus::PassedOn, false));
    let done = college.complete_step(way.handover, open[0].id, &NoDetails {}).await.unwrap_err();
    assert_eq!(done.problem(), Some(ProblemKind::Conflict));
});
