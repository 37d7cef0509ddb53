//! Requests by the rights of the person concerned: made on the own page, answered by the sender within a month, done where it is granted.

mod preview;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::{insert_into, prelude::*, update};
use estafette_contract::{
    CodeList, Created, NewRightsRequest, NoticeKind, ProblemKind, RightKind, RightOutcome, RightsAnswer, RightsRequestList,
    RightsRequestView, Section, TermKind, Text, scope::ConsentsWrite,
};
use uuid::Uuid;

pub use preview::preview;

use crate::{
    DbError, DbResult, erasure,
    handovers::{self, Handover, Restricted, about, erase, held_by_sender, visible, was_given, was_written, written},
    learners::{Learner, Vault},
    notices,
    own::{OwnScope, Session},
    rules::Relation,
    schema::rights_requests,
    store::{Cx, Tx, new_id},
    stored, terms,
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = rights_requests)]
struct Row {
    id: String,
    kind: String,
    section: Option<String>,
    content: Vec<u8>,
    made_at: NaiveDateTime,
    outcome: Option<String>,
    answer: Option<Vec<u8>>,
    answered_at: Option<NaiveDateTime>,
    done_at: Option<NaiveDateTime>,
    everything: bool,
}

impl Row {
    /// Whether something lies still by this request: it was granted, at least in part, and not lifted.
    fn lies_still(&self) -> bool {
        let granted = self.outcome.as_deref().is_some_and(|outcome| outcome != RightOutcome::Refused.code());
        self.kind == RightKind::Restrict.code() && granted && self.done_at.is_none()
    }
}

fn place(id: &str) -> String {
    format!("rights_requests.content|{id}")
}

fn answer_place(id: &str) -> String {
    format!("rights_requests.answer|{id}")
}

/// Asks something of the sender of a handover; the sender is told, and owes an answer within a month.
///
/// # Errors
/// When the section is not there, or a correction names none.
pub fn request(tx: &mut Tx<'_, OwnScope>, who: &Session, handover: Uuid, new: &NewRightsRequest) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let (learner, vault) = who.hold(cx)?;
    let handover = about(cx, &learner, handover)?;
    check_everything(new, &handover, &learner)?;
    match new.section {
        None if new.kind == RightKind::Rectify => {
            return Err(DbError::field("/section", "missing", "Name the section in which something is wrong."));
        }
        Some(section) if !was_written(cx, &handover, section)? => {
            return Err(DbError::field("/section", "not-written", "Name a section that is in this handover."));
        }
        _ => {}
    }
    let id = new_id();
    let row = (
        rights_requests::handover_id.eq(&handover.id),
        rights_requests::id.eq(id.to_string()),
        rights_requests::kind.eq(new.kind.code()),
        rights_requests::section.eq(new.section.map(CodeList::code)),
        rights_requests::content.eq(vault.conceal(&place(&id.to_string()), &new.explanation)?),
        rights_requests::made_at.eq(cx.at()),
        rights_requests::everything.eq(new.everything),
    );
    insert_into(rights_requests::table).values(row).execute(cx.conn)?;
    notices::tell_sender(cx, &handover, NoticeKind::RightsRequested)?;
    handovers::requested(cx, &handover, &learner)?;
    Ok(Created { id })
}

/// Everything is erased by whoever registered the learner or is responsible now, and by nobody else.
fn check_everything(new: &NewRightsRequest, handover: &Handover, learner: &Learner) -> DbResult<()> {
    if !new.everything {
        return Ok(());
    }
    if new.kind != RightKind::Erase || new.section.is_some() {
        return Err(DbError::field("/everything", "only-to-erase", "Ask for everything only to have it erased, and without a section."));
    }
    if learner.is_in_care_of(&handover.sender_partner_id) {
        return Ok(());
    }
    Err(DbError::field(
        "/everything",
        "not-in-care",
        "Ask this at a handover by the school that registered you or is responsible for you now.",
    ))
}

