//! The feed: everything, once, in order, and to nobody more than they may know.

use estafette_contract::{FeedbackMoment, NewFeedback, NoDetails, PartnerKind, ProblemKind, Transition, WithdrawDetails, WithdrawReason};
use estafette_tests::{
    harness::{
        TestApp, items,
        own::objecting,
        scene::{self, Leg},
        talks,
        way::Way,
    },
    story,
};

use super::{all_events, told_of};

async fn numbered(app: &TestApp) {
    app.store().number_events().await.unwrap();
}

story!(both_sides_are_told_every_step_from_when_they_may_know_of_it, |app| {
    let leg = Leg::taken_over(&app).await;
    let today = estafette_db::dutch_day(app.clock().now());
    leg.college.give_feedback(leg.handover, &scene::started(today)).await.unwrap();
    let year = NewFeedback { moment: FeedbackMoment::OneYear, ..scene::started(today) };
    leg.college.give_feedback(leg.handover, &year).await.unwrap();
    leg.college.close(leg.handover, &NoDetails {}).await.unwrap();
    numbered(&app).await;
    let way = ["draft", "in_review", "ready", "offered", "accepted", "ended", "in_transfer", "taken_over", "given", "given", "closed"];
    assert_eq!(told_of(&all_events(&leg.school).await, leg.handover), way);
    let seen = ["offered", "accepted", "in_transfer", "taken_over", "gone"];
    assert_eq!(told_of(&all_events(&leg.college).await, leg.handover), seen);
    let stranger = app.partner("ROC Elders", PartnerKind::MboCollege).await;
    assert!(all_events(&stranger).await.is_empty());
});

story!(an_offer_that_is_taken_back_leaves_a_tombstone_with_the_receivers_own_reference, |app| {
    let leg = Leg::offered(&app).await;
    let why = WithdrawDetails { reason: WithdrawReason::StudentWithdraws, explanation: None };
    leg.school.withdraw(leg.handover, &why).await.unwrap();
    numbered(&app).await;
    let events = all_events(&leg.college).await;
    assert_eq!(told_of(&events, leg.handover), ["offered", "gone"]);
    assert_eq!(events[1].data.application_reference, Some(scene::application()));
    assert_eq!(events[0].data.application_reference, None);
    let school = all_events(&leg.school).await;
    assert!(told_of(&school, leg.handover).ends_with(&["withdrawn"]), "the sender is told what became of it");
});

story!(on_hold_a_handover_is_gone_for_its_receiver_and_comes_back, |app| {
    let leg = Leg::accepted(&app).await;
    leg.school.hold(leg.handover, &scene::holding("Even wachten")).await.unwrap();
    leg.school.resume(leg.handover, &NoDetails {}).await.unwrap();
    numbered(&app).await;
    assert_eq!(told_of(&all_events(&leg.college).await, leg.handover), ["offered", "accepted", "gone", "accepted"]);
});

story!(nothing_of_a_person_stands_in_an_event, |app| {
    let leg = Leg::in_transfer(&app).await;
    let asked = leg.college.ask_question(leg.handover, &items::asking("Komt Noor alleen?")).await.unwrap().id;
    leg.school.answer_question(leg.handover, asked, &items::answering("Ja")).await.unwrap();
    let noor = app.student(&leg.school, leg.learner).await;
    noor.object(leg.handover, &objecting(estafette_contract::Section::SupportNeeds)).await.unwrap();
    numbered(&app).await;
    let known = leg.college.record(leg.handover).await.unwrap().learner_id;
    for client in [&leg.school, &leg.college] {
        let told = serde_json::to_value(all_events(client).await).unwrap();
        let text = told.to_string();
        for word in ["Noor", "Vermeulen", "Jansen", "support_needs", &leg.learner.to_string(), &known.to_string()] {
            assert!(!text.contains(word), "{word}: {text}");
        }
        for event in told.as_array().unwrap() {
            let keys: Vec<&String> = event.as_object().unwrap().keys().collect();
            assert_eq!(keys, ["data", "datacontenttype", "id", "source", "specversion", "subject", "time", "type"]);
            let about = event["data"].as_object().unwrap().keys();
            assert!(about.clone().all(|key| ["handoverId", "noticeId"].contains(&key.as_str())), "{event}");
        }
    }
    let school = all_events(&leg.school).await;
    assert!(told_of(&school, leg.handover).ends_with(&["asked", "made"]) && school.last().unwrap().data.notice_id.is_some());
    assert!(told_of(&all_events(&leg.college).await, leg.handover).ends_with(&["answered", "made"]));
});

story!(a_cursor_goes_on_where_it_was_and_serves_nobody_else, |app| {
    let leg = Leg::offered(&app).await;
    numbered(&app).await;
    let first = leg.school.events(None, Some(2)).await.unwrap();
    assert!(first.items.len() == 2 && first.more);
    let second = leg.school.events(Some(&first.after), None).await.unwrap();
    assert!(second.items.len() == 2 && !second.more && second.items[0].id != first.items[1].id);
    let nothing = leg.school.events(Some(&second.after), None).await.unwrap();
    assert!(nothing.items.is_empty() && !nothing.more);
    leg.college.accept(leg.handover, &scene::accepting()).await.unwrap();
    numbered(&app).await;
    let next = leg.school.events(Some(&nothing.after), None).await.unwrap();
    assert_eq!(told_of(&next.items, leg.handover), ["accepted"]);
    let again = leg.school.events(Some(&first.after), None).await.unwrap().items;
    assert_eq!(again[..2], second.items, "reading again is reading the same");
    for cursor in [first.after.as_str(), "nonsense", ""] {
        let refused = leg.college.events(Some(cursor), None).await.unwrap_err();
        assert_eq!(refused.problem(), Some(ProblemKind::InvalidField), "{cursor}");
    }
});

