//! On both sides stands a person with a name, a role and a way to be reached.

use estafette_client::ClientError;
use estafette_contract::{
    AcceptDetails, NamedPerson, NewHandover, NoDetails, OfferDetails, ProblemKind, Role, TakeOverDetails, Transition, content::Contact,
};
use estafette_tests::{
    harness::scene::{self, Leg, accepting, conversation, person, taking_over},
    story,
};

fn unreachable(name: &str, role: Role) -> NamedPerson {
    NamedPerson { reachable_at: Contact::default(), ..person(name, role) }
}

fn unmet(error: ClientError) -> (Option<ProblemKind>, String, String) {
    let ClientError::Refused(problem) = error else { panic!("{error}") };
    let kind = problem.catalogued();
    let first = problem.errors.into_iter().next().expect("a culprit");
    (kind, first.pointer, first.code)
}

story!(nobody_takes_over_who_cannot_be_reached, |app| {
    let leg = Leg::offered(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let nobody = AcceptDetails { person: unreachable("Bram Willems", Role::Intaker), ..accepting() };
    let expected = (Some(ProblemKind::GuardNotMet), "/person".to_owned(), "named_person".to_owned());
    assert_eq!(unmet(college.accept(id, &nobody).await.unwrap_err()), expected);
    college.accept(id, &accepting()).await.unwrap();
    college.record_conversation(id, &conversation(app.clock().now())).await.unwrap();
    school.transfer(id, &NoDetails {}).await.unwrap();
    let nobody = TakeOverDetails { person: unreachable("Fatima Aydin", Role::Coach), ..taking_over() };
    assert_eq!(unmet(college.take_over(id, &nobody).await.unwrap_err()), expected);
    assert_eq!(school.learner(leg.learner).await.unwrap().responsible.partner.name, "Vmbo De Linde");
    college.take_over(id, &taking_over()).await.unwrap();
});

story!(an_offer_names_somebody_at_the_sender_who_can_be_reached, |app| {
    let leg = Leg::drafted(&app).await;
    let (school, college) = (&leg.school, &leg.college);
    let draft = scene::handover_to(college, leg.learner, Transition::VmboMbo);
    let draft = NewHandover { sender_contact: unreachable("Els Jansen", Role::Decaan), ..draft };
    let id = school.draft_handover(&draft).await.unwrap().id;
    school.put_section(id, scene::identity(), None, None).await.unwrap();
    school.put_section(id, scene::support(), None, None).await.unwrap();
    scene::make_ready(school, id, app.clock().now()).await;
    let refused = unmet(school.offer(id, &OfferDetails::default()).await.unwrap_err());
    assert_eq!(refused, (Some(ProblemKind::GuardNotMet), "/senderContact".into(), "named_person".into()));
    let mentor = OfferDetails { sender_contact: Some(person("Joris Kok", Role::Mentor)), ..OfferDetails::default() };
    school.offer(id, &mentor).await.unwrap();
    college.accept(id, &accepting()).await.unwrap();
    let contact = college.handover(id).await.unwrap().sender_contact.unwrap();
    assert_eq!((contact.name.as_str(), contact.role), ("Joris Kok", Role::Mentor));
});
