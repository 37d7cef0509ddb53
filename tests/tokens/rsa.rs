//! A client with an RSA key, as the NL GOV profile for OAuth prescribes it.

use estafette_tests::harness::{Partner, TestApp};
use openssl::{
    hash::MessageDigest,
    pkey::{PKey, Private},
    sign::Signer,
};
use serde_json::json;

use super::forge::encode;

/// A private key that signs with RS256.
pub struct Rsa {
    key: PKey<Private>,
}

impl Rsa {
    /// Makes a key and registers its public half for a partner's client.
    pub fn register(app: &TestApp, partner: &Partner) -> Self {
        let key = PKey::from_rsa(openssl::rsa::Rsa::generate(3072).unwrap()).unwrap();
        let pem = String::from_utf8(key.public_key_to_pem().unwrap()).unwrap();
        let client = &partner.credentials.client_id;
        let row = format!(
            "INSERT INTO partner_keys (client_id, kid, alg, public_pem, created_at) \
             SELECT '{client}', 'rsa', 'RS256', '{pem}', created_at FROM partners WHERE client_id = '{client}'"
        );
        app.database.raw().execute(&row).unwrap();
        Self { key }
    }

    /// An assertion of this client.
    pub fn assertion(&self, client: &str, audience: &str, now: i64) -> String {
        let header = json!({ "alg": "RS256", "kid": "rsa", "typ": "JWT" }).to_string();
        let jti = uuid::Uuid::new_v4().to_string();
        let claims = json!({ "iss": client, "sub": client, "aud": audience, "iat": now, "exp": now + 60, "jti": jti }).to_string();
        let input = format!("{}.{}", encode(header), encode(claims));
        let mut signer = Signer::new(MessageDigest::sha256(), &self.key).unwrap();
        format!("{input}.{}", encode(signer.sign_oneshot_to_vec(input.as_bytes()).unwrap()))
    }
}
