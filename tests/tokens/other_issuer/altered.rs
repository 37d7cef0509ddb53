//! Tokens of the provider that were altered, and those in which one issuer speaks for another.

use estafette_client::assertion_key::AssertionKey;
use estafette_contract::ProblemKind;
use serde_json::{Value, json};

use super::{
    super::forge::{Forge, confused, decode, encode, mirrored, part, with},
    AUDIENCE, ISSUER, READ, Region,
};

/// What was done to a token, and the token.
type Row = (String, String);

fn altered_claims(region: &Region) -> Vec<Row> {
    let (header, claims) = (region.header().to_string(), region.claims());
    let now = claims["iat"].as_i64().unwrap();
    let mut rows = Vec::new();
    let mut claim = |name: &str, value: Option<Value>| {
        let changed = with(&claims, name, value.clone());
        rows.push((format!("claim {name} {value:?}"), region.forge.sign(&header, &changed.to_string())));
    };
    for name in ["iss", "aud", "iat", "exp", "jti", "sub", "scope", "school", "function"] {
        confused().into_iter().for_each(|value| claim(name, value));
    }
    for (name, value) in [
        ("iss", json!(format!("{ISSUER}/"))),
        ("iss", json!(region.app.base())),
        ("aud", json!([AUDIENCE])),
        ("aud", json!(region.app.base())),
        ("exp", json!(now - 15)),
        ("exp", json!(now + 3601)),
        ("exp", json!(i64::MAX)),
        ("iat", json!(now + 60)),
        ("nbf", json!(now + 60)),
        ("nbf", json!("now")),
        ("sub", json!("Els Jansen")),
        ("sub", json!("els@linde.example")),
        ("function", json!("president")),
        ("school", json!("roc-maasdal")),
        ("school", json!("")),
        ("cnf", json!({ "jkt": "abc" })),
        ("cnf", json!({ "x5t#S256": encode([7; 32]) })),
        ("cnf", json!({ "x5t#S256": encode([7; 32]), "jkt": "abc" })),
        ("cnf", json!("abc")),
    ] {
        claim(name, Some(value));
    }
    let twice = claims.to_string().replacen('{', r#"{"school":"roc-maasdal","#, 1);
    rows.push(("school twice".into(), region.forge.sign(&header, &twice)));
    rows
}

fn altered_headers(region: &Region) -> Vec<Row> {
    let (header, claims) = (region.header(), region.claims().to_string());
    let changes = [
        ("typ", Some(json!("JWT"))),
        ("typ", None),
        ("alg", Some(json!("none"))),
        ("alg", Some(json!("RS256"))),
        ("alg", Some(json!("HS256"))),
        ("kid", Some(json!("other"))),
        ("kid", None),
        ("jku", Some(json!("https://evil.example/jwks"))),
        ("jwk", Some(region.key.public_jwk().clone())),
        ("crit", Some(json!(["exp"]))),
    ];
    let row = |(name, value): (&str, Option<Value>)| {
        (format!("header {name} {value:?}"), region.forge.sign(&with(&header, name, value).to_string(), &claims))
    };
    changes.into_iter().map(row).collect()
}

/// Among them what a key of one issuer signed for the other: a key speaks for its own issuer alone.
fn altered_signatures(region: &Region, our_kid: &Value) -> Vec<Row> {
    let (header, claims, good) = (region.header(), region.claims().to_string(), region.token(&[]));
    let (signed, signature) = good.rsplit_once('.').unwrap();
    let other = Forge::of_pem(AssertionKey::generate().unwrap().to_pem().unwrap().as_bytes());
    let ours = Forge::of_service(&region.app);
    let named_as_ours = with(&header, "kid", Some(our_kid.clone())).to_string();
    let header = header.to_string();
    let rows = [
        ("under another key of the same name", other.sign(&header, &claims)),
        ("unsigned", format!("{signed}.")),
        ("cut short", good[..good.len() - 2].to_owned()),
        ("half a signature", format!("{signed}.{}", encode(&decode(signature)[..32]))),
        ("signed by this service's key", ours.sign(&header, &claims)),
        ("of this service's key, with the provider's claims", ours.sign(&named_as_ours, &claims)),
        ("of the provider's key under the name of this service's", region.forge.sign(&named_as_ours, &claims)),
    ];
    rows.map(|(what, token)| (what.to_owned(), token)).into()
}

#[actix_web::test]
async fn no_altered_token_of_the_provider_opens_anything() {
    let region = Region::ready().await;
    let our_kid = part(&region.school.token().await.unwrap(), 0)["kid"].clone();
    let rows = [altered_claims(&region), altered_headers(&region), altered_signatures(&region, &our_kid)].concat();
    assert!(rows.len() >= 80, "only {} altered tokens", rows.len());
    for (what, token) in rows {
        assert_eq!(region.problem(&token, READ).await, Some(ProblemKind::Unauthenticated), "{what}");
    }
    assert_eq!(region.call(&region.token(&[]), READ).await.status, 200, "what was altered in nothing does");
    // Others than us may write the mirrored form of a signature.
    let good = region.token(&[]);
    let (signed, signature) = good.rsplit_once('.').unwrap();
    let mirrored = format!("{signed}.{}", encode(mirrored(&decode(signature))));
    assert_eq!(region.call(&mirrored, READ).await.status, 200);
}
