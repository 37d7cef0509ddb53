//! Keys that partners publish at an address of their own, taken over by the house.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::{prelude::*, update};
use estafette_contract::{Act, CodeList, KeyRetirement, KeySource, ObjectKind, ProblemKind, scope::PartnersManage};
use uuid::Uuid;

use super::{
    burnt,
    keys::{ImportedKey, KeyRow, insert_key, rows, set_retired},
    managed::{Registered, operator},
    nl_gov::check_algorithms,
};
use crate::{
    Action, DbError, DbResult, Store, Viewer,
    schema::{partner_keys, partners},
    store::{Cx, Tx},
    stored,
};

/// How long published keys are good before they are asked for again.
const GOOD_FOR: TimeDelta = TimeDelta::minutes(5);
/// The least time between two askings for one partner, whoever has them made.
const AT_MOST_EVERY: TimeDelta = TimeDelta::minutes(1);
/// How many addresses are asked in a round.
const ROUND: i64 = 50;

/// An address at which a partner publishes its keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedKeys {
    /// The partner.
    pub partner: Uuid,
    /// The address of its JWKS.
    pub jwks_uri: String,
}

impl Store {
    /// The addresses that are due to be asked; each is this process's alone to ask, and due again in five minutes.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn claim_published_keys(&self) -> DbResult<Vec<PublishedKeys>> {
        let now = self.clock().now().naive_utc();
        let none_due = self.peek(move |conn| Ok(due(now).select(partners::id).first::<String>(conn).optional()?.is_none())).await?;
        if none_due {
            return Ok(Vec::new());
        }
        let action = Action::all(Act::KeysFetch, ObjectKind::Partner);
        self.write(Viewer::house(), action, move |tx| claim(&mut tx.cx)).await
    }

    /// Takes over what was found at an address, or what was wrong with it; nothing is written when all is as it was.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn take_over_keys(&self, from: PublishedKeys, found: Result<Vec<ImportedKey>, String>) -> DbResult<()> {
        let (asked, expected) = (from.clone(), found.clone());
        if self.peek(move |conn| as_it_was(conn, &asked, &expected)).await? {
            return Ok(());
        }
        let action = Action::on(Act::KeysUpdate, ObjectKind::Partner, from.partner);
        self.write(Viewer::house(), action, move |tx| take_over(&mut tx.cx, &from, &found)).await
    }
}

/// Claims to ask an address for a partner before it is proposed.
///
/// # Errors
/// When who asks is no operator, there is no such partner, or an address was asked for it less than a minute ago.
pub fn claim_asking(tx: &mut Tx<'_, PartnersManage>, partner: Uuid) -> DbResult<()> {
    let cx = &mut tx.cx;
    operator(cx)?;
    let partner = Registered::held(cx, partner)?;
    let again_at = partner.jwks_asked_at.map(|at| at + AT_MOST_EVERY).filter(|again_at| *again_at > cx.at());
    if let Some(again_at) = again_at {
        let at = (again_at + TimeDelta::seconds(1)).format("%FT%TZ");
        let detail = format!("An address was asked for this partner less than a minute ago; propose it again after {at}.");
        return Err(DbError::refused(ProblemKind::Conflict, detail));
    }
    update(partners::table.find(&partner.id)).set(partners::jwks_asked_at.eq(Some(cx.at()))).execute(cx.conn)?;
    Ok(())
}

/// Sets the address at which a partner publishes its keys. What was found there counts at once, as operators saw it; when that is too long ago,
/// the house asks anew.
pub(crate) fn set_address(
    cx: &mut Cx<'_>,
    partner: &Registered,
    jwks_uri: &str,
    keys: &[ImportedKey],
    found_at: NaiveDateTime,
) -> DbResult<()> {
    let good = cx.at() - found_at < GOOD_FOR;
    if good {
        renew(cx, partner, keys)?;
    }
    let address = (
        partners::jwks_uri.eq(Some(jwks_uri)),
        partners::jwks_checked_at.eq(good.then_some(found_at)),
        partners::jwks_fault.eq(None::<String>),
    );
    update(partners::table.find(&partner.id)).set(address).execute(cx.conn)?;
    Ok(())
}

#[diesel::dsl::auto_type(no_type_alias)]
fn due(now: NaiveDateTime) -> _ {
    let checked_before: NaiveDateTime = now - GOOD_FOR;
    let asked_before: NaiveDateTime = now - AT_MOST_EVERY;
    partners::table
        .filter(partners::jwks_uri.is_not_null())
        .filter(partners::active.eq(true))
        .filter(partners::jwks_checked_at.is_null().or(partners::jwks_checked_at.lt(checked_before)))
        .filter(partners::jwks_asked_at.is_null().or(partners::jwks_asked_at.lt(asked_before)))
}

