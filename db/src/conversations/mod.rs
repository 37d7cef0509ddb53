//! Conversations: what makes a handover warm. Planned with times to choose from, then held, missed or waived, and confirmed.

mod confirm;
mod invitation;
mod list;
mod plan;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::{insert_into, prelude::*, update};
use estafette_contract::{
    AgreedPoint, CodeList, ConversationEnd, ConversationForm, ConversationKind, ConversationMoved, ConversationOutcome, Created, EventType,
    NewConversation, Party, ProblemKind, Role, Text, TimeSlot, TimeZone, scope::ConversationsWrite,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use confirm::confirm;
pub use invitation::{Invitation, invitation};
pub use list::list;
pub use plan::{agree, propose};

use crate::{
    DbError, DbResult, events, facts,
    handovers::{conversed, items::Running},
    informings::not_in_future,
    learners::Vault,
    schema::conversations,
    store::{Cx, Repeated, Tx, new_id, on_each},
    stored,
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = conversations)]
struct Row {
    id: String,
    kind: String,
    outcome: Option<String>,
    recorded_by: String,
    ended_by: Option<String>,
    planned: Option<Vec<u8>>,
    starts_at: Option<NaiveDateTime>,
    ends_at: Option<NaiveDateTime>,
    agreed_at: Option<NaiveDateTime>,
    times_agreed: i64,
    content: Option<Vec<u8>>,
    recorded_at: NaiveDateTime,
}

/// What is sealed of a plan.
#[derive(Serialize, Deserialize)]
struct Planned {
    form: Option<ConversationForm>,
    participants: Vec<Role>,
    time_zone: TimeZone,
    place: Option<Text<300>>,
}

/// What is sealed of how it ended.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    form: Option<ConversationForm>,
    held_at: DateTime<Utc>,
    participants: Vec<Role>,
    agreed: Option<Text<4000>>,
    #[serde(default)]
    points: Vec<AgreedPoint>,
    privacy_note: Option<Text<500>>,
}

impl Row {
    fn planned(&self, vault: &Vault) -> DbResult<Option<Planned>> {
        vault.reveal_some(&planned_place(&self.id), self.planned.as_deref())
    }

    fn told(&self, vault: &Vault) -> DbResult<Option<Told>> {
        vault.reveal_some(&place(&self.id), self.content.as_deref())
    }

    fn agreed_time(&self) -> Option<TimeSlot> {
        let (starts_at, ends_at) = self.starts_at.zip(self.ends_at)?;
        Some(TimeSlot { starts_at: stored::instant(starts_at), ends_at: stored::instant(ends_at) })
    }

    fn outcome(&self) -> DbResult<Option<ConversationOutcome>> {
        Ok(self.outcome.as_deref().map(stored::code).transpose()?)
    }

    /// Which side told how it ended, or planned it.
    fn told_by(&self) -> DbResult<Party> {
        Ok(stored::code(self.ended_by.as_deref().unwrap_or(&self.recorded_by))?)
    }
}

fn place(id: &str) -> String {
    format!("conversations.content|{id}")
}

fn planned_place(id: &str) -> String {
    format!("conversations.planned|{id}")
}

/// Puts a conversation on record, on a running handover; either side may plan one, or tell how one ended.
///
/// # Errors
/// When the handover does not run, or the fields do not go together.
pub fn record(tx: &mut Tx<'_, ConversationsWrite>, handover: Uuid, new: &NewConversation) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let running = Running::hold(cx, handover)?;
    let side = running.side(cx, new.side)?;
    let wrong =
        |problems| DbError::fields(ProblemKind::InvalidField, "Correct the fields named in errors and send the request again.", problems);
    let ended = new.ended().map_err(wrong)?;
    let id = new_id();
    let (outcome, content) = match &ended {
        Some(end) => (Some(end.outcome.code()), Some(tell(cx, &running, &id.to_string(), new.kind, end)?)),
        None => (None, None),
    };
    let planned = plan::sealed(cx, &running, &id.to_string(), side, new)?;
    let row = (
        conversations::handover_id.eq(&running.handover.id),
        conversations::id.eq(id.to_string()),
        conversations::kind.eq(new.kind.code()),
        conversations::outcome.eq(outcome),
        conversations::recorded_by.eq(side.code()),
        conversations::ended_by.eq(outcome.map(|_| side.code())),
        conversations::planned.eq(planned),
        conversations::times_agreed.eq(0),
        conversations::content.eq(content),
        conversations::recorded_at.eq(cx.at()),
    );
    insert_into(conversations::table).values(row).execute(cx.conn)?;
    if let Some(planned) = &new.planned {
        plan::offer_times(cx, &running, &id.to_string(), side, &planned.times)?;
    }
    if let Some(end) = &ended {
        conversed(cx, &running.handover, &running.learner, end.outcome == ConversationOutcome::Missed)?;
        facts::conversed(cx, &running.handover, end.outcome)?;
    }
    let kind = if ended.is_some() { EventType::ConversationEnded } else { EventType::ConversationPlanned };
    events::told_other(cx, &running.handover, side, kind)?;
    Ok(Created { id })
}

