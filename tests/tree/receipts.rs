//! Receipts: whoever changes something, or reads of a special category, goes home with what the log has to hold.

use estafette_client::{Reply, Request};
use estafette_contract::{NoDetails, PartnerKind, Section, Transition, tlog::Hash};
use estafette_tests::{
    harness::{
        scene::{self, Leg},
        way::Way,
    },
    story,
};
use reqwest::Method;
use uuid::Uuid;

/// The event id and the leaf that a receipt names.
pub fn receipt(reply: &Reply) -> Option<(Uuid, Hash)> {
    let header = reply.headers.get("audit-receipt")?.to_str().unwrap();
    let (event, leaf) = header.strip_prefix("event=\"")?.split_once("\", leaf=:")?;
    Some((event.parse().unwrap(), Hash::from_base64(leaf.strip_suffix(':')?)?))
}

story!(every_change_answers_a_receipt_that_the_log_keeps, |app| {
    let leg = Leg::drafted(&app).await;
    let path = format!("/v1/handovers/{}/_review", leg.handover);
    let request = Request::new(Method::POST, &path).json(&NoDetails {}).once();
    let (_, tag) = leg.school.section(leg.handover, Section::SupportNeeds).await.unwrap();
    let written = serde_json::json!({ "content": scene::support() });
    let section = format!("/v1/handovers/{}/sections/support_needs", leg.handover);
    leg.school.inform(leg.handover, &scene::informing(app.clock().now())).await.unwrap();
    let replies = [
        leg.school.send(request.clone()).await.unwrap(),
        leg.school.send(request).await.unwrap(),
        leg.school.send(Request::new(Method::POST, &path).json(&NoDetails {}).once()).await.unwrap(),
        leg.school.send(Request::new(Method::PUT, &section).json(&written).header("if-match", &format!("\"{tag}\""))).await.unwrap(),
    ];
    assert_eq!(
        replies.iter().map(|reply| reply.status.as_u16()).collect::<Vec<_>>(),
        [200, 200, 409, 200],
        "done, replayed, refused, written"
    );
    app.sign_log().await;
    let keys = app.log_keys().await;
    let receipts: Vec<_> = replies.iter().map(|reply| receipt(reply).expect("a receipt")).collect();
    for (event, leaf) in &receipts {
        assert!(leg.school.entry_proof(*event).await.unwrap().verify_leaf(*leaf, &keys).is_ok());
    }
    let distinct: std::collections::HashSet<_> = receipts.iter().map(|(event, _)| event).collect();
    assert_eq!(distinct.len(), receipts.len(), "a replayed answer has an entry of its own");
});

story!(who_reads_a_special_category_gets_a_receipt_and_others_do_not, |app| {
    let leg = Way::drafted(&app, Transition::VmboMbo, PartnerKind::VmboSchool, PartnerKind::MboCollege).await;
    app.database.raw().grant(&leg.receiver, "sections.health:read");
    leg.to_transfer(&app).await;
    let read = |section: &str| Request::new(Method::GET, format!("/v1/handovers/{}/sections/{section}", leg.handover));
    let special = leg.receiver.send(read("health")).await.unwrap();
    let plain = leg.receiver.send(read("support_needs")).await.unwrap();
    assert!(special.status == 200 && plain.status == 200);
    assert_eq!(receipt(&plain), None);
    app.sign_log().await;
    let (event, leaf) = receipt(&special).expect("a receipt");
    assert!(leg.receiver.entry_proof(event).await.unwrap().verify_leaf(leaf, &app.log_keys().await).is_ok());
    let list = leg.receiver.send(Request::new(Method::GET, "/v1/inbox")).await.unwrap();
    assert_eq!(receipt(&list), None);
});
