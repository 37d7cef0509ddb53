//! The rows of signing keys; their private halves sealed, each for its own key.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::{insert_into, prelude::*};
use uuid::Uuid;

use super::{KeptKey, NewSigningKey, Sealed};
use crate::{
    DbResult, Fault, Store,
    schema::signing_keys,
    store::{Conn, Cx, House, new_id},
    stored,
};

impl Store {
    /// The private half of a key as PEM.
    ///
    /// # Errors
    /// When it was sealed with other keys than those of this region.
    pub fn open_signing_key(&self, kid: &str, sealed: &Sealed) -> Result<Vec<u8>, Fault> {
        self.house().keys.token_keys()?.open(&place(kid), &sealed.0)
    }
}

/// The keys that are not gone yet.
pub(crate) fn not_gone(conn: &mut Conn, now: NaiveDateTime) -> DbResult<Vec<KeptKey>> {
    let counts = signing_keys::gone_at.is_null().or(signing_keys::gone_at.gt(now));
    keys(signing_keys::table.filter(counts).select(Row::as_select()).load(conn)?)
}

pub(super) fn all(conn: &mut Conn) -> DbResult<Vec<KeptKey>> {
    keys(signing_keys::table.order(signing_keys::created_at.desc()).select(Row::as_select()).load(conn)?)
}

pub(super) fn add(cx: &mut Cx<'_>, new: &NewSigningKey, active_at: DateTime<Utc>) -> DbResult<Uuid> {
    let id = new_id();
    let row = (
        signing_keys::id.eq(id.to_string()),
        signing_keys::kid.eq(&new.kid),
        signing_keys::public_pem.eq(&new.public_pem),
        signing_keys::private_key.eq(sealed(cx.house, new)?),
        signing_keys::created_at.eq(cx.at()),
        signing_keys::active_at.eq(active_at.naive_utc()),
    );
    insert_into(signing_keys::table).values(row).execute(cx.conn)?;
    cx.notes.object = Some(id);
    Ok(id)
}

fn sealed(house: &House, new: &NewSigningKey) -> Result<Vec<u8>, Fault> {
    house.keys.token_keys()?.seal(&place(&new.kid), &new.private_pem)
}

fn place(kid: &str) -> String {
    format!("signing-key|{kid}")
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = signing_keys)]
struct Row {
    id: String,
    kid: String,
    public_pem: String,
    private_key: Option<Vec<u8>>,
    created_at: NaiveDateTime,
    active_at: NaiveDateTime,
    gone_at: Option<NaiveDateTime>,
}

fn keys(rows: Vec<Row>) -> DbResult<Vec<KeptKey>> {
    rows.into_iter().map(|row| Ok(row.key()?)).collect()
}

impl Row {
    fn key(self) -> Result<KeptKey, Fault> {
        Ok(KeptKey {
            id: stored::id(&self.id)?,
            kid: self.kid,
            public_pem: self.public_pem,
            private: self.private_key.map(Sealed),
            created_at: stored::instant(self.created_at),
            active_at: stored::instant(self.active_at),
            gone_at: self.gone_at.map(stored::instant),
        })
    }
}
