//! The log: one entry for every call, in its final shape, without a name in it, and no act without one.

mod broken;
mod disclosed;
mod exported;
mod pages;
mod searched;
mod secrets;

use estafette_client::{Client, ClientError, PageOptions, Request};
use estafette_contract::{Act, AuditEntry, AuditOutcome, CodeList, NoDetails, ObjectKind, OfferDetails, ProcessingActivity, Section};
use estafette_tests::{
    harness::{
        TestApp,
        raw::Raw,
        scene::{self, Leg, accepting, agreed, career, consent, conversation, informing, started, taking_over, text},
    },
    story,
};
use reqwest::Method;
use serde_json::Value;

/// Watches the log: after each call it tells the one entry that came.
struct Watch {
    rows: Raw,
    seen: usize,
}

impl Watch {
    /// Begins once both parties hold a token, because fetching one is an entry too.
    async fn begin(app: &TestApp, clients: &[&Client]) -> Self {
        for client in clients {
            client.token().await.unwrap();
        }
        let mut rows = app.database.raw();
        let seen = rows.count("audit_entries");
        Self { rows, seen }
    }

    /// The one entry that a call left.
    fn entry(&mut self) -> AuditEntry {
        let all = self.rows.lines("SELECT entry AS line FROM audit_entries ORDER BY event_id");
        assert_eq!(all.len(), self.seen + 1, "one call, one entry: {:?}", &all[self.seen..]);
        self.seen = all.len();
        has_its_final_shape(&all[self.seen - 1]);
        serde_json::from_str(&all[self.seen - 1]).unwrap()
    }

    fn did<T>(&mut self, act: Act, result: Result<T, ClientError>) -> AuditEntry {
        assert!(result.is_ok(), "{act}");
        let entry = self.entry();
        assert_eq!((entry.act, entry.outcome), (act, AuditOutcome::Done));
        entry
    }

    fn refused<T>(&mut self, act: Act, reason: &str, result: Result<T, ClientError>) -> AuditEntry {
        assert!(result.is_err(), "{act}");
        let entry = self.entry();
        assert_eq!((entry.act, entry.outcome, entry.reason.as_deref()), (act, AuditOutcome::Refused, Some(reason)));
        entry
    }
}

/// Every field there has to be, on the wire names, and in canonical order.
fn has_its_final_shape(text: &str) {
    let entry: Value = serde_json::from_str(text).unwrap();
    let names: Vec<&str> = entry.as_object().unwrap().keys().map(String::as_str).collect();
    let fixed = [
        "version",
        "eventId",
        "happenedAt",
        "actor",
        "act",
        "outcome",
        "object",
        "processingActivity",
        "matrixVersion",
        "traceId",
        "spanId",
    ];
    for name in fixed {
        assert!(names.contains(&name), "{name} in {text}");
    }
    let optional = ["reason", "subject", "etags", "endedAt", "detailCommitment", "parentSpanId"];
    assert!(names.iter().all(|name| fixed.contains(name) || optional.contains(name)), "{names:?}");
    assert_eq!((&entry["version"], &entry["matrixVersion"]), (&Value::from(1), &Value::from("2026-1")));
    assert!(is_hex(&entry["traceId"], 32) && is_hex(&entry["spanId"], 16), "{text}");
    let actor = &entry["actor"];
    for name in ["clientId", "partnerId", "partnerKind"] {
        assert!(actor[name].as_str().is_some_and(|value| !value.is_empty()), "{name} in {text}");
    }
    assert!(entry["happenedAt"].as_str().unwrap().ends_with('Z'));
    let mut sorted: Vec<usize> = names.iter().map(|name| text.find(&format!("\"{name}\":")).unwrap()).collect();
    sorted.sort_unstable();
    assert!(!text.contains(": ") && sorted[0] == 1, "canonical JSON: {text}");
}

fn is_hex(value: &Value, length: usize) -> bool {
    value.as_str().is_some_and(|text| text.len() == length && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)))
}

