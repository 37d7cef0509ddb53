//! The NL GOV profile for OAuth: who may also sign with RS256, switched on by two operators and off by one.

use diesel::{prelude::*, update};
use estafette_contract::{PartnerStanding, ProblemKind, scope::PartnersManage};
use uuid::Uuid;

use super::{
    keys::ImportedKey,
    managed::{Registered, operator, partner_standing},
};
use crate::{
    DbError, DbResult,
    schema::partners,
    store::{Cx, Tx},
};

/// The algorithm that only this profile allows.
const PROFILED: &str = "RS256";

/// Refuses keys for RS256 of a partner without the profile; `pointer` says where in the request a key stands.
pub(crate) fn check_algorithms(partner: &Registered, keys: &[ImportedKey], pointer: impl Fn(usize) -> String) -> DbResult<()> {
    match keys.iter().position(|key| key.alg == PROFILED && !partner.nl_gov) {
        None => Ok(()),
        Some(nth) => {
            let detail = "RS256 is for a partner under the NL GOV profile only: give a key for ES256, PS256 or EdDSA, or have two operators \
                          switch the profile on first.";
            Err(DbError::field(&pointer(nth), "algorithm", detail))
        }
    }
}

/// Refuses to switch on what is on.
pub(crate) fn check_nl_gov(partner: &Registered) -> DbResult<()> {
    if partner.nl_gov {
        return Err(DbError::refused(ProblemKind::Conflict, "The NL GOV profile is on for this partner already."));
    }
    Ok(())
}

/// Switches the profile on, as operators agreed.
pub(crate) fn switch_on_nl_gov(cx: &mut Cx<'_>, partner: &Registered) -> DbResult<()> {
    set(cx, partner, true)
}

/// Switches the profile off: keys for RS256 sign nobody in while it is, and the partner's tokens are void.
///
/// # Errors
/// When it is off, or there is no such partner.
pub fn switch_off_nl_gov(tx: &mut Tx<'_, PartnersManage>, id: Uuid) -> DbResult<PartnerStanding> {
    let cx = &mut tx.cx;
    operator(cx)?;
    let partner = Registered::held(cx, id)?;
    if !partner.nl_gov {
        return Err(DbError::refused(ProblemKind::Conflict, "The NL GOV profile is off for this partner already."));
    }
    set(cx, &partner, false)?;
    partner.void_tokens(cx)?;
    partner_standing(&partner)
}

fn set(cx: &mut Cx<'_>, partner: &Registered, on: bool) -> DbResult<()> {
    update(partners::table.find(&partner.id)).set(partners::nl_gov.eq(on)).execute(cx.conn)?;
    Ok(())
}
