//! Objections of learners: a section that goes on a legal task is held until the sender writes the compelling reason.

use chrono::NaiveDateTime;
use diesel::{insert_into, prelude::*, update};
use estafette_contract::{
    CodeList, Created, Ground, NewObjection, NoticeKind, ObjectionAnswer, ObjectionList, ObjectionView, ProblemKind, Section, Text,
    scope::ConsentsWrite,
};
use uuid::Uuid;

use crate::{
    DbError, DbResult,
    handovers::{self, Handover, about, cell_if_written, held_by_sender, visible, was_given, was_written},
    learners::{Learner, Vault},
    notices,
    own::{OwnScope, Session},
    rules::Relation,
    schema::objections,
    store::{Cx, Tx, new_id},
    stored,
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = objections)]
struct Row {
    id: String,
    section: String,
    content: Vec<u8>,
    made_at: NaiveDateTime,
    answer: Option<Vec<u8>>,
    answered_at: Option<NaiveDateTime>,
}

fn place(id: &str) -> String {
    format!("objections.content|{id}")
}

fn answer_place(id: &str) -> String {
    format!("objections.answer|{id}")
}

/// Objects to a section; from the very next read on the receiver reads it no more.
///
/// # Errors
/// When the section is not there, rests on consent, or was objected to and not answered yet.
pub fn make(tx: &mut Tx<'_, OwnScope>, who: &Session, handover: Uuid, new: &NewObjection) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let (learner, vault) = who.hold(cx)?;
    let handover = about(cx, &learner, handover)?;
    check(cx, &handover, new.section)?;
    let id = new_id();
    let row = (
        objections::handover_id.eq(&handover.id),
        objections::id.eq(id.to_string()),
        objections::section.eq(new.section.code()),
        objections::content.eq(vault.conceal(&place(&id.to_string()), &new.reason)?),
        objections::made_at.eq(cx.at()),
    );
    insert_into(objections::table).values(row).execute(cx.conn)?;
    let given = was_given(cx, &handover, &learner, &vault, new.section)?;
    notices::tell_of_section(cx, &handover, NoticeKind::ObjectionMade, new.section, given)?;
    handovers::objected(cx, &handover, &learner)?;
    learner.raise_grounds(cx)?;
    Ok(Created { id })
}

fn check(cx: &mut Cx<'_>, handover: &Handover, section: Section) -> DbResult<()> {
    if handover.status()?.is_final() {
        return Err(DbError::refused(ProblemKind::Conflict, "This handover is over; nothing of it is read any more."));
    }
    if !was_written(cx, handover, section)? {
        return Err(DbError::field("/section", "not-written", "Name a section that is in this handover."));
    }
    if cell_if_written(cx, handover, section)?.ground != Ground::LegalTask {
        return Err(DbError::field(
            "/section",
            "rests-on-consent",
            "Say no to this section, or withdraw your consent: nobody reads it then.",
        ));
    }
    if standing(cx, &handover.id)?.contains(&section) {
        return Err(DbError::refused(ProblemKind::Conflict, "Your objection to this section is on record; the sender has yet to answer."));
    }
    Ok(())
}

/// Writes the compelling reason for a section that was objected to; the receiver reads it again, as far as anything else allows.
///
/// # Errors
/// When this partner is not the sender, or there is no such objection that waits for an answer.
pub fn answer(tx: &mut Tx<'_, ConsentsWrite>, handover: Uuid, id: Uuid, why: &ObjectionAnswer) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let (handover, learner) = held_by_sender(cx, handover)?;
    let one = objections::table.find((handover.id.clone(), id.to_string()));
    let row: Row = one.clone().select(Row::as_select()).first(cx.conn).optional()?.ok_or_else(DbError::not_found)?;
    if row.answered_at.is_some() {
        return Err(DbError::refused(ProblemKind::Conflict, "This objection was answered."));
    }
    let sealed = learner.vault(cx)?.conceal(&answer_place(&row.id), &why.compelling_reason)?;
    update(one).set((objections::answer.eq(sealed), objections::answered_at.eq(cx.at()))).execute(cx.conn)?;
    if standing(cx, &handover.id)?.is_empty() {
        handovers::objections_answered(cx, &handover, &learner)?;
    }
    learner.raise_grounds(cx)?;
    Ok(Created { id })
}

/// The objections to sections of a handover, for its sender.
///
/// # Errors
/// Not found when this partner is not the sender.
pub fn list(tx: &mut Tx<'_, ConsentsWrite>, handover: Uuid) -> DbResult<ObjectionList> {
    let cx = &mut tx.cx;
    let handover = visible(cx, handover)?;
    if handover.relation(&cx.partner()) != Relation::Sender {
        return Err(DbError::not_found());
    }
    let vault = Learner::load(cx, &handover.learner_id)?.vault(cx)?;
    Ok(ObjectionList { items: rows(cx, &handover.id)?.iter().map(|row| view(row, &vault)).collect::<DbResult<_>>()? })
}

/// The sections that are held by an objection.
pub(crate) fn standing(cx: &mut Cx<'_>, handover: &str) -> DbResult<Vec<Section>> {
    let held = rows(cx, handover)?.into_iter().filter(|row| row.answered_at.is_none());
    Ok(held.map(|row| stored::code(&row.section)).collect::<Result<_, _>>()?)
}

/// The last objection to a section.
pub(crate) fn last_about(cx: &mut Cx<'_>, handover: &Handover, vault: &Vault, section: Section) -> DbResult<Option<ObjectionView>> {
    rows(cx, &handover.id)?.iter().rfind(|row| row.section == section.code()).map(|row| view(row, vault)).transpose()
}

fn rows(cx: &mut Cx<'_>, handover: &str) -> DbResult<Vec<Row>> {
    let of_handover = objections::table.filter(objections::handover_id.eq(handover)).order(objections::id);
    Ok(of_handover.select(Row::as_select()).load(cx.conn)?)
}

fn view(row: &Row, vault: &Vault) -> DbResult<ObjectionView> {
    Ok(ObjectionView {
        id: stored::id(&row.id)?,
        section: stored::code(&row.section)?,
        reason: vault.reveal(&place(&row.id), &row.content)?,
        made_at: stored::instant(row.made_at),
        compelling_reason: vault.reveal_some::<Text<2000>>(&answer_place(&row.id), row.answer.as_deref())?,
        answered_at: row.answered_at.map(stored::instant),
    })
}
