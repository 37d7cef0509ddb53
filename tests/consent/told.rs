//! Who is told what: a withdrawal to both sides, a refusal to nobody.

use estafette_client::{Client, Request};
use estafette_contract::{
    ConsentStatement, NewConsent, NoDetails, Notice, NoticeKind, OfferDetails, PartnerKind, ProblemKind, Section, Transition,
};
use estafette_tests::{
    harness::{
        TestApp,
        scene::{Leg, accepting, by_representative, career, consent, conversation, day, taking_back},
        way::Way,
    },
    story,
};
use reqwest::Method;

use super::{leg_with_career, representative, to_review, to_transfer, turning_sixteen_in};

async fn told(client: &Client) -> Vec<Notice> {
    client.notices(&Default::default()).await.unwrap().items
}

fn tells(notices: &[Notice], leg: &Leg, section: Section) -> bool {
    let kinds: Vec<_> = notices.iter().map(|notice| (notice.kind, notice.handover_id, notice.section)).collect();
    kinds == [(NoticeKind::ConsentWithdrawn, leg.handover, Some(section))]
}

story!(a_withdrawal_tells_the_sender_and_the_receiver_that_could_read_it, |app| {
    let leg = leg_with_career(&app, day("2004-02-11")).await;
    let now = app.clock().now();
    let given = leg.school.record_consent(leg.handover, &consent(Section::CareerProfile, now)).await.unwrap().id;
    to_review(&leg, now).await;
    to_transfer(&leg, now).await;
    assert!(told(&leg.school).await.is_empty() && told(&leg.college).await.is_empty());
    leg.school.withdraw_consent(leg.handover, given, &taking_back(now)).await.unwrap();
    let (school, college) = (told(&leg.school).await, told(&leg.college).await);
    assert!(tells(&school, &leg, Section::CareerProfile) && tells(&college, &leg, Section::CareerProfile));

    leg.college.acknowledge(college[0].id).await.unwrap();
    leg.college.acknowledge(college[0].id).await.unwrap();
    assert!(told(&leg.college).await.is_empty() && told(&leg.school).await.len() == 1, "each for itself");
    let foreign = leg.college.acknowledge(school[0].id).await.unwrap_err();
    assert_eq!(foreign.problem(), Some(ProblemKind::NotFound));
});

story!(a_receiver_that_never_could_read_the_section_is_not_told_of_it, |app| {
    let leg = leg_with_career(&app, day("2004-02-11")).await;
    let now = app.clock().now();
    let given = leg.school.record_consent(leg.handover, &consent(Section::CareerProfile, now)).await.unwrap().id;
    to_review(&leg, now).await;
    leg.school.ready(leg.handover, &NoDetails {}).await.unwrap();
    leg.school.offer(leg.handover, &OfferDetails::default()).await.unwrap();
    leg.college.accept(leg.handover, &accepting()).await.unwrap();
    leg.school.withdraw_consent(leg.handover, given, &taking_back(now)).await.unwrap();
    assert!(tells(&told(&leg.school).await, &leg, Section::CareerProfile));
    assert!(told(&leg.college).await.is_empty(), "before the transfer it read nothing");

    let way = Way::drafted(&app, Transition::MboHbo, PartnerKind::MboCollege, PartnerKind::Hbo).await;
    way.to_transfer(&app).await;
    let ledger = way.sender.consents(way.handover).await.unwrap().items;
    let health = ledger.iter().find(|line| line.section == Section::Health).unwrap().id;
    way.sender.withdraw_consent(way.handover, health, &taking_back(now)).await.unwrap();
    assert!(told(&way.receiver).await.is_empty(), "without the scope for health it does not know there is such a section");
});

story!(consent_that_never_stood_is_withdrawn_without_telling_the_receiver, |app| {
    let leg = leg_with_career(&app, turning_sixteen_in(&app, 200)).await;
    let now = app.clock().now();
    let (mother, father) = (representative(&leg, "Ria Vermeulen").await, representative(&leg, "Kees Vermeulen").await);
    let state = |who, statement| by_representative(who, Section::CareerProfile, statement, now);
    let given = leg.school.record_consent(leg.handover, &state(mother, ConsentStatement::Given)).await.unwrap().id;
    to_review(&leg, now).await;
    to_transfer(&leg, now).await;
    leg.school.record_consent(leg.handover, &state(father, ConsentStatement::Refused)).await.unwrap();
    leg.school.withdraw_consent(leg.handover, given, &taking_back(now)).await.unwrap();
    assert_eq!((told(&leg.school).await.len(), told(&leg.college).await.len()), (1, 0));
});

/// Everything the receiver can ask about a handover, as it comes over the wire, without what is each call's or handover's own.
async fn all_that_can_be_seen(receiver: &Client, leg: &Leg) -> Vec<String> {
    let own = [leg.handover.to_string(), leg.learner.to_string()];
    let mut seen = Vec::new();
    for path in ["", "/record", "/history", "/conversations", "/feedback", "/consents", "/sections/career_profile"] {
        let reply = receiver.send(Request::new(Method::GET, format!("/v1/handovers/{}{path}", leg.handover))).await.unwrap();
        let body = String::from_utf8(reply.body).unwrap();
        let body = own.iter().fold(body, |body, id| body.replace(id, "…"));
        seen.push(format!("{} {}", reply.status, without_moments(&body)));
    }
    seen.push(format!("{:?}", told(receiver).await));
    seen
}

/// Ids, traces and instants are each call's or row's own.
fn without_moments(body: &str) -> String {
    let own = |word: &&str| {
        let id = word.len() >= 32 && word.trim_start_matches("urn:trace:").chars().all(|c| c.is_ascii_hexdigit() || c == '-');
        id || (word.starts_with("20") && word.ends_with('Z'))
    };
    body.split('"').map(|word| if own(&word) { "…" } else { word }).collect::<Vec<_>>().join("\"")
}

async fn transferred(app: &TestApp, asked: Option<NewConsent>) -> Leg {
    let leg = Leg::drafted(app).await;
    let now = app.clock().now();
    if let Some(refusal) = asked {
        let (_, tag) = leg.school.put_section(leg.handover, career(), None, None).await.unwrap();
        leg.school.record_consent(leg.handover, &refusal).await.unwrap();
        leg.school.remove_section(leg.handover, Section::CareerProfile, &tag).await.unwrap();
    }
    to_review(&leg, now).await;
    leg.school.ready(leg.handover, &NoDetails {}).await.unwrap();
    leg.school.offer(leg.handover, &OfferDetails::default()).await.unwrap();
    leg.college.accept(leg.handover, &accepting()).await.unwrap();
    leg.college.record_conversation(leg.handover, &conversation(now)).await.unwrap();
    leg.school.transfer(leg.handover, &NoDetails {}).await.unwrap();
    leg
}

story!(a_receiver_cannot_tell_a_refusal_from_a_question_that_was_never_asked, |app| {
    let never = transferred(&app, None).await;
    let never_asked = all_that_can_be_seen(&never.college, &never).await;
    let second = TestApp::start(app.database.kind()).await;
    let no = NewConsent { statement: ConsentStatement::Refused, ..consent(Section::CareerProfile, second.clock().now()) };
    let refused = transferred(&second, Some(no)).await;
    assert_eq!(all_that_can_be_seen(&refused.college, &refused).await, never_asked);
});
