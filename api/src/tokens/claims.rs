//! What an access token says.

use estafette_contract::{CodeList, PartnerKind, ProcessingActivity, Role};
use estafette_db::Professional;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::fault::TokenFault;
use super::json::{nested, present};

/// The claims of an access token of this service, all typed.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AccessClaims {
    /// Who issued the token.
    pub iss: String,
    /// Whom it is about: the client.
    pub sub: String,
    /// The client it was issued to.
    pub client_id: String,
    /// The party that may use it: again the client.
    pub azp: String,
    /// The one service it is for.
    pub aud: String,
    /// When it was issued, in seconds since 1970.
    pub iat: i64,
    /// From when it is valid.
    pub nbf: i64,
    /// From when it is no longer valid.
    pub exp: i64,
    /// Its identifier, by which it is revoked.
    pub jti: String,
    /// The scopes it carries, separated by single spaces.
    pub scope: String,
    /// The partner's identifier.
    pub partner_id: Uuid,
    /// The partner's kind.
    pub partner_kind: String,
    /// The partner's organisation identification number, when it has one.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub partner_oin: Option<String>,
    /// For what the partner is given access, a code of `/v1/vocabularies/processing-activities`.
    pub purpose: String,
    /// The partner's generation: raising it revokes every earlier token.
    #[serde(rename = "gen")]
    pub generation: i64,
    /// The certificate without which the token is worth nothing.
    #[serde(default, deserialize_with = "nested", skip_serializing_if = "Option::is_none")]
    pub cnf: Option<Confirmation>,
    /// The professional on whose behalf the partner acts.
    #[serde(default, deserialize_with = "nested", skip_serializing_if = "Option::is_none")]
    pub act: Option<Act>,
}

/// The certificate a token is bound to (RFC 8705).
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// The SHA-256 of the certificate, as base64url.
    #[serde(rename = "x5t#S256")]
    pub x5t_s256: String,
}

/// The professional who acts, known to us by pseudonym and role only.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// The pseudonym.
    pub sub: String,
    /// The role.
    pub role: String,
}

impl AccessClaims {
    /// Reads an object that names nothing twice, strictly: nothing missing, unknown or null, every type exact.
    pub(super) fn from_members(members: Map<String, Value>) -> Result<Self, TokenFault> {
        let claims: Self = serde_json::from_value(Value::Object(members)).map_err(|_| TokenFault::Claims)?;
        let coded = PartnerKind::from_code(&claims.partner_kind).is_some() && ProcessingActivity::from_code(&claims.purpose).is_some();
        if !coded {
            return Err(TokenFault::Claims);
        }
        claims.act.as_ref().map_or(Ok(()), Act::check)?;
        Ok(claims)
    }
}

impl Act {
    const MAX_CHARACTERS: usize = 64;

    /// Refuses a pseudonym or role that could be anything else, such as a name or a line break for the log.
    pub fn check(&self) -> Result<(), TokenFault> {
        let fits = |text: &str| (1..=Self::MAX_CHARACTERS).contains(&text.chars().count());
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        let readable = |c: char| !c.is_control();
        let good = fits(&self.sub) && fits(&self.role) && self.sub.chars().all(plain) && self.role.chars().all(readable);
        if good { Ok(()) } else { Err(TokenFault::Actor) }
    }
    /// The professional, if the role is one there is.
    pub fn professional(self) -> Result<Professional, TokenFault> {
        let role = Role::from_code(&self.role).ok_or(TokenFault::Actor)?;
        Ok(Professional { pseudonym: self.sub, role })
    }
}
