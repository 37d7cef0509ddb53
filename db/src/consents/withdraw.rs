//! Taking a consent back: one call, the very next read goes by it, and both sides are told.

use estafette_contract::{Channel, CodeList, ConsentStatement, ConsentWithdrawal, Created, NoticeKind, ProblemKind, scope::ConsentsWrite};
use uuid::Uuid;

use super::ledger::{self, Content, Row};
use crate::{
    DbError, DbResult,
    handovers::{Handover, about, held_by_sender, was_given},
    informings::not_in_future,
    learners::Learner,
    notices,
    own::{OwnScope, Session, speaks_for_themself},
    store::{Cx, Tx},
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
    take_back(cx, &handover, &learner, consent, how, |_| true)
}

/// Takes a consent back on the own page; it counts for the very next read.
///
/// # Errors
/// When there is no such consent of whoever came in, or it is no longer their last word.
pub fn take_back_own(tx: &mut Tx<'_, OwnScope>, who: &Session, handover: Uuid, consent: Uuid) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let (learner, _) = who.hold(cx)?;
    let handover = about(cx, &learner, handover)?;
    let grown = speaks_for_themself(cx, &learner)?;
    let representative = who.representative().map(|id| id.to_string());
    let may = |given: &Row| given.giver == who.giver().code() && given.representative_id == representative || grown;
    let how = ConsentWithdrawal { channel: Channel::OwnPage, stated_at: cx.now, note: None };
    take_back(cx, &handover, &learner, consent, &how, may)
}

fn take_back(
    cx: &mut Cx<'_>,
    handover: &Handover,
    learner: &Learner,
    consent: Uuid,
    how: &ConsentWithdrawal,
    may: impl Fn(&Row) -> bool,
) -> DbResult<Created> {
    let rows = ledger::rows(cx, &handover.id)?;
    let given = rows.iter().find(|row| row.id == consent.to_string() && may(row)).ok_or_else(DbError::not_found)?;
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
    let given_to_receiver = was_given(cx, handover, learner, &vault, section)?;
    notices::tell_of_section(cx, handover, NoticeKind::ConsentWithdrawn, section, given_to_receiver)?;
    ledger::append(cx, learner, &vault, line, &content)
}
