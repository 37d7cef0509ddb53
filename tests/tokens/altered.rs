//! Access tokens that were altered: none opens anything, and none makes the service stumble.

use estafette_client::{Client, Request};
use estafette_contract::{PartnerKind, ProblemKind};
use estafette_tests::{harness::TestApp, story};
use reqwest::Method;
use serde_json::{Value, json};

use super::forge::{Forge, confused, decode, encode, hmac, mirrored, part, with};

/// What was done to the token, and the token.
type Row = (String, String);

/// A token that opens something, and the key to make others like it.
struct Bench {
    forge: Forge,
    token: String,
    header: Value,
    claims: Value,
}

impl Bench {
    async fn of(app: &TestApp) -> Self {
        let token = app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await.token().await.unwrap();
        Self { forge: Forge::of_service(app), header: part(&token, 0), claims: part(&token, 1), token }
    }

    fn parts(&self) -> [&str; 3] {
        self.token.split('.').collect::<Vec<_>>().try_into().unwrap()
    }

    fn with_header(&self, name: &str, value: Option<Value>) -> Row {
        let header = with(&self.header, name, value.clone());
        (format!("header {name} {value:?}"), self.forge.sign(&header.to_string(), &self.claims.to_string()))
    }

    fn with_claim(&self, name: &str, value: Option<Value>) -> Row {
        let claims = with(&self.claims, name, value.clone());
        (format!("claim {name} {value:?}"), self.forge.sign(&self.header.to_string(), &claims.to_string()))
    }

    fn with_texts(&self, what: &str, header: &str, claims: &str) -> Row {
        (what.to_owned(), self.forge.sign(header, claims))
    }

    fn algorithms(&self) -> Vec<Row> {
        let [_, claims, signature] = self.parts();
        let names = ["none", "None", "NONE", "nOnE", "none ", "", "HS256", "HS384", "HS512", "ES384", "ES512", "RS1", "es256"];
        let mut rows = Vec::new();
        for name in names.into_iter().chain(["PS256", "RS256", "EdDSA", "ES256K", "dir"]) {
            rows.push(self.with_header("alg", Some(json!(name))));
            let header = encode(with(&self.header, "alg", Some(json!(name))).to_string());
            rows.push((format!("alg {name}, unsigned"), format!("{header}.{claims}.")));
            rows.push((format!("alg {name}, with the old signature"), format!("{header}.{claims}.{signature}")));
        }
        rows
    }

    fn shared_secrets(&self, published: &Value) -> Vec<Row> {
        let header = with(&self.header, "alg", Some(json!("HS256"))).to_string();
        let kid = self.header["kid"].as_str().unwrap();
        let secrets = [published.to_string(), published["x"].as_str().unwrap().to_owned(), kid.to_owned(), "\0".to_owned()];
        secrets
            .iter()
            .map(|secret| ("the public key as a secret".into(), hmac(secret.as_bytes(), &header, &self.claims.to_string())))
            .collect()
    }

