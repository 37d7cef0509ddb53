//! Partners as operators admit, see and suspend them.

use chrono::NaiveDateTime;
use diesel::{prelude::*, update};
use estafette_contract::{
    Brin, CodeList, Created, KeyAddress, Kvk, ManagedPartner, ManagedPartnerLine, ManagedPartnerPage, NewManagedPartner, Oin, PartnerKind,
    PartnerStanding, PartnerStatus, ProblemKind, RmcRegion, scope, scope::PartnersManage,
};
use uuid::Uuid;

use super::{certificates, keys};
use crate::{
    DbError, DbResult, PageRequest, cursor,
    schema::partners,
    store::{Cx, Tx, insert_unless_there, lock_partner, new_id},
    stored,
};

/// A partner's row with all that operators see to.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = partners)]
pub(crate) struct Registered {
    pub(crate) id: String,
    name: String,
    kind: String,
    pub(crate) client_id: String,
    brin: Option<String>,
    oin: Option<String>,
    kvk: Option<String>,
    rmc_region: Option<i64>,
    pub(crate) scopes: String,
    pub(crate) active: bool,
    pub(crate) nl_gov: bool,
    pub(crate) jwks_uri: Option<String>,
    jwks_checked_at: Option<NaiveDateTime>,
    jwks_fault: Option<String>,
    pub(super) jwks_asked_at: Option<NaiveDateTime>,
    created_at: NaiveDateTime,
}

impl Registered {
    /// The row, held until the transaction ends.
    pub(crate) fn held(cx: &mut Cx<'_>, id: Uuid) -> DbResult<Self> {
        lock_partner(cx.conn, &id.to_string()).optional()?.ok_or_else(DbError::not_found)
    }

    pub(crate) fn kind(&self) -> DbResult<PartnerKind> {
        Ok(stored::code(&self.kind)?)
    }

    fn status(&self) -> PartnerStatus {
        if self.active { PartnerStatus::Active } else { PartnerStatus::Suspended }
    }

    fn line(&self) -> DbResult<ManagedPartnerLine> {
        Ok(ManagedPartnerLine {
            id: stored::id(&self.id)?,
            name: self.name.clone(),
            kind: self.kind()?,
            client_id: self.client_id.clone(),
            status: self.status(),
        })
    }

    /// Voids every token issued to this partner so far.
    pub(crate) fn void_tokens(&self, cx: &mut Cx<'_>) -> DbResult<()> {
        void_tokens_of(cx, std::slice::from_ref(&self.client_id))
    }
}

/// Voids every token issued so far to the partners of these clients: by its generation, or by its moment where it names none.
pub(super) fn void_tokens_of(cx: &mut Cx<'_>, clients: &[String]) -> DbResult<()> {
    let voided = (partners::generation.eq(partners::generation + 1), partners::voided_at.eq(Some(cx.at())));
    update(partners::table.filter(partners::client_id.eq_any(clients))).set(voided).execute(cx.conn)?;
    Ok(())
}

/// Refuses everybody but the operators of the region, whatever scope they were given.
pub(crate) fn operator(cx: &Cx<'_>) -> DbResult<()> {
    if cx.actor.kind == PartnerKind::Region {
        return Ok(());
    }
    Err(DbError::refused(ProblemKind::NotAllowed, "Only an operator of the region may do this."))
}

/// Refuses an operator to lock itself out; another has to do it.
pub(crate) fn not_oneself(cx: &Cx<'_>, partner: &Registered) -> DbResult<()> {
    if cx.partner() == partner.id {
        return Err(DbError::refused(ProblemKind::NotAllowed, "Let another operator do this: nobody takes from themselves."));
    }
    Ok(())
}

