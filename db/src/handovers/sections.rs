//! Writing and removing sections, each a version of its own under the learner's key.

use diesel::{delete, insert_into, prelude::*, update};
use estafette_contract::{
    CodeList, Ground, GroundUsed, HandoverStatus, MatrixCell, Move, Necessity, Party, ProblemKind, Section, SectionContent, SectionWritten,
    scope::HandoversOffer,
};
use uuid::Uuid;

use super::{Handover, engine, held_by_sender};
use crate::{
    DbError, DbResult, facts,
    learners::{Learner, Vault},
    rights,
    schema::handover_sections,
    store::{Cx, Tx},
    stored,
};

/// A section's current row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = handover_sections)]
pub(super) struct SectionRow {
    pub(super) handover_id: String,
    pub(super) section: String,
    pub(super) version: i64,
    pub(super) ground: String,
    pub(super) matrix_version: String,
    pub(super) content: Vec<u8>,
    pub(super) necessity: Option<Vec<u8>>,
    pub(super) written_at: chrono::NaiveDateTime,
}

/// What the writer knows of the version it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionCondition {
    /// It must not be there yet (`If-None-Match: *`).
    Absent,
    /// It must be this version (`If-Match`).
    Is(String),
}

/// A section as the sender gives it.
#[derive(Debug, Clone)]
pub struct SectionGiven {
    /// Its content.
    pub content: SectionContent,
    /// Why it is necessary, where that is asked.
    pub necessity: Option<Necessity>,
}

/// The place a section's content is bound to.
pub(super) fn place(handover: &str, section: &str, version: i64) -> String {
    format!("handover_sections.content|{handover}|{section}|{version}")
}

/// The place a section's necessity is bound to.
pub(super) fn necessity_place(handover: &str, section: &str, version: i64) -> String {
    format!("handover_sections.necessity|{handover}|{section}|{version}")
}

/// Writes a section; the answer carries its new opaque version.
///
/// # Errors
/// When the matrix forbids it, the version is another, or the handover is past changing.
pub fn put_section(
    tx: &mut Tx<'_, HandoversOffer>,
    id: Uuid,
    given: &SectionGiven,
    condition: &VersionCondition,
) -> DbResult<(SectionWritten, String)> {
    let cx = &mut tx.cx;
    let (handover, learner) = held_by_sender(cx, id)?;
    super::demand_grant::<HandoversOffer>(cx, handover.transition()?)?;
    let section = given.content.section();
    let cell = allowed_cell(cx, &handover, section)?;
    check_condition(cx, &handover, section, condition)?;
    let status = open_for_writing(cx, &handover, &learner, section)?;
    let version = write(cx, &handover, &learner.vault(cx)?, given, cell)?;
    rights::rectified(cx, &handover, &learner, section)?;
    learner.raise_grounds(cx)?;
    let tag = tag(cx, &handover.id, section, version)?;
    cx.notes.etags.push(tag.clone());
    Ok((SectionWritten { section, version, ground: cell.ground, status }, tag))
}

/// Takes a section away; possible until the transfer starts, so that a refused consent never blocks the rest.
///
/// # Errors
/// When it is not there, the version is another, or the transfer has started.
pub fn remove_section(tx: &mut Tx<'_, HandoversOffer>, id: Uuid, section: Section, condition: &VersionCondition) -> DbResult<()> {
    let cx = &mut tx.cx;
    let (handover, learner) = held_by_sender(cx, id)?;
    if current(cx, &handover.id, section)?.is_none() {
        return Err(DbError::not_found());
    }
    check_condition(cx, &handover, section, condition)?;
    open_for_removal(cx, &handover, &learner, section)?;
    retire(cx, &handover.id, section)?;
    learner.raise_grounds(cx)
}

