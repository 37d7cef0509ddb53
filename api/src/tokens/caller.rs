//! Who calls, read from a token of whichever issuer.

use estafette_db::Professional;
use serde_json::{Map, Value};

use super::claims::AccessClaims;
use super::fault::TokenFault;
use super::thumbprint;

/// What a token says of who calls, once it is believed.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who issued the token.
    pub issuer: String,
    /// The client, by its id in this region.
    pub client_id: String,
    /// The scopes the token carries, separated by single spaces.
    pub scope: String,
    /// The token's identifier, by which it is revoked.
    pub jti: String,
    /// The partner's generation, as far as the issuer knows of generations.
    pub generation: Option<i64>,
    /// The certificate without which the token is worth nothing, by its SHA-256 in hexadecimal.
    pub certificate: Option<String>,
    /// The professional who acts.
    pub professional: Option<Professional>,
    /// When it was issued, in seconds since 1970.
    pub issued_at: i64,
    /// From when it is valid.
    pub not_before: i64,
    /// From when it is no longer valid.
    pub expires_at: i64,
}

/// How an issuer's claims say who calls.
pub trait ReadsClaims: Send + Sync {
    /// Reads claims whose issuer, audience and times were found right.
    fn read(&self, claims: Map<String, Value>) -> Result<Caller, TokenFault>;
}

/// The claims of this service's own tokens.
pub struct OwnClaims;

impl ReadsClaims for OwnClaims {
    fn read(&self, claims: Map<String, Value>) -> Result<Caller, TokenFault> {
        let claims = AccessClaims::from_members(claims)?;
        let one = claims.sub == claims.client_id && claims.azp == claims.client_id && !claims.client_id.is_empty();
        if !one {
            return Err(TokenFault::Subject);
        }
        let bound = claims.cnf.map(|cnf| thumbprint::from_token(&cnf.x5t_s256).ok_or(TokenFault::Claims));
        Ok(Caller {
            issuer: claims.iss,
            certificate: bound.transpose()?,
            professional: claims.act.map(|act| act.professional()).transpose()?,
            client_id: claims.client_id,
            scope: claims.scope,
            jti: claims.jti,
            generation: Some(claims.generation),
            issued_at: claims.iat,
            not_before: claims.nbf,
            expires_at: claims.exp,
        })
    }
}
