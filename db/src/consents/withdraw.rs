//! Taking a consent back: one call, the very next read goes by it, and both sides are told.

use estafette_contract::{CodeList, ConsentStatement, ConsentWithdrawal, Created, NoticeKind, ProblemKind, scope::ConsentsWrite};
use uuid::Uuid;

use super::ledger::{self, Content, Row};
use crate::{
    DbError, DbResult,
    handovers::{held_by_sender, was_given},
    informings::not_in_future,
    notices,
    store::Tx,
    stored,
};

/// Records that a consent was taken back; it counts for the very next read.
///
/// # Errors
/// When there is no such consent, or it is no longer the last word of whoever gave it.
pub fn withdraw(tx: &mut Tx<'_, ConsentsWrite>, handover: Uuid, consent: Uuid, how: &ConsentWithdrawal) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let (handover, learner) = held_by_sender(cx, handover)?;
    not_in_future(cx, "/statedAt", how.stated_at)?;
    let rows = ledger::rows(cx, &handover.id)?;
    let given = rows.iter().find(|row| row.id == consent.to_string()).ok_or_else(DbError::not_found)?;
    let last = rows.iter().rfind(|row| row.is_of_same_giver(given)).map(|row| row.id.as_str());
    if last != Some(given.id.as_str()) || given.statement != ConsentStatement::Given.code() {
        return Err(DbError::refused(ProblemKind::Conflict, "This consent no longer stands; read the list of consents."));
    }
    let vault = learner.vault(cx)?;
    let content = Content { scan_reference: None, witness: None, note: how.note.clone(), ..given.open(&vault)? };
    let line = Row {
        statement: ConsentStatement::Withdrawn.code().into(),
        channel: how.channel.code().into(),
        stated_at: how.stated_at.naive_utc(),
        from_on: None,
        until_on: None,
        ..given.clone()
    };
    let section = stored::code(&given.section)?;
    let given_to_receiver = was_given(cx, &handover, &learner, &vault, section)?;
    notices::tell_of_section(cx, &handover, NoticeKind::ConsentWithdrawn, section, given_to_receiver)?;
    ledger::append(cx, &learner, &vault, line, &content)
}
