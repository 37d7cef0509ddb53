//! An agreed conversation, as a calendar shows it: no person in it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use estafette_contract::{ConversationForm, ConversationKind, ConversationOutcome, Text, TimeSlot, TimeZone, scope::HandoversRead};
use uuid::Uuid;

use super::Row;
use crate::{DbError, DbResult, Fault, handovers::items::Sight, partners, schema::conversations, store::Tx, stored};

/// What an invitation to an agreed conversation says.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// The conversation.
    pub id: Uuid,
    /// What it is for.
    pub kind: ConversationKind,
    /// The form it has.
    pub form: Option<ConversationForm>,
    /// When it will be.
    pub time: TimeSlot,
    /// The time zone in which people look at the clock.
    pub time_zone: TimeZone,
    /// Where, or by which link.
    pub place: Option<Text<300>>,
    /// The names of the two partners.
    pub partners: [String; 2],
    /// When the time was agreed.
    pub agreed_at: DateTime<Utc>,
    /// How often a time was agreed before.
    pub changed: i64,
    /// Whether it will not take place.
    pub called_off: bool,
}

/// The invitation to a conversation for which a time is agreed.
///
/// # Errors
/// Not found when this partner may not know of it, or no time is agreed.
pub fn invitation(tx: &mut Tx<'_, HandoversRead>, handover: Uuid, id: Uuid) -> DbResult<Invitation> {
    let cx = &mut tx.cx;
    let sight = Sight::of(cx, handover)?;
    let one = conversations::table.find((&sight.handover.id, id.to_string())).select(Row::as_select());
    let row: Row = one.first(cx.conn).optional()?.ok_or_else(DbError::not_found)?;
    let recorded_by = stored::code(&row.recorded_by)?;
    let (Some(time), Some(agreed_at)) = (row.agreed_time(), row.agreed_at) else { return Err(DbError::not_found()) };
    if sight.only.is_some_and(|side| side != recorded_by) {
        return Err(DbError::not_found());
    }
    let planned = row.planned(&sight.vault)?.ok_or(Fault::Stored("a planned conversation"))?;
    Ok(Invitation {
        id,
        kind: stored::code(&row.kind)?,
        form: planned.form,
        time,
        time_zone: planned.time_zone,
        place: planned.place,
        partners: [
            partners::view(cx, &sight.handover.sender_partner_id)?.name,
            partners::view(cx, &sight.handover.receiver_partner_id)?.name,
        ],
        agreed_at: stored::instant(agreed_at),
        changed: row.times_agreed - 1,
        called_off: matches!(row.outcome()?, Some(ConversationOutcome::Missed | ConversationOutcome::Waived)),
    })
}
