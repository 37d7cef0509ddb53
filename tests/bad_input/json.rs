//! Bodies that are no JSON, unsafe JSON, too large, or of another kind.

use estafette_contract::ProblemKind;
use estafette_tests::{harness::scene::Leg, story};
use reqwest::Method;
use uuid::Uuid;

use super::{Request, Witness, call, document_example, stored};

const LIMIT: usize = 256 * 1024;
const IMPORT_LIMIT: usize = 10 * 1024 * 1024;

fn raw(request: Request, body: impl Into<Vec<u8>>) -> Request {
    Request { body: Some(body.into()), ..request }.header("content-type", "application/json")
}

story!(unsafe_json_is_refused_with_the_pointer_of_the_culprit, |app| {
    let leg = Leg::drafted(&app).await;
    let before = stored(&app, &leg).await;
    let mut witness = Witness::of(&leg.school);
    let deep = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
    let too_deep = "/0".repeat(32);
    let faults: Vec<(&str, Vec<u8>, &str, &str)> = vec![
        ("nothing", "".into(), "", "not-json"),
        ("white space", "  \n".into(), "", "not-json"),
        ("half an object", r#"{"givenName":"#.into(), "", "not-json"),
        ("two values", "{} {}".into(), "", "not-json"),
        ("a comment", "{/* hi */}".into(), "", "not-json"),
        ("bytes that are no UTF-8", b"{\"givenName\":\"\xff\"}".to_vec(), "", "not-json"),
        ("half a surrogate pair", r#"{"givenName":"\ud800"}"#.into(), "", "not-json"),
        ("a number out of range", r#"{"givenName":1e999}"#.into(), "", "not-json"),
        ("a name twice", r#"{"givenName":"A","givenName":"B"}"#.into(), "/givenName", "duplicate-name"),
        ("a name twice, escaped", r#"{"responsible":{"name":"A","n\u0061me":"B"}}"#.into(), "/responsible/name", "duplicate-name"),
        ("a NUL", r#"{"givenName":"a\u0000b"}"#.into(), "/givenName", "nul"),
        ("a NUL in a name", r#"{"given\u0000Name":"a"}"#.into(), "/given\0Name", "nul"),
        ("33 levels", deep(33).into(), &too_deep, "too-deep"),
        ("a hundred thousand levels", deep(100_000).into(), &too_deep, "too-deep"),
    ];
    for (what, body, pointer, code) in faults {
        let request = raw(call("register_learner", leg.learner, leg.handover).once(), body.clone());
        witness.sees(what, request, ProblemKind::UnsafeJson, Some((pointer, code))).await;
        let request = raw(call("put_section", leg.learner, leg.handover).header("if-none-match", "*"), body);
        witness.sees(what, request, ProblemKind::UnsafeJson, Some((pointer, code))).await;
    }
    witness.finds_every_refusal_in_the_log().await;
    assert_eq!(stored(&app, &leg).await, before);
});

story!(a_body_over_the_limit_is_refused_and_one_at_the_limit_is_not, |app| {
    let leg = Leg::drafted(&app).await;
    let mut witness = Witness::of(&leg.school);
    let mut body = document_example("register_learner").to_string().into_bytes();
    body.resize(LIMIT, b' ');
    let full = raw(call("register_learner", leg.learner, leg.handover).once(), body.clone());
    assert_eq!(leg.school.send(full).await.unwrap().status, 201);
    body.push(b' ');
    let request = raw(call("register_learner", leg.learner, leg.handover).once(), body);
    witness.sees("one byte too many", request, ProblemKind::TooLarge, None).await;
    let request = raw(call("put_section", leg.learner, leg.handover).header("if-none-match", "*"), vec![b' '; 4 * LIMIT]);
    witness.sees("four times too many", request, ProblemKind::TooLarge, None).await;
    let import = format!("/v1/handovers/_import?receiver={}", leg.college.id);
    let request = Request { body: Some(vec![b' '; IMPORT_LIMIT + 1]), ..Request::new(Method::POST, import) };
    witness.sees("a dossier too large", request.once().header("content-type", "application/xml"), ProblemKind::TooLarge, None).await;
    witness.finds_every_refusal_in_the_log().await;
});

story!(another_content_type_is_not_guessed, |app| {
    let leg = Leg::drafted(&app).await;
    let mut witness = Witness::of(&leg.school);
    let body = document_example("register_learner").to_string().into_bytes();
    let kinds = ["text/plain", "application/xml", "application/x-www-form-urlencoded", "application/json; charset=latin1", "json", ""];
    for kind in kinds {
        let request = Request { body: Some(body.clone()), ..call("register_learner", leg.learner, leg.handover).once() };
        let request = if kind.is_empty() { request } else { request.header("content-type", kind) };
        witness.sees(&format!("content type {kind:?}"), request, ProblemKind::WrongMediaType, None).await;
    }
    let request = call("register_learner", leg.learner, leg.handover).once().header("content-encoding", "gzip");
    let zipped = raw(request, b"\x1f\x8b\x08\0\0\0\0\0".to_vec());
    witness.sees("a compressed body", zipped, ProblemKind::UnsafeJson, Some(("", "not-json"))).await;
    let import = format!("/v1/handovers/_import?receiver={}", Uuid::now_v7());
    witness.sees("a dossier as JSON", raw(Request::new(Method::POST, import).once(), body), ProblemKind::WrongMediaType, None).await;
    witness.finds_every_refusal_in_the_log().await;

    let utf8 = call("register_learner", leg.learner, leg.handover).once().header("content-type", "application/json; charset=UTF-8");
    let utf8 = Request { body: Some(document_example("register_learner").to_string().into_bytes()), ..utf8 };
    assert_eq!(leg.school.send(utf8).await.unwrap().status, 201);
});
