//! Conversations: what makes a handover warm.

use chrono::NaiveDateTime;
use diesel::{insert_into, prelude::*};
use estafette_contract::{
    CodeList, ConversationKind, ConversationList, ConversationOutcome, ConversationView, Created, HandoverStatus, NewConversation,
    scope::ConversationsWrite,
};
use uuid::Uuid;

use crate::{
    DbError, DbResult,
    handovers::{held, move_refused, party, reads_the_others, visible},
    informings::not_in_future,
    learners::{Learner, Vault},
    schema::conversations,
    store::{Cx, Tx, new_id},
    stored,
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = conversations)]
struct Row {
    id: String,
    recorded_by: String,
    content: Vec<u8>,
    recorded_at: NaiveDateTime,
}

fn place(id: &str) -> String {
    format!("conversations.content|{id}")
}

/// Records a conversation on an accepted or running handover; either side may.
///
/// # Errors
/// When the handover is not in a status for it, or a waiver lacks its reason.
pub fn record(tx: &mut Tx<'_, ConversationsWrite>, handover: Uuid, new: &NewConversation) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let (handover, learner) = held(cx, handover)?;
    use HandoverStatus as S;
    if !matches!(handover.status()?, S::Offered | S::Accepted | S::InTransfer) {
        return Err(move_refused(cx, &handover, "A conversation is recorded while a handover is offered, accepted or in transfer.")?);
    }
    check(cx, new)?;
    let by = party(handover.relation(&cx.partner())).ok_or_else(DbError::not_found)?;
    let id = new_id();
    let row = (
        conversations::handover_id.eq(&handover.id),
        conversations::id.eq(id.to_string()),
        conversations::kind.eq(new.kind.code()),
        conversations::outcome.eq(new.outcome.code()),
        conversations::recorded_by.eq(by.code()),
        conversations::content.eq(learner.vault(cx)?.conceal(&place(&id.to_string()), new)?),
        conversations::recorded_at.eq(cx.at()),
    );
    insert_into(conversations::table).values(row).execute(cx.conn)?;
    Ok(Created { id })
}

fn check(cx: &Cx<'_>, new: &NewConversation) -> DbResult<()> {
    not_in_future(cx, "/heldAt", new.held_at)?;
    match new.outcome {
        ConversationOutcome::Waived if new.agreed.is_none() => {
            Err(DbError::field("/agreed", "missing", "A waiver holds only with its reason in writing."))
        }
        ConversationOutcome::Held if new.participants.len() < 2 => {
            Err(DbError::field("/participants", "missing", "Name the roles of those who spoke, at least two."))
        }
        _ => Ok(()),
    }
}

/// The conversations of a handover, oldest first; before the transfer a receiver sees those it recorded itself.
///
/// # Errors
/// Not found when this partner may not know of it.
pub fn list(tx: &mut Tx<'_, ConversationsWrite>, handover: Uuid) -> DbResult<ConversationList> {
    let cx = &mut tx.cx;
    let handover = visible(cx, handover)?;
    let vault = Learner::load(cx, &handover.learner_id)?.vault(cx)?;
    let all = reads_the_others(cx, &handover)?;
    let own = party(handover.relation(&cx.partner())).map(CodeList::code);
    let rows: Vec<Row> = conversations::table
        .filter(conversations::handover_id.eq(&handover.id))
        .order(conversations::id)
        .select(Row::as_select())
        .load(cx.conn)?;
    let rows: Vec<Row> = rows.into_iter().filter(|row| all || Some(row.recorded_by.as_str()) == own).collect();
    Ok(ConversationList { items: rows.iter().map(|row| view(row, &vault)).collect::<DbResult<_>>()? })
}

/// Whether people spoke about this handover, or waived it in writing.
pub(crate) fn is_warm(cx: &mut Cx<'_>, handover: &str) -> DbResult<bool> {
    let warm = [ConversationOutcome::Held.code(), ConversationOutcome::Waived.code()];
    let kinds = [ConversationKind::WarmHandover, ConversationKind::Trialogue, ConversationKind::Intake, ConversationKind::SecondLine];
    let count: i64 = conversations::table
        .filter(conversations::handover_id.eq(handover))
        .filter(conversations::outcome.eq_any(warm))
        .filter(conversations::kind.eq_any(kinds.map(CodeList::code)))
        .count()
        .get_result(cx.conn)?;
    Ok(count > 0)
}

fn view(row: &Row, vault: &Vault) -> DbResult<ConversationView> {
    let told: NewConversation = vault.reveal(&place(&row.id), &row.content)?;
    Ok(ConversationView {
        id: stored::id(&row.id)?,
        kind: told.kind,
        outcome: told.outcome,
        form: told.form,
        held_at: told.held_at,
        participants: told.participants,
        agreed: told.agreed,
        recorded_by: stored::code(&row.recorded_by)?,
        recorded_at: stored::instant(row.recorded_at),
    })
}
