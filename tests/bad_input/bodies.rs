//! Bodies with a field that is not what the contract says.

use estafette_contract::ProblemKind;
use estafette_tests::{harness::scene::Leg, story};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Witness, call, document_example, repeatable, set, stored, without};

/// One fault in the documented example: what it is, in which operation, what stands where, and the rule that is broken.
type Fault = (&'static str, &'static str, &'static str, Value, &'static str);

fn texts_and_types() -> Vec<Fault> {
    let learner = "register_learner";
    vec![
        ("an unknown field", learner, "/bsn", json!("x"), "unknown-field"),
        ("an unknown field deep down", learner, "/responsible/shoeSize", json!(42), "unknown-field"),
        ("an unknown field with a slash in its name", learner, "/a~1b", json!(1), "unknown-field"),
        ("a field of a move that has none", "review_handover", "/because", json!("so"), "unknown-field"),
        ("a number for a text", learner, "/givenName", json!(7), "wrong-type"),
        ("a text for an object", learner, "/responsible", json!("Els"), "wrong-type"),
        ("a list for an object", learner, "/responsible", json!(["Els", "decaan", {}]), "wrong-type"),
        ("null for what is required", learner, "/familyName", json!(null), "wrong-type"),
        ("a number for a day", learner, "/bornOn", json!(20_090_314), "wrong-type"),
        ("a text for a list", "record_conversation", "/participants", json!("decaan"), "wrong-type"),
        ("an unknown code", learner, "/responsible/role", json!("president"), "unknown-code"),
        ("a code in capitals", "draft_handover", "/transition", json!("VMBO_MBO"), "unknown-code"),
        ("an empty text", learner, "/givenName", json!("  "), "empty-text"),
        ("a text too long", learner, "/givenName", json!("o".repeat(81)), "text-too-long"),
        ("a control character", learner, "/givenName", json!("No\u{7}or"), "control-character"),
        ("a national number", learner, "/familyName", json!("111222333"), "national-number"),
        ("a national number in groups", learner, "/desk", json!("dossier 111.222.333"), "national-number"),
        ("a national number as a telephone number", learner, "/responsible/reachableAt/phone", json!("111222333"), "national-number"),
        ("a national number as a reference", "draft_handover", "/applicationReference", json!("111222333"), "national-number"),
        ("a national number within a reference", "offer_handover", "/applicationReference", json!("A-111222333"), "national-number"),
        ("a national number in a reason", "decline_handover", "/explanation", json!("zie 111222333"), "national-number"),
    ]
}

fn days_and_shapes() -> Vec<Fault> {
    let learner = "register_learner";
    vec![
        ("a day that does not exist", learner, "/bornOn", json!("2009-02-30"), "impossible"),
        ("a day with its year last", learner, "/bornOn", json!("14-03-2009"), "wrong-shape"),
        ("a day without its zeros", learner, "/bornOn", json!("2009-3-14"), "wrong-shape"),
        ("a day no database can follow", learner, "/bornOn", json!("-90000-01-01"), "wrong-shape"),
        ("a birth yet to come", learner, "/bornOn", json!("2199-01-01"), "in-the-future"),
        ("a birth too long ago", learner, "/bornOn", json!("1901-01-01"), "too-long-ago"),
        ("an instant without its zone", "inform_learner", "/informedAt", json!("2026-05-11T09:30:00"), "wrong-shape"),
        ("an instant in another zone", "inform_learner", "/informedAt", json!("2026-05-11T11:30:00+02:00"), "wrong-shape"),
        ("an instant no database can follow", "record_consent", "/statedAt", json!("-90000-05-13T14:10:00Z"), "wrong-shape"),
        ("an instant that does not exist", "record_consent", "/statedAt", json!("2026-05-13T24:10:00Z"), "impossible"),
        ("an informing yet to come", "inform_learner", "/informedAt", json!("2199-05-11T09:30:00Z"), "in-the-future"),
        ("an observation in antiquity", "give_feedback", "/observedOn", json!("0026-11-02"), "impossible"),
        ("an opleidingscode of four digits", "draft_handover", "/programme/opleidingscode", json!("2549"), "wrong-shape"),
        ("a reference with a slash", "draft_handover", "/applicationReference", json!("A/2026/17"), "wrong-shape"),
        ("a digest that is none", "record_consent", "/textSha256", json!("2cf24d"), "wrong-shape"),
        ("an id that is none", "draft_handover", "/learnerId", json!("Noor"), "malformed"),
        ("a withdrawal recorded as a statement", "record_consent", "/statement", json!("withdrawn"), "not-here"),
    ]
}