/// Writes the sections of an imported dossier; answers those the matrix forbids.
pub(super) fn put_imported(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, contents: &[SectionContent]) -> DbResult<Vec<Section>> {
    let vault = learner.vault(cx)?;
    let mut left_out = Vec::new();
    for content in contents {
        let cell = cell(cx, handover, content.section())?;
        if cell.ground == Ground::Forbidden {
            left_out.push(content.section());
        } else {
            write(cx, handover, &vault, &SectionGiven { content: content.clone(), necessity: None }, cell)?;
        }
    }
    Ok(left_out)
}

/// The cell of the matrix in force, on which a section of this handover is written now.
pub(super) fn cell(cx: &mut Cx<'_>, handover: &Handover, section: Section) -> DbResult<MatrixCell> {
    let kind = handover.receiver_kind(cx)?;
    Ok(cx.matrix.cell(handover.transition()?, kind, section))
}

/// The cell on which a section that was written goes or does not: that of the matrix in force, and that of the one it was written under where
/// that is stricter.
pub(super) fn cell_of_row(cx: &mut Cx<'_>, handover: &Handover, row: &SectionRow) -> DbResult<MatrixCell> {
    let section = stored::code(&row.section)?;
    let now = cell(cx, handover, section)?;
    if row.matrix_version == cx.matrix.version() {
        return Ok(now);
    }
    let then = match cx.house.matrices.version(&row.matrix_version) {
        Some(matrix) => matrix.cell(handover.transition()?, handover.receiver_kind(cx)?, section),
        None => MatrixCell { ground: stored::code(&row.ground)?, ..now },
    };
    Ok(now.stricter(then))
}

/// The same for a section that may not be written yet.
pub(crate) fn cell_if_written(cx: &mut Cx<'_>, handover: &Handover, section: Section) -> DbResult<MatrixCell> {
    match current(cx, &handover.id, section)? {
        Some(row) => cell_of_row(cx, handover, &row),
        None => cell(cx, handover, section),
    }
}

fn allowed_cell(cx: &mut Cx<'_>, handover: &Handover, section: Section) -> DbResult<MatrixCell> {
    let cell = cell(cx, handover, section)?;
    if cell.ground == Ground::Forbidden {
        let detail = format!("{section} may not be handed over at this transition to this kind of receiver: see /v1/exchange-matrix.");
        return Err(DbError::refused(ProblemKind::SectionForbidden, detail));
    }
    Ok(cell)
}

/// The status the section is written in; a change under review starts the review again.
fn open_for_change(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner) -> DbResult<HandoverStatus> {
    match handover.status()? {
        HandoverStatus::Draft => Ok(HandoverStatus::Draft),
        HandoverStatus::InReview => engine::advance(cx, handover, learner, engine::Step::plain(Move::Revise, Party::Sender)),
        _ => Err(engine::not_possible(cx, handover, "Sections can be written only while drafting or under review.")?),
    }
}

/// The same, or as it stands when the learner was granted a correction of this section.
fn open_for_writing(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, section: Section) -> DbResult<HandoverStatus> {
    if !handover.status()?.is_final() && rights::to_rectify(cx, &handover.id, section)?.is_some() {
        return handover.status();
    }
    open_for_change(cx, handover, learner)
}

/// What the learner refuses can go until the transfer starts; what the transition requires goes only by starting the review again.
fn open_for_removal(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, section: Section) -> DbResult<()> {
    use HandoverStatus as S;
    let required = handover.transition()?.required_sections().contains(&section);
    let detail = match handover.status()? {
        S::InReview if required => return open_for_change(cx, handover, learner).map(|_| ()),
        S::Draft | S::InReview => return Ok(()),
        S::Ready | S::Offered | S::Accepted if !required => return Ok(()),
        S::Ready | S::Offered | S::Accepted => "The transition requires this section; withdraw the handover instead.",
        _ => "Sections can be taken away only before the transfer starts.",
    };
    Err(engine::not_possible(cx, handover, detail)?)
}

