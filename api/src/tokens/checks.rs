//! The steps on claims that access tokens and assertions share.

use serde_json::{Map, Value};

use super::fault::TokenFault;
use super::json::{self, JsonFault};

/// How far another clock may be off.
pub const LEEWAY_SECONDS: i64 = 10;

/// Claims as an object without duplicates: with two values for one name there is nothing to check.
pub fn claims_object(bytes: &[u8]) -> Result<Map<String, Value>, TokenFault> {
    json::object(bytes).map_err(|fault| match fault {
        JsonFault::NotAnObject => TokenFault::ClaimsJson,
        JsonFault::Duplicate => TokenFault::ClaimsDuplicate,
    })
}

/// Refuses unless the claim is exactly this one string.
pub fn is_text(claims: &Map<String, Value>, name: &str, expected: &str, fault: TokenFault) -> Result<(), TokenFault> {
    match claims.get(name) {
        Some(Value::String(text)) if text == expected => Ok(()),
        _ => Err(fault),
    }
}

/// A claim that must be present and an integer: neither `1.0`, `1e9` nor `"1"`.
pub fn integer(claims: &Map<String, Value>, name: &'static str) -> Result<i64, TokenFault> {
    claims.get(name).and_then(Value::as_i64).ok_or(TokenFault::Time(name))
}

/// Refuses from `exp` and the leeway on.
pub fn not_expired(exp: i64, now: i64) -> Result<(), TokenFault> {
    if now < exp.saturating_add(LEEWAY_SECONDS) { Ok(()) } else { Err(TokenFault::Expired) }
}

/// Refuses an instant that lies further ahead than allowed.
pub fn not_ahead(instant: i64, now: i64, allowed: i64, fault: TokenFault) -> Result<(), TokenFault> {
    if instant <= now.saturating_add(allowed) { Ok(()) } else { Err(fault) }
}
