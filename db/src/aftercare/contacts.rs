//! Contact that was sought at the moments of aftercare.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{insert_into, prelude::*, update};
use estafette_contract::{AftercareContact, CodeList, Created, NewAftercareContact, ProblemKind, Text, scope::AftercareWrite};
use uuid::Uuid;

use super::{Aftercare, keep, note_place, watch};
use crate::{
    DbError, DbResult, dutch_day, facts,
    handovers::demand_professional,
    learners::Vault,
    schema::{aftercare, aftercare_contacts},
    store::{Cx, Tx, new_id},
    stored,
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = aftercare_contacts)]
struct Row {
    id: String,
    moment: String,
    sought_on: NaiveDate,
    outcome: String,
    note: Option<Vec<u8>>,
    recorded_at: NaiveDateTime,
}

/// Records contact at a moment; the next moment comes on the list, and after the last one the term is over.
///
/// # Errors
/// Not found when it is none of this partner's; when it has ended, the moment has passed, or no professional acts.
pub fn record_contact(tx: &mut Tx<'_, AftercareWrite>, id: Uuid, new: &NewAftercareContact) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let (held, learner) = Aftercare::held(cx, id)?;
    demand_professional(cx)?;
    if new.sought_on > dutch_day(cx.now) || new.sought_on < held.began_on {
        return Err(DbError::field("/soughtOn", "out-of-range", "Give the day of the contact, from the day of leaving up to today."));
    }
    if held.moment()?.is_some_and(|next| new.moment < next) {
        return Err(DbError::refused(ProblemKind::Conflict, "This moment has passed: record the contact at the moment that comes next."));
    }
    let (vault, contact) = (learner.vault(cx)?, new_id());
    let row = (
        aftercare_contacts::aftercare_id.eq(&held.id),
        aftercare_contacts::id.eq(contact.to_string()),
        aftercare_contacts::moment.eq(new.moment.code()),
        aftercare_contacts::sought_on.eq(new.sought_on),
        aftercare_contacts::outcome.eq(new.outcome.code()),
        aftercare_contacts::note.eq(vault.conceal_some(&note_place(&contact.to_string()), new.note.as_ref())?),
        aftercare_contacts::recorded_at.eq(cx.at()),
    );
    insert_into(aftercare_contacts::table).values(row).execute(cx.conn)?;
    update(aftercare::table.find(&held.id)).set(watch::acts(cx)).execute(cx.conn)?;
    facts::followed(cx, &held.learner_id, &held.partner_id, new.outcome.into())?;
    keep::go_on(cx, &held, &learner, &vault, new.moment)?;
    learner.raise_grounds(cx)?;
    Ok(Created { id: contact })
}

/// The contact there was, oldest first.
pub(super) fn all(cx: &mut Cx<'_>, aftercare: &str, vault: &Vault) -> DbResult<Vec<AftercareContact>> {
    let of_it = aftercare_contacts::table.filter(aftercare_contacts::aftercare_id.eq(aftercare)).order(aftercare_contacts::id);
    let rows: Vec<Row> = of_it.select(Row::as_select()).load(cx.conn)?;
    rows.iter().map(|row| view(row, vault)).collect()
}

fn view(row: &Row, vault: &Vault) -> DbResult<AftercareContact> {
    Ok(AftercareContact {
        id: stored::id(&row.id)?,
        moment: stored::code(&row.moment)?,
        sought_on: row.sought_on,
        outcome: stored::code(&row.outcome)?,
        note: vault.reveal_some::<Text<2000>>(&note_place(&row.id), row.note.as_deref())?,
        recorded_at: stored::instant(row.recorded_at),
    })
}
