//! Whether the parties stand behind what was agreed.

use chrono::NaiveDateTime;
use diesel::{insert_into, prelude::*};
use estafette_contract::{
    Agreement, CodeList, ConversationOutcome, Created, EventType, HandoverStatus, NewConfirmation, Party, ProblemKind,
    scope::ConversationsWrite,
};
use uuid::Uuid;

use super::{Row, Told, find};
use crate::{
    DbError, DbResult, Fault, events,
    handovers::{items::Running, move_refused, reads_the_others},
    schema::conversation_confirmations as confirmations,
    store::{Cx, Tx, new_id},
};

/// What a party said.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = confirmations)]
pub(super) struct ConfirmationRow {
    pub(super) conversation_id: String,
    pub(super) id: String,
    pub(super) party: String,
    pub(super) agreed: String,
    pub(super) remark: Option<Vec<u8>>,
    pub(super) channel: Option<String>,
    pub(super) recorded_by: String,
    pub(super) recorded_at: NaiveDateTime,
}

/// The place a remark is bound to.
pub(super) fn place(id: &str) -> String {
    format!("conversation_confirmations.remark|{id}")
}

/// Records whether a party stands behind what was agreed in a conversation: the acting side itself, or the learner by way of it.
///
/// # Errors
/// When it was not held, cannot be read yet, or holds nothing that concerns the party.
pub fn confirm(tx: &mut Tx<'_, ConversationsWrite>, handover: Uuid, id: Uuid, new: &NewConfirmation) -> DbResult<Created> {
    use HandoverStatus as S;
    let cx = &mut tx.cx;
    let running = Running::hold_while(cx, handover, &[S::Offered, S::Accepted, S::InTransfer, S::TakenOver])?;
    let row = find(cx, &running, id)?;
    let own = running.side(cx, None)?;
    let party = party_of(cx, &running, own, new)?;
    let told = readable(cx, &running, &row)?;
    if told.agreed.is_none() && !told.points.iter().any(|point| point.parties.contains(&party)) {
        return Err(DbError::field("/party", "no-part", "Nothing was agreed that concerns this party."));
    }
    let id = new_id();
    let line = (
        confirmations::handover_id.eq(&running.handover.id),
        confirmations::conversation_id.eq(&row.id),
        confirmations::id.eq(id.to_string()),
        confirmations::party.eq(party.code()),
        confirmations::agreed.eq(new.agreed.code()),
        confirmations::remark.eq(running.vault.conceal_some(&place(&id.to_string()), new.remark.as_ref())?),
        confirmations::channel.eq(new.channel.map(CodeList::code)),
        confirmations::recorded_by.eq(own.code()),
        confirmations::recorded_at.eq(cx.at()),
    );
    insert_into(confirmations::table).values(line).execute(cx.conn)?;
    events::told_other(cx, &running.handover, own, EventType::ConversationConfirmed)?;
    Ok(Created { id })
}

/// Whose word it is.
fn party_of(cx: &Cx<'_>, running: &Running, own: Party, new: &NewConfirmation) -> DbResult<Party> {
    if new.agreed == Agreement::Unknown {
        return Err(DbError::field("/agreed", "yes-or-no", "Record this once the party said yes or no."));
    }
    match (new.party.unwrap_or(own), new.channel) {
        (Party::Learner, None) => Err(DbError::field("/channel", "missing", "Say how the learner's word reached you.")),
        (Party::Learner, Some(_)) => Ok(Party::Learner),
        (_, Some(_)) => Err(DbError::field("/channel", "not-a-learner", "Leave this out when a partner speaks for itself.")),
        (party, None) if running.acts_for(cx, party) => Ok(party),
        _ => Err(DbError::field("/party", "not-this-side", "Speak for your own side, or for the learner.")),
    }
}

/// What was agreed, if the conversation was held and the acting partner reads that by now.
fn readable(cx: &mut Cx<'_>, running: &Running, row: &Row) -> DbResult<Told> {
    if row.outcome()? != Some(ConversationOutcome::Held) {
        return Err(DbError::refused(ProblemKind::Conflict, "Only what was agreed in a conversation that was held can be confirmed."));
    }
    if !running.acts_for(cx, row.told_by()?) && !reads_the_others(cx, &running.handover)? {
        let detail = "What the other side put on record is read once the transfer runs.";
        return Err(move_refused(cx, &running.handover, detail)?);
    }
    row.told(&running.vault)?.ok_or_else(|| Fault::Stored("a conversation").into())
}
