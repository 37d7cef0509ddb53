//! A compact JWS taken apart piece by piece, each piece no sooner than it is its turn.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::DecodingKey;
use serde_json::{Map, Value};

use super::alg::Alg;
use super::checks;
use super::fault::TokenFault;
use super::json::{self, JsonFault};
use super::provider;

/// No token of any kind may be longer than this.
pub const MAX_BYTES: usize = 8 * 1024;

/// A token in three parts, none of them looked into yet.
#[derive(Clone, Copy)]
pub struct Parts<'t> {
    header: &'t str,
    claims: &'t str,
    signature: &'t str,
    /// The first two with their dot, which is what was signed.
    signed: &'t str,
}

/// The three members a header may have.
#[derive(Debug, Default)]
pub struct Header {
    /// The algorithm named.
    pub alg: Option<String>,
    /// The type named.
    pub typ: Option<String>,
    /// The key named.
    pub kid: Option<String>,
}

/// Whether a token is of acceptable size: looked at before anything is done with it.
///
/// # Errors
/// When it is longer.
pub fn not_too_long(token: &[u8]) -> Result<(), TokenFault> {
    if token.len() > MAX_BYTES { Err(TokenFault::TooLong) } else { Ok(()) }
}

impl<'t> Parts<'t> {
    /// As [`Parts::of`], of bytes that nobody read as text yet.
    pub fn of_bytes(token: &'t [u8]) -> Result<Self, TokenFault> {
        Self::of(std::str::from_utf8(token).map_err(|_| TokenFault::Characters)?)
    }

    /// Takes a token of acceptable size and characters apart.
    pub fn of(token: &'t str) -> Result<Self, TokenFault> {
        not_too_long(token.as_bytes())?;
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        if !token.bytes().all(fits) {
            return Err(TokenFault::Characters);
        }
        let mut parts = token.split('.');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(header), Some(claims), Some(signature), None) => {
                Ok(Self { header, claims, signature, signed: &token[..token.len() - signature.len() - 1] })
            }
            _ => Err(TokenFault::Parts),
        }
    }

    /// What was signed: header and claims.
    pub fn signed(&self) -> &'t [u8] {
        self.signed.as_bytes()
    }

    /// The header. Anything beyond its three members could only make us do what the sender wants: fetch a key, skip a check.
    pub fn header(&self) -> Result<Header, TokenFault> {
        let members = json::object(&decoded(self.header, TokenFault::HeaderEncoding)?).map_err(|fault| match fault {
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

    /// Whether the signature fits under this key; answers its bytes.
    pub fn signed_by(&self, key: &DecodingKey, alg: Alg) -> Result<Vec<u8>, TokenFault> {
        let bytes = decoded(self.signature, TokenFault::SignatureEncoding)?;
        match provider::verify(self.signed, self.signature, key, alg) {
            Ok(true) => Ok(bytes),
            Ok(false) => Err(TokenFault::Signature),
            Err(_) => Err(TokenFault::KeyUnreadable),
        }
    }

    /// The claims, not to be believed before the signature fits.
    pub fn claims(&self) -> Result<Map<String, Value>, TokenFault> {
        checks::claims_object(&decoded(self.claims, TokenFault::ClaimsEncoding)?)
    }
}

impl Header {
    /// The key it names, and the algorithm, which is one we know.
    pub fn key(&self) -> Result<(&str, Alg), TokenFault> {
        let alg = self.alg.as_deref().and_then(Alg::from_name).ok_or(TokenFault::Algorithm)?;
        let kid = self.kid.as_deref().filter(|kid| !kid.is_empty()).ok_or(TokenFault::KeyMissing)?;
        Ok((kid, alg))
    }
}

/// This engine refuses padding and left-over bits, so every value has exactly one spelling.
fn decoded(part: &str, fault: TokenFault) -> Result<Vec<u8>, TokenFault> {
    match URL_SAFE_NO_PAD.decode(part) {
        Ok(bytes) if !bytes.is_empty() => Ok(bytes),
        _ => Err(fault),
    }
}
