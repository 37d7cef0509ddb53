//! Keys of partners: added by two operators, retired by one.

use chrono::NaiveDateTime;
use diesel::{insert_into, prelude::*, update};
use estafette_contract::{CodeList, KeyName, KeyRetirement, KeySource, PartnerStanding, ProblemKind, RegisteredKey, scope::PartnersManage};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    burnt,
    managed::{Registered, operator, partner_standing},
    nl_gov::check_algorithms,
};
use crate::{
    DbError, DbResult,
    schema::partner_keys,
    store::{Cx, Tx},
    stored,
};

/// The most keys of a partner that count at a time.
const MOST: usize = 10;

/// A public key that was found good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedKey {
    /// What the partner calls it.
    pub kid: String,
    /// The one algorithm it is for.
    pub alg: String,
    /// The key as PEM.
    pub public_pem: String,
    /// Its RFC 7638 thumbprint.
    pub thumbprint: String,
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = partner_keys)]
pub(super) struct KeyRow {
    pub(super) kid: String,
    alg: String,
    pub(super) thumbprint: String,
    pub(super) source: String,
    created_at: NaiveDateTime,
    pub(super) retired_at: Option<NaiveDateTime>,
    pub(super) retired_by: Option<String>,
}

impl KeyRow {
    fn view(self) -> DbResult<RegisteredKey> {
        Ok(RegisteredKey {
            kid: self.kid,
            alg: self.alg,
            thumbprint: self.thumbprint,
            source: stored::code(&self.source)?,
            added_at: stored::instant(self.created_at),
            retired_at: self.retired_at.map(stored::instant),
            retired_by: self.retired_by.as_deref().map(stored::code).transpose()?,
        })
    }
}

/// The keys of a client, the oldest first.
pub(super) fn rows(cx: &mut Cx<'_>, client_id: &str) -> DbResult<Vec<KeyRow>> {
    let of_client = partner_keys::table.filter(partner_keys::client_id.eq(client_id));
    Ok(of_client.order((partner_keys::created_at, partner_keys::kid)).select(KeyRow::as_select()).load(cx.conn)?)
}

pub(super) fn all(cx: &mut Cx<'_>, client_id: &str) -> DbResult<Vec<RegisteredKey>> {
    rows(cx, client_id)?.into_iter().map(KeyRow::view).collect()
}

/// Refuses keys that were burnt, an algorithm that is not for this partner, a name that was used before, and more than a partner may have.
pub(crate) fn check_keys(cx: &mut Cx<'_>, partner: &Registered, keys: &[ImportedKey]) -> DbResult<()> {
    burnt::check(cx, keys)?;
    check_algorithms(partner, keys, |nth| format!("/keys/{nth}"))?;
    let there = rows(cx, &partner.client_id)?;
    if let Some(nth) = keys.iter().position(|key| there.iter().any(|row| row.kid == key.kid)) {
        let detail = "This partner had a key of this kid before: give the new key a kid of its own, such as its thumbprint.";
        return Err(DbError::field(&format!("/keys/{nth}/kid"), "kid-used", detail));
    }
    if there.iter().filter(|row| row.retired_at.is_none()).count() + keys.len() > MOST {
        return Err(DbError::field("/keys", "too-many-keys", "A partner has at most 10 keys at a time: retire some first."));
    }
    Ok(())
}

/// Adds keys that operators agreed on.
pub(crate) fn add_keys(cx: &mut Cx<'_>, partner: &Registered, keys: &[ImportedKey]) -> DbResult<()> {
    keys.iter().try_for_each(|key| insert_key(cx, &partner.client_id, key, KeySource::File))
}

/// Puts a key on record.
pub(crate) fn insert_key(cx: &mut Cx<'_>, client_id: &str, key: &ImportedKey, source: KeySource) -> DbResult<()> {
    let row = (
        partner_keys::client_id.eq(client_id),
        partner_keys::kid.eq(&key.kid),
        partner_keys::alg.eq(&key.alg),
        partner_keys::public_pem.eq(&key.public_pem),
        partner_keys::created_at.eq(cx.at()),
        partner_keys::thumbprint.eq(&key.thumbprint),
        partner_keys::source.eq(source.code()),
    );
    insert_into(partner_keys::table).values(row).execute(cx.conn)?;
    Ok(())
}

/// Retires a key; whoever signs with it gets no token, and the partner's tokens are void.
///
/// # Errors
/// When there is no such key, or it is the last one of the operator who asks.
pub fn retire_key(tx: &mut Tx<'_, PartnersManage>, id: Uuid, name: &KeyName) -> DbResult<PartnerStanding> {
    let cx = &mut tx.cx;
    operator(cx)?;
    let partner = Registered::held(cx, id)?;
    let live: Vec<String> = rows(cx, &partner.client_id)?.into_iter().filter(|row| row.retired_at.is_none()).map(|row| row.kid).collect();
    if !live.iter().any(|kid| kid == name.kid.as_str()) {
        return Err(DbError::field("/kid", "unknown-key", "Name a key of this partner that counts; see its keys."));
    }
    if cx.partner() == partner.id && live.len() == 1 {
        return Err(DbError::refused(ProblemKind::NotAllowed, "This is your only key: add the next one first."));
    }
    set_retired(cx, &partner.client_id, name.kid.as_str(), KeyRetirement::Operator)?;
    partner.void_tokens(cx)?;
    partner_standing(&partner)
}

pub(super) fn set_retired(cx: &mut Cx<'_>, client_id: &str, kid: &str, why: KeyRetirement) -> DbResult<()> {
    let retired = (partner_keys::retired_at.eq(Some(cx.at())), partner_keys::retired_by.eq(Some(why.code())));
    update(partner_keys::table.find((client_id, kid))).set(retired).execute(cx.conn)?;
    Ok(())
}
