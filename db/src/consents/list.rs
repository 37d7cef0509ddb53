//! The ledger as the sender reads it.

use std::collections::HashMap;

use estafette_contract::{ConsentList, ConsentView, RepresentationGround, Text, scope::ConsentsWrite};
use uuid::Uuid;

use super::ledger::{self, Row};
use crate::{
    DbError, DbResult, dutch_day,
    handovers::visible,
    learners::{Learner, Vault, representatives},
    rules::Relation,
    store::{Cx, Tx},
    stored,
};

/// Every statement about the sections of a handover, oldest first within each section.
///
/// # Errors
/// When this partner is not the sender.
pub fn list(tx: &mut Tx<'_, ConsentsWrite>, handover: Uuid) -> DbResult<ConsentList> {
    let cx = &mut tx.cx;
    let handover = visible(cx, handover)?;
    if handover.relation(&cx.partner()) != Relation::Sender {
        return Err(DbError::not_found());
    }
    let vault = Learner::load(cx, &handover.learner_id)?.vault(cx)?;
    let represented = represented(cx, &handover.learner_id)?;
    let items = ledger::rows(cx, &handover.id)?.iter().map(|row| view(row, &vault, &represented)).collect::<DbResult<_>>()?;
    Ok(ConsentList { items })
}

/// On what ground each representative on record represents the learner.
type Represented = HashMap<String, RepresentationGround>;

fn represented(cx: &mut Cx<'_>, learner: &str) -> DbResult<Represented> {
    representatives::list(cx, learner)?.into_iter().map(|row| Ok((row.id, stored::code(&row.ground)?))).collect()
}

fn view(row: &Row, vault: &Vault, represented: &Represented) -> DbResult<ConsentView> {
    let content = row.open(vault)?;
    let stated_at = stored::instant(row.stated_at);
    Ok(ConsentView {
        id: stored::id(&row.id)?,
        section: stored::code(&row.section)?,
        statement: stored::code(&row.statement)?,
        giver: stored::code(&row.giver)?,
        representative_id: row.representative_id.as_deref().map(stored::id).transpose()?,
        representation_ground: row.representative_id.as_ref().and_then(|id| represented.get(id).copied()),
        version: row.version,
        purpose: content.purpose.to_string(),
        ground: stored::code(&row.ground)?,
        matrix_version: row.matrix_version.clone(),
        channel: stored::code(&row.channel)?,
        scan_reference: content.scan_reference.as_ref().map(Text::to_string),
        witness: content.witness,
        note: content.note.as_ref().map(Text::to_string),
        from_on: row.from_on.unwrap_or_else(|| dutch_day(stated_at)),
        until_on: row.until_on,
        text_version: row.text_version.clone(),
        text_language: stored::code(&row.text_language)?,
        text_sha256: row.text_sha256.clone(),
        stated_at,
        recorded_at: stored::instant(row.recorded_at),
    })
}
