//! The trialogue of student, school and company, and the discussion in the second line: who belongs at the table, who sees what of it.

use estafette_client::ClientError;
use estafette_contract::{ConversationKind, NewConversation, PartnerKind, ProblemKind, Role, Transition};
use estafette_tests::{
    harness::{
        scene::{Leg, conversation, text},
        talks::{point, trialogue},
        way::Way,
    },
    story,
};

fn culprit(error: ClientError) -> (String, String) {
    let ClientError::Refused(problem) = error else { panic!("{error}") };
    let first = problem.errors.into_iter().next().expect("a culprit");
    (first.pointer, first.code)
}

story!(of_a_trialogue_school_and_company_each_see_their_part, |app| {
    let way = Way::drafted(&app, Transition::LearningWorkBbl, PartnerKind::MboCollege, PartnerKind::TrainingCompany).await;
    way.to_transfer(&app).await;
    way.sender.record_conversation(way.handover, &trialogue(app.clock().now())).await.unwrap();
    let of_school = way.sender.conversations(way.handover).await.unwrap().items.pop().unwrap();
    assert_eq!(of_school.points.len(), 3, "who put it on record sees what it wrote");
    let of_company = way.receiver.conversations(way.handover).await.unwrap().items.pop().unwrap();
    let texts: Vec<&str> = of_company.points.iter().map(|point| point.text.as_str()).collect();
    assert_eq!(texts, ["Elke dinsdag een uur begeleiding op de werkvloer", "De planning hangt in de werkplaats"]);

    // When the company puts it on record, it is the school that sees its part.
    way.receiver.record_conversation(way.handover, &trialogue(app.clock().now())).await.unwrap();
    let of_school = way.sender.conversations(way.handover).await.unwrap().items.pop().unwrap();
    let texts: Vec<&str> = of_school.points.iter().map(|point| point.text.as_str()).collect();
    assert_eq!(texts, ["Elke dinsdag een uur begeleiding op de werkvloer", "School belt na twee weken met de coach"]);
});

story!(a_trialogue_is_of_three_and_tells_each_its_part, |app| {
    let leg = Leg::accepted(&app).await;
    let now = app.clock().now();
    for absent in [Role::Student, Role::BpvBegeleider, Role::Praktijkopleider] {
        let mut without = trialogue(now);
        without.participants.retain(|role| *role != absent);
        let refused = leg.school.record_conversation(leg.handover, &without).await.unwrap_err();
        assert_eq!(culprit(refused), ("/participants".into(), "somebody-missing".into()), "without {absent}");
    }
    let for_all = NewConversation { agreed: Some(text("Voor iedereen hetzelfde")), ..trialogue(now) };
    assert_eq!(culprit(leg.school.record_conversation(leg.handover, &for_all).await.unwrap_err()), ("/agreed".into(), "use-points".into()));
    for parties in [&[][..], &[estafette_contract::Party::Clock][..]] {
        let nobodys = NewConversation { points: vec![point("Van niemand", parties)], ..trialogue(now) };
        let refused = leg.school.record_conversation(leg.handover, &nobodys).await.unwrap_err();
        assert_eq!(culprit(refused), ("/points/0/parties".into(), "not-a-party".into()));
    }
});

story!(the_second_line_speaks_with_its_coordinator_and_notes_what_could_be_overheard, |app| {
    let way = Way::drafted(&app, Transition::InternalLine, PartnerKind::MboCollege, PartnerKind::MboCollege).await;
    way.to_transfer(&app).await;
    let now = app.clock().now();
    let discussion = NewConversation {
        kind: ConversationKind::SecondLine,
        participants: vec![Role::Coach, Role::Zorgcoordinator],
        privacy_note: Some(text("In de kantine; er zaten anderen bij")),
        ..conversation(now)
    };
    let alone = NewConversation { participants: vec![Role::Coach, Role::Mentor], ..discussion.clone() };
    let refused = way.sender.record_conversation(way.handover, &alone).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::InvalidField));
    way.sender.record_conversation(way.handover, &discussion).await.unwrap();
    let seen = way.sender.conversations(way.handover).await.unwrap().items.pop().unwrap();
    assert_eq!((seen.kind, seen.privacy_note), (ConversationKind::SecondLine, discussion.privacy_note));
    way.take_over().await;
});
