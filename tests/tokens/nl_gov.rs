//! The NL GOV profile: RS256 for a partner for whom two operators switched it on, and for nobody else.

use estafette_client::{Client, ClientError};
use estafette_contract::{KeyName, NoDetails, PartnerKind, ProblemKind, ProposalKind, Text};
use estafette_tests::{
    harness::{TestApp, operators::Operators},
    story,
};
use uuid::Uuid;

use super::{ask, rsa::Rsa};

/// The pointer and code with which keys are refused.
async fn refused(operator: &Client, partner: Uuid, key: &Rsa) -> (String, String) {
    let ClientError::Refused(problem) = operator.propose_jwks(partner, key.jwks().into()).await.unwrap_err() else { panic!("a problem") };
    (problem.errors[0].pointer.clone(), problem.errors[0].code.clone())
}

/// The status with which a token is asked for with this key.
async fn signs_in(app: &TestApp, client: &str, key: &Rsa) -> u16 {
    let assertion = key.assertion(client, app.base(), app.clock().now().timestamp());
    ask(&app.anonymous(), &assertion, "").await.status.as_u16()
}

story!(an_rs256_key_is_for_a_partner_whose_profile_two_operators_switched_on, |app| {
    let operators = Operators::of(&app).await;
    let (first, second, none) = (&operators.first, &operators.second, NoDetails {});
    let college = operators.admit("ROC Maasdal", PartnerKind::MboCollege).await;
    let school = operators.admit("Vmbo De Linde", PartnerKind::VmboSchool).await;
    let key = Rsa::new();
    let not_allowed = ("/keys/0".to_owned(), "algorithm".to_owned());
    assert_eq!(refused(first, college, &key).await, not_allowed);

    // Switching it on is a proposal: nothing is so until another operator confirms.
    let proposal = first.switch_on_nl_gov(college, &none).await.unwrap();
    assert_eq!(first.confirm_proposal(proposal.id, &none).await.unwrap_err().problem(), Some(ProblemKind::NotAllowed));
    assert_eq!(second.proposals(&Default::default()).await.unwrap().items[0].kind, ProposalKind::SwitchOnNlGov);
    assert_eq!(refused(first, college, &key).await, not_allowed);
    operators.confirm(&proposal).await;
    assert!(second.managed_partner(college).await.unwrap().nl_gov);
    assert_eq!(first.switch_on_nl_gov(college, &none).await.unwrap_err().problem(), Some(ProblemKind::Conflict));

    operators.confirm(&first.propose_jwks(college, key.jwks().into()).await.unwrap()).await;
    assert_eq!(signs_in(&app, "roc-maasdal", &key).await, 200);
    assert_eq!(refused(first, school, &key).await, not_allowed, "on for one is not on for another");
    assert!(!second.managed_partner(school).await.unwrap().nl_gov);
});

story!(one_operator_switches_the_profile_off_and_rs256_signs_nobody_in, |app| {
    let operators = Operators::of(&app).await;
    let (first, none) = (&operators.first, NoDetails {});
    let college = operators.admit("ROC Maasdal", PartnerKind::MboCollege).await;
    let (key, next) = (Rsa::new(), Rsa::new());
    operators.confirm(&first.switch_on_nl_gov(college, &none).await.unwrap()).await;
    operators.confirm(&first.propose_jwks(college, key.jwks().into()).await.unwrap()).await;
    let waiting = first.propose_jwks(college, next.jwks().into()).await.unwrap();
    assert_eq!(signs_in(&app, "roc-maasdal", &key).await, 200);

    operators.second.switch_off_nl_gov(college, &none).await.unwrap();
    assert_eq!(signs_in(&app, "roc-maasdal", &key).await, 401);
    assert!(operators.second.confirm_proposal(waiting.id, &none).await.is_err(), "what was proposed before does not come in either");
    assert_eq!(first.switch_off_nl_gov(college, &none).await.unwrap_err().problem(), Some(ProblemKind::Conflict));
    first.retire_key(college, &KeyName { kid: Text::new(key.kid()).unwrap() }).await.unwrap();
});
