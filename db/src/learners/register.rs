//! Registering a learner: from this moment somebody is responsible.

use chrono::NaiveDate;
use diesel::{insert_into, prelude::*};
use estafette_contract::{Created, NamedPerson, NewLearner, Text, scope::LearnersWrite};

use super::{PERSON, PERSONAL, Personal, Vault, pseudonym_for};
use crate::{
    DbError, DbResult, birthday, dutch_day,
    schema::learners,
    store::{Cx, Tx, new_id},
    wrapping,
};

/// A learner to enrol, wherever the data came from.
pub(crate) struct NewPerson<'a> {
    pub(crate) personal: Personal,
    pub(crate) responsible: &'a NamedPerson,
    pub(crate) desk: Option<&'a Text<80>>,
}

/// Registers a learner with this partner as the responsible party; answers the partner's own pseudonym.
///
/// # Errors
/// When the day of birth cannot be.
pub fn register(tx: &mut Tx<'_, LearnersWrite>, new: &NewLearner) -> DbResult<Created> {
    let personal = Personal {
        given_name: new.given_name.clone(),
        family_name_prefix: new.family_name_prefix.clone(),
        family_name: new.family_name.clone(),
        born_on: new.born_on,
    };
    let (_, id) = enrol(&mut tx.cx, NewPerson { personal, responsible: &new.responsible, desk: new.desk.as_ref() })?;
    tx.cx.notes.object = Some(id.id);
    Ok(id)
}

/// Makes the learner's row and the partner's pseudonym; answers the inner id and the pseudonym.
pub(crate) fn enrol(cx: &mut Cx<'_>, new: NewPerson<'_>) -> DbResult<(String, Created)> {
    check_birth(cx, new.personal.born_on)?;
    let partner = cx.partner();
    let (id, pseudonym, _) = enrol_at(cx, &partner, new)?;
    Ok((id, pseudonym))
}

/// Makes the row of a learner for whom this partner is responsible, whoever acts; answers what opens the learner's data as well.
pub(crate) fn enrol_at(cx: &mut Cx<'_>, partner: &str, new: NewPerson<'_>) -> DbResult<(String, Created, Vault)> {
    let id = new_id().to_string();
    let wrapping_key = wrapping::current(cx)?;
    let (vault, data_key) = Vault::create(&cx.house.keys, &id, wrapping_key)?;
    let row = (
        learners::id.eq(&id),
        learners::data_key.eq(Some(data_key)),
        learners::wrapped_under.eq(wrapping_key),
        learners::personal.eq(vault.conceal(PERSONAL, &new.personal)?),
        learners::ground_version.eq(1),
        learners::registered_by.eq(partner),
        learners::responsible_partner_id.eq(partner),
        learners::responsible_desk.eq(new.desk.map(Text::as_str)),
        learners::responsible_person.eq(vault.conceal(PERSON, new.responsible)?),
        learners::responsible_since.eq(cx.at()),
        learners::created_at.eq(cx.at()),
    );
    insert_into(learners::table).values(row).execute(cx.conn)?;
    cx.notes.subject = Some(id.clone());
    let pseudonym = pseudonym_for(cx, partner, &id)?;
    Ok((id, Created { id: pseudonym }, vault))
}

fn check_birth(cx: &Cx<'_>, born_on: NaiveDate) -> DbResult<()> {
    let today = dutch_day(cx.now);
    if born_on > today {
        return Err(DbError::field("/bornOn", "in-the-future", "Give the day of birth; it cannot lie in the future."));
    }
    if birthday(born_on, 100) < today {
        return Err(DbError::field("/bornOn", "too-long-ago", "Give the day of birth; it lies more than a hundred years back."));
    }
    Ok(())
}
