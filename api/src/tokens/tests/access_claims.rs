//! Access tokens that we signed ourselves, over claims that must not pass.

use serde_json::json;

use super::super::fault::TokenFault::*;
use super::table::{all_refused, row};
use super::*;

#[test]
fn times() {
    let forge = Forge::new();
    let mut rows = Vec::new();
    for (name, fault) in [("exp", Time("exp")), ("nbf", Time("nbf")), ("iat", Time("iat"))] {
        for value in [
            json!("(absent)"),
            json!(null),
            json!(NOW.to_string()),
            json!(NOW as f64),
            json!(NOW as f64 + 0.5),
            json!(true),
            json!([NOW]),
            json!({ "a": NOW }),
            json!(u64::MAX),
            json!(""),
        ] {
            rows.push(row(format!("{name} {value}"), forge.claims(&json!({ name: value })), fault));
        }
        let exponent = claims_with(&json!({ name: "(absent)" })).replacen('{', &format!("{{\"{name}\":179e7,"), 1);
        rows.push(row(format!("{name} 179e7"), forge.sign(&forge.header().to_string(), &exponent), fault));
    }
    for (claims, fault) in [
        (json!({ "exp": NOW - 10 }), Expired),
        (json!({ "exp": 0 }), Expired),
        (json!({ "exp": -1 }), Expired),
        (json!({ "exp": i64::MIN }), Expired),
        (json!({ "nbf": NOW + 11 }), NotYetValid),
        (json!({ "nbf": i64::MAX }), NotYetValid),
        (json!({ "iat": NOW + 11 }), IssuedAhead),
        (json!({ "iat": i64::MAX }), IssuedAhead),
    ] {
        rows.push(row(&claims, forge.claims(&claims), fault));
    }
    all_refused(&forge, rows, 40);
    for edge in [json!({ "exp": NOW - 9 }), json!({ "nbf": NOW + 10 }), json!({ "iat": NOW + 10 }), json!({ "exp": i64::MAX })] {
        assert!(forge.verifier().verified(&forge.claims(&edge), at(NOW)).is_ok(), "{edge}");
    }
}

/// Claims that are of the right name and of no right value.
fn odd_values() -> Vec<(&'static str, Value)> {
    vec![
        ("partner_id", json!("not-a-uuid")),
        ("gen", json!("3")),
        ("partner_oin", json!(null)),
        ("partner_oin", json!(1)),
        ("cnf", json!(null)),
        ("cnf", json!(["abc"])),
        ("cnf", json!({})),
        ("cnf", json!({ "x5t#S256": "abc", "jkt": "abc" })),
        ("cnf", json!({ "x5t#S256": 1 })),
        ("act", json!(null)),
        ("act", json!(["a", "mentor"])),
        ("act", json!({ "sub": "a" })),
        ("act", json!({ "sub": "a", "role": "mentor", "act": { "sub": "b", "role": "c" } })),
        ("act", json!("a")),
        ("admin", json!(true)),
        ("purpose", json!("anything")),
        ("purpose", json!("Warm_handover")),
        ("partner_kind", json!("school")),
        ("partner_kind", json!({ "vmbo_school": null })),
        ("cnf", json!({ "x5t#S256": "abc" })),
        ("cnf", json!({ "x5t#S256": encode([7; 31]) })),
        ("cnf", json!({ "x5t#S256": encode([7; 32]) + "=" })),
        ("roles", json!([])),
    ]
}

#[test]
fn claims() {
    let forge = Forge::new();
    let mut rows = Vec::new();
    let strange = |good: &str| [json!("(absent)"), json!(null), json!(1), json!([good]), json!({ "a": good }), json!("")];
    for value in
        strange(ISSUER).into_iter().chain([json!("https://evil.example"), json!(format!("{ISSUER}/")), json!("HTTPS://estafette.example")])
    {
        rows.push(row(format!("iss {value}"), forge.claims(&json!({ "iss": value })), Issuer));
    }
    for value in strange(AUDIENCE).into_iter().chain([json!(ISSUER), json!([AUDIENCE, "other"]), json!(format!("{AUDIENCE} other"))]) {
        rows.push(row(format!("aud {value}"), forge.claims(&json!({ "aud": value })), Audience));
    }
    for name in ["sub", "client_id", "azp", "jti", "scope", "partner_id", "partner_kind", "purpose", "gen"] {
        for value in [json!("(absent)"), json!(null), json!(1.5), json!(["x"]), json!({}), json!(true)] {
            rows.push(row(format!("{name} {value}"), forge.claims(&json!({ name: value })), Claims));
        }
    }
    for (name, value) in odd_values() {
        rows.push(row(format!("{name} {value}"), forge.claims(&json!({ name: value })), Claims));
    }
    for act in [
        json!({ "sub": "", "role": "mentor" }),
        json!({ "sub": "Jan Jansen", "role": "mentor" }),
        json!({ "sub": "a", "role": "x\ny" }),
        json!({ "sub": "a", "role": "president" }),
    ] {
        rows.push(row(&act, forge.claims(&json!({ "act": act })), Actor));
    }
    for (name, value) in [("sub", "school-b"), ("client_id", "school-b"), ("azp", "school-b"), ("sub", "")] {
        rows.push(row(format!("{name} {value}"), forge.claims(&json!({ name: value })), Subject));
    }
    rows.push(row("nobody", forge.claims(&json!({ "sub": "", "client_id": "", "azp": "" })), Subject));
    all_refused(&forge, rows, 80);
}

#[test]
fn claims_that_are_not_one_clear_object() {
    let forge = Forge::new();
    let good = claims_with(&json!({}));
    let front = |member: &str| good.replacen('{', &format!("{{{member},"), 1);
    let mut rows = Vec::new();
    for member in [
        r#""sub":"school-b""#,
        r#""scope":"partners:manage""#,
        r#""exp":1"#,
        r#""iss":"x""#,
        r#""s\u0075b":"school-b""#,
        r#""cnf":{"x5t#S256":"a","x5t#S256":"b"}"#,
        r#""act":{"sub":"a","sub":"b","role":"c"}"#,
        r#""x":[{"y":1,"y":1}]"#,
    ] {
        rows.push(row(member, forge.sign(&forge.header().to_string(), &front(member)), ClaimsDuplicate));
    }
    let as_array = json!(good_claims().as_object().unwrap().values().collect::<Vec<_>>()).to_string();
    for text in [
        "[]",
        "null",
        "0",
        "\"x\"",
        "{",
        "not JSON",
        &as_array,
        &format!("{good}{good}"),
        &format!("{good} x"),
        &good.replace("300", "NaN,\"a\":"),
    ] {
        rows.push(row(text, forge.sign(&forge.header().to_string(), text), ClaimsJson));
    }
    all_refused(&forge, rows, 18);
}
