//! Beginning aftercare, giving it to somebody by name, and ending it.

use chrono::NaiveDateTime;
use diesel::{delete, insert_into, prelude::*, update};
use estafette_contract::{
    AftercareAssignment, AftercareEnd, AftercareEnding, AftercareMoment, AftercareReason, CaseStatus, CodeList, Created, HighestDiploma,
    MomentDue, NamedPerson, NewAftercare, ProblemKind, Text, scope::AftercareWrite,
};
use uuid::Uuid;

use super::{Aftercare, code_of, course, end_place, owner_place, watch};
use crate::{
    DbError, DbResult, dutch_day, facts,
    handovers::demand_professional,
    learners::{Learner, Vault},
    schema::{aftercare, aftercare_contacts, cases, contact_requests},
    store::{Cx, Tx, new_id, on_each},
};

/// Aftercare to be begun, wherever it comes from.
pub(super) struct Beginning<'a> {
    pub(super) partner: &'a str,
    pub(super) learner: &'a str,
    pub(super) case: Option<&'a str>,
    pub(super) reason: AftercareReason,
    pub(super) began_on: chrono::NaiveDate,
    pub(super) diploma: Option<HighestDiploma>,
    pub(super) owner: Option<&'a NamedPerson>,
    /// The moment before the first.
    pub(super) after: Option<AftercareMoment>,
}

/// Begins aftercare of a learner this partner is responsible for.
///
/// # Errors
/// When the learner is not there, another party is responsible, aftercare runs already, or the learner is too old.
pub fn begin(tx: &mut Tx<'_, AftercareWrite>, new: &NewAftercare) -> DbResult<Created> {
    let cx = &mut tx.cx;
    demand_professional(cx)?;
    let met = Learner::met(cx, new.learner_id).map_err(|_| unknown_learner())?;
    let learner = Learner::lock(cx, &met.id)?;
    if learner.responsible_partner_id != cx.partner() {
        return Err(DbError::refused(ProblemKind::NotAllowed, "Only the party that is responsible for the learner keeps aftercare."));
    }
    if new.began_on > dutch_day(cx.now) {
        return Err(DbError::field("/beganOn", "in-the-future", "Give the day on which the learner left."));
    }
    if running(cx, &learner.id)?.is_some() {
        return Err(DbError::refused(ProblemKind::Conflict, "Aftercare of this learner runs already: go on with that."));
    }
    let partner = cx.partner();
    let vault = learner.vault(cx)?;
    let beginning = Beginning {
        partner: &partner,
        learner: &learner.id,
        case: None,
        reason: new.reason,
        began_on: new.began_on,
        diploma: new.diploma,
        owner: Some(&new.owner),
        after: None,
    };
    let begun = insert(cx, &vault, learner.personal(&vault)?.born_on, &beginning)?;
    let id = begun.ok_or_else(|| DbError::refused(ProblemKind::Conflict, "The learner is of an age that is no longer followed."))?;
    watch::list_anew(cx, &id.to_string(), &learner)?;
    cx.notes.object = Some(id);
    Ok(Created { id })
}

fn unknown_learner() -> DbError {
    DbError::field("/learnerId", "unknown-learner", "Register the learner first, and use the id that answers.")
}

/// The aftercare of a learner that runs, wherever it does.
pub(super) fn running(cx: &mut Cx<'_>, learner: &str) -> DbResult<Option<Aftercare>> {
    let of_learner = aftercare::table.filter(aftercare::learner_id.eq(learner)).filter(aftercare::ended_at.is_null());
    Ok(of_learner.select(Aftercare::as_select()).first(cx.conn).optional()?)
}

/// Puts aftercare on record; nothing when no moment is left for somebody of that age.
pub(super) fn insert(cx: &mut Cx<'_>, vault: &Vault, born_on: chrono::NaiveDate, new: &Beginning<'_>) -> DbResult<Option<Uuid>> {
    let moments = course::moments(&cx.house.terms, new.began_on, born_on);
    let Some(first) = course::next(&moments, new.after) else { return Ok(None) };
    let id = new_id();
    let (moment, due_at, place) = listed(first, &id.to_string());
    let row = (
        aftercare::id.eq(id.to_string()),
        aftercare::learner_id.eq(new.learner),
        aftercare::partner_id.eq(new.partner),
        aftercare::case_id.eq(new.case),
        aftercare::reason.eq(new.reason.code()),
        aftercare::began_on.eq(new.began_on),
        aftercare::diploma.eq(code_of(new.diploma)),
        aftercare::owner.eq(vault.conceal_some(&owner_place(&id.to_string()), new.owner)?),
        aftercare::moment.eq(moment),
        aftercare::due_at.eq(due_at),
        aftercare::place.eq(place),
        watch::begun(cx, new.partner, due_at),
    );
    insert_into(aftercare::table).values(row).execute(cx.conn)?;
    Ok(Some(id))
}

/// What stands in the row for the moment that comes next: its code, its end, and the place on the list.
fn listed(due: MomentDue, id: &str) -> (&'static str, NaiveDateTime, String) {
    let due_at = course::due_at(due).naive_utc();
    (due.moment.code(), due_at, format!("{}-{id}", due_at.format("%Y%m%d%H%M%S")))
}

