//! Feedback (terugkoppeling): what became of the student.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{insert_into, prelude::*};
use estafette_contract::{
    CodeList, Created, EventType, FeedbackList, FeedbackMoment, FeedbackView, HandoverStatus, NewFeedback, Party, ProblemKind, Text,
    scope::FeedbackWrite,
};
use uuid::Uuid;

use crate::{
    DbError, DbResult, dutch_day, events, facts,
    handovers::{Handover, held, intake_told, known, move_refused},
    learners::{Learner, Vault},
    schema::feedback,
    store::{Cx, Tx, new_id},
    stored,
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = feedback)]
struct Row {
    id: String,
    moment: String,
    outcome: String,
    observed_on: NaiveDate,
    note: Option<Vec<u8>>,
    recorded_at: NaiveDateTime,
    agreements_kept: Option<String>,
}

fn place(id: &str) -> String {
    format!("feedback.note|{id}")
}

/// Gives feedback on a handover that was taken over.
///
/// # Errors
/// When this partner did not take it over, or it is not taken over.
pub fn give(tx: &mut Tx<'_, FeedbackWrite>, handover: Uuid, new: &NewFeedback) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let (handover, learner) = held(cx, handover)?;
    record(cx, &handover, &learner, new)
}

/// Records feedback of the party that took over; the learner must be held.
pub(crate) fn record(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, new: &NewFeedback) -> DbResult<Created> {
    if handover.receiver_partner_id != cx.partner() {
        return Err(DbError::refused(ProblemKind::NotAllowed, "The party that took over gives feedback."));
    }
    if handover.status()? != HandoverStatus::TakenOver {
        return Err(move_refused(cx, handover, "Feedback is given once a handover was taken over.")?);
    }
    if new.observed_on > dutch_day(cx.now) {
        return Err(DbError::field("/observedOn", "in-the-future", "Give the day since which it is so."));
    }
    let id = new_id();
    let row = (
        feedback::handover_id.eq(&handover.id),
        feedback::id.eq(id.to_string()),
        feedback::moment.eq(new.moment.code()),
        feedback::outcome.eq(new.outcome.code()),
        feedback::observed_on.eq(new.observed_on),
        feedback::note.eq(learner.vault(cx)?.conceal_some(&place(&id.to_string()), new.note.as_ref())?),
        feedback::recorded_at.eq(cx.at()),
        feedback::agreements_kept.eq(new.agreements_kept.map(CodeList::code)),
    );
    insert_into(feedback::table).values(row).execute(cx.conn)?;
    facts::told(cx, handover, new.outcome)?;
    if new.moment == FeedbackMoment::ExtendedIntake {
        intake_told(cx, handover, learner)?;
    }
    events::told_side(cx, handover, Party::Sender, EventType::FeedbackGiven)?;
    Ok(Created { id })
}

/// The feedback on a handover, oldest first; sender and receiver both read it.
///
/// # Errors
/// Not found when this partner may not know of it.
pub fn list(tx: &mut Tx<'_, FeedbackWrite>, handover: Uuid) -> DbResult<FeedbackList> {
    let cx = &mut tx.cx;
    let handover = known(cx, handover)?;
    let vault = Learner::load(cx, &handover.learner_id)?.vault(cx)?;
    let rows: Vec<Row> =
        feedback::table.filter(feedback::handover_id.eq(&handover.id)).order(feedback::id).select(Row::as_select()).load(cx.conn)?;
    Ok(FeedbackList::of(rows.iter().map(|row| view(row, &vault)).collect::<DbResult<_>>()?))
}

/// How often feedback was given.
pub(crate) fn count(cx: &mut Cx<'_>, handover: &str) -> DbResult<i64> {
    Ok(feedback::table.filter(feedback::handover_id.eq(handover)).count().get_result(cx.conn)?)
}

fn view(row: &Row, vault: &Vault) -> DbResult<FeedbackView> {
    Ok(FeedbackView {
        id: stored::id(&row.id)?,
        moment: stored::code(&row.moment)?,
        outcome: stored::code(&row.outcome)?,
        observed_on: row.observed_on,
        agreements_kept: row.agreements_kept.as_deref().map(stored::code).transpose()?,
        note: vault.reveal_some::<Text<2000>>(&place(&row.id), row.note.as_deref())?,
        recorded_at: stored::instant(row.recorded_at),
    })
}
