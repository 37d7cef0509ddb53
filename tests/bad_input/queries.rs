//! Queries: every key known, given once, and in range; a cursor serves one partner and one list.

use estafette_client::PageOptions;
use estafette_contract::ProblemKind;
use estafette_tests::{
    harness::scene::{self, Leg},
    story,
};
use reqwest::Method;
use uuid::Uuid;

use super::{Request, Witness};

story!(a_page_is_asked_for_in_one_way, |app| {
    let leg = Leg::drafted(&app).await;
    let mut witness = Witness::of(&leg.school);
    let faults = [
        ("limit=0", "limit", "out-of-range"),
        ("limit=101", "limit", "out-of-range"),
        ("limit=abc", "limit", "wrong-type"),
        ("limit=-1", "limit", "wrong-type"),
        ("limit=1.5", "limit", "wrong-type"),
        ("limit=99999999999999999999", "limit", "wrong-type"),
        ("limit=", "limit", "wrong-type"),
        ("limit=5&limit=6", "limit", "repeated"),
        ("cursor=zzz", "cursor", "foreign-cursor"),
        ("cursor=", "cursor", "foreign-cursor"),
        ("cursor=%00", "cursor", "foreign-cursor"),
        ("page=2", "page", "unknown-field"),
        ("Limit=5", "Limit", "unknown-field"),
        ("a%2Fb=5", "a/b", "unknown-field"),
    ];
    for list in ["/v1/handovers", "/v1/inbox", "/v1/audit/entries", &format!("/v1/learners/{}/access-log", leg.learner)] {
        for (query, key, code) in faults {
            let request = Request::new(Method::GET, format!("{list}?{query}"));
            witness.sees(&format!("{list}?{query}"), request, ProblemKind::InvalidField, Some((key, code))).await;
        }
    }
    witness.finds_every_refusal_in_the_log().await;
});

story!(a_cursor_serves_one_partner_and_one_list, |app| {
    let leg = Leg::drafted(&app).await;
    scene::draft(&leg.school, &leg.college, leg.learner).await;
    let one = PageOptions { cursor: None, limit: Some(1) };
    let cursor = leg.school.outbox(&one).await.unwrap().next_cursor.unwrap();
    let request = |path: &str| Request::new(Method::GET, format!("{path}?cursor={cursor}"));
    assert_eq!(leg.school.send(request("/v1/handovers")).await.unwrap().status, 200);

    let foreign = Some(("cursor", "foreign-cursor"));
    let mut witness = Witness::of(&leg.school);
    for list in ["/v1/inbox", "/v1/audit/entries"] {
        witness.sees(list, request(list), ProblemKind::InvalidField, foreign).await;
    }
    witness.finds_every_refusal_in_the_log().await;
    let mut college = Witness::of(&leg.college);
    college.sees("another partner's cursor", request("/v1/handovers"), ProblemKind::InvalidField, foreign).await;
    college.finds_every_refusal_in_the_log().await;
});

story!(an_import_says_what_it_is_for, |app| {
    let leg = Leg::drafted(&app).await;
    let mut witness = Witness::of(&leg.school);
    let receiver = Uuid::now_v7();
    let faults = [
        (String::new(), "receiver", "missing"),
        ("receiver=roc".to_owned(), "receiver", "malformed"),
        (format!("receiver={receiver}&as=vmbo_hbo"), "as", "unknown-code"),
        (format!("receiver={receiver}&withHealth=maybe"), "withHealth", "wrong-type"),
        (format!("receiver={receiver}&applicationReference=111222333"), "applicationReference", "national-number"),
        (format!("receiver={receiver}&with_health=true"), "with_health", "unknown-field"),
        (format!("receiver={receiver}&receiver={receiver}"), "receiver", "repeated"),
    ];
    for path in ["/v1/handovers/_import", "/v1/handovers/_import-oso"] {
        for (query, key, code) in &faults {
            let request = Request { body: Some(b"<a/>".to_vec()), ..Request::new(Method::POST, format!("{path}?{query}")) };
            let request = request.header("content-type", "application/xml").once();
            witness.sees(query, request, ProblemKind::InvalidField, Some((key, code))).await;
        }
        let request = Request { body: Some(b"<a/>".to_vec()), ..Request::new(Method::POST, format!("{path}?receiver={receiver}")) };
        let request = request.header("content-type", "application/xml").once();
        witness.sees("a dossier that is none", request, ProblemKind::BadDossier, None).await;
    }
    witness.finds_every_refusal_in_the_log().await;
});
