//! That the learner was informed: when, by which channel, with which text.

use diesel::{insert_into, prelude::*};
use estafette_contract::{CodeList, ConsentText, Created, NewInforming, Text, TextKind, scope::ConsentsWrite};
use uuid::Uuid;

use crate::{
    DbError, DbResult,
    handovers::held_by_sender,
    schema::informings,
    store::{Cx, Tx, new_id},
};

/// Records that the learner or representative was informed; a second one is a second attempt.
///
/// # Errors
/// When this partner is not the sender, or the moment lies in the future.
pub fn record(tx: &mut Tx<'_, ConsentsWrite>, handover: Uuid, new: &NewInforming) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let (handover, learner) = held_by_sender(cx, handover)?;
    not_in_future(cx, "/informedAt", new.informed_at)?;
    if !ConsentText::is_published(TextKind::Informing, new.text_version.as_str()) {
        return Err(DbError::field("/textVersion", "unknown-text", "Name a version of /v1/consent-texts, kind informing."));
    }
    let id = new_id();
    let note = learner.vault(cx)?.conceal_some(&format!("informings.note|{id}"), new.note.as_ref())?;
    let row = (
        informings::handover_id.eq(&handover.id),
        informings::id.eq(id.to_string()),
        informings::informed.eq(new.informed.code()),
        informings::informed_at.eq(new.informed_at.naive_utc()),
        informings::channel.eq(new.channel.code()),
        informings::text_version.eq(Text::as_str(&new.text_version)),
        informings::note.eq(note),
        informings::recorded_at.eq(cx.at()),
    );
    insert_into(informings::table).values(row).execute(cx.conn)?;
    Ok(Created { id })
}

/// How often the learner was informed.
pub(crate) fn count(cx: &mut Cx<'_>, handover: &str) -> DbResult<i64> {
    Ok(informings::table.filter(informings::handover_id.eq(handover)).count().get_result(cx.conn)?)
}

/// Whether it was recorded since this moment that the learner was informed.
pub(crate) fn any_since(cx: &mut Cx<'_>, handover: &str, since: chrono::NaiveDateTime) -> DbResult<bool> {
    let since = informings::table.filter(informings::handover_id.eq(handover)).filter(informings::recorded_at.ge(since));
    Ok(since.count().get_result::<i64>(cx.conn)? > 0)
}

/// Refuses a moment that has yet to come; two minutes are granted to clocks that differ.
pub(crate) fn not_in_future(cx: &Cx<'_>, pointer: &str, at: chrono::DateTime<chrono::Utc>) -> DbResult<()> {
    if at <= cx.now + chrono::TimeDelta::minutes(2) {
        return Ok(());
    }
    Err(DbError::field(pointer, "in-the-future", "Give the moment at which it happened; it lies in the future."))
}
