//! Whether an access token opens anything: one fixed order, one function a step.
//!
//! [`Verifier::check`] reads as the list of the steps; [`Step`](super::step::Step) has their names. The last step, the rules of the object
//! itself, is the store's. A token that was verified is remembered by the hash of its signature beside what that was given for, and what may
//! change meanwhile is checked on every use.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use estafette_contract::scope;
use estafette_db::standing::Standing;
use openssl::sha::Sha256;
use quick_cache::sync::Cache;
use serde_json::{Map, Value};

use super::caller::Caller;
pub use super::checks::LEEWAY_SECONDS;

use super::checks;
use super::es256;
use super::fault::TokenFault;
use super::issuer::{Issuer, IssuerKey};
use super::strict::{Header, Parts, not_too_long};

/// The only type of token accepted (RFC 9068).
pub const ACCESS_TOKEN_TYPE: &str = "at+jwt";
/// How long an access token is valid.
pub const LIFETIME_SECONDS: i64 = 300;
/// How many verified tokens are remembered.
pub const REMEMBERED: usize = 10_000;

/// Checks access tokens of the issuers that are accepted.
pub struct Verifier {
    issuers: Vec<Arc<Issuer>>,
    verified: Cache<[u8; 32], Arc<Verified>>,
}

/// A token that has passed, and what it passed under.
struct Verified {
    /// All of it but the signature, of which only the hash is kept: nothing in memory opens anything.
    signed: Box<[u8]>,
    issuer: Arc<Issuer>,
    key: Arc<IssuerKey>,
    caller: Arc<Caller>,
}

/// Why a token opens nothing, and who came with it if that is certain.
#[derive(Debug)]
pub struct Refused {
    /// The step that refused, and why.
    pub fault: TokenFault,
    /// Who called, once the token was believed.
    pub caller: Option<Arc<Caller>>,
}

impl Verifier {
    /// Prepares to check tokens of these issuers; a key name in two of them is the first one's.
    pub fn new(issuers: Vec<Arc<Issuer>>, remembered: usize) -> Self {
        Self { issuers, verified: Cache::new(remembered) }
    }

    /// Lets what is past leave memory. Expiry is checked on every use; this only forgets what was in the tokens.
    pub fn forget_past(&self, now: DateTime<Utc>) {
        let now = now.timestamp();
        self.verified.retain(|_, known| checks::not_expired(known.caller.expires_at, now).is_ok());
    }

    /// Checks what a call brings, given the certificate its connection shows and how everything stands.
    ///
    /// # Errors
    /// The first step that refuses it.
    pub fn check<'a>(
        &self,
        authorization: impl Iterator<Item = &'a [u8]>,
        certificate: Option<&str>,
        standing: &Standing,
        now: DateTime<Utc>,
    ) -> Result<Arc<Caller>, Refused> {
        let caller = one_bearer(authorization).and_then(|token| self.verified(token, now));
        let caller = caller.map_err(|fault| Refused { fault, caller: None })?;
        let counts = bound_to(&caller, certificate).and_then(|()| still_counts(&caller, standing));
        counts.map_err(|fault| Refused { fault, caller: Some(Arc::clone(&caller)) })?;
        Ok(caller)
    }

    /// The steps that look at nothing but the token: at each use the key and the times, and the first time everything.
    ///
    /// # Errors
    /// The first step that refuses it.
    pub fn verified(&self, token: &(impl AsRef<[u8]> + ?Sized), now: DateTime<Utc>) -> Result<Arc<Caller>, TokenFault> {
        let token = token.as_ref();
        not_too_long(token)?;
        let (signed, signature) = apart(token);
        let (hash, now) = (hash(signature), now.timestamp());
        let is_same = |known: &Arc<Verified>| *known.signed == *signed && known.issuer.still_has(&known.key, now);
        let verified = match self.verified.get(&hash).filter(is_same) {
            Some(known) => known,
            None => self.verified_anew(&Parts::of_bytes(token)?, now).inspect(|it| self.verified.insert(hash, Arc::clone(it)))?,
        };
        in_time(verified.caller.issued_at, verified.caller.not_before, verified.caller.expires_at, now)?;
        Ok(Arc::clone(&verified.caller))
    }

    fn verified_anew(&self, parts: &Parts<'_>, now: i64) -> Result<Arc<Verified>, TokenFault> {
        let header = parts.header()?;
        of_our_type(&header)?;
        let (issuer, key) = self.key(&header, now).map_err(|fault| self.unless_silent(parts, fault, now))?;
        signed_by(parts, &key)?;
        let claims = parts.claims()?;
        checks::is_text(&claims, "iss", &issuer.name, TokenFault::Issuer)?;
        checks::is_text(&claims, "aud", &issuer.audience, TokenFault::Audience)?;
        times(&claims, issuer.needs_not_before, now)?;
        let caller = Arc::new(issuer.claims.read(claims)?);
        Ok(Arc::new(Verified { signed: parts.signed().into(), issuer, key, caller }))
    }

    fn key(&self, header: &Header, now: i64) -> Result<(Arc<Issuer>, Arc<IssuerKey>), TokenFault> {
        let (kid, alg) = header.key()?;
        let mut known = self.issuers.iter().filter_map(|issuer| Some((Arc::clone(issuer), issuer.key(kid, now)?)));
        let (issuer, key) = known.next().ok_or(TokenFault::KeyUnknown)?;
        if key.alg == alg { Ok((issuer, key)) } else { Err(TokenFault::KeyAlgorithm) }
    }
}