/// Answers a request; an erasure that is granted is done at once, and the receiver is told.
///
/// # Errors
/// When this partner is not the sender, or there is no such request that waits for an answer.
pub fn answer(tx: &mut Tx<'_, ConsentsWrite>, handover: Uuid, id: Uuid, answer: &RightsAnswer) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let (handover, learner) = held_by_sender(cx, handover)?;
    let one = rights_requests::table.find((handover.id.clone(), id.to_string()));
    let row: Row = one.clone().select(Row::as_select()).first(cx.conn).optional()?.ok_or_else(DbError::not_found)?;
    if row.answered_at.is_some() {
        return Err(DbError::refused(ProblemKind::Conflict, "This request was answered."));
    }
    let vault = learner.vault(cx)?;
    let erases = stored::code::<RightKind>(&row.kind)? == RightKind::Erase && answer.outcome == RightOutcome::Granted;
    let answered = (
        rights_requests::outcome.eq(answer.outcome.code()),
        rights_requests::answer.eq(vault.conceal(&answer_place(&row.id), &answer.answer)?),
        rights_requests::answered_at.eq(cx.at()),
        rights_requests::done_at.eq(erases.then(|| cx.at())),
    );
    update(one).set(answered).execute(cx.conn)?;
    if erases {
        let section = row.section.as_deref().map(stored::code).transpose()?;
        erase_all(cx, &handover, &learner, &vault, section)?;
    }
    if stored::code::<RightKind>(&row.kind)? == RightKind::Restrict && answer.outcome != RightOutcome::Refused {
        tell_still(cx, &handover, &learner, row.section.as_deref(), NoticeKind::Restricted)?;
        learner.raise_grounds(cx)?;
    }
    let oldest = rows(cx, &handover.id)?.iter().filter(|row| row.answered_at.is_none()).map(|row| stored::instant(row.made_at)).min();
    handovers::request_answered(cx, &handover, &learner, oldest)?;
    if erases && row.everything {
        erasure::erase_learner(cx, &learner)?;
    }
    Ok(Created { id })
}

/// Tells whoever has it that something lies still, or no longer.
fn tell_still(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, section: Option<&str>, kind: NoticeKind) -> DbResult<()> {
    let Some(section) = section.map(stored::code).transpose()? else {
        return notices::tell_of_learner(cx, handover, kind, handover.was_transferred());
    };
    let given = was_given(cx, handover, learner, &learner.vault(cx)?, section)?;
    notices::tell_of_section(cx, handover, kind, section, given)
}

/// Lets be used again what lay still by a request that was granted; from the very next read on the receiver reads it.
///
/// # Errors
/// Not found when there is nothing that lies still by that request.
pub fn lift(tx: &mut Tx<'_, OwnScope>, who: &Session, handover: Uuid, id: Uuid) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let (learner, _) = who.hold(cx)?;
    let handover = about(cx, &learner, handover)?;
    let row = rows(cx, &handover.id)?.into_iter().find(|row| row.id == id.to_string() && row.lies_still());
    let row = row.ok_or_else(DbError::not_found)?;
    update(rights_requests::table.find((&handover.id, &row.id))).set(rights_requests::done_at.eq(cx.at())).execute(cx.conn)?;
    tell_still(cx, &handover, &learner, row.section.as_deref(), NoticeKind::RestrictionLifted)?;
    learner.raise_grounds(cx)?;
    Ok(Created { id })
}

/// What lies still of a handover.
pub(crate) fn restricted(cx: &mut Cx<'_>, handover: &str) -> DbResult<Restricted> {
    let mut restricted = Restricted::default();
    for row in rows(cx, handover)?.iter().filter(|row| row.lies_still()) {
        match &row.section {
            Some(section) => restricted.sections.push(stored::code(section)?),
            None => restricted.whole = true,
        }
    }
    Ok(restricted)
}

/// Erases a section, or all there are, and tells whoever could read it.
fn erase_all(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, vault: &Vault, section: Option<Section>) -> DbResult<()> {
    let sections = match section {
        Some(section) => vec![section],
        None => written(cx, handover)?,
    };
    for section in sections {
        let given = was_given(cx, handover, learner, vault, section)?;
        erase(cx, handover, section)?;
        erasure::section_erased(cx, &handover.id, section.code())?;
        notices::tell_of_section(cx, handover, NoticeKind::Erased, section, given)?;
    }
    learner.raise_grounds(cx)
}

