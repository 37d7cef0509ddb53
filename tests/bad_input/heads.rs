//! What a request says beside its body: the key it may be repeated under, and the version it changes.

use estafette_contract::{ProblemKind, Section};
use estafette_tests::{
    harness::scene::{self, Leg},
    story,
};
use reqwest::Method;

use super::{Request, Witness, call, document_example, stored};

story!(a_request_that_moves_something_needs_one_good_key, |app| {
    let leg = Leg::drafted(&app).await;
    let before = stored(&app, &leg).await;
    let mut witness = Witness::of(&leg.school);
    for (operation, kind) in [("register_learner", ProblemKind::BadRequest), ("review_handover", ProblemKind::BadRequest)] {
        let request = || call(operation, leg.learner, leg.handover).json(&document_example(operation));
        witness.sees("no key", request(), kind, Some(("Idempotency-Key", "missing"))).await;
        for (what, value) in [("an empty key", ""), ("a key of two words", "a b"), ("a key too long", &"k".repeat(256)), ("é", "é")] {
            let request = request().header("idempotency-key", value);
            witness.sees(what, request, kind, Some(("Idempotency-Key", "malformed"))).await;
        }
        witness.sees("two keys", request().once().once(), kind, Some(("Idempotency-Key", "malformed"))).await;
    }
    witness.finds_every_refusal_in_the_log().await;
    assert_eq!(stored(&app, &leg).await, before);
});

story!(a_key_is_for_one_request, |app| {
    let leg = Leg::drafted(&app).await;
    let mut witness = Witness::of(&leg.school);
    let first = call("register_learner", leg.learner, leg.handover).once().json(&document_example("register_learner"));
    let answer = leg.school.send(first.clone()).await.unwrap();
    let again = leg.school.send(first.clone()).await.unwrap();
    assert_eq!((answer.status.as_u16(), &answer.body), (201, &again.body));
    let other = Request { body: Some(b"{}".to_vec()), ..first.clone() };
    witness.sees("another body", other, ProblemKind::KeyReused, None).await;
    let other = Request { path: "/v1/handovers".into(), ..first };
    witness.sees("another path", other, ProblemKind::KeyReused, None).await;
    witness.finds_every_refusal_in_the_log().await;
});

story!(a_change_needs_the_version_it_is_made_to, |app| {
    let leg = Leg::drafted(&app).await;
    let before = stored(&app, &leg).await;
    let (_, version) = leg.school.section(leg.handover, Section::SupportNeeds).await.unwrap();
    let mut witness = Witness::of(&leg.school);
    let path = format!("/v1/handovers/{}/sections/support_needs", leg.handover);
    let body = serde_json::json!({ "content": scene::support() });
    for method in [Method::PUT, Method::DELETE] {
        let request = || match method {
            Method::PUT => Request::new(Method::PUT, &path).json(&body),
            _ => Request::new(Method::DELETE, &path),
        };
        let (quoted, malformed) = (format!("\"{version}\""), Some(("If-Match", "malformed")));
        witness.sees("no condition", request(), ProblemKind::VersionRequired, Some(("If-Match", "missing"))).await;
        let both = request().header("if-match", &quoted).header("if-none-match", "*");
        witness.sees("both conditions", both, ProblemKind::BadRequest, malformed).await;
        let twice = request().header("if-match", &quoted).header("if-match", &quoted);
        witness.sees("a condition twice", twice, ProblemKind::BadRequest, malformed).await;
        for (what, tag) in [("a weak version", format!("W/{quoted}")), ("no quotes", version.clone()), ("nothing", "\"\"".into())] {
            witness.sees(what, request().header("if-match", &tag), ProblemKind::BadRequest, malformed).await;
        }
        for tag in ["*".to_owned(), format!("{quoted}, \"other\"")] {
            witness.sees("not one version", request().header("if-match", &tag), ProblemKind::BadRequest, malformed).await;
        }
        let named = request().header("if-none-match", &quoted);
        witness.sees("none but this version", named, ProblemKind::BadRequest, malformed).await;
        let other = request().header("if-match", "\"another version\"");
        witness.sees("another version", other, ProblemKind::VersionMismatch, None).await;
        let absent = request().header("if-none-match", "*");
        witness.sees("absent while it is there", absent, ProblemKind::VersionMismatch, None).await;
    }
    witness.finds_every_refusal_in_the_log().await;
    assert_eq!(stored(&app, &leg).await, before);
});
