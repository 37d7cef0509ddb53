//! Planning a conversation: times proposed by one side, one of them chosen by the other.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::{insert_into, prelude::*, update};
use estafette_contract::{
    CodeList, ConversationMoved, EventType, NewConversation, Party, ProblemKind, TimeChosen, TimeSlot, TimeZone, TimesProposed,
    scope::ConversationsWrite,
};
use uuid::Uuid;

use super::{Planned, find_planned, planned_place};
use crate::{
    DbError, DbResult, events,
    handovers::items::{Running, opposite},
    schema::{conversation_times, conversations},
    store::{Cx, Tx, new_id},
    stored,
};

/// The most times that are open for one conversation.
const MOST: i64 = 30;

/// A time that was proposed.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = conversation_times)]
pub(super) struct TimeRow {
    pub(super) conversation_id: String,
    pub(super) id: String,
    pub(super) proposed_by: String,
    pub(super) starts_at: NaiveDateTime,
    pub(super) ends_at: NaiveDateTime,
}

/// Seals where and with whom a conversation is planned, if it is.
pub(super) fn sealed(cx: &Cx<'_>, running: &Running, id: &str, side: Party, new: &NewConversation) -> DbResult<Option<Vec<u8>>> {
    let Some(appointment) = &new.planned else { return Ok(None) };
    check_times(cx, "/planned/times", &appointment.times)?;
    running.keep_anonymous(side, appointment.place.as_ref().map(|place| ("/planned/place".to_owned(), place.as_str())))?;
    let planned = Planned {
        form: new.form,
        participants: new.participants.clone(),
        time_zone: appointment.time_zone.unwrap_or(TimeZone::NETHERLANDS),
        place: appointment.place.clone(),
    };
    Ok(Some(running.vault.conceal(&planned_place(id), &planned)?))
}

/// Proposes more times for a planned conversation; either side may.
///
/// # Errors
/// When it is over, or a time cannot be.
pub fn propose(tx: &mut Tx<'_, ConversationsWrite>, handover: Uuid, id: Uuid, more: &TimesProposed) -> DbResult<ConversationMoved> {
    let cx = &mut tx.cx;
    let running = Running::hold(cx, handover)?;
    let side = running.side(cx, more.side)?;
    let row = find_planned(cx, &running, id)?;
    check_times(cx, "/times", &more.times)?;
    let there = conversation_times::table
        .filter(conversation_times::handover_id.eq(&running.handover.id))
        .filter(conversation_times::conversation_id.eq(&row.id));
    if there.count().get_result::<i64>(cx.conn)? >= MOST {
        return Err(DbError::refused(ProblemKind::Conflict, "There are times enough; choose one, or plan another conversation."));
    }
    offer_times(cx, &running, &row.id, side, &more.times)?;
    events::told_other(cx, &running.handover, side, EventType::ConversationPlanned)?;
    Ok(ConversationMoved { id, agreed_time: row.agreed_time(), outcome: None })
}

/// Agrees on a time the other side proposed; a later one takes its place.
///
/// # Errors
/// When it was not proposed by the other side, or has passed.
pub fn agree(tx: &mut Tx<'_, ConversationsWrite>, handover: Uuid, id: Uuid, chosen: &TimeChosen) -> DbResult<ConversationMoved> {
    let cx = &mut tx.cx;
    let running = Running::hold(cx, handover)?;
    let row = find_planned(cx, &running, id)?;
    let unknown = || DbError::field("/timeId", "unknown-time", "Choose one of the times that were proposed for this conversation.");
    let time: TimeRow = conversation_times::table
        .find((&running.handover.id, &row.id, chosen.time_id.to_string()))
        .select(TimeRow::as_select())
        .first(cx.conn)
        .optional()?
        .ok_or_else(unknown)?;
    let proposed_by = stored::code(&time.proposed_by)?;
    running.demand_side(cx, opposite(proposed_by))?;
    if time.starts_at <= cx.at() {
        return Err(DbError::field("/timeId", "in-the-past", "This time has passed; propose another."));
    }
    let agreed = (
        conversations::starts_at.eq(time.starts_at),
        conversations::ends_at.eq(time.ends_at),
        conversations::agreed_at.eq(cx.at()),
        conversations::times_agreed.eq(row.times_agreed + 1),
    );
    update(conversations::table.find((&running.handover.id, &row.id))).set(agreed).execute(cx.conn)?;
    events::told_other(cx, &running.handover, opposite(proposed_by), EventType::ConversationAgreed)?;
    let slot = TimeSlot { starts_at: stored::instant(time.starts_at), ends_at: stored::instant(time.ends_at) };
    Ok(ConversationMoved { id, agreed_time: Some(slot), outcome: None })
}

/// Puts times up to choose from.
pub(super) fn offer_times(cx: &mut Cx<'_>, running: &Running, conversation: &str, side: Party, times: &[TimeSlot]) -> DbResult<()> {
    for time in times {
        let row = (
            conversation_times::handover_id.eq(&running.handover.id),
            conversation_times::conversation_id.eq(conversation),
            conversation_times::id.eq(new_id().to_string()),
            conversation_times::proposed_by.eq(side.code()),
            conversation_times::starts_at.eq(time.starts_at.naive_utc()),
            conversation_times::ends_at.eq(time.ends_at.naive_utc()),
        );
        insert_into(conversation_times::table).values(row).execute(cx.conn)?;
    }
    Ok(())
}

/// Refuses an empty list, and times that are over before they began.
fn check_times(cx: &Cx<'_>, pointer: &str, times: &[TimeSlot]) -> DbResult<()> {
    if times.is_empty() {
        return Err(DbError::field(pointer, "missing", "Give at least one time to choose."));
    }
    for (at, time) in times.iter().enumerate() {
        if time.starts_at <= cx.now {
            return Err(DbError::field(&format!("{pointer}/{at}/startsAt"), "in-the-past", "Give a time that has yet to come."));
        }
        if time.ends_at <= time.starts_at || time.ends_at - time.starts_at > TimeDelta::days(1) {
            let detail = "Give an end after the beginning, at most a day later.";
            return Err(DbError::field(&format!("{pointer}/{at}/endsAt"), "not-after-the-beginning", detail));
        }
    }
    Ok(())
}
