//! A client with an RSA key, as the NL GOV profile for OAuth prescribes it.

use openssl::{
    hash::MessageDigest,
    pkey::{PKey, Private},
    sign::Signer,
};
use serde_json::json;
use uuid::Uuid;

use super::forge::encode;

/// A private key that signs with RS256.
pub struct Rsa {
    key: PKey<Private>,
    kid: String,
}

impl Rsa {
    /// Makes a key.
    pub fn new() -> Self {
        let key = PKey::from_rsa(openssl::rsa::Rsa::generate(3072).unwrap()).unwrap();
        Self { key, kid: Uuid::new_v4().to_string() }
    }

    /// What it is called.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// Its public half, as a partner gives it to operators.
    pub fn jwks(&self) -> String {
        let rsa = self.key.rsa().unwrap();
        let (n, e) = (encode(rsa.n().to_vec()), encode(rsa.e().to_vec()));
        json!({ "keys": [{ "kty": "RSA", "n": n, "e": e, "alg": "RS256", "use": "sig", "kid": self.kid }] }).to_string()
    }

    /// An assertion of this client.
    pub fn assertion(&self, client: &str, audience: &str, now: i64) -> String {
        let header = json!({ "alg": "RS256", "kid": self.kid, "typ": "JWT" }).to_string();
        let jti = Uuid::new_v4().to_string();
        let claims = json!({ "iss": client, "sub": client, "aud": audience, "iat": now, "exp": now + 60, "jti": jti }).to_string();
        let input = format!("{}.{}", encode(header), encode(claims));
        let mut signer = Signer::new(MessageDigest::sha256(), &self.key).unwrap();
        format!("{input}.{}", encode(signer.sign_oneshot_to_vec(input.as_bytes()).unwrap()))
    }
}