fn claim(cx: &mut Cx<'_>) -> DbResult<Vec<PublishedKeys>> {
    let at = cx.at();
    let rows: Vec<(String, Option<String>)> = due(at).limit(ROUND).select((partners::id, partners::jwks_uri)).load(cx.conn)?;
    let mut claimed = Vec::with_capacity(rows.len());
    for (id, jwks_uri) in rows {
        // Another process may have been first.
        let asked = (partners::jwks_checked_at.eq(Some(at)), partners::jwks_asked_at.eq(Some(at)));
        if update(due(at).filter(partners::id.eq(&id))).set(asked).execute(cx.conn)? == 1 {
            claimed.push(PublishedKeys { partner: stored::id(&id)?, jwks_uri: jwks_uri.unwrap_or_default() });
        }
    }
    Ok(claimed)
}

fn as_it_was(conn: &mut crate::store::Conn, from: &PublishedKeys, found: &Result<Vec<ImportedKey>, String>) -> DbResult<bool> {
    let id = from.partner.to_string();
    let known = partners::table.find(&id).select((partners::client_id, partners::jwks_fault)).first(conn).optional()?;
    let Some((client_id, fault)) = known.map(|(client_id, fault): (String, Option<String>)| (client_id, fault)) else { return Ok(true) };
    let keys = match found {
        Err(now) => return Ok(fault.as_ref() == Some(now)),
        Ok(_) if fault.is_some() => return Ok(false),
        Ok(keys) => keys,
    };
    let live = partner_keys::table.filter(partner_keys::client_id.eq(client_id)).filter(partner_keys::retired_at.is_null());
    let live = live.filter(partner_keys::source.eq(KeySource::JwksUri.code()));
    let mut known: Vec<(String, String)> = live.select((partner_keys::kid, partner_keys::thumbprint)).load(conn)?;
    let mut now: Vec<(String, String)> = keys.iter().map(|key| (key.kid.clone(), key.thumbprint.clone())).collect();
    known.sort();
    now.sort();
    Ok(known == now)
}

fn take_over(cx: &mut Cx<'_>, from: &PublishedKeys, found: &Result<Vec<ImportedKey>, String>) -> DbResult<()> {
    let partner = Registered::held(cx, from.partner)?;
    if partner.jwks_uri.as_deref() != Some(from.jwks_uri.as_str()) {
        return Ok(());
    }
    let fault = match found {
        Err(fault) => Some(fault.clone()),
        Ok(keys) => match renew(cx, &partner, keys) {
            Ok(()) => None,
            Err(DbError::Refused(refusal)) => Some(refusal.errors.first().map_or(refusal.detail, |error| error.detail.clone())),
            Err(fault) => return Err(fault),
        },
    };
    cx.notes.reason = fault.as_ref().map(|_| "fault".to_owned());
    update(partners::table.find(&partner.id)).set(partners::jwks_fault.eq(fault)).execute(cx.conn)?;
    Ok(())
}

/// Adds what is new and retires what is gone; all of it is checked before any of it is done.
fn renew(cx: &mut Cx<'_>, partner: &Registered, keys: &[ImportedKey]) -> DbResult<()> {
    burnt::check(cx, keys)?;
    check_algorithms(partner, keys, |nth| format!("/keys/{nth}"))?;
    let there = rows(cx, &partner.client_id)?;
    let known = |key: &ImportedKey| there.iter().find(|row| row.kid == key.kid);
    if keys.iter().filter_map(|key| Some((key, known(key)?))).any(|(key, row)| !may_stay(row, key)) {
        return Err(DbError::field(
            "/keys",
            "kid-used",
            "A kid at the address was used before for another key, or for one that was retired.",
        ));
    }
    for key in keys {
        match known(key) {
            None => insert_key(cx, &partner.client_id, key, KeySource::JwksUri)?,
            Some(row) if row.retired_at.is_some() => revive(cx, &partner.client_id, &row.kid)?,
            Some(_) => {}
        }
    }
    let published = |row: &&KeyRow| row.source == KeySource::JwksUri.code() && row.retired_at.is_none();
    let gone = there.iter().filter(published).filter(|row| !keys.iter().any(|key| key.kid == row.kid));
    gone.map(|row| row.kid.clone())
        .collect::<Vec<_>>()
        .iter()
        .try_for_each(|kid| set_retired(cx, &partner.client_id, kid, KeyRetirement::Gone))
}

/// The same key under the same name, unless an operator retired it or it was burnt.
fn may_stay(row: &KeyRow, key: &ImportedKey) -> bool {
    row.thumbprint == key.thumbprint && (row.retired_at.is_none() || row.retired_by.as_deref() == Some(KeyRetirement::Gone.code()))
}

fn revive(cx: &mut Cx<'_>, client_id: &str, kid: &str) -> DbResult<()> {
    let counts = (partner_keys::retired_at.eq(None::<NaiveDateTime>), partner_keys::retired_by.eq(None::<String>));
    update(partner_keys::table.find((client_id, kid))).set(counts).execute(cx.conn)?;
    Ok(())
}
