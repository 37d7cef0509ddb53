//! Assertions that were altered: one answer for all of them, which does not say what was wrong.

use estafette_client::assertion_key::AssertionKey;
use estafette_contract::{PartnerKind, ProblemKind};
use estafette_tests::{harness::TestApp, story};
use serde_json::{Value, json};

use super::{
    ask,
    forge::{Forge, confused, encode, part, with},
};

type Row = (String, String);

/// A client's key, and an assertion that would pass.
struct Bench {
    forge: Forge,
    key: std::sync::Arc<AssertionKey>,
    header: Value,
    claims: Value,
}

impl Bench {
    async fn of(app: &TestApp) -> Self {
        let school = app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
        let key = school.credentials.key.clone();
        let good = key.assertion(&school.credentials.client_id, app.base(), None, app.clock().now().timestamp()).unwrap();
        Self { forge: Forge::of_pem(key.to_pem().unwrap().as_bytes()), header: part(&good, 0), claims: part(&good, 1), key }
    }

    /// An assertion like the good one, with an identifier of its own.
    fn fresh(&self, header: &Value, claims: &Value) -> String {
        self.forge.sign(&header.to_string(), &claims.to_string().replace("JTI", &uuid::Uuid::new_v4().to_string()))
    }

    fn with_header(&self, name: &str, value: Option<Value>) -> Row {
        (format!("header {name} {value:?}"), self.fresh(&with(&self.header, name, value), &self.claims))
    }

    fn with_claim(&self, name: &str, value: Option<Value>) -> Row {
        (format!("claim {name} {value:?}"), self.fresh(&self.header, &with(&self.claims, name, value)))
    }

    fn headers(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for alg in ["none", "None", "NONE", "nOnE", "", "HS256", "ES384", "PS256", "RS256", "EdDSA"] {
            rows.push(self.with_header("alg", Some(json!(alg))));
            let header = encode(with(&self.header, "alg", Some(json!(alg))).to_string());
            rows.push((format!("alg {alg}, unsigned"), format!("{header}.{}.", encode(self.claims.to_string()))));
        }
        for (name, value) in [
            ("jku", json!("https://evil.example/keys")),
            ("x5u", json!("https://evil.example/keys")),
            ("jwk", self.key.public_jwk().clone()),
            ("x5c", json!(["MIIB"])),
            ("crit", json!(["exp"])),
            ("b64", json!(false)),
            ("kid", json!("other")),
            ("kid", json!("' OR 1=1 --")),
            ("typ", json!("at+jwt")),
            ("typ", json!("jwt")),
        ] {
            rows.push(self.with_header(name, Some(value)));
        }
        rows
    }

    fn claims(&self, issuer: &str, now: i64) -> Vec<Row> {
        let mut rows = Vec::new();
        for name in ["iss", "sub", "aud", "iat", "exp", "jti"] {
            rows.extend(confused().into_iter().map(|value| self.with_claim(name, value)));
        }
        for (name, value) in [
            ("aud", json!([issuer])),
            ("aud", json!(format!("{issuer}/"))),
            ("aud", json!(format!("{issuer}/oauth/token"))),
            ("sub", json!("roc-maasdal")),
            ("iss", json!("roc-maasdal")),
            ("exp", json!(now + 400)),
            ("exp", json!(now - 15)),
            ("exp", json!("9999999999")),
            ("exp", json!(i64::MAX)),
            ("iat", json!(now + 45)),
            ("nbf", json!(now + 45)),
            ("nbf", json!(null)),
            ("jti", json!("a".repeat(15))),
            ("jti", json!("a".repeat(129))),
            ("act", json!({ "sub": "Els Jansen", "role": "decaan" })),
            ("act", json!({ "sub": "p-17", "role": "decaan", "name": "Els" })),
            ("act", json!(["p-17", "decaan"])),
            ("scope", json!("handovers:read")),
        ] {
            rows.push(self.with_claim(name, Some(value)));
        }
        for (what, front) in [("sub twice", r#"{"sub":"roc-maasdal","#), ("exp twice", r#"{"exp":9999999999,"#)] {
            rows.push((what.into(), self.forge.sign(&self.header.to_string(), &self.claims.to_string().replacen('{', front, 1))));
        }
        rows
    }

    fn shapes(&self) -> Vec<Row> {
        let good = self.fresh(&self.header, &self.claims);
        let (signed, signature) = good.rsplit_once('.').unwrap();
        let other = Forge::of_pem(AssertionKey::generate().unwrap().to_pem().unwrap().as_bytes());
        let rows = [
            ("nothing", String::new()),
            ("two parts", signed.to_owned()),
            ("five parts", format!("{good}.{signature}.{signature}")),
            ("padded", format!("{good}%3D")),
            ("too long", "a".repeat(8193)),
            ("within another", self.forge.sign(&self.header.to_string(), &good)),
            ("under another key of the same name", other.sign(&self.header.to_string(), &self.claims.to_string())),
        ];
        rows.map(|(what, assertion)| (what.to_owned(), assertion)).into()
    }
}

story!(every_altered_assertion_gets_the_same_answer, |app| {
    let mut bench = Bench::of(&app).await;
    bench.claims["jti"] = json!("JTI");
    let (anonymous, now) = (app.anonymous(), app.clock().now().timestamp());
    let rows = [bench.headers(), bench.claims(app.base(), now), bench.shapes()].concat();
    assert!(rows.len() >= 90, "only {} altered assertions", rows.len());
    let mut answers = Vec::new();
    for (what, assertion) in rows {
        let reply = ask(&anonymous, &assertion, "").await;
        assert_eq!((reply.status.as_u16(), reply.succeeded().unwrap_err().problem()), (401, Some(ProblemKind::InvalidClient)), "{what}");
        let mut body: Value = serde_json::from_slice(&reply.body).unwrap();
        assert_eq!(body["error"], "invalid_client", "{what}");
        body["instance"] = Value::Null;
        answers.push(body);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    // What was altered in nothing passes: the table would notice a broken forge.
    assert_eq!(ask(&anonymous, &bench.fresh(&bench.header, &bench.claims), "").await.status, 200);
});
