//! Planning: one side proposes times, the other chooses, every calendar shows the same moment.

use chrono::{DateTime, TimeDelta, Utc};
use estafette_client::{Client, ClientError, PageOptions};
use estafette_contract::{
    Appointment, ConversationOutcome, ConversationView, HandoverStatus, NewConversation, NoDetails, Party, ProblemKind, TimeChosen,
    TimeSlot, TimeZone, TimesProposed,
};
use estafette_tests::{
    harness::{
        TestApp,
        scene::{Leg, accepting, conversation, taking_over, text},
        talks::{ended, hour_in, planned},
    },
    story,
};
use uuid::Uuid;

fn culprit(error: ClientError) -> (String, String) {
    let ClientError::Refused(problem) = error else { panic!("{error}") };
    let first = problem.errors.into_iter().next().expect("a culprit");
    (first.pointer, first.code)
}

async fn only_one(client: &Client, handover: Uuid) -> ConversationView {
    let mut items = client.conversations(handover).await.unwrap().items;
    assert_eq!(items.len(), 1);
    items.remove(0)
}

story!(one_side_proposes_times_the_other_chooses_and_they_speak, |app| {
    let leg = Leg::accepted(&app).await;
    let (school, college, id, now) = (&leg.school, &leg.college, leg.handover, app.clock().now());
    let talk = college.record_conversation(id, &planned(now)).await.unwrap().id;
    let seen = only_one(school, id).await;
    assert_eq!((seen.outcome, seen.agreed_time, seen.times.len(), seen.recorded_by), (None, None, 2, Party::Receiver));
    assert_eq!(seen.place, Some(text("Locatie Havenkade, kamer 12")));

    // Neither fits; the decaan proposes another, and the intaker takes it.
    let later = TimesProposed { times: vec![hour_in(now, 6)], side: None };
    school.propose_times(id, talk, &later).await.unwrap();
    let third = only_one(college, id).await.times.remove(2);
    assert_eq!(third.proposed_by, Party::Sender);
    let agreed = college.agree_on_time(id, talk, &TimeChosen { time_id: third.id }).await.unwrap();
    assert_eq!(agreed.agreed_time, Some(hour_in(now, 6)));

    // A plan is no conversation yet: nobody takes over on it.
    school.transfer(id, &NoDetails {}).await.unwrap();
    assert_eq!(college.take_over(id, &taking_over()).await.unwrap_err().problem(), Some(ProblemKind::GuardNotMet));
    app.days_pass(6);
    let moved = school.end_conversation(id, talk, &ended(ConversationOutcome::Held, app.clock().now())).await.unwrap();
    assert_eq!((moved.id, moved.outcome), (talk, Some(ConversationOutcome::Held)));
    assert_eq!(college.take_over(id, &taking_over()).await.unwrap().status, HandoverStatus::TakenOver);
});

story!(a_missed_conversation_is_planned_anew_and_holds_up_the_takeover, |app| {
    let leg = Leg::accepted(&app).await;
    let (school, college, id, now) = (&leg.school, &leg.college, leg.handover, app.clock().now());
    let talk = school.record_conversation(id, &planned(now)).await.unwrap().id;
    let missed = estafette_contract::ConversationEnd { participants: Vec::new(), ..ended(ConversationOutcome::Missed, now) };
    college.end_conversation(id, talk, &missed).await.unwrap();
    let again = school.end_conversation(id, talk, &ended(ConversationOutcome::Held, now)).await.unwrap_err();
    assert_eq!(again.problem(), Some(ProblemKind::Conflict));
    let late = college.propose_times(id, talk, &TimesProposed { times: vec![hour_in(now, 2)], side: None }).await.unwrap_err();
    assert_eq!(late.problem(), Some(ProblemKind::Conflict));
    school.transfer(id, &NoDetails {}).await.unwrap();
    assert_eq!(college.take_over(id, &taking_over()).await.unwrap_err().problem(), Some(ProblemKind::GuardNotMet));
    let anew = college.record_conversation(id, &planned(now)).await.unwrap().id;
    let reason = estafette_contract::ConversationEnd { agreed: None, participants: Vec::new(), ..ended(ConversationOutcome::Waived, now) };
    assert_eq!(culprit(college.end_conversation(id, anew, &reason).await.unwrap_err()), ("/agreed".into(), "missing".into()));
    let reason = estafette_contract::ConversationEnd { agreed: Some(text("Els is met pensioen")), ..reason };
    college.end_conversation(id, anew, &reason).await.unwrap();
    college.take_over(id, &taking_over()).await.unwrap();
});