/// Writes a version of a section into a draft.
pub(super) fn write(cx: &mut Cx<'_>, handover: &Handover, vault: &Vault, given: &SectionGiven, cell: MatrixCell) -> DbResult<i64> {
    let section = cell.section.code();
    let last: Option<i64> = handover_sections::table
        .filter(handover_sections::handover_id.eq(&handover.id))
        .filter(handover_sections::section.eq(section))
        .select(diesel::dsl::max(handover_sections::version))
        .first(cx.conn)?;
    let version = last.unwrap_or(0) + 1;
    retire(cx, &handover.id, cell.section)?;
    let row = (
        handover_sections::handover_id.eq(&handover.id),
        handover_sections::section.eq(section),
        handover_sections::version.eq(version),
        handover_sections::current.eq(true),
        handover_sections::ground.eq(cell.ground.code()),
        handover_sections::matrix_version.eq(cx.matrix.version()),
        handover_sections::content.eq(vault.conceal(&place(&handover.id, section, version), &given.content)?),
        handover_sections::necessity.eq(vault.conceal_some(&necessity_place(&handover.id, section, version), given.necessity.as_ref())?),
        handover_sections::written_at.eq(cx.at()),
    );
    insert_into(handover_sections::table).values(row).execute(cx.conn)?;
    facts::written(cx, handover, &given.content)?;
    cx.note_ground(GroundUsed { section: cell.section, ground: cell.ground, consent_version: None });
    Ok(version)
}

fn retire(cx: &mut Cx<'_>, handover: &str, section: Section) -> DbResult<()> {
    let current = handover_sections::table
        .filter(handover_sections::handover_id.eq(handover))
        .filter(handover_sections::section.eq(section.code()))
        .filter(handover_sections::current);
    update(current).set(handover_sections::current.eq(false)).execute(cx.conn)?;
    Ok(())
}

/// Erases every version of a section; that it was there stands in the log.
pub(crate) fn erase(cx: &mut Cx<'_>, handover: &Handover, section: Section) -> DbResult<()> {
    let versions = handover_sections::table
        .filter(handover_sections::handover_id.eq(&handover.id))
        .filter(handover_sections::section.eq(section.code()));
    delete(versions).execute(cx.conn)?;
    Ok(())
}

/// The sections that are there now.
pub(crate) fn written(cx: &mut Cx<'_>, handover: &Handover) -> DbResult<Vec<Section>> {
    let rows = all_current(cx, &handover.id)?;
    Ok(rows.iter().map(|row| crate::stored::code(&row.section)).collect::<Result<_, _>>()?)
}

/// The current rows of all sections.
pub(super) fn all_current(cx: &mut Cx<'_>, handover: &str) -> DbResult<Vec<SectionRow>> {
    Ok(handover_sections::table
        .filter(handover_sections::handover_id.eq(handover))
        .filter(handover_sections::current)
        .order(handover_sections::section)
        .select(SectionRow::as_select())
        .load(cx.conn)?)
}

/// The current row of one section.
pub(super) fn current(cx: &mut Cx<'_>, handover: &str, section: Section) -> DbResult<Option<SectionRow>> {
    Ok(all_current(cx, handover)?.into_iter().find(|row| row.section == section.code()))
}

/// Whether a section is there now.
pub(crate) fn was_written(cx: &mut Cx<'_>, handover: &Handover, section: Section) -> DbResult<bool> {
    Ok(current(cx, &handover.id, section)?.is_some())
}

/// The opaque version of a section.
pub(super) fn tag(cx: &Cx<'_>, handover: &str, section: Section, version: i64) -> DbResult<String> {
    Ok(cx.version_tag(&["section", handover, section.code(), &version.to_string()])?)
}

fn check_condition(cx: &mut Cx<'_>, handover: &Handover, section: Section, condition: &VersionCondition) -> DbResult<()> {
    let now = match current(cx, &handover.id, section)? {
        Some(row) => Some(tag(cx, &handover.id, section, row.version)?),
        None => None,
    };
    let holds = match condition {
        VersionCondition::Absent => now.is_none(),
        VersionCondition::Is(expected) => now.as_ref() == Some(expected),
    };
    if holds {
        return Ok(());
    }
    Err(DbError::refused(ProblemKind::VersionMismatch, "Read the section again and repeat the change on what you find."))
}