/// Tells how a planned conversation ended; either side may.
///
/// # Errors
/// When it is over already, or the fields do not go together.
pub fn end(tx: &mut Tx<'_, ConversationsWrite>, handover: Uuid, id: Uuid, end: &ConversationEnd) -> DbResult<ConversationMoved> {
    let cx = &mut tx.cx;
    let running = Running::hold(cx, handover)?;
    let side = running.side(cx, end.side)?;
    let row = find_planned(cx, &running, id)?;
    let content = tell(cx, &running, &row.id, stored::code(&row.kind)?, end)?;
    let over = (conversations::outcome.eq(end.outcome.code()), conversations::ended_by.eq(side.code()), conversations::content.eq(content));
    update(conversations::table.find((&running.handover.id, &row.id))).set(over).execute(cx.conn)?;
    conversed(cx, &running.handover, &running.learner, end.outcome == ConversationOutcome::Missed)?;
    facts::conversed(cx, &running.handover, end.outcome)?;
    events::told_other(cx, &running.handover, side, EventType::ConversationEnded)?;
    Ok(ConversationMoved { id, agreed_time: row.agreed_time(), outcome: Some(end.outcome) })
}

/// Seals how it ended, after looking whether it can have ended so.
fn tell(cx: &Cx<'_>, running: &Running, id: &str, kind: ConversationKind, end: &ConversationEnd) -> DbResult<Vec<u8>> {
    not_in_future(cx, "/heldAt", end.held_at)?;
    let problems = end.problems(kind);
    if !problems.is_empty() {
        return Err(DbError::fields(ProblemKind::InvalidField, "Correct the fields named in errors and send the request again.", problems));
    }
    let told = Told {
        form: end.form,
        held_at: end.held_at,
        participants: end.participants.clone(),
        agreed: end.agreed.clone(),
        points: end.points.clone(),
        privacy_note: end.privacy_note.clone(),
    };
    Ok(running.vault.conceal(&place(id), &told)?)
}

/// A conversation on this handover that the acting partner may know of.
fn find(cx: &mut Cx<'_>, running: &Running, id: Uuid) -> DbResult<Row> {
    let one = conversations::table.find((&running.handover.id, id.to_string())).select(Row::as_select());
    let row: Row = one.first(cx.conn).optional()?.ok_or_else(DbError::not_found)?;
    running.demand_sight(cx, stored::code(&row.recorded_by)?)?;
    Ok(row)
}

/// The same, if it is not over.
fn find_planned(cx: &mut Cx<'_>, running: &Running, id: Uuid) -> DbResult<Row> {
    let row = find(cx, running, id)?;
    if row.outcome.is_some() {
        return Err(DbError::refused(ProblemKind::Conflict, "This conversation is over; plan another."));
    }
    Ok(row)
}

/// Whether people spoke about this handover, or waived it in writing.
pub(crate) fn is_warm(cx: &mut Cx<'_>, handover: &str) -> DbResult<bool> {
    let warm = [ConversationOutcome::Held.code(), ConversationOutcome::Waived.code()];
    let had = conversations::table.filter(conversations::handover_id.eq(handover)).filter(conversations::outcome.eq_any(warm)).count();
    let count: i64 = on_each!(cx.conn, |c| Repeated(had).get_result(c))?;
    Ok(count > 0)
}
