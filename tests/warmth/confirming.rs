//! What was agreed is confirmed by the parties, or corrected.

use estafette_client::ClientError;
use estafette_contract::{
    Agreement, Channel, ConversationOutcome, ConversationView, NewConfirmation, NewConversation, NoDetails, Party, ProblemKind,
};
use estafette_tests::{
    harness::{
        scene::{Leg, conversation, taking_over, text},
        talks::{confirming, planned, point},
    },
    story,
};

fn culprit(error: ClientError) -> (String, String) {
    let ClientError::Refused(problem) = error else { panic!("{error}") };
    let first = problem.errors.into_iter().next().expect("a culprit");
    (first.pointer, first.code)
}

async fn last(client: &estafette_client::Client, leg: &Leg) -> ConversationView {
    client.conversations(leg.handover).await.unwrap().items.pop().unwrap()
}

fn words(conversation: &ConversationView) -> Vec<(Party, Agreement)> {
    conversation.confirmations.iter().map(|word| (word.party, word.agreed)).collect()
}

story!(each_party_says_whether_what_was_agreed_is_right, |app| {
    let leg = Leg::accepted(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let talk = college.record_conversation(id, &conversation(app.clock().now())).await.unwrap().id;
    school.transfer(id, &NoDetails {}).await.unwrap();
    college.confirm_agreements(id, talk, &confirming()).await.unwrap();
    let not_quite = NewConfirmation { agreed: Agreement::No, remark: Some(text("De mentor belt, niet de coach")), ..confirming() };
    school.confirm_agreements(id, talk, &not_quite).await.unwrap();
    let noor = NewConfirmation { party: Some(Party::Learner), channel: Some(Channel::Spoken), ..confirming() };
    school.confirm_agreements(id, talk, &noor).await.unwrap();
    let expected = [(Party::Receiver, Agreement::Yes), (Party::Sender, Agreement::No), (Party::Learner, Agreement::Yes)];
    assert_eq!(words(&last(college, &leg).await), expected);

    // A remark is for its own party; the last word of each counts.
    let remark = |seen: &ConversationView| seen.confirmations.iter().find_map(|word| word.remark.clone());
    assert_eq!(remark(&last(school, &leg).await), not_quite.remark);
    assert_eq!(remark(&last(college, &leg).await), None);
    college.take_over(id, &taking_over()).await.unwrap();
    school.confirm_agreements(id, talk, &confirming()).await.unwrap();
    let expected = [(Party::Receiver, Agreement::Yes), (Party::Learner, Agreement::Yes), (Party::Sender, Agreement::Yes)];
    assert_eq!(words(&last(college, &leg).await), expected);
});

story!(nobody_confirms_what_is_not_theirs, |app| {
    let leg = Leg::accepted(&app).await;
    let (school, college, id, now) = (&leg.school, &leg.college, leg.handover, app.clock().now());
    let of_school =
        NewConversation { agreed: None, points: vec![point("School stuurt het rooster", &[Party::Sender])], ..conversation(now) };
    let talk = school.record_conversation(id, &of_school).await.unwrap().id;
    let early = college.confirm_agreements(id, talk, &confirming()).await.unwrap_err();
    assert_eq!(early.problem(), Some(ProblemKind::MoveNotPossible), "it cannot read it yet");
    school.transfer(id, &NoDetails {}).await.unwrap();
    assert_eq!(culprit(college.confirm_agreements(id, talk, &confirming()).await.unwrap_err()), ("/party".into(), "no-part".into()));
    for (word, pointer, code) in [
        (NewConfirmation { party: Some(Party::Sender), ..confirming() }, "/party", "not-this-side"),
        (NewConfirmation { party: Some(Party::Clock), ..confirming() }, "/party", "not-this-side"),
        (NewConfirmation { party: Some(Party::Learner), ..confirming() }, "/channel", "missing"),
        (NewConfirmation { channel: Some(Channel::Letter), ..confirming() }, "/channel", "not-a-learner"),
        (NewConfirmation { agreed: Agreement::Unknown, ..confirming() }, "/agreed", "yes-or-no"),
    ] {
        assert_eq!(culprit(college.confirm_agreements(id, talk, &word).await.unwrap_err()), (pointer.into(), code.into()));
    }
    school.confirm_agreements(id, talk, &confirming()).await.unwrap();
    let plan = college.record_conversation(id, &planned(now)).await.unwrap().id;
    assert_eq!(school.confirm_agreements(id, plan, &confirming()).await.unwrap_err().problem(), Some(ProblemKind::Conflict));
    let missed = NewConversation { outcome: Some(ConversationOutcome::Missed), ..conversation(now) };
    let missed = college.record_conversation(id, &missed).await.unwrap().id;
    assert_eq!(school.confirm_agreements(id, missed, &confirming()).await.unwrap_err().problem(), Some(ProblemKind::Conflict));
});
