//! Aftercare as the learner it is about reads it.

use diesel::prelude::*;
use estafette_contract::{AftercareEnd, CodeList, NamedPerson, OwnAftercare, OwnAftercareList, Text};

use super::{Aftercare, contacts, course, end_place, owner_place};
use crate::{
    DbResult, contacts as asked, dutch_day,
    learners::{Learner, Vault},
    own::{OwnScope, Session},
    partners,
    schema::aftercare,
    store::{Cx, Tx},
    stored,
};

/// All aftercare of the learner who asks, at whichever partner.
///
/// # Errors
/// A fault on our side.
pub fn own_list(tx: &mut Tx<'_, OwnScope>, who: &Session) -> DbResult<OwnAftercareList> {
    let cx = &mut tx.cx;
    let (learner, vault) = who.learner(cx)?;
    of_learner(cx, &learner, &vault)
}

/// The aftercare of a learner, oldest first.
pub(crate) fn of_learner(cx: &mut Cx<'_>, learner: &Learner, vault: &Vault) -> DbResult<OwnAftercareList> {
    let own = aftercare::table.filter(aftercare::learner_id.eq(&learner.id)).order(aftercare::id);
    let rows: Vec<Aftercare> = own.select(Aftercare::as_select()).load(cx.conn)?;
    Ok(OwnAftercareList { items: rows.iter().map(|row| view(cx, row, learner, vault)).collect::<DbResult<_>>()? })
}

fn view(cx: &mut Cx<'_>, row: &Aftercare, learner: &Learner, vault: &Vault) -> DbResult<OwnAftercare> {
    let (partner, end_reason) = (partners::view(cx, &row.partner_id)?, row.end_reason()?);
    Ok(OwnAftercare {
        id: stored::id(&row.id)?,
        told: told(row, &partner.name, end_reason),
        partner,
        owner: vault.reveal_some::<NamedPerson>(&owner_place(&row.id), row.owner.as_deref())?,
        reason: row.reason()?,
        began_on: row.began_on,
        moments: course::moments(&cx.house.terms, row.began_on, learner.personal(vault)?.born_on),
        contacts: contacts::all(cx, &row.id, vault)?,
        contact_requests: asked::in_aftercare(cx, &row.id, vault)?,
        ended_at: row.ended_at.map(stored::instant),
        end_reason,
        end_note: vault.reveal_some::<Text<2000>>(&end_place(&row.id), row.end_note.as_deref())?,
    })
}

/// How it stands, in a sentence or two.
fn told(row: &Aftercare, partner: &str, end: Option<AftercareEnd>) -> String {
    match (end, row.due_at) {
        (Some(end), _) => format!("{partner} hield contact met je. Dat is gestopt: {}.", end.term().nl),
        (None, Some(due_at)) => {
            let day = dutch_day(stored::instant(due_at) - chrono::TimeDelta::seconds(1));
            format!("{partner} houdt contact met je. Het volgende contact is uiterlijk {}.", day.format("%-d-%-m-%Y"))
        }
        (None, None) => format!("{partner} houdt contact met je."),
    }
}
