//! Scopes of partners: granted by two operators, taken back by one.

use diesel::{prelude::*, update};
use estafette_contract::{PartnerStanding, ScopeName, scope, scope::PartnersManage};
use uuid::Uuid;

use super::managed::{Registered, not_oneself, operator, partner_standing};
use crate::{
    DbError, DbResult,
    schema::partners,
    store::{Cx, Tx},
};

/// Refuses a scope there is none of, that this kind of partner may not hold, or that lies outside its set without a reason.
pub(crate) fn check_scope(partner: &Registered, scope: &str, reason: Option<&str>) -> DbResult<()> {
    let refuse = |code: &str, detail: &str| Err(DbError::field("/scope", code, detail));
    let kind = partner.kind()?;
    if !scope::is_known(scope) {
        return refuse("unknown-code", "Use a scope of /v1/vocabularies/scopes, with :transition behind it where that is possible.");
    }
    if !scope::may_hold(kind, scope) {
        return refuse("not-for-this-kind", "A partner of this kind cannot hold this scope, whatever the reason.");
    }
    if partner.scopes.split(' ').any(|held| held == scope) {
        return refuse("already-granted", "This partner holds the scope already.");
    }
    if reason.is_none() && !scope::within(&scope::defaults(kind), scope) {
        let detail = "The kind of this partner is not given this scope: say why this partner needs it.";
        return Err(DbError::field("/reason", "missing", detail));
    }
    Ok(())
}

/// Grants a scope that operators agreed on; tokens issued from now on can carry it.
pub(crate) fn grant_scope(cx: &mut Cx<'_>, partner: &Registered, scope: &str) -> DbResult<()> {
    set(cx, partner, &[&partner.scopes, scope].join(" "))
}

/// Takes a scope back; the partner's tokens are void.
///
/// # Errors
/// When it was not granted in these words, or the operator would take it from itself.
pub fn revoke_scope(tx: &mut Tx<'_, PartnersManage>, id: Uuid, name: &ScopeName) -> DbResult<PartnerStanding> {
    let cx = &mut tx.cx;
    operator(cx)?;
    let partner = Registered::held(cx, id)?;
    not_oneself(cx, &partner)?;
    let left: Vec<&str> = partner.scopes.split_whitespace().filter(|held| *held != name.scope.as_str()).collect();
    if left.len() == partner.scopes.split_whitespace().count() {
        return Err(DbError::field("/scope", "not-granted", "Name a scope exactly as it was granted to this partner."));
    }
    set(cx, &partner, &left.join(" "))?;
    partner.void_tokens(cx)?;
    partner_standing(&partner)
}

fn set(cx: &mut Cx<'_>, partner: &Registered, scopes: &str) -> DbResult<()> {
    update(partners::table.find(&partner.id)).set(partners::scopes.eq(scopes.trim())).execute(cx.conn)?;
    Ok(())
}
