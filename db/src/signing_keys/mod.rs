//! The keys that access tokens are signed with: pending, active, retiring, gone.
//!
//! A key's instants are written when a change is planned, and where it stands follows from them and the clock. So all processes on one
//! database go over to the next key at the same moment, and nobody has to be there when it comes.

mod life;
mod rows;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use diesel::{prelude::*, update};
use estafette_contract::{Act, ObjectKind, ProblemKind, SigningKeyList, SigningKeyView, scope::KeysManage};
use uuid::Uuid;

pub use life::{KeptKey, Sealed, active};
pub(crate) use rows::not_gone;

use crate::{
    Action, DbError, DbResult, Store, Viewer,
    schema::signing_keys,
    store::{Cx, Tx, lock_house},
};
use life::{pending, status};
use rows::{add, all};

/// A key that was just made.
#[derive(Clone)]
pub struct NewSigningKey {
    /// Its name, an RFC 7638 thumbprint.
    pub kid: String,
    /// The public half as PEM.
    pub public_pem: String,
    /// The private half as PEM.
    pub private_pem: Vec<u8>,
}

/// How long a next key is known before it signs, and how long the one before it is accepted after that.
#[derive(Debug, Clone, Copy)]
pub struct Overlap {
    /// So long that whoever keeps the published set has read it anew.
    pub announced: TimeDelta,
    /// So long that the last token it signed has expired.
    pub accepted: TimeDelta,
}

/// Every key, the newest first.
///
/// # Errors
/// A fault on our side.
pub fn list(tx: &mut Tx<'_, KeysManage>) -> DbResult<SigningKeyList> {
    let keys = all(tx.cx.conn)?;
    Ok(SigningKeyList { items: keys.iter().map(|key| view(key, &keys, tx.cx.now)).collect() })
}

/// Plans the change to a new key: it is published now and signs once everybody can know it.
///
/// # Errors
/// Refused while another key is pending.
pub fn rotate(tx: &mut Tx<'_, KeysManage>, new: &NewSigningKey, overlap: Overlap) -> DbResult<SigningKeyView> {
    lock_house(tx.cx.conn)?;
    let now = tx.cx.now;
    if let Some(pending) = pending(&all(tx.cx.conn)?, now) {
        let detail = format!("The next key signs from {}; rotate again after that.", pending.active_at.format("%FT%TZ"));
        return Err(DbError::refused(ProblemKind::Conflict, detail));
    }
    let active_at = now + overlap.announced;
    let gone_at = (active_at + overlap.accepted).naive_utc();
    update(signing_keys::table.filter(signing_keys::gone_at.is_null())).set(signing_keys::gone_at.eq(gone_at)).execute(tx.cx.conn)?;
    let id = add(&mut tx.cx, new, active_at)?;
    shown(&mut tx.cx, id)
}

/// Refuses from now on whatever this key signed. Another signs at once if it was the one that did; none follows if it was to.
///
/// # Errors
/// Not found, when there is no such key.
pub fn revoke(tx: &mut Tx<'_, KeysManage>, id: Uuid, other: &NewSigningKey) -> DbResult<SigningKeyView> {
    lock_house(tx.cx.conn)?;
    let (now, keys) = (tx.cx.now, all(tx.cx.conn)?);
    let key = keys.iter().find(|key| key.id == id).ok_or_else(DbError::not_found)?;
    if !key.is_gone(now) {
        let gone = (signing_keys::gone_at.eq(now.naive_utc()), signing_keys::private_key.eq(None::<Vec<u8>>));
        update(signing_keys::table.find(id.to_string())).set(gone).execute(tx.cx.conn)?;
        match active(&keys, now) {
            Some(active) if active.id == id => succeed(&mut tx.cx, pending(&keys, now), other)?,
            Some(active) if key.is_pending(now) => stay(&mut tx.cx, active)?,
            _ => {}
        }
    }
    shown(&mut tx.cx, id)
}

/// The next key signs at once, or another if none is pending.
fn succeed(cx: &mut Cx<'_>, next: Option<&KeptKey>, other: &NewSigningKey) -> DbResult<()> {
    let now = cx.now;
    let Some(next) = next else { return add(cx, other, now).map(|_| ()) };
    update(signing_keys::table.find(next.id.to_string())).set(signing_keys::active_at.eq(now.naive_utc())).execute(cx.conn)?;
    Ok(())
}

/// The key that signs goes on, since the one that would follow it does not come.
fn stay(cx: &mut Cx<'_>, active: &KeptKey) -> DbResult<()> {
    let no_end = signing_keys::gone_at.eq(None::<NaiveDateTime>);
    update(signing_keys::table.find(active.id.to_string())).set(no_end).execute(cx.conn)?;
    Ok(())
}

impl Store {
    /// Sees to it that there is a key to sign with before anything is served.
    ///
    /// # Errors
    /// A fault on our side, or of whoever makes the key.
    pub fn ensure_signing_key(&self, new: &NewSigningKey) -> DbResult<()> {
        let mut conn = self.own_connection()?;
        if !not_gone(&mut conn, self.clock().now().naive_utc())?.is_empty() {
            return Ok(());
        }
        let action = Action::all(Act::SigningKeyRotate, ObjectKind::SigningKey);
        self.write_on(&mut conn, &Viewer::house(), action, |tx| {
            lock_house(tx.cx.conn)?;
            let now = tx.cx.now;
            if all(tx.cx.conn)?.iter().any(|key| !key.is_gone(now)) {
                return Ok(());
            }
            add(&mut tx.cx, new, now).map(|_| ())
        })
    }
}

/// Erases the private half of keys that never sign again; says of how many.
pub(crate) fn erase_superseded(cx: &mut Cx<'_>) -> DbResult<usize> {
    let (now, keys) = (cx.now, not_gone(cx.conn, cx.at())?);
    let Some(active) = active(&keys, now) else { return Ok(0) };
    let superseded = signing_keys::table
        .filter(signing_keys::active_at.le(cx.at()))
        .filter(signing_keys::id.ne(active.id.to_string()))
        .filter(signing_keys::private_key.is_not_null());
    Ok(update(superseded).set(signing_keys::private_key.eq(None::<Vec<u8>>)).execute(cx.conn)?)
}

fn shown(cx: &mut Cx<'_>, id: Uuid) -> DbResult<SigningKeyView> {
    let keys = all(cx.conn)?;
    keys.iter().find(|key| key.id == id).map(|key| view(key, &keys, cx.now)).ok_or_else(DbError::not_found)
}

fn view(key: &KeptKey, keys: &[KeptKey], now: DateTime<Utc>) -> SigningKeyView {
    let KeptKey { id, created_at, active_at, gone_at, .. } = *key;
    SigningKeyView { id, kid: key.kid.clone(), status: status(key, keys, now), created_at, active_at, gone_at }
}
