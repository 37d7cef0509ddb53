//! Tests of the token module: what passes, and a long table of what must not.

mod access;
mod access_claims;
mod access_header;
mod access_shape;
mod assertion;
mod jwks;
mod order;
mod provider;
mod signing_key;
mod standing;
mod table;

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use estafette_contract::PartnerKind;
use jsonwebtoken::EncodingKey;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use serde_json::{Value, json};
use uuid::Uuid;

use super::alg::Alg;
use super::claims::Act;
use super::issuer::{Issuer, IssuerKey};
use super::mint::Grant;
use super::provider as crypto;
use super::signing_key::SigningKey;
use super::validation::Verifier;

pub const ISSUER: &str = "https://estafette.example";
pub const AUDIENCE: &str = "https://estafette.example/v1";
pub const NOW: i64 = 1_790_000_000;

/// An instant on the test's clock.
pub fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap()
}

pub fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Our key and the means to sign anything with it, as no caller of `SigningKey` can.
pub struct Forge {
    pub key: SigningKey,
    encoding: EncodingKey,
}

impl Forge {
    pub fn new() -> Self {
        let key = SigningKey::generate().unwrap();
        let encoding = EncodingKey::from_ec_pem(&key.private_pem().unwrap()).unwrap();
        Self { key, encoding }
    }

    pub fn verifier(&self) -> Verifier {
        Verifier::new(vec![self.issuer()], 100)
    }

    pub fn issuer(&self) -> Arc<Issuer> {
        let issuer = Issuer::own(ISSUER, AUDIENCE);
        issuer.replace_keys([self.issuer_key(None)]);
        Arc::new(issuer)
    }

    pub fn issuer_key(&self, gone_at: Option<i64>) -> IssuerKey {
        IssuerKey::own(self.key.kid(), self.key.public_pem(), gone_at).unwrap()
    }

    pub fn header(&self) -> Value {
        json!({ "alg": "ES256", "typ": "at+jwt", "kid": self.key.kid() })
    }

    /// Our header with these members set, or removed when null.
    pub fn header_with(&self, change: &Value) -> String {
        changed(self.header(), change).to_string()
    }

    /// A token of exactly these texts, with a good signature.
    pub fn sign(&self, header: &str, claims: &str) -> String {
        signed_with(&self.encoding, Alg::Es256, header, claims)
    }

    /// A good token but for these claims.
    pub fn claims(&self, change: &Value) -> String {
        self.sign(&self.header().to_string(), &claims_with(change))
    }

    pub fn good(&self) -> String {
        self.claims(&json!({}))
    }
}

pub fn signed_with(key: &EncodingKey, alg: Alg, header: &str, claims: &str) -> String {
    let input = format!("{}.{}", encode(header), encode(claims));
    let signature = crypto::sign(&input, key, alg).unwrap();
    format!("{input}.{signature}")
}

pub fn changed(mut object: Value, change: &Value) -> Value {
    for (name, value) in change.as_object().unwrap() {
        if value == "(absent)" {
            object.as_object_mut().unwrap().remove(name);
        } else {
            object[name] = value.clone();
        }
    }
    object
}

pub fn good_claims() -> Value {
    json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": "school-a", "client_id": "school-a", "azp": "school-a",
        "iat": NOW, "nbf": NOW, "exp": NOW + 300, "jti": "0123456789abcdefghijkl",
        "scope": "handovers:read handovers:offer:vmbo_mbo",
        "partner_id": "0190a6f0-0000-7000-8000-000000000001", "partner_kind": "vmbo_school", "purpose": "warm_handover", "gen": 3,
    })
}

pub fn claims_with(change: &Value) -> String {
    changed(good_claims(), change).to_string()
}

pub fn grant() -> Grant {
    Grant {
        issuer: ISSUER.into(),
        audience: AUDIENCE.into(),
        client_id: "school-a".into(),
        scope: "handovers:read reports:read".into(),
        partner_id: Uuid::from_u128(7),
        partner_kind: PartnerKind::VmboSchool,
        partner_oin: Some("00000001234567890000".into()),
        generation: 4,
        certificate: Some("07".repeat(32)),
        act: Some(Act { sub: "m.jansen-01".into(), role: "mentor".into() }),
    }
}

pub fn rsa(bits: u32) -> PKey<Private> {
    PKey::from_rsa(Rsa::generate(bits).unwrap()).unwrap()
}

pub fn private_pem(key: &PKey<Private>) -> Vec<u8> {
    key.private_key_to_pem_pkcs8().unwrap()
}

pub fn public_pem(key: &PKey<Private>) -> String {
    String::from_utf8(key.public_key_to_pem().unwrap()).unwrap()
}
