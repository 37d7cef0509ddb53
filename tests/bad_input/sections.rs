//! Section contents that are not what the contract says, or that the exchange matrix forbids.

use estafette_contract::ProblemKind;
use estafette_tests::{harness::scene::Leg, story};
use reqwest::Method;
use serde_json::{Value, json};

use super::{Culprit, Request, Witness, document_example, set, stored, without};

fn write(leg: &Leg, section: &str, body: &Value) -> Request {
    let path = format!("/v1/handovers/{}/sections/{section}", leg.handover);
    Request::new(Method::PUT, path).header("if-none-match", "*").json(body)
}

fn support() -> Value {
    json!({ "content": { "statement": "needs_described", "attestedBySender": true, "attestedByLearner": true, "needs": [
        { "domain": "planning", "need": "Hulp bij plannen", "line": "basic", "agreedWithLearner": true }
    ]}})
}

story!(a_faulty_section_is_refused_with_the_pointer_of_the_culprit, |app| {
    let leg = Leg::drafted(&app).await;
    let before = stored(&app, &leg).await;
    let mut witness = Witness::of(&leg.school);
    let faults = [
        ("a BRIN of the wrong shape", "/content/periods/0/brin", json!("9XA9"), "wrong-shape"),
        ("a BRIN in small letters", "/content/periods/0/brin", json!("99xa"), "wrong-shape"),
        ("an opleidingscode of the wrong shape", "/content/periods/0/opleidingscode", json!("ABCDE"), "wrong-shape"),
        ("a school year of two years", "/content/periods/0/schoolYear", json!("2024-2026"), "wrong-shape"),
        ("a day that does not exist", "/content/periods/0/startedOn", json!("2025-06-31"), "impossible"),
        ("a national number", "/content/periods/0/programme", json!("lln 111222333"), "national-number"),
        ("an unknown field", "/content/periods/0/teacher", json!("Els"), "unknown-field"),
        ("an unknown field beside the content", "/section", json!("plan"), "unknown-field"),
        ("a list for an object", "/content/periods/0", json!(["2025-2026"]), "wrong-type"),
        ("a text for a list", "/content/diplomas", json!("vmbo"), "wrong-type"),
        ("a text for the content", "/content", json!("alles goed"), "wrong-type"),
        ("a list for the content", "/content", json!([[]]), "wrong-type"),
    ];
    for (what, pointer, value, code) in faults {
        let body = set(document_example("put_section"), pointer, value);
        witness.sees(what, write(&leg, "education_history", &body), ProblemKind::InvalidField, Some((pointer, code))).await;
    }
    for pointer in ["/content", "/content/periods"] {
        let body = without(document_example("put_section"), pointer);
        witness.sees(pointer, write(&leg, "education_history", &body), ProblemKind::InvalidField, Some((pointer, "missing"))).await;
    }
    let body = set(document_example("put_section"), "/necessity", json!({ "purpose": "x", "necessity": "y" }));
    let missing = Some(("/necessity/alternative", "missing"));
    witness.sees("half a necessity", write(&leg, "education_history", &body), ProblemKind::InvalidField, missing).await;
    witness.finds_every_refusal_in_the_log().await;
    assert_eq!(stored(&app, &leg).await, before);
});

story!(a_statement_and_its_needs_have_to_agree, |app| {
    let leg = Leg::drafted(&app).await;
    let mut witness = Witness::of(&leg.school);
    let faults: [(&str, Value, Culprit<'_>); 4] = [
        ("needs with no need", set(support(), "/content/statement", json!("no_need")), Some(("/content/needs", "statement-mismatch"))),
        (
            "needs with nothing known",
            set(support(), "/content/statement", json!("nothing_known")),
            Some(("/content/needs", "statement-mismatch")),
        ),
        ("no needs described", set(support(), "/content/needs", json!([])), Some(("/content/needs", "statement-mismatch"))),
        (
            "no need, attested by one",
            json!({ "content": { "statement": "no_need", "attestedBySender": true, "attestedByLearner": false } }),
            Some(("/content/statement", "statement-mismatch")),
        ),
    ];
    for (what, body, culprit) in faults {
        witness.sees(what, write(&leg, "support_needs", &body), ProblemKind::InvalidField, culprit).await;
    }
    let body = set(support(), "/content/needs/0/need", json!("Zie het dossier van 111222333"));
    let culprit = Some(("/content/needs/0/need", "national-number"));
    witness.sees("a national number in a need", write(&leg, "support_needs", &body), ProblemKind::InvalidField, culprit).await;
    witness.finds_every_refusal_in_the_log().await;
});

story!(what_the_matrix_forbids_is_not_stored, |app| {
    let leg = Leg::drafted(&app).await;
    let before = stored(&app, &leg).await;
    let mut witness = Witness::of(&leg.school);
    let home = json!({ "content": { "description": "Woont bij een tante" } });
    let workplace = json!({ "content": { "adaptedEnvironment": true, "guidance": true, "variationOfWork": false } });
    for (section, body) in [("home_situation", &home), ("workplace_needs", &workplace), ("criminal", &home)] {
        witness.sees(section, write(&leg, section, body), ProblemKind::SectionForbidden, None).await;
    }
    witness.sees("a section there is none of", write(&leg, "shoe_size", &home), ProblemKind::NotFound, None).await;
    let consent = set(document_example("record_consent"), "/section", json!("home_situation"));
    let path = format!("/v1/handovers/{}/consents", leg.handover);
    let request = Request::new(Method::POST, path).once().json(&consent);
    witness.sees("consent to what is forbidden", request, ProblemKind::SectionForbidden, None).await;
    witness.finds_every_refusal_in_the_log().await;
    assert_eq!(stored(&app, &leg).await, before);
});
