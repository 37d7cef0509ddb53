//! Checking access tokens, in one fixed order.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use chrono::{DateTime, Utc};
use jsonwebtoken::DecodingKey;
use moka::sync::Cache;
use openssl::sha::Sha256;
use serde_json::{Map, Value};

use super::alg::Alg;
use super::checks::{self, LEEWAY_SECONDS};
use super::claims::AccessClaims;
use super::fault::TokenFault;
use super::jwks::ClientKey;
use super::signing_key::SigningKey;
use super::strict::{self, Parsed};
use super::{es256, provider};

/// The only type of token accepted (RFC 9068).
pub const ACCESS_TOKEN_TYPE: &str = "at+jwt";
/// How long an access token is valid.
pub const LIFETIME_SECONDS: i64 = 300;
/// How many verified tokens are kept when the settings do not say.
pub const DEFAULT_CACHE: u64 = 10_000;

/// A key whose tokens are accepted.
#[derive(Clone)]
pub struct IssuerKey {
    kid: String,
    alg: Alg,
    decoding: DecodingKey,
    /// Set for our own keys, which never write the mirrored form.
    low_s_only: bool,
}

impl IssuerKey {
    /// A key of this service.
    pub fn own(key: &SigningKey) -> Result<Self, TokenFault> {
        Self::own_public(key.kid(), key.public_pem())
    }

    /// A key of this service of which only the public half is at hand, such as another process's.
    pub fn own_public(kid: &str, pem: &str) -> Result<Self, TokenFault> {
        let key = ClientKey { kid: kid.to_owned(), alg: Alg::Es256, pem: pem.to_owned() };
        Ok(Self { low_s_only: true, ..Self::foreign(&key)? })
    }

    /// A key of a region's own identity provider.
    pub fn foreign(key: &ClientKey) -> Result<Self, TokenFault> {
        let decoding = provider::decoding_key(key.alg, &key.pem).map_err(|_| TokenFault::KeyUnreadable)?;
        Ok(Self { kid: key.kid.clone(), alg: key.alg, decoding, low_s_only: false })
    }
}

type Keys = HashMap<String, Arc<IssuerKey>>;

/// Checks access tokens of one issuer for one audience.
pub struct Verifier {
    issuer: String,
    audience: String,
    keys: RwLock<Arc<Keys>>,
    verified: Cache<[u8; 32], Arc<Verified>>,
}

/// A token that has passed, and the key it passed under.
struct Verified {
    key: Arc<IssuerKey>,
    claims: Arc<AccessClaims>,
}

impl Verifier {
    /// Prepares to check tokens under these keys, keeping at most `cached` verified ones.
    pub fn new(issuer: &str, audience: &str, keys: impl IntoIterator<Item = IssuerKey>, cached: u64) -> Self {
        // Expiry is checked on every use; this only lets the claims of past tokens leave memory.
        let kept_for = Duration::from_secs((LIFETIME_SECONDS + LEEWAY_SECONDS).unsigned_abs());
        Self {
            issuer: issuer.to_owned(),
            audience: audience.to_owned(),
            keys: RwLock::new(Arc::new(by_kid(keys))),
            verified: Cache::builder().max_capacity(cached).time_to_live(kept_for).build(),
        }
    }