story!(every_call_leaves_one_entry, |app| {
    let leg = Leg::drafted(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let now = app.clock().now();
    let mut watch = Watch::begin(&app, &[school, college]).await;
    watch.did(Act::PartnersList, school.partners().await);
    let read = watch.did(Act::LearnerRead, school.learner(leg.learner).await);
    assert!(read.object.kind == ObjectKind::Learner && read.object.reference.is_some());
    let written = watch.did(Act::SectionWrite, school.put_section(id, career(), None, None).await);
    assert!(written.detail_commitment.is_some() && written.etags.len() == 1 && written.subject.is_some());
    let informed = watch.did(Act::LearnerInform, school.inform(id, &informing(now)).await);
    assert_eq!(informed.processing_activity, ProcessingActivity::ConsentKeeping);
    watch.did(Act::Review, school.review(id, &NoDetails {}).await);
    watch.did(Act::ViewRecord, school.record_view(id, &agreed(now)).await);
    watch.did(Act::ConsentRecord, school.record_consent(id, &consent(Section::CareerProfile, now)).await);
    watch.did(Act::ConsentList, school.consents(id).await);
    watch.did(Act::Ready, school.ready(id, &NoDetails {}).await);
    watch.did(Act::Offer, school.offer(id, &OfferDetails::default()).await);
    watch.did(Act::HandoverOutbox, school.outbox(&Default::default()).await);
    watch.did(Act::HandoverInbox, college.inbox(&Default::default()).await);
    watch.did(Act::HandoverRead, college.handover(id).await);
    let accepted = watch.did(Act::Accept, college.accept(id, &accepting()).await);
    assert_eq!(accepted.actor.professional.as_deref(), Some("p-roc-maasdal"));
    assert_eq!((accepted.actor.partner_id, accepted.actor.role), (college.id, Some(estafette_contract::Role::Intaker)));
    watch.did(Act::ConversationRecord, college.record_conversation(id, &conversation(now)).await);
    watch.did(Act::ConversationList, college.conversations(id).await);
    watch.did(Act::Transfer, school.transfer(id, &NoDetails {}).await);
    let record = watch.did(Act::RecordRead, college.record(id).await);
    assert_eq!(record.object, accepted.object, "one handover, one reference");
    assert_eq!(record.subject, written.subject, "one learner, one reference, whichever name the partner knows");
    watch.did(Act::SectionRead, college.section(id, Section::CareerProfile).await);
    watch.did(Act::TakeOver, college.take_over(id, &taking_over()).await);
    watch.did(Act::FeedbackGive, college.give_feedback(id, &started(estafette_db::dutch_day(now))).await);
    watch.did(Act::FeedbackList, school.feedback(id).await);
    watch.did(Act::Close, college.close(id, &NoDetails {}).await);
    watch.did(Act::HandoverHistory, school.history(id).await);
    watch.did(Act::AccessLogRead, school.access_log(leg.learner, &Default::default()).await);
    watch.did(Act::AuditRead, school.audit_entries(&Default::default()).await);
    school.fetch_token().await.unwrap();
    assert_eq!(watch.entry().act, Act::TokenIssue);
});

story!(a_refusal_is_an_entry_too, |app| {
    let leg = Leg::drafted(&app).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let narrow = school.with_scope(&app, "partners:read");
    let nobody = college.without_professional(&app);
    let mut watch = Watch::begin(&app, &[school, college, &narrow, &nobody]).await;
    watch.refused(Act::ScopeRefuse, "missing-scope", narrow.inbox(&Default::default()).await);
    let unseen = watch.refused(Act::HandoverRead, "not-found", college.handover(id).await);
    assert!(unseen.subject.is_none(), "who may not know of it leaves no trace of whom it was about");
    watch.refused(Act::Review, "guard-not-met", school.review(id, &NoDetails {}).await);
    watch.refused(Act::Ready, "move-not-possible", school.ready(id, &NoDetails {}).await);
    watch.refused(Act::RecordRead, "person-required", nobody.record(id).await);
    watch.refused(Act::LearnerRead, "not-found", college.learner(leg.learner).await);
    watch.refused(Act::SectionWrite, "version-mismatch", school.put_section(id, scene::support(), None, None).await);

    let path = format!("/v1/handovers/{id}/_offer");
    let unkeyed = school.send(Request::new(Method::POST, &path).json(&NoDetails {})).await.unwrap();
    watch.refused(Act::Offer, "bad-request", unkeyed.succeeded());
    let unknown = school.send(Request::new(Method::POST, &path).json(&serde_json::json!({"x": 1})).once()).await.unwrap();
    watch.refused(Act::Offer, "invalid-field", unknown.succeeded());
    let none = school.send(Request::new(Method::GET, "/v1/handovers/no-such-id")).await.unwrap();
    assert!(watch.refused(Act::HandoverRead, "not-found", none.succeeded()).object.reference.is_none());
});

story!(the_deciding_functions_reason_is_recorded, |app| {
    let leg = Leg::drafted(&app).await;
    leg.school.put_section(leg.handover, career(), None, None).await.unwrap();
    let now = app.clock().now();
    let given = leg.school.record_consent(leg.handover, &consent(Section::CareerProfile, now)).await.unwrap().id;
    scene::make_ready(&leg.school, leg.handover, now).await;
    leg.school.offer(leg.handover, &OfferDetails::default()).await.unwrap();
    leg.college.accept(leg.handover, &accepting()).await.unwrap();
    let mut watch = Watch::begin(&app, &[&leg.school, &leg.college]).await;
    watch.refused(Act::RecordRead, "not_in_this_status", leg.college.record(leg.handover).await);
    watch.did(Act::Transfer, leg.school.transfer(leg.handover, &NoDetails {}).await);
    let read = leg.college.section(leg.handover, Section::CareerProfile).await;
    assert_eq!(watch.did(Act::SectionRead, read).reason.as_deref(), Some("on_consent"));
    let read = leg.college.section(leg.handover, Section::SupportNeeds).await;
    assert_eq!(watch.did(Act::SectionRead, read).reason.as_deref(), Some("on_legal_task"));
    let how = estafette_contract::ConsentWithdrawal {
        channel: estafette_contract::Channel::Spoken,
        stated_at: now,
        note: Some(text("Liever niet")),
    };
    watch.did(Act::ConsentWithdraw, leg.school.withdraw_consent(leg.handover, given, &how).await);
    watch.refused(Act::SectionRead, "no_live_consent", leg.college.section(leg.handover, Section::CareerProfile).await);
});

story!(a_repeated_answer_says_so_and_a_trace_is_passed_on, |app| {
    let leg = Leg::ready(&app).await;
    let mut watch = Watch::begin(&app, &[&leg.school]).await;
    let trace = "0af7651916cd43dd8448eb211c80319c";
    let request = Request::new(Method::POST, format!("/v1/handovers/{}/_offer", leg.handover))
        .json(&NoDetails {})
        .once()
        .header("traceparent", &format!("00-{trace}-b7ad6b7169203331-01"));
    leg.school.send(request.clone()).await.unwrap().succeeded().unwrap();
    let first = watch.entry();
    assert_eq!((first.outcome, first.trace_id.as_str()), (AuditOutcome::Done, trace));
    assert_ne!(first.span_id, "b7ad6b7169203331", "the span is our own");
    assert_eq!(first.parent_span_id.as_deref(), Some("b7ad6b7169203331"));
    leg.school.send(request).await.unwrap().succeeded().unwrap();
    assert_eq!(watch.entry().outcome, AuditOutcome::Replayed);
    let page = leg.school.audit_entries(&PageOptions { limit: Some(1), cursor: None }).await.unwrap();
    assert_eq!(page.items[0].entry.outcome.code(), "replayed");
});