/// Goes on to the next moment, or ends because none is left.
pub(super) fn go_on(cx: &mut Cx<'_>, held: &Aftercare, learner: &Learner, vault: &Vault, after: AftercareMoment) -> DbResult<()> {
    let born_on = learner.personal(vault)?.born_on;
    let Some(next) = course::next(&course::moments(&cx.house.terms, held.began_on, born_on), Some(after)) else {
        return close(cx, held, vault, AftercareEnd::TermOver, None);
    };
    let (moment, due_at, place) = listed(next, &held.id);
    let listed = (aftercare::moment.eq(moment), aftercare::due_at.eq(due_at), aftercare::place.eq(place));
    update(aftercare::table.find(&held.id)).set(listed).execute(cx.conn)?;
    watch::list_anew(cx, &held.id, learner)
}

/// Says who keeps in touch from now on.
///
/// # Errors
/// Not found when it is none of this partner's; when it has ended, or no professional acts.
pub fn assign(tx: &mut Tx<'_, AftercareWrite>, id: Uuid, to: &AftercareAssignment) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let (held, learner) = Aftercare::held(cx, id)?;
    demand_professional(cx)?;
    let sealed = learner.vault(cx)?.conceal(&owner_place(&held.id), &to.owner)?;
    update(aftercare::table.find(&held.id)).set((aftercare::owner.eq(sealed), watch::acts(cx))).execute(cx.conn)?;
    watch::list_anew(cx, &held.id, &learner)?;
    learner.raise_grounds(cx)?;
    Ok(Created { id })
}

/// Ends aftercare for a reason; the case it belongs to is over with it.
///
/// # Errors
/// Not found when it is none of this partner's; when it has ended, or the reason is one that a takeover gives.
pub fn end(tx: &mut Tx<'_, AftercareWrite>, id: Uuid, ending: &AftercareEnding) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let (held, learner) = Aftercare::held(cx, id)?;
    demand_professional(cx)?;
    if ending.reason == AftercareEnd::HandedOver {
        return Err(DbError::field(
            "/reason",
            "by-takeover",
            "Hand the learner over: this reason follows when the other party takes over.",
        ));
    }
    let vault = learner.vault(cx)?;
    close(cx, &held, &vault, ending.reason, ending.note.as_ref())?;
    learner.raise_grounds(cx)?;
    Ok(Created { id })
}

/// Ends aftercare, and with it the case it belongs to.
pub(super) fn close(cx: &mut Cx<'_>, held: &Aftercare, vault: &Vault, reason: AftercareEnd, note: Option<&Text<2000>>) -> DbResult<()> {
    let ended = (
        aftercare::moment.eq(None::<String>),
        aftercare::due_at.eq(None::<NaiveDateTime>),
        aftercare::place.eq(None::<String>),
        aftercare::ended_at.eq(cx.at()),
        aftercare::end_reason.eq(reason.code()),
        aftercare::end_note.eq(vault.conceal_some(&end_place(&held.id), note)?),
    );
    update(aftercare::table.find(&held.id)).set(ended).execute(cx.conn)?;
    watch::over(cx, &held.id)?;
    facts::followed(cx, &held.learner_id, &held.partner_id, reason.into())?;
    if let Some(case) = &held.case_id {
        let over = (cases::status.eq(CaseStatus::Ended.code()), cases::ended_at.eq(cx.at()));
        update(cases::table.find(case).filter(cases::ended_at.is_null())).set(over).execute(cx.conn)?;
    }
    Ok(())
}

/// Forgets aftercare that ended long ago, with every contact of it.
pub(crate) fn forget(cx: &mut Cx<'_>, id: Uuid) -> DbResult<()> {
    let one = aftercare::table.find(id.to_string());
    let learner: String = one.clone().select(aftercare::learner_id).first(cx.conn).optional()?.ok_or_else(DbError::not_found)?;
    let learner = Learner::lock(cx, &learner)?;
    delete(aftercare_contacts::table.filter(aftercare_contacts::aftercare_id.eq(id.to_string()))).execute(cx.conn)?;
    delete(contact_requests::table.filter(contact_requests::aftercare_id.eq(id.to_string()))).execute(cx.conn)?;
    delete(one.filter(aftercare::ended_at.is_not_null())).execute(cx.conn)?;
    learner.raise_grounds(cx)
}

/// Ends the aftercare of a learner who is being erased; nobody can be reached by it any more.
pub(crate) fn end_erased(cx: &mut Cx<'_>, learner: &str) -> DbResult<()> {
    let running = aftercare::table.filter(aftercare::learner_id.eq(learner)).filter(aftercare::ended_at.is_null());
    let ended = (
        aftercare::moment.eq(None::<String>),
        aftercare::due_at.eq(None::<NaiveDateTime>),
        aftercare::place.eq(None::<String>),
        aftercare::ended_at.eq(cx.at()),
        aftercare::end_reason.eq(AftercareEnd::StudentWithdraws.code()),
    );
    let over = update(running).set(ended).returning(aftercare::id);
    for id in on_each!(cx.conn, |c| over.get_results::<String>(c))? {
        watch::over(cx, &id)?;
    }
    Ok(())
}
