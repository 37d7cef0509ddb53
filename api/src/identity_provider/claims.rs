//! Who calls, from the claims of an identity provider.

use serde_json::{Map, Value};

use super::IdentityProvider;
use crate::tokens::{
    caller::{Caller, ReadsClaims},
    claims::Act,
    fault::TokenFault,
    thumbprint,
};
use estafette_contract::CodeList;

/// The longest that one of its tokens may be valid.
const LONGEST_SECONDS: i64 = 3600;
const MAX_CHARACTERS: usize = 128;

impl ReadsClaims for IdentityProvider {
    /// Its tokens may say more than is asked for; what is asked for has to be there, and nothing may say that it is bound in a way
    /// that cannot be checked here.
    fn read(&self, claims: Map<String, Value>) -> Result<Caller, TokenFault> {
        let instant = |name: &'static str| claims.get(name).and_then(Value::as_i64).ok_or(TokenFault::Time(name));
        let (issued_at, expires_at) = (instant("iat")?, instant("exp")?);
        if !expires_at.checked_sub(issued_at).is_some_and(|life| (1..=LONGEST_SECONDS).contains(&life)) {
            return Err(TokenFault::Lifetime);
        }
        let role = text(&claims, &self.claims.role, TokenFault::Actor)?;
        let role = self.roles.get(role).map_or(role, |ours| ours.code()).to_owned();
        let act = Act { sub: text(&claims, &self.claims.person, TokenFault::Actor)?.to_owned(), role };
        act.check()?;
        Ok(Caller {
            issuer: self.issuer.clone(),
            client_id: text(&claims, &self.claims.partner, TokenFault::Client)?.to_owned(),
            scope: text(&claims, "scope", TokenFault::Claims)?.to_owned(),
            jti: text(&claims, "jti", TokenFault::Claims)?.to_owned(),
            generation: None,
            certificate: bound_to(&claims)?,
            professional: Some(act.professional()?),
            issued_at,
            not_before: claims.get("nbf").and_then(Value::as_i64).unwrap_or(issued_at),
            expires_at,
        })
    }
}

/// A claim that is a text, neither empty nor too long to be anything of ours; scopes may be longer.
fn text<'c>(claims: &'c Map<String, Value>, name: &str, fault: TokenFault) -> Result<&'c str, TokenFault> {
    let most = if name == "scope" { 8 * 1024 } else { MAX_CHARACTERS };
    let fits = |text: &&str| (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    claims.get(name).and_then(Value::as_str).filter(fits).ok_or(fault)
}

fn bound_to(claims: &Map<String, Value>) -> Result<Option<String>, TokenFault> {
    let Some(confirmation) = claims.get("cnf") else { return Ok(None) };
    let members = confirmation.as_object().ok_or(TokenFault::Claims)?;
    let only = members.get("x5t#S256").filter(|_| members.len() == 1).and_then(Value::as_str);
    only.and_then(thumbprint::from_token).map(Some).ok_or(TokenFault::Claims)
}
