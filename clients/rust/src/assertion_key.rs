//! A client's own key: made here, used to sign assertions. Needs OpenSSL only, so that a client can share this file.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::{EcGroup, EcKey};
use openssl::ecdsa::EcdsaSig;
use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::sha::sha256;
use serde_json::{Value, json};

/// How long an assertion is valid: long enough for one request.
pub const LIFETIME_SECONDS: i64 = 60;

/// The professional a client acts for.
#[derive(Clone, Copy, Debug)]
pub struct ActingFor<'a> {
    /// The pseudonym, 1 to 64 of the characters A–Z, a–z, 0–9, dot, underscore and hyphen.
    pub pseudonym: &'a str,
    /// The role.
    pub role: &'a str,
}

/// An ES256 private key and its name.
pub struct AssertionKey {
    key: EcKey<Private>,
    jwk: Value,
    kid: String,
}

impl AssertionKey {
    /// Makes a new key.
    pub fn generate() -> Result<Self, ErrorStack> {
        Self::from_key(EcKey::generate(&*p256()?)?)
    }

    /// Reads a key from PKCS #8 PEM text.
    pub fn from_pem(pem: &str) -> Result<Self, ErrorStack> {
        Self::from_key(PKey::private_key_from_pem(pem.as_bytes())?.ec_key()?)
    }

    /// The private key as PKCS #8 PEM text, to be kept secret.
    pub fn to_pem(&self) -> Result<String, ErrorStack> {
        let pem = PKey::from_ec_key(self.key.clone())?.private_key_to_pem_pkcs8()?;
        Ok(String::from_utf8_lossy(&pem).into_owned())
    }

    /// The public half as a JWK, to be registered.
    pub fn public_jwk(&self) -> &Value {
        &self.jwk
    }

    /// The key's name, its RFC 7638 thumbprint.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// Signs an assertion for `audience` that is valid for a minute from `now`, in seconds since 1970.
    pub fn assertion(&self, client_id: &str, audience: &str, act: Option<ActingFor<'_>>, now: i64) -> Result<String, ErrorStack> {
        let mut claims = json!({
            "iss": client_id, "sub": client_id, "aud": audience,
            "iat": now, "exp": now + LIFETIME_SECONDS, "jti": random_identifier()?,
        });
        if let Some(act) = act {
            claims["act"] = json!({ "sub": act.pseudonym, "role": act.role });
        }
        self.sign(&claims)
    }

    fn sign(&self, claims: &Value) -> Result<String, ErrorStack> {
        let header = json!({ "alg": "ES256", "kid": self.kid, "typ": "JWT" });
        let input = format!("{}.{}", encode(header.to_string()), encode(claims.to_string()));
        let signature = EcdsaSig::sign(&sha256(input.as_bytes()), &self.key)?;
        let bytes = [signature.r().to_vec_padded(32)?, signature.s().to_vec_padded(32)?].concat();
        Ok(format!("{input}.{}", encode(bytes)))
    }

    fn from_key(key: EcKey<Private>) -> Result<Self, ErrorStack> {
        let (mut x, mut y) = (BigNum::new()?, BigNum::new()?);
        // Fails for a key on another curve, whose point is not on this one.
        let group = p256()?;
        let key = EcKey::from_private_components(&group, key.private_key(), key.public_key())?;
        key.check_key()?;
        key.public_key().affine_coordinates(&group, &mut x, &mut y, &mut *BigNumContext::new()?)?;
        let (x, y) = (encode(x.to_vec_padded(32)?), encode(y.to_vec_padded(32)?));
        let kid = encode(sha256(format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#).as_bytes()));
        let jwk = json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y, "use": "sig", "alg": "ES256", "kid": kid });
        Ok(Self { key, jwk, kid })
    }
}

fn p256() -> Result<EcGroup, ErrorStack> {
    EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)
}

fn random_identifier() -> Result<String, ErrorStack> {
    let mut bytes = [0; 16];
    openssl::rand::rand_bytes(&mut bytes)?;
    Ok(encode(bytes))
}

fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
