//! The first steps for any compact JWS, before a key is looked for: size, characters, parts, header, algorithm, signature text.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::alg::Alg;
use super::fault::TokenFault;
use super::json::{self, JsonFault};

/// No token of any kind may be longer than this.
pub const MAX_BYTES: usize = 8 * 1024;

/// A token in the right shape, whose signature is still to be checked.
#[derive(Clone)]
pub struct Parsed {
    /// The algorithm named, one of those allowed.
    pub alg: Alg,
    /// The type named, if any.
    pub typ: Option<String>,
    /// The key named.
    pub kid: String,
    /// The claims as they were written; not to be believed before the signature is checked.
    pub claims_json: Vec<u8>,
    /// The first two parts with their dot, which is what was signed.
    pub signing_input: String,
    /// The third part, as canonical base64url.
    pub signature: String,
    /// The signature itself.
    pub signature_bytes: Vec<u8>,
}

/// Takes a token apart, in one fixed order, and refuses it at the first step that fails.
pub fn parse(token: &str, max_bytes: usize, allowed: &[Alg]) -> Result<Parsed, TokenFault> {
    within_size(token, max_bytes)?;
    only_token_characters(token)?;
    let [header, claims, signature] = three_parts(token)?;
    let header = header_members(&decoded(header, TokenFault::HeaderEncoding)?)?;
    let alg = allowed_algorithm(header.alg.as_deref(), allowed)?;
    let kid = header.kid.filter(|kid| !kid.is_empty()).ok_or(TokenFault::KeyMissing)?;
    Ok(Parsed {
        alg,
        typ: header.typ,
        kid,
        claims_json: decoded(claims, TokenFault::ClaimsEncoding)?,
        signing_input: token[..token.len() - signature.len() - 1].to_owned(),
        signature: signature.to_owned(),
        signature_bytes: decoded(signature, TokenFault::SignatureEncoding)?,
    })
}

/// Refuses a token that is too long to be looked at.
pub fn within_size(token: &str, max_bytes: usize) -> Result<(), TokenFault> {
    if token.len() > max_bytes { Err(TokenFault::TooLong) } else { Ok(()) }
}

fn only_token_characters(token: &str) -> Result<(), TokenFault> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if token.bytes().all(fits) { Ok(()) } else { Err(TokenFault::Characters) }
}

fn three_parts(token: &str) -> Result<[&str; 3], TokenFault> {
    let mut parts = token.split('.');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(header), Some(claims), Some(signature), None) => Ok([header, claims, signature]),
        _ => Err(TokenFault::Parts),
    }
}

/// This engine refuses padding and left-over bits, so every value has exactly one spelling.
fn decoded(part: &str, fault: TokenFault) -> Result<Vec<u8>, TokenFault> {
    match URL_SAFE_NO_PAD.decode(part) {
        Ok(bytes) if !bytes.is_empty() => Ok(bytes),
        _ => Err(fault),
    }
}

#[derive(Default)]
struct Header {
    alg: Option<String>,
    typ: Option<String>,
    kid: Option<String>,
}

/// Anything beyond these three could only make us do what the sender wants: fetch a key, skip a check.
fn header_members(bytes: &[u8]) -> Result<Header, TokenFault> {
    let members = json::object(bytes).map_err(|fault| match fault {
        JsonFault::NotAnObject => TokenFault::HeaderJson,
        JsonFault::Duplicate => TokenFault::HeaderDuplicate,
    })?;
    let mut header = Header::default();
    for (name, value) in members {
        let Value::String(text) = value else { return Err(TokenFault::HeaderMember) };
        match name.as_str() {
            "alg" => header.alg = Some(text),
            "typ" => header.typ = Some(text),
            "kid" => header.kid = Some(text),
            _ => return Err(TokenFault::HeaderMember),
        }
    }
    Ok(header)
}

fn allowed_algorithm(name: Option<&str>, allowed: &[Alg]) -> Result<Alg, TokenFault> {
    name.and_then(Alg::from_name).filter(|alg| allowed.contains(alg)).ok_or(TokenFault::Algorithm)
}