/// Admits a partner with the scopes of its kind; until two operators give it a key it can do nothing.
///
/// # Errors
/// When there is a partner of that name or client id.
pub fn admit(tx: &mut Tx<'_, PartnersManage>, new: &NewManagedPartner) -> DbResult<Created> {
    let cx = &mut tx.cx;
    operator(cx)?;
    if new.rmc_region.is_some() && new.kind != PartnerKind::Doorstroompunt {
        return Err(DbError::field("/rmcRegion", "no-doorstroompunt", "Only a Doorstroompunt follows an RMC region: leave it out."));
    }
    let id = new_id();
    let row = (
        partners::id.eq(id.to_string()),
        partners::name.eq(new.name.as_str()),
        partners::kind.eq(new.kind.code()),
        partners::client_id.eq(new.client_id.as_str()),
        partners::brin.eq(new.brin.as_ref().map(Brin::as_str)),
        partners::oin.eq(new.oin.as_ref().map(Oin::as_str)),
        partners::kvk.eq(new.kvk.as_ref().map(Kvk::as_str)),
        partners::rmc_region.eq(new.rmc_region.map(|region| i64::from(region.number()))),
        partners::scopes.eq(scope::defaults(new.kind).join(" ")),
        partners::generation.eq(1),
        partners::active.eq(true),
        partners::created_at.eq(cx.at()),
    );
    if !insert_unless_there!(cx.conn, partners::table, row) {
        return Err(DbError::refused(
            ProblemKind::Conflict,
            "A partner of this name, client id or RMC region is there already: choose another.",
        ));
    }
    cx.notes.object = Some(id);
    Ok(Created { id })
}

/// A page of the partners, suspended ones too, in the order in which they joined.
///
/// # Errors
/// When the page cannot be, or who asks is no operator.
pub fn managed_list(tx: &mut Tx<'_, PartnersManage>, page: &PageRequest) -> DbResult<ManagedPartnerPage> {
    const LIST: &str = "managed-partners";
    let cx = &mut tx.cx;
    operator(cx)?;
    let size = page.size()?;
    let mut query = partners::table.order(partners::id).limit(size as i64 + 1).select(Registered::as_select()).into_boxed();
    if let Some(after) = page.after(cx, LIST)? {
        query = query.filter(partners::id.gt(after));
    }
    let mut rows: Vec<Registered> = query.load(cx.conn)?;
    let next_cursor = cursor::cut(cx, LIST, &mut rows, size, |row| &row.id)?;
    Ok(ManagedPartnerPage { items: rows.iter().map(Registered::line).collect::<DbResult<_>>()?, next_cursor })
}

/// A partner with all that was granted to it.
///
/// # Errors
/// When there is none, or who asks is no operator.
pub fn managed(tx: &mut Tx<'_, PartnersManage>, id: Uuid) -> DbResult<ManagedPartner> {
    let cx = &mut tx.cx;
    operator(cx)?;
    let row: Option<Registered> = partners::table.find(id.to_string()).select(Registered::as_select()).first(cx.conn).optional()?;
    let row = row.ok_or_else(DbError::not_found)?;
    Ok(ManagedPartner {
        id,
        kind: row.kind()?,
        status: row.status(),
        brin: row.brin.and_then(|brin| Brin::new(brin).ok()),
        oin: row.oin.and_then(|oin| Oin::new(oin).ok()),
        kvk: row.kvk.and_then(|kvk| Kvk::new(kvk).ok()),
        rmc_region: row.rmc_region.and_then(|number| RmcRegion::new(number.unsigned_abs()).ok()),
        scopes: row.scopes.split_whitespace().map(str::to_owned).collect(),
        nl_gov: row.nl_gov,
        keys: keys::all(cx, &row.client_id)?,
        certificates: certificates::all(cx, &row.client_id)?,
        key_address: row.jwks_uri.map(|jwks_uri| KeyAddress {
            jwks_uri,
            checked_at: row.jwks_checked_at.map(stored::instant),
            fault: row.jwks_fault,
        }),
        name: row.name,
        client_id: row.client_id,
        joined_at: stored::instant(row.created_at),
    })
}

/// Suspends a partner: it gets no tokens, those it has are void, and nothing is offered to it.
///
/// # Errors
/// When there is none, or it is the operator who asks.
pub fn suspend(tx: &mut Tx<'_, PartnersManage>, id: Uuid) -> DbResult<PartnerStanding> {
    let cx = &mut tx.cx;
    operator(cx)?;
    let partner = Registered::held(cx, id)?;
    not_oneself(cx, &partner)?;
    update(partners::table.find(&partner.id)).set(partners::active.eq(false)).execute(cx.conn)?;
    partner.void_tokens(cx)?;
    Ok(PartnerStanding { id, status: PartnerStatus::Suspended })
}

/// Where a partner stands that was just changed in another way.
pub(crate) fn partner_standing(partner: &Registered) -> DbResult<PartnerStanding> {
    Ok(PartnerStanding { id: stored::id(&partner.id)?, status: partner.status() })
}
