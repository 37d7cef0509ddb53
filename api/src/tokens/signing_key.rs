//! A key of this service's own, with which it signs access tokens.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::EncodingKey;
use openssl::ec::EcKey;
use openssl::pkey::{PKey, Private};
use serde::Serialize;
use serde_json::{Value, json};

use super::alg::Alg;
use super::jwk_fault::JwkFault;
use super::key_fault::KeyFault;
use super::{es256, jwks, provider};

/// An ES256 key pair with its name.
pub struct SigningKey {
    kid: String,
    jwk: Value,
    public_pem: String,
    key: PKey<Private>,
    encoding: EncodingKey,
}

impl SigningKey {
    /// Makes a new key.
    pub fn generate() -> Result<Self, KeyFault> {
        let key = EcKey::generate(&*es256::curve()?)?;
        Self::from_pkey(PKey::from_ec_key(key)?)
    }

    /// Reads a key from PEM text.
    pub fn from_pem(pem: &[u8]) -> Result<Self, KeyFault> {
        Self::from_pkey(PKey::private_key_from_pem(pem)?)
    }

    /// The private half as PKCS #8 PEM text, to be sealed.
    pub fn private_pem(&self) -> Result<Vec<u8>, KeyFault> {
        Ok(self.key.private_key_to_pem_pkcs8()?)
    }

    /// The key's name: its RFC 7638 thumbprint.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The public half as a JWK, to be published.
    pub fn public_jwk(&self) -> &Value {
        &self.jwk
    }

    /// The public half in PEM form.
    pub fn public_pem(&self) -> &str {
        &self.public_pem
    }

    /// Signs claims into a token of the given type; algorithm and key name are always this key's own.
    pub fn sign<C: Serialize>(&self, typ: &str, claims: &C) -> Result<String, KeyFault> {
        let header = json!({ "alg": Alg::Es256.name(), "kid": self.kid, "typ": typ });
        let header = URL_SAFE_NO_PAD.encode(header.to_string());
        let claims = URL_SAFE_NO_PAD.encode(serde_json::to_vec(claims)?);
        let signing_input = format!("{header}.{claims}");
        let signature = provider::sign(&signing_input, &self.encoding, Alg::Es256)?;
        Ok(format!("{signing_input}.{signature}"))
    }

    fn from_pkey(key: PKey<Private>) -> Result<Self, KeyFault> {
        let public_pem = String::from_utf8_lossy(&key.public_key_to_pem()?).into_owned();
        let jwk = jwks::export(&public_pem, Alg::Es256)?;
        let kid = jwks::thumbprint(&jwk).ok_or(JwkFault::KeyType)?;
        let encoding = EncodingKey::from_ec_der(&key.private_key_to_pkcs8()?);
        Ok(Self { kid, jwk, public_pem, key, encoding })
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}
