//! The examples of operators: each is sent by one of two, on a partner of its own, and does what it promises.

use estafette_client::{Client, Request};
use estafette_contract::{NewCertificate, NewKeys, NewScope, NoDetails, PartnerKind};
use estafette_tests::{
    harness::operators::{Operators, joining},
    story,
};
use uuid::Uuid;

use super::{Operation, document_example, operations};

/// Whether the example of an operation is sent here.
pub fn is_theirs(operation: &Operation) -> bool {
    operation.scope.as_deref() == Some("partners:manage")
}

story!(every_example_of_operators_does_what_it_promises, |app| {
    let operators = Operators::of(&app).await;
    for operation in operations().iter().filter(|operation| operation.takes_json() && is_theirs(operation)) {
        let name = operation.id.replace('_', "-");
        let partner = operators.first.admit_partner(&joining(&name, PartnerKind::VmboSchool)).await.unwrap().id;
        let id = prepared(&operators, partner, operation).await;
        let request = Request::new(operation.method.clone(), operation.path.replace("{id}", &id.to_string()));
        let reply = operators.second.send(request.json(operation.example().unwrap()).once()).await.unwrap();
        assert!(reply.status.is_success(), "{}: {} {}", operation.id, reply.status, String::from_utf8_lossy(&reply.body));
    }
});

/// Does what has to be done before; answers what the operation is about.
async fn prepared(operators: &Operators, partner: Uuid, operation: &Operation) -> Uuid {
    let first: &Client = &operators.first;
    match operation.id.as_str() {
        "propose_reinstatement" => drop(first.suspend_partner(partner, &NoDetails {}).await.unwrap()),
        "retire_key" => {
            let keys: NewKeys = serde_json::from_value(document_example("propose_keys")).unwrap();
            operators.confirm(&first.propose_keys(partner, &keys).await.unwrap()).await;
        }
        "propose_region" => return operators.admit("Doorstroompunt Maasdal", PartnerKind::Doorstroompunt).await,
        "switch_off_nl_gov" => operators.confirm(&first.switch_on_nl_gov(partner, &NoDetails {}).await.unwrap()).await,
        "retire_certificate" => {
            let certificate: NewCertificate = serde_json::from_value(document_example("propose_certificate")).unwrap();
            operators.confirm(&first.propose_certificate(partner, &certificate).await.unwrap()).await;
        }
        "confirm_proposal" | "reject_proposal" => {
            let scope: NewScope = serde_json::from_value(document_example("propose_scope")).unwrap();
            return first.propose_scope(partner, &scope).await.unwrap().id;
        }
        _ => {}
    }
    partner
}
