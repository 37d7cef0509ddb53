//! Partners: who takes part, how others see them, and what operators give and take.

mod burnt;
mod certificates;
mod keys;
mod managed;
mod nl_gov;
mod published;
mod region;
mod scopes;

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use chrono::NaiveDateTime;
use diesel::{insert_into, prelude::*};
use estafette_contract::{Brin, CodeList, Oin, PartnerKind, PartnerList, PartnerView, RmcRegion, scope::PartnersRead};
use uuid::Uuid;

pub use certificates::retire_certificate;
pub(crate) use certificates::{add_certificate, check_certificate};
pub use keys::{ImportedKey, retire_key};
pub(crate) use keys::{add_keys, check_keys, insert_key};
pub(crate) use managed::{Registered, operator};
pub use managed::{admit, managed, managed_list, suspend};
pub use nl_gov::switch_off_nl_gov;
pub(crate) use nl_gov::{check_algorithms, check_nl_gov, switch_on_nl_gov};
pub(crate) use published::set_address;
pub use published::{PublishedKeys, claim_asking};
pub(crate) use region::{check_region, follow_region};
pub use scopes::revoke_scope;
pub(crate) use scopes::{check_scope, grant_scope};

use crate::{
    DbResult, clients,
    schema::partners,
    store::{Cx, Tx, new_id},
    stored,
};

/// A partner's row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = partners)]
pub(crate) struct Partner {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) brin: Option<String>,
    pub(crate) active: bool,
}

impl Partner {
    pub(crate) fn kind(&self) -> DbResult<PartnerKind> {
        Ok(stored::code(&self.kind)?)
    }

    pub(crate) fn view(&self) -> DbResult<PartnerView> {
        Ok(PartnerView {
            id: stored::id(&self.id)?,
            name: self.name.clone(),
            kind: self.kind()?,
            brin: self.brin.as_deref().and_then(|brin| Brin::new(brin).ok()),
        })
    }
}

/// A partner that joins the region, with the public key of its client.
#[derive(Debug, Clone)]
pub struct NewPartner {
    /// Its name.
    pub name: String,
    /// What kind of organisation it is.
    pub kind: PartnerKind,
    /// Its registration, if it is a school.
    pub brin: Option<Brin>,
    /// Its organisation number, if it has one.
    pub oin: Option<Oin>,
    /// The RMC region it follows, if it is a Doorstroompunt.
    pub rmc_region: Option<RmcRegion>,
    /// The id its client signs in with.
    pub client_id: String,
    /// Its client's public key.
    pub key: clients::ClientKey,
}

/// The partners that take part, in order of name.
///
/// # Errors
/// A fault on our side.
pub fn list(tx: &mut Tx<'_, PartnersRead>) -> DbResult<PartnerList> {
    let rows: Vec<Partner> =
        partners::table.filter(partners::active.eq(true)).order(partners::name).select(Partner::as_select()).load(tx.cx.conn)?;
    Ok(PartnerList { items: rows.iter().map(Partner::view).collect::<DbResult<_>>()? })
}

/// Adds a partner with these scopes, unless one of that client id is there; answers its id.
pub(crate) fn add(cx: &mut Cx<'_>, new: &NewPartner, scopes: &[String]) -> DbResult<Uuid> {
    let there: Option<String> =
        partners::table.filter(partners::client_id.eq(&new.client_id)).select(partners::id).first(cx.conn).optional()?;
    if let Some(id) = there {
        return Ok(stored::id(&id)?);
    }
    let id = new_id();
    let at: NaiveDateTime = cx.at();
    let row = (
        partners::id.eq(id.to_string()),
        partners::name.eq(&new.name),
        partners::kind.eq(new.kind.code()),
        partners::client_id.eq(&new.client_id),
        partners::brin.eq(new.brin.as_ref().map(Brin::as_str)),
        partners::oin.eq(new.oin.as_ref().map(Oin::as_str)),
        partners::rmc_region.eq(new.rmc_region.map(|region| i64::from(region.number()))),
        partners::scopes.eq(scopes.join(" ")),
        partners::generation.eq(1),
        partners::active.eq(true),
        partners::created_at.eq(at),
    );
    insert_into(partners::table).values(row).execute(cx.conn)?;
    clients::add_key(cx, &new.client_id, &new.key)?;
    Ok(id)
}

/// The partner with this id, if there is one.
pub(crate) fn find(cx: &mut Cx<'_>, id: &str) -> DbResult<Option<Partner>> {
    Ok(partners::table.find(id).select(Partner::as_select()).first(cx.conn).optional()?)
}

/// The partner whose client signs in with this id, if there is one.
pub(crate) fn by_client(cx: &mut Cx<'_>, client_id: &str) -> DbResult<Option<Partner>> {
    Ok(partners::table.filter(partners::client_id.eq(client_id)).select(Partner::as_select()).first(cx.conn).optional()?)
}

/// The Doorstroompunten that take part and follow these RMC regions.
pub(crate) fn doorstroompunten(cx: &mut Cx<'_>, regions: &[RmcRegion]) -> DbResult<Vec<(RmcRegion, Partner)>> {
    let numbers: Vec<i64> = regions.iter().map(|region| i64::from(region.number())).collect();
    let rows: Vec<(Option<i64>, Partner)> = partners::table
        .filter(partners::rmc_region.eq_any(numbers))
        .filter(partners::active.eq(true))
        .order(partners::id)
        .select((partners::rmc_region, Partner::as_select()))
        .load(cx.conn)?;
    Ok(rows.into_iter().filter_map(|(number, partner)| Some((RmcRegion::new(number?.unsigned_abs()).ok()?, partner))).collect())
}

/// What kind each partner is, as far as it was asked; the kind of a partner never changes.
#[derive(Debug, Default)]
pub(crate) struct Kinds(RwLock<HashMap<String, PartnerKind>>);

/// The kind of a partner which a row refers to.
pub(crate) fn kind(cx: &mut Cx<'_>, id: &str) -> DbResult<PartnerKind> {
    let known = cx.house.kinds.0.read().unwrap_or_else(PoisonError::into_inner).get(id).copied();
    if let Some(kind) = known {
        return Ok(kind);
    }
    let kind = view(cx, id)?.kind;
    cx.house.kinds.0.write().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned(), kind);
    Ok(kind)
}

/// The partner with this id, which a row refers to.
pub(crate) fn view(cx: &mut Cx<'_>, id: &str) -> DbResult<PartnerView> {
    partners::table.find(id).select(Partner::as_select()).first::<Partner>(cx.conn)?.view()
}

/// The partners with these ids.
pub(crate) fn views(cx: &mut Cx<'_>, ids: &[&str]) -> DbResult<Vec<PartnerView>> {
    let rows: Vec<Partner> = partners::table.filter(partners::id.eq_any(ids)).select(Partner::as_select()).load(cx.conn)?;
    rows.iter().map(Partner::view).collect()
}
