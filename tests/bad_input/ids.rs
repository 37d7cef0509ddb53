//! Ids: what is another's, of another kind or no id at all is not found, and looks the same.

use estafette_contract::{PartnerKind, ProblemKind, Section};
use estafette_tests::{
    harness::{
        operators::Operators,
        scene::{self, Leg},
    },
    story,
};
use reqwest::Method;

use crate::contract::operators::is_theirs;

use super::{Operation, Request, Witness, every_scope, operations, path_of, stored};

/// Every operation about one learner or handover.
fn about_one() -> impl Iterator<Item = &'static Operation> {
    operations().iter().filter(|operation| operation.path.contains("{id}") && !is_theirs(operation) && !operation.own)
}

fn request(operation: &Operation, path: String) -> Request {
    let request = Request::new(operation.method.clone(), path);
    let request = operation.example().map_or_else(|| request.clone(), |example| request.clone().json(example));
    match operation.method {
        Method::POST => request.once(),
        Method::PUT => request.header("if-none-match", "*"),
        Method::DELETE => request.header("if-match", "\"some version\""),
        _ => request,
    }
}

story!(what_is_between_others_is_not_found, |app| {
    let leg = Leg::in_transfer(&app).await;
    let stranger = app.partner_granted("ROC Elders", PartnerKind::MboCollege, every_scope()).await;
    let before = stored(&app, &leg).await;
    let mut witness = Witness::of(&stranger);
    for operation in about_one() {
        let path = path_of(operation, &leg.learner.to_string(), &leg.handover.to_string());
        witness.sees(&operation.name(), request(operation, path), ProblemKind::NotFound, None).await;
    }
    witness.finds_every_refusal_in_the_log().await;
    assert_eq!(stored(&app, &leg).await, before);
});

story!(an_id_of_another_kind_is_nothing_s_id, |app| {
    let school = app.partner_granted("Vmbo De Linde", PartnerKind::VmboSchool, every_scope()).await;
    let college = app.partner("ROC Maasdal", PartnerKind::MboCollege).await;
    let learner = school.register_learner(&scene::noor()).await.unwrap().id;
    let handover = scene::draft(&school, &college, learner).await;
    let (learner, handover) = (learner.to_string(), handover.to_string());
    let mut witness = Witness::of(&school);
    for operation in about_one() {
        let mistaken = [
            ("the other kind", path_of(operation, &handover, &learner)),
            ("a partner", path_of(operation, &college.id.to_string(), &college.id.to_string())),
            ("no id", path_of(operation, "noor", "17")),
            ("an id in capitals", path_of(operation, &learner.to_uppercase(), &handover.to_uppercase())),
            ("an id without hyphens", path_of(operation, &learner.replace('-', ""), &handover.replace('-', ""))),
            ("an id and more", path_of(operation, &format!("{learner}%20"), &format!("{handover}%00"))),
            ("a quote", path_of(operation, "'%20or%20''='", "';%20drop%20table%20handovers")),
        ];
        for (what, path) in mistaken {
            let what = format!("{what}: {} {path}", operation.method);
            witness.sees(&what, request(operation, path), ProblemKind::NotFound, None).await;
        }
    }
    witness.finds_every_refusal_in_the_log().await;
});

story!(a_consent_of_another_handover_is_not_found, |app| {
    let leg = Leg::drafted(&app).await;
    let now = app.clock().now();
    let sibling = scene::draft(&leg.school, &leg.college, leg.learner).await;
    let consent = leg.school.record_consent(sibling, &scene::consent(Section::CareerProfile, now)).await.unwrap().id;
    let mut witness = Witness::of(&leg.school);
    let withdrawal = serde_json::json!({ "channel": "spoken", "statedAt": now.format("%Y-%m-%dT%H:%M:%SZ").to_string() });
    let path = format!("/v1/handovers/{}/consents/{consent}/_withdraw", leg.handover);
    let request = Request::new(Method::POST, path).once().json(&withdrawal);
    witness.sees("a consent of a sibling", request, ProblemKind::NotFound, None).await;
    witness.finds_every_refusal_in_the_log().await;
    assert_eq!(leg.school.consents(sibling).await.unwrap().items.len(), 1);
});

story!(an_operator_finds_no_partner_and_no_proposal_under_another_s_id, |app| {
    let operators = Operators::of(&app).await;
    let mut witness = Witness::of(&operators.first);
    for operation in operations().iter().filter(|operation| operation.path.contains("{id}") && is_theirs(operation)) {
        for id in [uuid::Uuid::now_v7().to_string(), "roc-maasdal".to_owned()] {
            let what = format!("{} {}", operation.method, operation.path);
            witness.sees(&what, request(operation, path_of(operation, &id, &id)), ProblemKind::NotFound, None).await;
        }
    }
    witness.finds_every_refusal_in_the_log().await;
});
