//! Assertions that were altered: one answer for all of them, which does not say what was wrong.

use estafette_client::assertion_key::AssertionKey;
use estafette_contract::{PartnerKind, ProblemKind};
use estafette_tests::{harness::TestApp, story};
use serde_json::{Value, json};

use super::{
    ask, assertion,
    forge::{Forge, confused, decode, encode, hmac, mirrored, part, with},
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
        self.forge.sign(&header.to_string(), &unspent(claims))
    }

    fn with_header(&self, name: &str, value: Option<Value>) -> Row {
        (format!("header {name} {value:?}"), self.fresh(&with(&self.header, name, value), &self.claims))
    }

    fn with_claim(&self, name: &str, value: Option<Value>) -> Row {
        (format!("claim {name} {value:?}"), self.fresh(&self.header, &with(&self.claims, name, value)))
    }

    fn headers(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        let names = ["none", "None", "NONE", "nOnE", "none ", "", "HS256", "HS384", "HS512", "ES384", "ES512", "ES256K", "RS1", "es256"];
        for alg in names.into_iter().chain(["PS256", "RS256", "EdDSA", "dir"]) {
            rows.push(self.with_header("alg", Some(json!(alg))));
            let header = encode(with(&self.header, "alg", Some(json!(alg))).to_string());
            rows.push((format!("alg {alg}, unsigned"), format!("{header}.{}.", encode(unspent(&self.claims)))));
        }
        for (name, value) in [
            ("jku", json!("https://evil.example/keys")),
            ("x5u", json!("https://evil.example/keys")),
            ("jwk", self.key.public_jwk().clone()),
            ("x5c", json!(["MIIB"])),
            ("x5t", json!("abc")),
            ("crit", json!(["exp"])),
            ("crit", json!([])),
            ("b64", json!(false)),
            ("zip", json!("DEF")),
            ("cty", json!("JWT")),
            ("enc", json!("A128GCM")),
            ("kid", json!("other")),
            ("kid", json!("../../dev/null")),
            ("kid", json!("' OR 1=1 --")),
            ("kid", json!("")),
            ("typ", json!("at+jwt")),
            ("typ", json!("jwt")),
        ] {
            rows.push(self.with_header(name, Some(value)));
        }
        for name in ["alg", "kid"] {
            rows.extend(confused().into_iter().map(|value| self.with_header(name, value)));
        }
        rows.extend(confused().into_iter().flatten().map(|value| self.with_header("typ", Some(value))));
        rows
    }

    /// Headers that are not one clear object, and the public key as if it were a secret.
    fn strange_headers(&self) -> Vec<Row> {
        let (header, claims) = (self.header.to_string(), unspent(&self.claims));
        let fronts = [
            ("alg twice", r#"{"alg":"none","#),
            ("alg twice, once escaped", r#"{"\u0061lg":"none","#),
            ("kid twice", r#"{"kid":"x","#),
            ("typ twice", r#"{"typ":"JWT","typ":"at+jwt","#),
        ];
        let mut headers: Vec<(&str, String)> = fronts.map(|(what, front)| (what, header.replacen('{', front, 1))).into();
        headers.extend([
            ("header an array", "[]".into()),
            ("header two objects", format!("{header}{{}}")),
            ("header deep", "[".repeat(2000)),
        ]);
        let mut rows: Vec<Row> = headers.into_iter().map(|(what, header)| (what.to_owned(), self.forge.sign(&header, &claims))).collect();
        let shared = with(&self.header, "alg", Some(json!("HS256"))).to_string();
        for secret in [self.key.public_jwk().to_string(), self.key.public_jwk()["x"].to_string(), self.key.kid().to_owned()] {
            rows.push(("the public key as a secret".into(), hmac(secret.as_bytes(), &shared, &claims)));
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
            ("aud", json!(issuer.to_uppercase())),
            ("aud", json!("")),
            ("iss", json!(issuer)),
            ("iss", json!("VMBO-DE-LINDE")),
            ("sub", json!("roc-maasdal")),
            ("iss", json!("roc-maasdal")),
            ("exp", json!(now + 400)),
            ("exp", json!(now - 15)),
            ("exp", json!("9999999999")),
            ("exp", json!(i64::MAX)),
            ("exp", json!((now + 60) as f64)),
            ("iat", json!(now.to_string())),
            ("exp", json!(now)),
            ("iat", json!(now - 400)),
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
        for (what, front) in [
            ("sub twice", r#"{"sub":"roc-maasdal","#),
            ("exp twice", r#"{"exp":9999999999,"#),
            ("jti twice, once escaped", r#"{"\u006ati":"0123456789abcdef","#),
            ("act twice", r#"{"act":{"sub":"a","role":"decaan"},"act":{"sub":"b","role":"decaan"},"#),
        ] {
            rows.push((what.into(), self.forge.sign(&self.header.to_string(), &unspent(&self.claims).replacen('{', front, 1))));
        }
        rows
    }

    fn shapes(&self) -> Vec<Row> {
        let good = self.fresh(&self.header, &self.claims);
        let (signed, signature) = good.rsplit_once('.').unwrap();
        let (header, claims) = signed.split_once('.').unwrap();
        let as_json = json!({ "protected": header, "payload": claims, "signature": signature }).to_string().replace('"', "%22");
        let other = Forge::of_pem(AssertionKey::generate().unwrap().to_pem().unwrap().as_bytes());
        let rows = [
            ("nothing", String::new()),
            ("one part", header.to_owned()),
            ("two parts", signed.to_owned()),
            ("four parts", format!("{good}.{signature}")),
            ("five parts", format!("{good}.{signature}.{signature}")),
            ("a dot too many", format!("{good}.")),
            ("dots", "..".to_owned()),
            ("of JSON", as_json),
            ("padded", format!("{good}%3D")),
            ("of the other alphabet", format!("{good}%2B%2F")),
            ("with a space", format!("{good}%20")),
            ("too long", "a".repeat(8193)),
            ("within another", self.forge.sign(&self.header.to_string(), &good)),
            ("under another key of the same name", other.sign(&self.header.to_string(), &unspent(&self.claims))),
        ];
        rows.map(|(what, assertion)| (what.to_owned(), assertion)).into()
    }

    fn signatures(&self) -> Vec<Row> {
        let good = self.fresh(&self.header, &self.claims);
        let (signed, signature) = good.rsplit_once('.').unwrap();
        let bytes = decode(signature);
        let flipped = |at: usize| bytes.iter().enumerate().map(|(nth, byte)| byte ^ u8::from(nth == at)).collect::<Vec<_>>();
        let rows = [
            ("r changed", flipped(0)),
            ("s changed", flipped(40)),
            ("all zero", vec![0; 64]),
            ("all ones", vec![0xff; 64]),
            ("swapped", [&bytes[32..], &bytes[..32]].concat()),
            ("short", bytes[..63].to_vec()),
            ("long", [&bytes[..], &[0]].concat()),
            ("none", Vec::new()),
        ];
        rows.map(|(what, bytes)| (format!("signature {what}"), format!("{signed}.{}", encode(bytes)))).into()
    }
}

/// Claims with an identifier that nobody has used.
fn unspent(claims: &Value) -> String {
    claims.to_string().replace("JTI", &uuid::Uuid::new_v4().to_string())
}

story!(every_altered_assertion_gets_the_same_answer, |app| {
    let mut bench = Bench::of(&app).await;
    bench.claims["jti"] = json!("JTI");
    let (anonymous, now) = (app.anonymous(), app.clock().now().timestamp());
    let rows = [bench.headers(), bench.strange_headers(), bench.claims(app.base(), now), bench.shapes(), bench.signatures()].concat();
    assert!(rows.len() >= 150, "only {} altered assertions", rows.len());
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

story!(an_assertion_is_spent_however_its_signature_is_written, |app| {
    let (school, anonymous) = (app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await, app.anonymous());
    let twin = |assertion: &str| {
        let (signed, signature) = assertion.rsplit_once('.').unwrap();
        format!("{signed}.{}", encode(mirrored(&decode(signature))))
    };
    let (one, other) = (assertion(&app, &school), assertion(&app, &school));
    for (first, second) in [(one.clone(), twin(&one)), (twin(&other), other)] {
        assert_ne!(first, second);
        assert_eq!(ask(&anonymous, &first, "").await.status, 200, "both signatures are good");
        assert_eq!(ask(&anonymous, &second, "").await.status, 401, "and both are of one assertion");
    }
});