    /// Puts other keys in place, at once and also for tokens verified earlier.
    pub fn replace_keys(&self, keys: impl IntoIterator<Item = IssuerKey>) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(by_kid(keys));
    }

    /// Checks a token in one fixed order and refuses it at the first step that fails.
    pub fn check(&self, token: &str, now: DateTime<Utc>) -> Result<Arc<AccessClaims>, TokenFault> {
        strict::within_size(token, strict::MAX_BYTES)?;
        let keys = Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner));
        let name = digest(token);
        let verified = match self.verified.get(&name) {
            Some(known) if still_in_place(&known.key, &keys) => known,
            _ => self.check_anew(token, &keys, now).inspect(|it| self.verified.insert(name, Arc::clone(it)))?,
        };
        in_time(verified.claims.iat, verified.claims.nbf, verified.claims.exp, now)?;
        Ok(Arc::clone(&verified.claims))
    }

    fn check_anew(&self, token: &str, keys: &Keys, now: DateTime<Utc>) -> Result<Arc<Verified>, TokenFault> {
        let parsed = strict::parse(token, strict::MAX_BYTES, Alg::NL_GOV)?;
        of_our_type(&parsed)?;
        let key = known_key(&parsed, keys)?;
        signed_by(&parsed, key)?;
        let members = checks::claims_object(&parsed.claims_json)?;
        checks::is_text(&members, "iss", &self.issuer, TokenFault::Issuer)?;
        checks::is_text(&members, "aud", &self.audience, TokenFault::Audience)?;
        times_are_good(&members, now)?;
        let claims = AccessClaims::from_members(members)?;
        about_its_client(&claims)?;
        Ok(Arc::new(Verified { key: Arc::clone(key), claims: Arc::new(claims) }))
    }
}

fn by_kid(keys: impl IntoIterator<Item = IssuerKey>) -> Keys {
    keys.into_iter().map(|key| (key.kid.clone(), Arc::new(key))).collect()
}

/// An identity provider may put another key under an old name, and what the old one signed must fall with it.
fn still_in_place(key: &IssuerKey, keys: &Keys) -> bool {
    let same = |now: &IssuerKey| match (now.decoding.try_get_as_bytes(), key.decoding.try_get_as_bytes()) {
        (Ok(now_bytes), Ok(bytes)) => now.alg == key.alg && now_bytes == bytes,
        _ => false,
    };
    keys.get(&key.kid).is_some_and(|now| same(now))
}

fn digest(token: &str) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(token.as_bytes());
    hasher.finish()
}

fn of_our_type(parsed: &Parsed) -> Result<(), TokenFault> {
    if parsed.typ.as_deref() == Some(ACCESS_TOKEN_TYPE) { Ok(()) } else { Err(TokenFault::Type) }
}

fn known_key<'k>(parsed: &Parsed, keys: &'k Keys) -> Result<&'k Arc<IssuerKey>, TokenFault> {
    let key = keys.get(&parsed.kid).ok_or(TokenFault::KeyUnknown)?;
    if key.alg == parsed.alg { Ok(key) } else { Err(TokenFault::KeyAlgorithm) }
}

fn signed_by(parsed: &Parsed, key: &IssuerKey) -> Result<(), TokenFault> {
    match provider::verify(&parsed.signing_input, &parsed.signature, &key.decoding, key.alg) {
        Ok(true) if key.low_s_only && !es256::has_low_s(&parsed.signature_bytes) => Err(TokenFault::SignatureForm),
        Ok(true) => Ok(()),
        Ok(false) => Err(TokenFault::Signature),
        Err(_) => Err(TokenFault::KeyUnreadable),
    }
}

fn times_are_good(members: &Map<String, Value>, now: DateTime<Utc>) -> Result<(), TokenFault> {
    let exp = checks::integer(members, "exp")?;
    let nbf = checks::integer(members, "nbf")?;
    let iat = checks::integer(members, "iat")?;
    in_time(iat, nbf, exp, now)
}

fn in_time(iat: i64, nbf: i64, exp: i64, now: DateTime<Utc>) -> Result<(), TokenFault> {
    let now = now.timestamp();
    checks::not_expired(exp, now)?;
    checks::not_ahead(nbf, now, LEEWAY_SECONDS, TokenFault::NotYetValid)?;
    checks::not_ahead(iat, now, LEEWAY_SECONDS, TokenFault::IssuedAhead)
}

fn about_its_client(claims: &AccessClaims) -> Result<(), TokenFault> {
    let same = claims.sub == claims.client_id && claims.azp == claims.client_id && !claims.client_id.is_empty();
    if same { Ok(()) } else { Err(TokenFault::Subject) }
}
