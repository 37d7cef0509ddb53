//! Legal representatives on record.

use chrono::NaiveDateTime;
use diesel::{insert_into, prelude::*};
use estafette_contract::{CodeList, Created, NewRepresentative, RepresentativeView, Text, content::Contact, scope::LearnersWrite};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Learner, Vault};
use crate::{
    DbResult,
    schema::representatives,
    store::{Cx, Tx, new_id},
    stored,
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = representatives)]
pub(crate) struct Representative {
    pub(crate) id: String,
    pub(crate) ground: String,
    person: Vec<u8>,
    recorded_at: NaiveDateTime,
}

#[derive(Serialize, Deserialize)]
struct Person {
    name: Text<160>,
    reachable_at: Contact,
}

fn place(id: &str) -> String {
    format!("representatives.person|{id}")
}

/// Puts a legal representative on record.
///
/// # Errors
/// Not found when the partner knows no learner by that id.
pub fn add(tx: &mut Tx<'_, LearnersWrite>, learner: Uuid, new: &NewRepresentative) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let known = Learner::by_pseudonym(cx, learner)?;
    let learner = Learner::lock(cx, &known.id)?;
    let created = insert(cx, &learner, new)?;
    learner.raise_grounds(cx)?;
    Ok(created)
}

/// Puts a representative on record; the learner must be held.
pub(crate) fn insert(cx: &mut Cx<'_>, learner: &Learner, new: &NewRepresentative) -> DbResult<Created> {
    let id = new_id();
    let person = Person { name: new.name.clone(), reachable_at: new.reachable_at.clone() };
    let row = (
        representatives::id.eq(id.to_string()),
        representatives::learner_id.eq(&learner.id),
        representatives::ground.eq(new.ground.code()),
        representatives::person.eq(learner.vault(cx)?.conceal(&place(&id.to_string()), &person)?),
        representatives::recorded_at.eq(cx.at()),
    );
    insert_into(representatives::table).values(row).execute(cx.conn)?;
    Ok(Created { id })
}

/// The representatives of a learner, in the order they were recorded.
pub(crate) fn list(cx: &mut Cx<'_>, learner: &str) -> DbResult<Vec<Representative>> {
    Ok(representatives::table
        .filter(representatives::learner_id.eq(learner))
        .order(representatives::id)
        .select(Representative::as_select())
        .load(cx.conn)?)
}

/// Whether this representative is on record for this learner.
pub(crate) fn exists(cx: &mut Cx<'_>, learner: &str, id: Uuid) -> DbResult<bool> {
    Ok(list(cx, learner)?.iter().any(|known| known.id == id.to_string()))
}

pub(super) fn views(cx: &mut Cx<'_>, learner: &str, vault: &Vault) -> DbResult<Vec<RepresentativeView>> {
    list(cx, learner)?.iter().map(|row| view(row, vault)).collect()
}

fn view(row: &Representative, vault: &Vault) -> DbResult<RepresentativeView> {
    let person: Person = vault.reveal(&place(&row.id), &row.person)?;
    Ok(RepresentativeView {
        id: stored::id(&row.id)?,
        name: person.name.to_string(),
        ground: stored::code(&row.ground)?,
        recorded_at: stored::instant(row.recorded_at),
    })
}
