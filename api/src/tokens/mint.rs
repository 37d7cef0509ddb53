//! Making access tokens: five minutes of what a partner was granted.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use estafette_contract::{CodeList, PartnerKind};
use uuid::Uuid;

use super::claims::{AccessClaims, Act, Confirmation};
use super::key_fault::KeyFault;
use super::signing_key::SigningKey;
use super::thumbprint;
use super::validation::{ACCESS_TOKEN_TYPE, LIFETIME_SECONDS};

/// What a new access token shall say; the rest follows.
#[derive(Clone, Debug)]
pub struct Grant {
    /// This service, as issuer.
    pub issuer: String,
    /// The service the token is for.
    pub audience: String,
    /// The client it is issued to.
    pub client_id: String,
    /// The scopes, separated by single spaces.
    pub scope: String,
    /// The partner's identifier.
    pub partner_id: Uuid,
    /// The partner's kind, from which the purpose follows.
    pub partner_kind: PartnerKind,
    /// The partner's organisation identification number.
    pub partner_oin: Option<String>,
    /// The partner's generation.
    pub generation: i64,
    /// The SHA-256 of the client's certificate in hexadecimal, when it has one.
    pub certificate: Option<String>,
    /// The professional named in the assertion.
    pub act: Option<Act>,
}

/// A new token and what it says.
#[derive(Clone, Debug)]
pub struct Minted {
    /// The token to hand over.
    pub token: String,
    /// Its claims, for the record.
    pub claims: AccessClaims,
}

/// Makes an access token that is valid from `now` for five minutes.
pub fn mint(key: &SigningKey, grant: Grant, now: DateTime<Utc>) -> Result<Minted, KeyFault> {
    let iat = now.timestamp();
    let bound = grant.certificate.map(|hex| thumbprint::for_token(&hex).ok_or(KeyFault::Certificate)).transpose()?;
    let claims = AccessClaims {
        iss: grant.issuer,
        sub: grant.client_id.clone(),
        azp: grant.client_id.clone(),
        client_id: grant.client_id,
        aud: grant.audience,
        iat,
        nbf: iat,
        exp: iat + LIFETIME_SECONDS,
        jti: random_identifier()?,
        scope: grant.scope,
        partner_id: grant.partner_id,
        partner_kind: grant.partner_kind.code().to_owned(),
        partner_oin: grant.partner_oin,
        purpose: grant.partner_kind.purpose().code().to_owned(),
        generation: grant.generation,
        cnf: bound.map(|x5t_s256| Confirmation { x5t_s256 }),
        act: grant.act,
    };
    Ok(Minted { token: key.sign(ACCESS_TOKEN_TYPE, &claims)?, claims })
}

fn random_identifier() -> Result<String, KeyFault> {
    let mut bytes = [0; 16];
    openssl::rand::rand_bytes(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}