/// The correction of this section that was granted and not made yet.
pub(crate) fn to_rectify(cx: &mut Cx<'_>, handover: &str, section: Section) -> DbResult<Option<String>> {
    let granted = |row: &&Row| {
        row.kind == RightKind::Rectify.code()
            && row.section.as_deref() == Some(section.code())
            && row.outcome.as_deref().is_some_and(|outcome| outcome != RightOutcome::Refused.code())
            && row.done_at.is_none()
    };
    Ok(rows(cx, handover)?.iter().find(granted).map(|row| row.id.clone()))
}

/// A section was written: if that is the correction that was granted, it is made, and whoever could read the section is told.
pub(crate) fn rectified(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, section: Section) -> DbResult<()> {
    let Some(id) = to_rectify(cx, &handover.id, section)? else { return Ok(()) };
    update(rights_requests::table.find((&handover.id, id))).set(rights_requests::done_at.eq(cx.at())).execute(cx.conn)?;
    let given = was_given(cx, handover, learner, &learner.vault(cx)?, section)?;
    notices::tell_of_section(cx, handover, NoticeKind::Rectified, section, given)
}

/// The requests about a handover, for its sender.
///
/// # Errors
/// Not found when this partner is not the sender.
pub fn list(tx: &mut Tx<'_, ConsentsWrite>, handover: Uuid) -> DbResult<RightsRequestList> {
    let cx = &mut tx.cx;
    let (handover, learner) = sent(cx, handover)?;
    let vault = learner.vault(cx)?;
    views(cx, &handover.id, &vault)
}

/// The requests about a handover, for whoever made them.
///
/// # Errors
/// Not found when the handover is not about the learner who asks.
pub fn list_own(tx: &mut Tx<'_, OwnScope>, who: &Session, handover: Uuid) -> DbResult<RightsRequestList> {
    let cx = &mut tx.cx;
    let (learner, vault) = who.learner(cx)?;
    let handover = about(cx, &learner, handover)?;
    views(cx, &handover.id, &vault)
}

/// A handover this partner sends, with its learner.
fn sent(cx: &mut Cx<'_>, handover: Uuid) -> DbResult<(Handover, Learner)> {
    let handover = visible(cx, handover)?;
    if handover.relation(&cx.partner()) != Relation::Sender {
        return Err(DbError::not_found());
    }
    let learner = Learner::load(cx, &handover.learner_id)?;
    Ok((handover, learner))
}

fn views(cx: &mut Cx<'_>, handover: &str, vault: &Vault) -> DbResult<RightsRequestList> {
    let rows = rows(cx, handover)?;
    let due = |at: DateTime<Utc>| terms::end(&cx.house.terms, TermKind::Rights, at);
    Ok(RightsRequestList { items: rows.iter().map(|row| view(row, vault, due(stored::instant(row.made_at)))).collect::<DbResult<_>>()? })
}

fn rows(cx: &mut Cx<'_>, handover: &str) -> DbResult<Vec<Row>> {
    let of_handover = rights_requests::table.filter(rights_requests::handover_id.eq(handover)).order(rights_requests::id);
    Ok(of_handover.select(Row::as_select()).load(cx.conn)?)
}

fn view(row: &Row, vault: &Vault, due_at: DateTime<Utc>) -> DbResult<RightsRequestView> {
    Ok(RightsRequestView {
        id: stored::id(&row.id)?,
        kind: stored::code(&row.kind)?,
        section: row.section.as_deref().map(stored::code).transpose()?,
        everything: row.everything,
        explanation: vault.reveal(&place(&row.id), &row.content)?,
        made_at: stored::instant(row.made_at),
        due_at,
        outcome: row.outcome.as_deref().map(stored::code).transpose()?,
        answer: vault.reveal_some::<Text<4000>>(&answer_place(&row.id), row.answer.as_deref())?,
        answered_at: row.answered_at.map(stored::instant),
        done_at: row.done_at.map(stored::instant),
    })
}
