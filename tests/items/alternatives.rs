//! Alternatives: proposed by one side, decided by the other, and done when they are accepted.

use estafette_contract::{
    AlternativeDecision, AlternativeKind, DeclineReason, HandoverStatus, NewAlternative, NoDetails, PartnerKind, Party, ProblemKind, Role,
};
use estafette_tests::{
    harness::{
        items::{accepting_it, another_date, another_desk, another_partner, deciding},
        scene::{self, Leg, accepting, day, text},
    },
    story,
};

fn refused_field(error: estafette_client::ClientError) -> (String, String) {
    let estafette_client::ClientError::Refused(problem) = error else { panic!("{error}") };
    let first = problem.errors.into_iter().next().expect("a culprit");
    (first.pointer, first.code)
}

story!(another_desk_and_another_day_that_are_accepted_change_the_announcement, |app| {
    let leg = Leg::offered(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let desk = college.propose_alternative(id, &another_desk("Intake Entree")).await.unwrap().id;
    let date = college.propose_alternative(id, &another_date(day("2026-11-16"))).await.unwrap().id;
    let before = college.handover(id).await.unwrap();
    assert_eq!(before.receiver_desk.as_deref(), Some("Intake Zorg en Welzijn"), "a proposal changes nothing yet");

    for alternative in [desk, date] {
        let decided = school.decide_alternative(id, alternative, &accepting_it()).await.unwrap();
        assert_eq!((decided.decision, decided.status), (AlternativeDecision::Accepted, HandoverStatus::Offered));
    }
    let after = college.handover(id).await.unwrap();
    assert_eq!(after.receiver_desk.as_deref(), Some("Intake Entree"));
    let programme = after.programme.unwrap();
    assert_eq!(programme.starts_on, Some(day("2026-11-16")));
    assert_eq!(Some(programme.name), before.programme.map(|programme| programme.name), "only the day moved");

    let told = college.alternatives(id, &Default::default()).await.unwrap().items;
    assert_eq!(
        told.iter().map(|a| (a.id, a.kind)).collect::<Vec<_>>(),
        [(desk, AlternativeKind::AnotherDesk), (date, AlternativeKind::AnotherDate)]
    );
    assert_eq!((told[0].proposed_by, told[0].proposed_in_role), (Party::Receiver, Some(Role::Intaker)));
    assert_eq!(told[0].decision_explanation, Some(text("Goed idee")));
    assert_eq!(college.accept(id, &accepting()).await.unwrap().status, HandoverStatus::Accepted);
});

story!(another_partner_that_is_accepted_ends_the_offer_and_another_can_begin, |app| {
    let leg = Leg::offered(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let other = app.partner("ROC Elders", PartnerKind::MboCollege).await;
    let better = NewAlternative { explanation: Some(text("Daar is de opleiding er wel")), ..another_partner(&other) };
    let proposed = college.propose_alternative(id, &better).await.unwrap().id;
    let seen = school.alternatives(id, &Default::default()).await.unwrap().items.remove(0);
    assert_eq!((seen.partner.unwrap().name.as_str(), seen.explanation), ("ROC Elders", better.explanation));
    assert!(other.inbox(&Default::default()).await.unwrap().items.is_empty(), "a proposal tells the other partner nothing");

    let decided = school.decide_alternative(id, proposed, &accepting_it()).await.unwrap();
    assert_eq!(decided.status, HandoverStatus::Declined);
    let last = school.history(id).await.unwrap().items.pop().unwrap();
    assert_eq!((last.status, last.by, last.reason.as_deref()), (HandoverStatus::Declined, Party::Receiver, Some("alternative_offered")));
    assert_eq!(last.reason.as_deref(), Some(estafette_contract::CodeList::code(DeclineReason::AlternativeOffered)));
    assert_eq!(college.handover(id).await.unwrap_err().problem(), Some(ProblemKind::NotFound));

    let anew = scene::draft(school, &other, leg.learner).await;
    assert_eq!(school.handover(anew).await.unwrap().receiver.name, "ROC Elders");
    let party = school.learner(leg.learner).await.unwrap().responsible;
    assert_eq!(party.partner.name, "Vmbo De Linde", "who was responsible still is");
});

story!(another_partner_is_the_receivers_to_propose_and_only_before_the_transfer, |app| {
    let leg = Leg::offered(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let other = app.partner("ROC Elders", PartnerKind::MboCollege).await;
    let hbo = app.partner("Hogeschool Rijnstad", PartnerKind::Hbo).await;
    let by_sender = school.propose_alternative(id, &another_partner(&other)).await.unwrap_err();
    assert_eq!(refused_field(by_sender), ("/kind".into(), "of-the-receiver".into()));
    for (partner, code) in [(&hbo, "not-connected"), (college, "not-connected"), (school, "not-connected")] {
        let refused = college.propose_alternative(id, &another_partner(partner)).await.unwrap_err();
        assert_eq!(refused_field(refused), ("/partnerId".into(), code.into()));
    }
    let unknown = NewAlternative { partner_id: Some(uuid::Uuid::now_v7()), ..another_partner(&other) };
    assert_eq!(refused_field(college.propose_alternative(id, &unknown).await.unwrap_err()).1, "unknown-partner");

    let proposed = college.propose_alternative(id, &another_partner(&other)).await.unwrap().id;
    college.accept(id, &accepting()).await.unwrap();
    school.transfer(id, &NoDetails {}).await.unwrap();
    let late = school.decide_alternative(id, proposed, &accepting_it()).await.unwrap_err();
    assert_eq!(late.problem(), Some(ProblemKind::MoveNotPossible));
    let late = college.propose_alternative(id, &another_partner(&other)).await.unwrap_err();
    assert_eq!(late.problem(), Some(ProblemKind::MoveNotPossible));
    assert_eq!(school.handover(id).await.unwrap().status, HandoverStatus::InTransfer, "the main line went on");
    school.decide_alternative(id, proposed, &deciding(AlternativeDecision::Rejected)).await.unwrap();
});

story!(an_alternative_is_decided_once_by_the_other_side_and_taken_back_by_its_own, |app| {
    let leg = Leg::accepted(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let proposed = school.propose_alternative(id, &another_desk("Intake Entree")).await.unwrap().id;
    let own = school.decide_alternative(id, proposed, &accepting_it()).await.unwrap_err();
    assert_eq!(own.problem(), Some(ProblemKind::NotAllowed));
    let not_ones_own = college.decide_alternative(id, proposed, &deciding(AlternativeDecision::Withdrawn)).await.unwrap_err();
    assert_eq!(not_ones_own.problem(), Some(ProblemKind::NotAllowed));
    school.decide_alternative(id, proposed, &deciding(AlternativeDecision::Withdrawn)).await.unwrap();
    let gone = college.decide_alternative(id, proposed, &accepting_it()).await.unwrap_err();
    assert_eq!(gone.problem(), Some(ProblemKind::Conflict));

    let proposed = school.propose_alternative(id, &another_desk("Intake Entree")).await.unwrap().id;
    college.decide_alternative(id, proposed, &deciding(AlternativeDecision::Rejected)).await.unwrap();
    let view = school.handover(id).await.unwrap();
    assert_eq!((view.receiver_desk.as_deref(), view.status), (Some("Intake Zorg en Welzijn"), HandoverStatus::Accepted));
});

story!(an_alternative_has_the_field_of_its_kind_and_tells_no_name, |app| {
    let leg = Leg::accepted(&app).await;
    let bare = NewAlternative { desk: None, ..another_desk("Balie") };
    assert_eq!(refused_field(leg.college.propose_alternative(leg.handover, &bare).await.unwrap_err()), ("/desk".into(), "missing".into()));
    let both = NewAlternative { starts_on: Some(day("2026-11-16")), ..another_desk("Balie") };
    let refused = refused_field(leg.college.propose_alternative(leg.handover, &both).await.unwrap_err());
    assert_eq!(refused, ("/startsOn".into(), "not-of-this-kind".into()));
    let named = NewAlternative { explanation: Some(text("Dat vindt Noor fijner")), ..another_desk("Balie") };
    let refused = refused_field(leg.school.propose_alternative(leg.handover, &named).await.unwrap_err());
    assert_eq!(refused, ("/explanation".into(), "names-the-learner".into()));
});