story!(a_time_is_chosen_by_the_other_side_while_it_lies_ahead, |app| {
    let leg = Leg::accepted(&app).await;
    let (school, college, id, now) = (&leg.school, &leg.college, leg.handover, app.clock().now());
    let talk = college.record_conversation(id, &planned(now)).await.unwrap().id;
    let times = only_one(college, id).await.times;
    let choosing = |at: usize| TimeChosen { time_id: times[at].id };
    assert_eq!(college.agree_on_time(id, talk, &choosing(0)).await.unwrap_err().problem(), Some(ProblemKind::NotAllowed));
    let unknown = school.agree_on_time(id, talk, &TimeChosen { time_id: Uuid::now_v7() }).await.unwrap_err();
    assert_eq!(culprit(unknown), ("/timeId".into(), "unknown-time".into()));
    school.agree_on_time(id, talk, &choosing(0)).await.unwrap();
    school.agree_on_time(id, talk, &choosing(1)).await.unwrap();
    assert_eq!(only_one(school, id).await.agreed_time, Some(hour_in(now, 4)), "the later choice counts");
    app.days_pass(5);
    assert_eq!(culprit(school.agree_on_time(id, talk, &choosing(0)).await.unwrap_err()).1, "in-the-past");
});

story!(a_time_that_cannot_be_is_not_proposed, |app| {
    let leg = Leg::accepted(&app).await;
    let (college, id, now) = (&leg.college, leg.handover, app.clock().now());
    let at = |start: i64, end: i64| TimeSlot { starts_at: now + TimeDelta::hours(start), ends_at: now + TimeDelta::hours(end) };
    for (time, pointer, code) in [
        (at(-1, 1), "/planned/times/0/startsAt", "in-the-past"),
        (at(2, 2), "/planned/times/0/endsAt", "not-after-the-beginning"),
        (at(2, 27), "/planned/times/0/endsAt", "not-after-the-beginning"),
    ] {
        let plan = NewConversation { planned: Some(Appointment { times: vec![time], time_zone: None, place: None }), ..planned(now) };
        assert_eq!(culprit(college.record_conversation(id, &plan).await.unwrap_err()), (pointer.into(), code.into()));
    }
    let none = NewConversation { planned: Some(Appointment { times: Vec::new(), time_zone: None, place: None }), ..planned(now) };
    assert_eq!(culprit(college.record_conversation(id, &none).await.unwrap_err()), ("/planned/times".into(), "missing".into()));
    let both = NewConversation { planned: planned(now).planned, ..conversation(now) };
    assert_eq!(culprit(college.record_conversation(id, &both).await.unwrap_err()), ("/planned".into(), "planned-and-over".into()));
    let neither = NewConversation { planned: None, ..planned(now) };
    assert_eq!(culprit(college.record_conversation(id, &neither).await.unwrap_err()), ("/outcome".into(), "missing".into()));
    let timeless = NewConversation { held_at: None, ..conversation(now) };
    assert_eq!(culprit(college.record_conversation(id, &timeless).await.unwrap_err()), ("/heldAt".into(), "missing".into()));
});

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

async fn agreed_on(app: &TestApp, leg: &Leg, start: &str, zone: &str) -> Uuid {
    let starts_at = at(start);
    let times = vec![TimeSlot { starts_at, ends_at: starts_at + TimeDelta::minutes(45) }];
    let appointment =
        Appointment { times, time_zone: Some(TimeZone::new(zone).unwrap()), place: Some(text("Havenkade 3, kamer 12; bel bij de balie")) };
    let plan = NewConversation { planned: Some(appointment), ..planned(app.clock().now()) };
    let talk = leg.college.record_conversation(leg.handover, &plan).await.unwrap().id;
    let seen = leg.school.conversations(leg.handover).await.unwrap().items.into_iter().find(|seen| seen.id == talk).unwrap();
    leg.school.agree_on_time(leg.handover, talk, &TimeChosen { time_id: seen.times[0].id }).await.unwrap();
    talk
}

