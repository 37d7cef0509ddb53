//! What consent comes to for the sections of one handover: how it stands for each, and who could read one.

use std::collections::BTreeSet;

use diesel::prelude::*;
use estafette_contract::{
    CodeList, Ground, Scope, Section, SectionStanding,
    scope::{self, SectionsHealthRead},
};

use super::{Handover, grounds::Grounds, sections};
use crate::{
    DbResult,
    learners::{Learner, Vault},
    rules::ConsentState,
    schema::partners,
    store::Cx,
    stored,
};

/// How the consent stands for each section that was written or spoken about and rests on one, in the order of the sections.
pub(crate) fn standings(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, vault: &Vault) -> DbResult<Vec<SectionStanding>> {
    let grounds = Grounds::load(cx, handover, learner, vault)?;
    let written = sections::all_current(cx, &handover.id)?;
    let mut concerned: BTreeSet<Section> = grounds.spoken_about().collect();
    for row in &written {
        concerned.insert(stored::code(&row.section)?);
    }
    let mut standings = Vec::new();
    for section in concerned {
        let cell = match written.iter().find(|row| row.section == section.code()) {
            Some(row) => sections::cell_of_row(cx, handover, row)?,
            None => sections::cell(cx, handover, section)?,
        };
        if cell.ground.needs_consent() {
            standings.push(grounds.standing(cell));
        }
    }
    Ok(standings)
}

/// Whether the receiver could read this section until now, or may have a copy of it: then it has to know what becomes of it.
pub(crate) fn was_given(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, vault: &Vault, section: Section) -> DbResult<bool> {
    let Some(row) = sections::current(cx, &handover.id, section)? else { return Ok(false) };
    let cell = sections::cell_of_row(cx, handover, &row)?;
    if handover.transfer_started_at.is_none() || cell.ground == Ground::Forbidden {
        return Ok(false);
    }
    let consent = Grounds::load(cx, handover, learner, vault)?.consent(cell);
    if cell.ground.needs_consent() && !matches!(consent, ConsentState::Live(_) | ConsentState::NeedsConfirmation) {
        return Ok(false);
    }
    let granted: String = partners::table.find(&handover.receiver_partner_id).select(partners::scopes).first(cx.conn)?;
    Ok(section != Section::Health || scope::carries(&granted, SectionsHealthRead::NAME))
}
