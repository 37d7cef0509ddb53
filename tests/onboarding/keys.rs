//! Keys: what is taken, what is refused with which reason, and what is remembered as burnt.

use estafette_client::{Client, ClientError};
use estafette_contract::{KeyName, KeyRetirement, NewKeys, PartnerKind, ProblemKind, Text};
use estafette_tests::{
    harness::operators::{Operators, client, jwks, key, shown},
    story,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// The pointer and code with which an operator's document of keys is refused.
async fn refused(operator: &Client, partner: Uuid, document: impl Into<Vec<u8>>) -> (String, String) {
    let ClientError::Refused(problem) = operator.propose_jwks(partner, document.into()).await.unwrap_err() else { panic!("a problem") };
    let error = problem.errors.first().unwrap_or_else(|| panic!("{problem:?}"));
    (error.pointer.clone(), error.code.clone())
}

fn named(kid: &str) -> KeyName {
    KeyName { kid: Text::new(kid).unwrap() }
}

story!(a_bad_key_is_refused_with_its_place_and_reason, |app| {
    let operators = Operators::of(&app).await;
    let partner = operators.admit("ROC Maasdal", PartnerKind::MboCollege).await;
    let good = key().public_jwk().clone();
    let with = |change: Value| {
        let mut jwk = good.clone();
        for (name, value) in change.as_object().unwrap() {
            jwk[name] = value.clone();
        }
        json!({ "keys": [key().public_jwk(), jwk] }).to_string()
    };
    let many: Vec<Value> = (0..11).map(|_| key().public_jwk().clone()).collect();
    let document = json!({ "keys": [good] }).to_string();
    for (document, pointer, code) in [
        (with(json!({ "kty": "oct", "k": "AQAB" })), "/keys/1", "symmetric"),
        (with(json!({ "d": "AQAB" })), "/keys/1", "private"),
        (with(json!({ "use": "enc" })), "/keys/1", "use"),
        (with(json!({ "key_ops": ["sign"] })), "/keys/1", "key-ops"),
        (with(json!({ "kty": "RSA", "n": "AQAB", "e": "AQAB", "alg": "PS256", "crv": null })), "/keys/1", "modulus"),
        (with(json!({ "kty": "RSA", "n": "_".repeat(340), "e": "AQAB", "alg": "PS256", "crv": null })), "/keys/1", "modulus"),
        (with(json!({ "kty": "RSA", "n": "_".repeat(512), "e": "Aw", "alg": "PS256", "crv": null })), "/keys/1", "exponent"),
        (with(json!({ "kty": "RSA", "n": "_".repeat(512), "e": "AQAB", "alg": "RS256", "crv": null })), "/keys/1", "algorithm"),
        (with(json!({ "alg": "RS384", "kty": "RSA", "crv": null })), "/keys/1", "algorithm"),
        (with(json!({ "crv": "P-384" })), "/keys/1", "curve"),
        (with(json!({ "y": good["x"] })), "/keys/1", "point"),
        (with(json!({ "kid": "" })), "/keys/1", "kid"),
        (with(json!({ "kid": null })), "/keys/1", "kid"),
        (json!({ "keys": [good, good] }).to_string(), "/keys/1", "duplicate-kid"),
        (json!({ "keys": many }).to_string(), "/keys", "too-many-keys"),
        (json!({ "keys": [] }).to_string(), "/keys", "no-keys"),
        (json!({ "keys": [good], "jwksUri": "https://keys.example/" }).to_string(), "", "one-of"),
        (document.replacen("{\"keys\"", &format!("{}{{\"keys\"", " ".repeat(16 * 1024)), 1), "/keys", "too-large"),
        (document.replacen("\"kty\"", "\"kid\":\"a\",\"kty\"", 1), "/keys/0/kid", "duplicate-name"),
    ] {
        assert_eq!(refused(&operators.first, partner, document.clone()).await, (pointer.to_owned(), code.to_owned()), "{document}");
    }
    let trailing = operators.first.propose_jwks(partner, format!("{document} x").into()).await.unwrap_err();
    assert_eq!(trailing.problem(), Some(ProblemKind::UnsafeJson));
    assert!(operators.first.proposals(&Default::default()).await.unwrap().items.is_empty());
});

story!(a_key_whose_private_half_was_shown_is_burnt_for_everybody, |app| {
    let operators = Operators::of(&app).await;
    let (college, school) =
        (operators.admit("ROC Maasdal", PartnerKind::MboCollege).await, operators.admit("Vmbo De Linde", PartnerKind::VmboSchool).await);
    let its_key = key();
    operators.give_key(college, &its_key).await;
    let signs_in = client(&app, "roc-maasdal", &its_key);
    assert!(signs_in.fetch_token().await.is_ok());

    // Somebody sends its private half, under another name and for another partner.
    let mut as_shown = shown(&its_key);
    as_shown["kid"] = "something-else".into();
    let document = json!({ "keys": [as_shown] }).to_string();
    assert_eq!(refused(&operators.first, school, document).await.1, "private");

    // It counts nowhere any more, and can be registered nowhere.
    assert_eq!(signs_in.fetch_token().await.unwrap_err().problem(), Some(ProblemKind::InvalidClient));
    assert_eq!(operators.first.managed_partner(college).await.unwrap().keys[0].retired_by, Some(KeyRetirement::Burnt));
    let document = json!({ "keys": [its_key.public_jwk()] }).to_string();
    assert_eq!(refused(&operators.first, school, document).await, ("/keys/0".to_owned(), "burnt".to_owned()));
});

story!(a_made_up_private_half_burns_nobody_s_key, |app| {
    let operators = Operators::of(&app).await;
    let college = operators.admit("ROC Maasdal", PartnerKind::MboCollege).await;
    let its_key = key();
    operators.give_key(college, &its_key).await;
    let mut pretended = shown(&key());
    for public in ["x", "y", "kid"] {
        pretended[public] = its_key.public_jwk()[public].clone();
    }
    let document = json!({ "keys": [pretended] }).to_string();
    assert_eq!(refused(&operators.first, college, document).await.1, "private");
    assert!(client(&app, "roc-maasdal", &its_key).fetch_token().await.is_ok());
    assert_eq!(operators.first.managed_partner(college).await.unwrap().keys[0].retired_at, None);
});

story!(a_key_burnt_between_proposal_and_confirmation_is_not_added, |app| {
    let operators = Operators::of(&app).await;
    let college = operators.admit("ROC Maasdal", PartnerKind::MboCollege).await;
    let its_key = key();
    let proposal = operators.first.propose_keys(college, &jwks(&[&its_key])).await.unwrap().id;
    refused(&operators.first, college, json!({ "keys": [shown(&its_key)] }).to_string()).await;
    assert!(operators.second.confirm_proposal(proposal, &Default::default()).await.is_err());
    assert!(operators.second.managed_partner(college).await.unwrap().keys.is_empty());
});

story!(one_operator_retires_a_key_and_its_name_is_not_used_again, |app| {
    let operators = Operators::of(&app).await;
    let college = operators.admit("ROC Maasdal", PartnerKind::MboCollege).await;
    let (old, new) = (key(), key());
    operators.give_key(college, &old).await;
    operators.give_key(college, &new).await;
    operators.first.retire_key(college, &named(old.kid())).await.unwrap();
    assert!(client(&app, "roc-maasdal", &old).fetch_token().await.is_err());
    assert!(client(&app, "roc-maasdal", &new).fetch_token().await.is_ok());
    assert!(operators.first.retire_key(college, &named(old.kid())).await.is_err());
    let document = json!({ "keys": [old.public_jwk()] }).to_string();
    assert_eq!(refused(&operators.first, college, document).await, ("/keys/0/kid".to_owned(), "kid-used".to_owned()));

    // An operator keeps at least one key of its own; a partner has at most ten.
    let own = &operators.first.credentials.key;
    let last = operators.first.retire_key(operators.first.id, &named(own.kid())).await;
    assert_eq!(last.unwrap_err().problem(), Some(ProblemKind::NotAllowed));
    let ten: Vec<Value> = (0..10).map(|_| key().public_jwk().clone()).collect();
    let keys = NewKeys { keys: Some(ten), jwks_uri: None };
    let refused = operators.first.propose_keys(college, &keys).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::InvalidField));
});