story!(an_agreed_hour_is_the_same_moment_in_every_calendar, |app| {
    let leg = Leg::accepted(&app).await;
    // Far enough ahead whenever this is run: three in the afternoon in summer, and in winter.
    let summer = agreed_on(&app, &leg, "2090-06-03T13:00:00Z", "Europe/Amsterdam").await;
    let winter = agreed_on(&app, &leg, "2090-12-03T14:00:00Z", "Europe/Amsterdam").await;
    let island = agreed_on(&app, &leg, "2090-06-03T19:00:00Z", "America/Curacao").await;
    let seen = leg.college.conversations(leg.handover).await.unwrap().items;
    let shown: Vec<&str> = seen.iter().map(|conversation| conversation.local_start.as_deref().unwrap()).collect();
    assert_eq!(shown, ["2090-06-03 15:00", "2090-12-03 15:00", "2090-06-03 15:00"]);
    for (talk, begins, ends) in [
        (summer, "DTSTART:20900603T130000Z", "DTEND:20900603T134500Z"),
        (winter, "DTSTART:20901203T140000Z", "DTEND:20901203T144500Z"),
        (island, "DTSTART:20900603T190000Z", "DTEND:20900603T194500Z"),
    ] {
        let file = leg.school.invitation(leg.handover, talk).await.unwrap();
        let lines: Vec<&str> = file.split("\r\n").collect();
        for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "METHOD:PUBLISH", begins, ends, "STATUS:CONFIRMED", "CLASS:PRIVATE", "SEQUENCE:0"] {
            assert!(lines.contains(&line), "{line} in {file}");
        }
        let unfolded = file.replace("\r\n ", "");
        assert!(unfolded.contains(&format!("UID:{talk}@")) && unfolded.contains("Vmbo De Linde – ROC Maasdal"), "{unfolded}");
        assert!(
            unfolded.contains("LOCATION:Havenkade 3\\, kamer 12\\; bel bij de balie"),
            "what calendars take for marks is escaped: {unfolded}"
        );
        for name in ["Noor", "Vermeulen", "Els Jansen", "Bram Willems"] {
            assert!(!file.contains(name), "{name} in {file}");
        }
    }
});

story!(an_invitation_says_when_it_changed_and_when_it_is_off, |app| {
    let leg = Leg::accepted(&app).await;
    let (school, college, id, now) = (&leg.school, &leg.college, leg.handover, app.clock().now());
    let talk = college.record_conversation(id, &planned(now)).await.unwrap().id;
    assert_eq!(school.invitation(id, talk).await.unwrap_err().problem(), Some(ProblemKind::NotFound), "no time is agreed yet");
    let times = only_one(school, id).await.times;
    school.agree_on_time(id, talk, &TimeChosen { time_id: times[0].id }).await.unwrap();
    school.agree_on_time(id, talk, &TimeChosen { time_id: times[1].id }).await.unwrap();
    assert!(college.invitation(id, talk).await.unwrap().contains("\r\nSEQUENCE:1\r\n"));
    let missed = estafette_contract::ConversationEnd { participants: Vec::new(), ..ended(ConversationOutcome::Missed, now) };
    college.end_conversation(id, talk, &missed).await.unwrap();
    assert!(school.invitation(id, talk).await.unwrap().contains("\r\nSTATUS:CANCELLED\r\n"));
});

story!(a_receiver_sees_the_plan_once_it_accepts_and_what_was_agreed_once_the_transfer_runs, |app| {
    let leg = Leg::offered(&app).await;
    let (school, college, id, now) = (&leg.school, &leg.college, leg.handover, app.clock().now());
    let named = NewConversation {
        planned: Some(Appointment { times: vec![hour_in(now, 3)], time_zone: None, place: Some(text("Bij Noor thuis")) }),
        ..planned(now)
    };
    assert_eq!(culprit(school.record_conversation(id, &named).await.unwrap_err()), ("/planned/place".into(), "names-the-learner".into()));
    let talk = school.record_conversation(id, &planned(now)).await.unwrap().id;
    assert!(college.conversations(id).await.unwrap().items.is_empty());
    let early = college.end_conversation(id, talk, &ended(ConversationOutcome::Held, now)).await.unwrap_err();
    assert_eq!(early.problem(), Some(ProblemKind::NotFound));

    college.accept(id, &accepting()).await.unwrap();
    let seen = only_one(college, id).await;
    assert_eq!((seen.id, seen.times.len()), (talk, 2));
    school.end_conversation(id, talk, &ended(ConversationOutcome::Held, now)).await.unwrap();
    let seen = only_one(college, id).await;
    assert_eq!((seen.outcome, seen.agreed), (Some(ConversationOutcome::Held), None), "that they spoke, and not yet what was said");
    school.transfer(id, &NoDetails {}).await.unwrap();
    assert_eq!(only_one(college, id).await.agreed, Some(text("Noor komt een dag kijken")));
});

story!(conversations_come_page_by_page, |app| {
    let leg = Leg::accepted(&app).await;
    for _ in 0..3 {
        leg.college.record_conversation(leg.handover, &planned(app.clock().now())).await.unwrap();
    }
    let first = leg.school.conversations_page(leg.handover, &PageOptions { cursor: None, limit: Some(2) }).await.unwrap();
    assert!(first.items.len() == 2 && first.items.iter().all(|conversation| conversation.times.len() == 2));
    let rest = PageOptions { cursor: first.next_cursor, limit: Some(2) };
    let rest = leg.school.conversations_page(leg.handover, &rest).await.unwrap();
    assert_eq!((rest.items.len(), rest.next_cursor), (1, None));
});
