//! What the receiver sees before the transfer: an announcement, the same to the byte whatever there is to hide.

use estafette_client::{Client, Request};
use estafette_contract::{PartnerKind, ProblemKind, Section, Transition};
use estafette_tests::{
    harness::{
        TestApp,
        contents::{content, necessity},
        scene::{Leg, conversation, holding, make_ready},
        way::Way,
    },
    story,
};
use reqwest::Method;
use uuid::Uuid;

const SPECIAL: [Section; 2] = [Section::Health, Section::SocialEmotional];

/// Everything the receiver can ask about a handover, as it comes over the wire; only the trace of each call is left out.
async fn all_that_can_be_seen(receiver: &Client, id: Uuid) -> Vec<String> {
    let mut seen = Vec::new();
    let items = ["/conversations", "/questions", "/alternatives", "/feedback", "/consents"];
    for path in ["", "/record", "/history", "/sections/health", "/sections/social_emotional"].into_iter().chain(items) {
        seen.push(body(receiver, &format!("/v1/handovers/{id}{path}")).await);
    }
    seen.push(body(receiver, "/v1/inbox").await);
    seen
}

async fn body(client: &Client, path: &str) -> String {
    let reply = client.send(Request::new(Method::GET, path)).await.unwrap();
    let body = String::from_utf8(reply.body).unwrap();
    let trace = body.split("urn:trace:").nth(1).map(|rest| rest[..32].to_owned()).unwrap_or_default();
    format!("{} {}", reply.status, if trace.is_empty() { body } else { body.replace(&trace, "") })
}

async fn offered_with_special_sections(app: &TestApp) -> Leg {
    let leg = Leg::drafted(app).await;
    for section in SPECIAL {
        leg.school.put_section(leg.handover, content(section).unwrap(), Some(necessity()), None).await.unwrap();
    }
    let now = app.clock().now();
    let consent = estafette_tests::harness::scene::consent(Section::Health, now);
    leg.school.record_consent(leg.handover, &consent).await.unwrap();
    make_ready(&leg.school, leg.handover, now).await;
    leg.school.offer(leg.handover, &Default::default()).await.unwrap();
    leg
}

async fn take_away(app: &TestApp, leg: &Leg) {
    app.database.raw().grant(&leg.school, "sections.health:read");
    let school = app.client(leg.school.credentials.clone());
    for section in SPECIAL {
        let (_, tag) = school.section(leg.handover, section).await.unwrap();
        school.remove_section(leg.handover, section, &tag).await.unwrap();
    }
}

story!(nobody_can_tell_from_an_offer_that_it_holds_a_health_section, |app| {
    let leg = offered_with_special_sections(&app).await;
    let with = all_that_can_be_seen(&leg.college, leg.handover).await;
    take_away(&app, &leg).await;
    assert_eq!(with, all_that_can_be_seen(&leg.college, leg.handover).await);
});

story!(nobody_can_tell_from_an_accepted_offer_that_it_holds_a_health_section, |app| {
    let leg = offered_with_special_sections(&app).await;
    leg.college.accept(leg.handover, &estafette_tests::harness::scene::accepting()).await.unwrap();
    let with = all_that_can_be_seen(&leg.college, leg.handover).await;
    take_away(&app, &leg).await;
    assert_eq!(with, all_that_can_be_seen(&leg.college, leg.handover).await);
});

story!(an_announcement_names_no_person_and_no_section, |app| {
    let leg = Leg::offered(&app).await;
    for seen in all_that_can_be_seen(&leg.college, leg.handover).await {
        for word in ["Noor", "Vermeulen", "Els Jansen", "plannen", "Ik vind het goed", "support_needs", &leg.learner.to_string()] {
            assert!(!seen.contains(word), "{word} in {seen}");
        }
    }
});

story!(an_offer_without_any_section_says_no_more_than_others, |app| {
    let leg = Leg::offered(&app).await;
    app.database.raw().execute("UPDATE handover_sections SET current = (1 = 0)").unwrap();
    let refused = leg.college.record(leg.handover).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::NotAllowed), "neither the learner nor the view is told");
});

story!(what_the_sender_notes_on_the_way_is_not_read_before_the_transfer, |app| {
    let leg = Leg::offered(&app).await;
    leg.school.hold(leg.handover, &holding("Noor ligt in het ziekenhuis")).await.unwrap();
    leg.school.resume(leg.handover, &Default::default()).await.unwrap();
    leg.school.record_conversation(leg.handover, &conversation(app.clock().now())).await.unwrap();
    for seen in all_that_can_be_seen(&leg.college, leg.handover).await {
        assert!(!seen.contains("ziekenhuis") && !seen.contains("eerste week"), "{seen}");
    }
    let own = leg.school.history(leg.handover).await.unwrap();
    assert!(own.items.iter().any(|line| line.explanation.as_deref() == Some("Noor ligt in het ziekenhuis")));
    assert_eq!(leg.school.conversations(leg.handover).await.unwrap().items.len(), 1);
});

story!(the_log_of_a_learner_does_not_tell_a_receiver_of_a_health_section, |app| {
    let way = Way::drafted(&app, Transition::VmboMbo, PartnerKind::VmboSchool, PartnerKind::MboCollege).await;
    way.to_transfer(&app).await;
    let learner = way.receiver.record(way.handover).await.unwrap().learner_id;
    let log = way.receiver.access_log(learner, &estafette_client::PageOptions { limit: Some(100), cursor: None }).await.unwrap();
    let sentences: Vec<&str> = log.items.iter().map(|line| line.sentence.as_str()).collect();
    assert!(sentences.iter().any(|sentence| sentence.contains("ondersteuningsbehoeften")), "{sentences:?}");
    assert!(!sentences.iter().any(|sentence| sentence.contains("gezondheid")), "{sentences:?}");
});
