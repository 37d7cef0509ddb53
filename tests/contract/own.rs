//! The examples of the own page: each is sent by a learner, or by who deals with one, and does what it promises.

use estafette_client::{Client, Request};
use estafette_contract::{AftercareReason, ClaimForm, NewAftercare, NewOwnClaim, NoDetails, RightKind, RightOutcome, Role, Section};
use estafette_tests::{
    harness::{
        TestApp,
        own::{answering_it, asking, for_student, objecting, stating},
        scene,
    },
    story,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Operation, filled, operations};

/// Whether the example of an operation is sent here.
pub fn is_theirs(operation: &Operation) -> bool {
    operation.own || ["come_in", "find_learner", "answer_objection", "answer_request"].contains(&operation.id.as_str())
}

story!(every_example_of_the_own_page_does_what_it_promises, |app| {
    for operation in operations().iter().filter(|operation| operation.takes_json() && is_theirs(operation)) {
        let scene = Scene::set(&app, &operation.id).await;
        let mut body = operation.example().unwrap().clone();
        if let Some(code) = &scene.code {
            body["code"] = json!(code);
        }
        let reply = scene.client.send(request(operation, &scene, &body)).await.unwrap();
        assert!(reply.status.is_success(), "{}: {} {}", operation.id, reply.status, String::from_utf8_lossy(&reply.body));
    }
});

fn request(operation: &Operation, scene: &Scene, body: &Value) -> Request {
    let path = filled(&operation.path, |name| if name == "id" { scene.handover.to_string() } else { scene.inner.to_string() });
    let request = Request::new(operation.method.clone(), path).json(body);
    if operation.id == "come_in" { request } else { request.once() }
}

/// Who sends an example, and about what.
struct Scene {
    client: Client,
    handover: Uuid,
    /// A consent or an objection.
    inner: Uuid,
    code: Option<String>,
}

impl Scene {
    /// Noor reads a handover that rests partly on her consent.
    async fn set(app: &TestApp, id: &str) -> Self {
        let (name, now) = (id.replace('_', " "), app.clock().now());
        let school = app.partner(&format!("Vmbo {name}"), estafette_contract::PartnerKind::VmboSchool).await;
        let college = app.partner(&format!("ROC {name}"), estafette_contract::PartnerKind::MboCollege).await;
        let learner = school.register_learner(&scene::noor()).await.unwrap().id;
        let handover = scene::draft(&school, &college, learner).await;
        school.put_section(handover, scene::career(), None, None).await.unwrap();
        school.inform(handover, &scene::informing(now)).await.unwrap();
        school.review(handover, &NoDetails {}).await.unwrap();
        let noor = app.student(&school, learner).await;
        let consent = noor.state_own_consent(handover, &stating(&scene::consent(Section::CareerProfile, now))).await.unwrap().id;
        let scene = Self { client: noor.clone(), handover, inner: consent, code: None };
        match id {
            "come_in" => {
                let code = school.make_claim(learner, &for_student(ClaimForm::Code)).await.unwrap().code;
                Self { client: app.anonymous(), code: Some(code), ..scene }
            }
            "find_learner" => {
                let code = noor.make_own_claim(&NewOwnClaim { form: ClaimForm::Code }).await.unwrap().code;
                Self { client: college.client.clone(), code: Some(code), ..scene }
            }
            "ask_contact_in_aftercare" => {
                let began_on = estafette_db::dutch_day(now);
                let owner = scene::person("Els Jansen", Role::Mentor);
                let new = NewAftercare { learner_id: learner, reason: AftercareReason::DroppedOut, began_on, diploma: None, owner };
                Self { handover: school.begin_aftercare(&new).await.unwrap().id, ..scene }
            }
            "answer_objection" => {
                let inner = noor.object(handover, &objecting(Section::SupportNeeds)).await.unwrap().id;
                Self { client: school.client.clone(), inner, ..scene }
            }
            "answer_request" => {
                let inner = noor.make_request(handover, &asking(RightKind::Rectify)).await.unwrap().id;
                Self { client: school.client.clone(), inner, ..scene }
            }
            "lift_restriction" => {
                let inner = noor.make_request(handover, &asking(RightKind::Restrict)).await.unwrap().id;
                school.answer_request(handover, inner, &answering_it(RightOutcome::Granted)).await.unwrap();
                Self { inner, ..scene }
            }
            _ => scene,
        }
    }
}