impl Verifier {
    /// When its key is not known: whether that is because its issuer, as it says, cannot be asked. Which refusal it gets is all that hangs on it.
    fn unless_silent(&self, parts: &Parts<'_>, fault: TokenFault, now: i64) -> TokenFault {
        let mut silent = self.issuers.iter().filter(|issuer| issuer.is_silent(now)).peekable();
        if fault != TokenFault::KeyUnknown || silent.peek().is_none() {
            return fault;
        }
        let claims = parts.claims().unwrap_or_default();
        let named = silent.any(|issuer| checks::is_text(&claims, "iss", &issuer.name, fault).is_ok());
        if named { TokenFault::IssuerSilent } else { fault }
    }
}

/// What was signed, and the signature.
fn apart(token: &[u8]) -> (&[u8], &[u8]) {
    let dot = token.iter().rposition(|byte| *byte == b'.').unwrap_or(0);
    token.split_at(dot)
}

/// What a token is known by. The short call of the library looks its algorithm up by name each time, which takes longer than hashing.
fn hash(signature: &[u8]) -> [u8; 32] {
    let mut sha = Sha256::new();
    sha.update(signature);
    sha.finish()
}

fn one_bearer<'a>(mut headers: impl Iterator<Item = &'a [u8]>) -> Result<&'a [u8], TokenFault> {
    const SCHEME: &[u8] = b"Bearer ";
    let (Some(only), None) = (headers.next(), headers.next()) else { return Err(TokenFault::OneHeader) };
    match only.split_at_checked(SCHEME.len()) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case(SCHEME) => Ok(token),
        _ => Err(TokenFault::Scheme),
    }
}

fn of_our_type(header: &Header) -> Result<(), TokenFault> {
    if header.typ.as_deref() == Some(ACCESS_TOKEN_TYPE) { Ok(()) } else { Err(TokenFault::Type) }
}

fn signed_by(parts: &Parts<'_>, key: &IssuerKey) -> Result<(), TokenFault> {
    let signature = parts.signed_by(&key.decoding, key.alg)?;
    if key.low_s_only && !es256::has_low_s(&signature) { Err(TokenFault::SignatureForm) } else { Ok(()) }
}

fn times(claims: &Map<String, Value>, needs_not_before: bool, now: i64) -> Result<(), TokenFault> {
    let exp = checks::integer(claims, "exp")?;
    let says_not_before = needs_not_before || claims.contains_key("nbf");
    let nbf = if says_not_before { Some(checks::integer(claims, "nbf")?) } else { None };
    let iat = checks::integer(claims, "iat")?;
    in_time(iat, nbf.unwrap_or(iat), exp, now)
}

fn in_time(iat: i64, nbf: i64, exp: i64, now: i64) -> Result<(), TokenFault> {
    checks::not_expired(exp, now)?;
    checks::not_ahead(nbf, now, LEEWAY_SECONDS, TokenFault::NotYetValid)?;
    checks::not_ahead(iat, now, LEEWAY_SECONDS, TokenFault::IssuedAhead)
}

fn bound_to(caller: &Caller, shown: Option<&str>) -> Result<(), TokenFault> {
    match (caller.certificate.as_deref(), shown) {
        (None, _) => Ok(()),
        (Some(_), None) => Err(TokenFault::CertificateAbsent),
        (Some(bound), Some(shown)) => {
            if bound == shown {
                Ok(())
            } else {
                Err(TokenFault::CertificateOther)
            }
        }
    }
}

/// Whether nobody took it back, as far as is known.
///
/// # Errors
/// What was taken back.
pub fn still_counts(caller: &Caller, standing: &Standing) -> Result<(), TokenFault> {
    if standing.revoked.contains(&caller.jti) {
        return Err(TokenFault::Revoked);
    }
    let client = standing.clients.get(&caller.client_id).ok_or(TokenFault::ClientUnknown)?;
    match caller.generation {
        Some(generation) if generation < client.generation => return Err(TokenFault::GenerationPast),
        Some(generation) if generation > client.generation => return Err(TokenFault::GenerationAhead),
        // Seconds are all a token tells: one of the very second counts no longer either.
        None if client.voided_at.is_some_and(|at| caller.issued_at <= at.timestamp()) => return Err(TokenFault::GenerationPast),
        _ => {}
    }
    if !client.active {
        return Err(TokenFault::Suspended);
    }
    let registered = |bound: &String| client.certificates.contains(bound);
    if caller.certificate.as_ref().is_none_or(registered) { Ok(()) } else { Err(TokenFault::CertificateRetired) }
}

/// Whether the token's scopes hold the one that the call needs, bare or for some transition.
///
/// # Errors
/// When they do not.
pub fn in_scope(scopes: &str, needed: &str) -> Result<(), TokenFault> {
    if scope::carries(scopes, needed) { Ok(()) } else { Err(TokenFault::Scope) }
}
