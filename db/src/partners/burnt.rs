//! Keys whose private half was shown: remembered for good, and retired wherever they count.

use diesel::{prelude::*, update};
use estafette_contract::{Act, CodeList, KeyRetirement, ObjectKind};

use super::{keys::ImportedKey, managed::void_tokens_of};
use crate::{
    Action, DbError, DbResult, Store, Viewer,
    schema::{burnt_keys, partner_keys},
    store::{Cx, insert_unless_there},
};

/// Refuses keys that were burnt.
pub(super) fn check(cx: &mut Cx<'_>, keys: &[ImportedKey]) -> DbResult<()> {
    let thumbprints: Vec<&str> = keys.iter().map(|key| key.thumbprint.as_str()).collect();
    let burnt: Vec<String> =
        burnt_keys::table.filter(burnt_keys::thumbprint.eq_any(&thumbprints)).select(burnt_keys::thumbprint).load(cx.conn)?;
    match keys.iter().position(|key| burnt.contains(&key.thumbprint)) {
        Some(nth) => {
            Err(DbError::field(&format!("/keys/{nth}"), "burnt", "The private half of this key was shown before: make a new key."))
        }
        None => Ok(()),
    }
}

impl Store {
    /// Remembers keys as burnt, by their thumbprints, and retires them wherever they count.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn burn_keys(&self, thumbprints: Vec<String>) -> DbResult<()> {
        let action = Action::all(Act::KeyBurn, ObjectKind::Partner);
        self.write(Viewer::house(), action, move |tx| thumbprints.iter().try_for_each(|thumbprint| burn(&mut tx.cx, thumbprint))).await
    }
}

fn burn(cx: &mut Cx<'_>, thumbprint: &str) -> DbResult<()> {
    let at = cx.at();
    insert_unless_there!(cx.conn, burnt_keys::table, (burnt_keys::thumbprint.eq(thumbprint), burnt_keys::burnt_at.eq(at)));
    let live = partner_keys::table.filter(partner_keys::thumbprint.eq(thumbprint)).filter(partner_keys::retired_at.is_null());
    let clients: Vec<String> = live.select(partner_keys::client_id).load(cx.conn)?;
    let retired = (partner_keys::retired_at.eq(Some(at)), partner_keys::retired_by.eq(Some(KeyRetirement::Burnt.code())));
    update(live).set(retired).execute(cx.conn)?;
    void_tokens_of(cx, &clients)
}
