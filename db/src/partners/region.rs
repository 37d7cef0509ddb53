//! The RMC region that a Doorstroompunt follows: the cases of monthly files go to it.

use diesel::{prelude::*, update};
use estafette_contract::{PartnerKind, ProblemKind, RmcRegion};

use super::managed::Registered;
use crate::{DbError, DbResult, schema::partners, store::Cx};

/// Refuses a partner that is no Doorstroompunt, and a region that another follows.
pub(crate) fn check_region(cx: &mut Cx<'_>, partner: &Registered, region: RmcRegion) -> DbResult<()> {
    if partner.kind()? != PartnerKind::Doorstroompunt {
        return Err(DbError::refused(ProblemKind::NotAllowed, "Only a Doorstroompunt follows an RMC region."));
    }
    let followed = partners::table.filter(partners::rmc_region.eq(number(region))).select(partners::id);
    match followed.first::<String>(cx.conn).optional()? {
        None => Ok(()),
        Some(id) if id == partner.id => Err(DbError::refused(ProblemKind::Conflict, "This partner follows that region already.")),
        Some(_) => Err(DbError::refused(ProblemKind::Conflict, "Another partner follows that region: of each, one takes part.")),
    }
}

/// Lets it follow the region, as operators agreed; cases it has stay with it.
pub(crate) fn follow_region(cx: &mut Cx<'_>, partner: &Registered, region: RmcRegion) -> DbResult<()> {
    update(partners::table.find(&partner.id)).set(partners::rmc_region.eq(number(region))).execute(cx.conn)?;
    Ok(())
}

fn number(region: RmcRegion) -> Option<i64> {
    Some(i64::from(region.number()))
}