story!(who_stayed_away_for_too_long_is_told_so_and_who_kept_reading_is_not, |app| {
    let leg = Leg::offered(&app).await;
    numbered(&app).await;
    let first = leg.school.events(None, Some(1)).await.unwrap();
    let quiet = app.partner("ROC Elders", PartnerKind::MboCollege).await;
    let idle = quiet.events(None, None).await.unwrap().after;
    app.days_pass(91);
    app.store().tidy().await.unwrap();
    let refused = leg.school.events(Some(&first.after), None).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::EventsGone));
    assert!(leg.school.events(None, None).await.unwrap().items.is_empty());
    assert!(quiet.events(Some(&idle), None).await.unwrap().items.is_empty(), "nobody who read everything missed anything");
});

story!(whoever_reads_along_while_others_write_misses_nothing_and_sees_nothing_twice, |app| {
    let (school, college) =
        (app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await, app.partner("ROC Maasdal", PartnerKind::MboCollege).await);
    let now = app.clock().now();
    let writing = futures_util::future::join_all((0..6).map(|_| async {
        let learner = school.register_learner(&scene::noor()).await.unwrap().id;
        let handover = scene::draft(&school, &college, learner).await;
        scene::make_ready(&school, handover, now).await;
        school.offer(handover, &Default::default()).await.unwrap();
        college.accept(handover, &scene::accepting()).await.unwrap();
        handover
    }));
    let (done, stop) = tokio::sync::oneshot::channel::<()>();
    let reading = async {
        let (mut all, mut after, mut stop, mut last) = (Vec::new(), None::<String>, stop, false);
        loop {
            last = last || stop.try_recv().is_ok();
            numbered(&app).await;
            let page = school.events(after.as_deref(), Some(100)).await.unwrap();
            all.extend(page.items);
            after = Some(page.after);
            if last && !page.more {
                return all;
            }
        }
    };
    let written = async {
        let handovers = writing.await;
        done.send(()).unwrap();
        handovers
    };
    let (handovers, seen) = futures_util::future::join(written, reading).await;
    assert_eq!(seen.len(), 6 * 5);
    for handover in handovers {
        assert_eq!(told_of(&seen, handover), ["draft", "in_review", "ready", "offered", "accepted"]);
    }
});

story!(alternatives_conversations_and_steps_are_told_to_the_other_side, |app| {
    let way = Way::drafted(&app, Transition::VmboMbo, PartnerKind::VmboSchool, PartnerKind::MboCollege).await;
    way.review(&app).await;
    way.agree(&app).await;
    way.ready().await;
    way.offer().await;
    let (school, college, id) = (&way.sender, &way.receiver, way.handover);
    school.propose_alternative(id, &items::another_desk("Loket Noord")).await.unwrap();
    numbered(&app).await;
    assert_eq!(told_of(&all_events(college).await, id), ["offered"], "before it accepts, it reads nothing of what the sender proposes");
    let proposed = college.propose_alternative(id, &items::another_desk("Loket Zuid")).await.unwrap().id;
    way.accept().await;
    school.decide_alternative(id, proposed, &items::accepting_it()).await.unwrap();
    let talk = college.record_conversation(id, &talks::planned(app.clock().now())).await.unwrap().id;
    let time = school.conversations(id).await.unwrap().items[0].times[0].id;
    school.agree_on_time(id, talk, &estafette_contract::TimeChosen { time_id: time }).await.unwrap();
    way.transfer(&app).await;
    way.take_over().await;
    let steps = college.plan_steps(id, &Default::default()).await.unwrap().items;
    college.accept_step(id, steps[0].id, &Default::default()).await.unwrap();
    college.complete_step(id, steps[0].id, &NoDetails {}).await.unwrap();
    numbered(&app).await;
    let told = all_events(school).await;
    let kinds = told_of(&told, id);
    let at = kinds.iter().position(|kind| *kind == "offered").unwrap();
    let expected = ["offered", "proposed", "accepted", "planned", "ended", "in_transfer", "taken_over", "answered", "done"];
    assert_eq!(kinds[at..], expected);
    let seen = all_events(college).await;
    assert_eq!(told_of(&seen, id), ["offered", "accepted", "decided", "agreed", "in_transfer", "taken_over"]);
});

story!(events_name_the_region_by_its_oin_when_it_has_one, |app| {
    let oin = Some(estafette_contract::Oin::new("00000001823288444000").unwrap());
    let named = TestApp::with_settings(app.database.kind(), |usual| estafette_api::settings::Settings { oin, ..usual }).await;
    for (app, source) in [(&app, app.base().to_owned()), (&named, "urn:nld:oin:00000001823288444000:systeem:estafette".to_owned())] {
        let leg = Leg::offered(app).await;
        numbered(app).await;
        let told = all_events(&leg.school).await;
        assert!(told.len() == 4 && told.iter().all(|event| event.source == source), "{told:?}");
    }
});
