//! A client's proof of who it is: the signed assertion of RFC 7523.
//!
//! It is checked in two halves, since the caller has to look up the client's key in between:
//! [`Assertion::parse`] says whose key is needed, [`Assertion::verify`] decides.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::alg::Alg;
use super::checks::{self, LEEWAY_SECONDS};
use super::claims::Act;
use super::fault::TokenFault;
use super::json::{nested, present};
use super::jwks::ClientKey;
use super::provider;
use super::strict::{Header, Parts};

/// The longest an assertion may be valid.
pub const MAX_LIFETIME_SECONDS: i64 = 300;
/// How far a client's clock may run ahead of ours.
pub const MAX_AHEAD_SECONDS: i64 = 30;
const MAX_CLIENT_ID: usize = 128;
const IDENTIFIER_CHARACTERS: std::ops::RangeInclusive<usize> = 16..=128;
/// Clients may leave the type out; an access token, which names another type, never passes for an assertion.
const TYPES: [&str; 2] = ["JWT", "client-authentication+jwt"];

/// An assertion in the right shape, not yet believed.
pub struct Assertion<'t> {
    parts: Parts<'t>,
    kid: String,
    alg: Alg,
    claims: Map<String, Value>,
    client_id: String,
}

/// An assertion that has been believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssertionClaims {
    /// The client that proved itself.
    pub client_id: String,
    /// The assertion's identifier, which may be used once.
    pub jti: String,
    /// Until when the identifier must be remembered: the last instant at which this assertion could pass again.
    pub remember_until: DateTime<Utc>,
    /// The professional on whose behalf the client asks.
    pub act: Option<Act>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    #[serde(rename = "iss")]
    _iss: String,
    #[serde(rename = "sub")]
    _sub: String,
    #[serde(rename = "aud")]
    _aud: String,
    #[serde(rename = "iat")]
    _iat: i64,
    #[serde(default, rename = "nbf", deserialize_with = "present")]
    _nbf: Option<i64>,
    exp: i64,
    jti: String,
    #[serde(default, deserialize_with = "nested")]
    act: Option<Act>,
}

impl<'t> Assertion<'t> {
    /// Takes an assertion apart and finds out, without believing it, whose it says it is.
    pub fn parse(token: &'t str) -> Result<Self, TokenFault> {
        let parts = Parts::of(token)?;
        let header = parts.header()?;
        of_a_fitting_type(&header)?;
        let (kid, alg) = header.key().map(|(kid, alg)| (kid.to_owned(), alg))?;
        let claims = parts.claims()?;
        let client_id = claimed_client(&claims)?;
        checks::is_text(&claims, "sub", &client_id, TokenFault::Subject)?;
        Ok(Self { parts, kid, alg, claims, client_id })
    }

    /// The client it says it is from.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The key it says it is signed with.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// Checks the assertion against the key registered for this client under this name, given the algorithms this client may use.
    pub fn verify(&self, key: &ClientKey, allowed: &[Alg], audience: &str, now: DateTime<Utc>) -> Result<AssertionClaims, TokenFault> {
        self.names(key)?;
        if !allowed.contains(&key.alg) {
            return Err(TokenFault::Algorithm);
        }
        self.signed_by(key)?;
        checks::is_text(&self.claims, "aud", audience, TokenFault::Audience)?;
        times_are_good(&self.claims, now.timestamp())?;
        self.typed()
    }

    fn names(&self, key: &ClientKey) -> Result<(), TokenFault> {
        if self.kid != key.kid {
            return Err(TokenFault::KeyUnknown);
        }
        if self.alg == key.alg { Ok(()) } else { Err(TokenFault::KeyAlgorithm) }
    }

    fn signed_by(&self, key: &ClientKey) -> Result<(), TokenFault> {
        let decoding = provider::decoding_key(key.alg, &key.pem).map_err(|_| TokenFault::KeyUnreadable)?;
        self.parts.signed_by(&decoding, key.alg).map(|_| ())
    }

    fn typed(&self) -> Result<AssertionClaims, TokenFault> {
        let wire: Wire = serde_json::from_value(Value::Object(self.claims.clone())).map_err(|_| TokenFault::Claims)?;
        if !IDENTIFIER_CHARACTERS.contains(&wire.jti.chars().count()) {
            return Err(TokenFault::Identifier);
        }
        wire.act.as_ref().map_or(Ok(()), Act::check)?;
        let until = wire.exp.saturating_add(LEEWAY_SECONDS);
        let remember_until = DateTime::from_timestamp(until, 0).ok_or(TokenFault::Time("exp"))?;
        Ok(AssertionClaims { client_id: self.client_id.clone(), jti: wire.jti, remember_until, act: wire.act })
    }
}

fn of_a_fitting_type(header: &Header) -> Result<(), TokenFault> {
    match header.typ.as_deref() {
        None => Ok(()),
        Some(typ) if TYPES.contains(&typ) => Ok(()),
        Some(_) => Err(TokenFault::Type),
    }
}

/// It is about to be looked up and written to the log, so it has to be short and plain.
fn claimed_client(claims: &Map<String, Value>) -> Result<String, TokenFault> {
    let fits = |id: &&str| (1..=MAX_CLIENT_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic());
    claims.get("iss").and_then(Value::as_str).filter(fits).map(str::to_owned).ok_or(TokenFault::Client)
}

fn times_are_good(claims: &Map<String, Value>, now: i64) -> Result<(), TokenFault> {
    let exp = checks::integer(claims, "exp")?;
    let iat = checks::integer(claims, "iat")?;
    if !exp.checked_sub(iat).is_some_and(|lifetime| (1..=MAX_LIFETIME_SECONDS).contains(&lifetime)) {
        return Err(TokenFault::Lifetime);
    }
    checks::not_expired(exp, now)?;
    checks::not_ahead(iat, now, MAX_AHEAD_SECONDS, TokenFault::IssuedAhead)?;
    if claims.contains_key("nbf") {
        checks::not_ahead(checks::integer(claims, "nbf")?, now, MAX_AHEAD_SECONDS, TokenFault::NotYetValid)?;
    }
    Ok(())
}