story!(a_faulty_field_is_named_and_nothing_is_stored, |app| {
    let leg = Leg::drafted(&app).await;
    let before = stored(&app, &leg).await;
    let mut witness = Witness::of(&leg.school);
    for (what, operation, pointer, value, code) in texts_and_types().into_iter().chain(days_and_shapes()) {
        // Scopes come before bodies, so the receiver's moves are tried by the receiver.
        if ["give_feedback", "decline_handover"].contains(&operation) {
            let mut receiver = Witness::of(&leg.college);
            let body = set(document_example(operation), pointer, value);
            let request = repeatable(call(operation, leg.learner, leg.handover)).json(&body);
            receiver.sees(what, request, ProblemKind::InvalidField, Some((pointer, code))).await;
            receiver.finds_every_refusal_in_the_log().await;
            continue;
        }
        let body = set(document_example(operation), pointer, value);
        let request = repeatable(call(operation, leg.learner, leg.handover)).json(&body);
        witness.sees(what, request, ProblemKind::InvalidField, Some((pointer, code))).await;
    }
    witness.finds_every_refusal_in_the_log().await;
    assert_eq!(stored(&app, &leg).await, before);
});

story!(a_missing_field_is_named, |app| {
    let leg = Leg::drafted(&app).await;
    let mut witness = Witness::of(&leg.school);
    for pointer in ["/familyName", "/responsible", "/responsible/name", "/responsible/reachableAt"] {
        let body = without(document_example("register_learner"), pointer);
        let request = call("register_learner", leg.learner, leg.handover).once().json(&body);
        witness.sees(pointer, request, ProblemKind::InvalidField, Some((pointer, "missing"))).await;
    }
    for body in [json!([]), json!(null), json!("Noor"), json!(3)] {
        let request = call("register_learner", leg.learner, leg.handover).once().json(&body);
        witness.sees("no object at all", request, ProblemKind::InvalidField, Some(("", "wrong-type"))).await;
    }
    witness.finds_every_refusal_in_the_log().await;
});

story!(what_a_body_points_to_has_to_be_there, |app| {
    let leg = Leg::drafted(&app).await;
    let before = stored(&app, &leg).await;
    let draft = |learner: Uuid, receiver: Uuid| {
        let body = set(document_example("draft_handover"), "/learnerId", json!(learner));
        let body = set(body, "/receiver/partnerId", json!(receiver));
        call("draft_handover", leg.learner, leg.handover).once().json(&body)
    };
    let mut witness = Witness::of(&leg.school);
    let (nobody, invalid) = (Uuid::now_v7(), ProblemKind::InvalidField);
    let unknown = Some(("/learnerId", "unknown-learner"));
    witness.sees("a learner that is nobody", draft(nobody, leg.college.id), invalid, unknown).await;
    witness.sees("a handover as a learner", draft(leg.handover, leg.college.id), invalid, unknown).await;
    let unknown = Some(("/receiver/partnerId", "unknown-partner"));
    witness.sees("a receiver that is nobody", draft(leg.learner, nobody), invalid, unknown).await;
    let oneself = Some(("/receiver/partnerId", "not-connected"));
    witness.sees("a receiver that is oneself", draft(leg.learner, leg.school.id), invalid, oneself).await;
    witness.finds_every_refusal_in_the_log().await;
    assert_eq!(stored(&app, &leg).await, before);

    // Another partner's pseudonym of the very same learner is nobody here.
    let mut college = Witness::of(&leg.college);
    let body = set(document_example("draft_handover"), "/learnerId", json!(leg.learner));
    let body = set(set(body, "/transition", json!("mbo_mbo")), "/receiver/partnerId", json!(leg.school.id));
    let request = call("draft_handover", leg.learner, leg.handover).once().json(&body);
    college.sees("another partner's learner", request, invalid, Some(("/learnerId", "unknown-learner"))).await;
    college.finds_every_refusal_in_the_log().await;
});