    fn headers(&self, published: &Value) -> Vec<Row> {
        let evil = || Some(json!("https://evil.example/keys"));
        let extra = [
            ("jku", evil()),
            ("x5u", evil()),
            ("jwk", Some(published.clone())),
            ("x5c", Some(json!(["MIIB"]))),
            ("x5t", Some(json!("abc"))),
            ("crit", Some(json!(["exp"]))),
            ("crit", Some(json!([]))),
            ("b64", Some(json!(false))),
            ("zip", Some(json!("DEF"))),
            ("cty", Some(json!("JWT"))),
            ("enc", Some(json!("A128GCM"))),
            ("nonce", Some(json!("1"))),
        ];
        let mut rows: Vec<Row> = extra.into_iter().map(|(name, value)| self.with_header(name, value)).collect();
        for name in ["alg", "typ", "kid"] {
            rows.extend(confused().into_iter().map(|value| self.with_header(name, value)));
        }
        rows.extend(["JWT", "AT+JWT", "application/at+jwt", "at+jwt ", ""].map(|typ| self.with_header("typ", Some(json!(typ)))));
        rows.extend(["other", "../../dev/null", "' OR 1=1 --", ""].map(|kid| self.with_header("kid", Some(json!(kid)))));
        let header = self.header.to_string();
        for (what, text) in [
            ("alg twice", header.replacen('{', r#"{"alg":"none","#, 1)),
            ("kid twice", header.replacen('{', r#"{"kid":"x","#, 1)),
            ("alg twice, once escaped", header.replacen('{', r#"{"\u0061lg":"none","#, 1)),
            ("header an array", "[]".to_owned()),
            ("header two objects", format!("{header}{{}}")),
            ("header deep", "[".repeat(2000)),
        ] {
            rows.push(self.with_texts(what, &text, &self.claims.to_string()));
        }
        rows
    }

    fn claims(&self, now: i64) -> Vec<Row> {
        let mut rows = Vec::new();
        let names =
            ["iss", "sub", "client_id", "azp", "aud", "iat", "nbf", "exp", "jti", "scope", "partner_id", "partner_kind", "purpose", "gen"];
        for name in names {
            rows.extend(confused().into_iter().map(|value| self.with_claim(name, value)));
        }
        let issuer = self.claims["iss"].as_str().unwrap();
        let others = [format!("{issuer}/"), issuer.to_uppercase(), "https://evil.example".into(), String::new()];
        for name in ["iss", "aud"] {
            rows.extend(others.iter().map(|other| self.with_claim(name, Some(json!(other)))));
            rows.push(self.with_claim(name, Some(json!([issuer]))));
        }
        for (name, value) in [
            ("exp", json!(now - 15)),
            ("exp", json!("9999999999")),
            ("nbf", json!(now.to_string())),
            ("iat", json!(now.to_string())),
            ("exp", json!((now + 300) as f64)),
            ("exp", json!(u64::MAX)),
            ("nbf", json!(now + 60)),
            ("iat", json!(now + 60)),
            ("sub", json!("roc-maasdal")),
            ("azp", json!("roc-maasdal")),
            ("gen", json!(0)),
            ("gen", json!(2)),
            ("gen", json!("1")),
            ("cnf", json!({})),
            ("cnf", json!({ "x5t#S256": "AAAA" })),
            ("cnf", json!({ "x5t#S256": encode([7; 32]) })),
            ("act", json!({ "sub": "Els Jansen", "role": "decaan" })),
            ("act", json!({ "sub": "p-17", "role": "president" })),
            ("act", json!(["p-17", "decaan"])),
            ("purpose", json!("anything")),
            ("partner_kind", json!("school")),
            ("admin", json!(true)),
        ] {
            rows.push(self.with_claim(name, Some(value)));
        }
        let claims = self.claims.to_string();
        for (what, text) in [
            ("sub twice", claims.replacen('{', r#"{"sub":"roc-maasdal","#, 1)),
            ("scope twice", claims.replacen('{', r#"{"scope":"partners:manage","#, 1)),
            ("claims an array", "[]".to_owned()),
            ("claims a token", self.token.clone()),
            ("claims two objects", format!("{claims}{claims}")),
            ("claims deep", "[".repeat(2000)),
        ] {
            rows.push(self.with_texts(what, &self.header.to_string(), &text));
        }
        rows
    }

    /// What may be absent may not be anything else.
    fn optional_claims(&self) -> Vec<Row> {
        let values = || confused().into_iter().flatten();
        ["partner_oin", "cnf", "act"].into_iter().flat_map(|name| values().map(|value| self.with_claim(name, Some(value)))).collect()
    }

    fn shapes_and_signatures(&self) -> Vec<Row> {
        let [header, claims, signature] = self.parts();
        let bytes = decode(signature);
        let signed = |bytes: &[u8]| format!("{header}.{claims}.{}", encode(bytes));
        let flipped = |at: usize| {
            let mut copy = bytes.clone();
            copy[at] ^= 1;
            signed(&copy)
        };
        let other = Forge::of_pem(estafette_client::assertion_key::AssertionKey::generate().unwrap().to_pem().unwrap().as_bytes());
        let rows = [
            ("nothing", String::new()),
            ("one part", header.to_owned()),
            ("two parts", format!("{header}.{claims}")),
            ("four parts", format!("{}.{signature}", self.token)),
            ("five parts", format!("{header}.{claims}.{signature}.{signature}.{signature}")),
            ("a dot too many", format!("{}.", self.token)),
            ("dots", "..".to_owned()),
            ("padded", format!("{}=", self.token)),
            ("of JSON", json!({ "protected": header, "payload": claims, "signature": signature }).to_string()),
            ("too long", format!("{}{}", self.token, "A".repeat(8192))),
            ("r changed", flipped(0)),
            ("s changed", flipped(40)),
            ("mirrored", signed(&mirrored(&bytes))),
            ("all zero", signed(&[0; 64])),
            ("swapped", signed(&[&bytes[32..], &bytes[..32]].concat())),
            ("short", signed(&bytes[..63])),
            ("long", signed(&[&bytes[..], &[0]].concat())),
            ("under another key of the same name", other.sign(&self.header.to_string(), &self.claims.to_string())),
        ];
        rows.map(|(what, token)| (what.to_owned(), token)).into()
    }
}

async fn published(client: &Client) -> Value {
    let keys: estafette_contract::Jwks = client.send(Request::new(Method::GET, "/oauth/jwks")).await.unwrap().read().unwrap();
    keys.keys[0].clone()
}

fn partners() -> Request {
    Request::new(Method::GET, "/v1/partners")
}

story!(no_altered_token_opens_anything, |app| {
    let (bench, anonymous) = (Bench::of(&app).await, app.anonymous());
    let known = published(&anonymous).await;
    let now = app.clock().now().timestamp();
    let rows = [bench.algorithms(), bench.shared_secrets(&known), bench.headers(&known), bench.claims(now), bench.optional_claims()];
    let rows = [rows.concat(), bench.shapes_and_signatures()].concat();
    assert!(rows.len() >= 200, "only {} altered tokens", rows.len());
    for (what, token) in rows {
        let reply = anonymous.send_with(partners(), Some(&token)).await.unwrap();
        assert_eq!((reply.status.as_u16(), reply.succeeded().unwrap_err().problem()), (401, Some(ProblemKind::Unauthenticated)), "{what}");
    }
    // What was altered in nothing does, and so does what is forged with the key itself: the table would notice a broken forge.
    let unaltered = bench.forge.sign(&bench.header.to_string(), &bench.claims.to_string());
    for token in [&bench.token, &unaltered] {
        assert_eq!(anonymous.send_with(partners(), Some(token)).await.unwrap().status, 200);
    }
});

story!(a_token_comes_in_one_header_and_nowhere_else, |app| {
    let (bench, anonymous) = (Bench::of(&app).await, app.anonymous());
    let bearer = format!("Bearer {}", bench.token);
    let bearer = bearer.as_str();
    let with = |headers: &[&str]| headers.iter().fold(partners(), |request, header| request.header("authorization", header));
    let (bare, dpop) = (bench.token.as_str(), format!("DPoP {}", bench.token));
    for headers in [&[][..], &[bearer, bearer], &[bearer, "Basic dTpw"], &[bare], &[dpop.as_str()]] {
        assert_eq!(anonymous.send_with(with(headers), None).await.unwrap().status, 401, "{}", headers.len());
    }
    let in_query = Request::new(Method::GET, format!("/v1/partners?access_token={}", bench.token));
    assert_eq!(anonymous.send_with(in_query, None).await.unwrap().status, 401);
    assert_eq!(anonymous.send_with(with(&[bearer]), None).await.unwrap().status, 200);
});
