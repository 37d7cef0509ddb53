//! Who may read the plan of a handover, for the steps that travel with it.

use estafette_contract::{Decision, GroundUsed, Scope, Section, content::PlanStep, scope::SectionsRead};
use uuid::Uuid;

use super::{
    Handover, demand_grant, demand_professional,
    grounds::Grounds,
    record::{self, Reader},
    sections::{self, place},
    visible_with_learner,
};
use crate::{
    DbResult,
    learners::{Learner, Vault},
    store::Cx,
};

/// The steps of the current plan, if the receiver may read it once the transfer runs.
pub(crate) fn plan_for_receiver(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, vault: &Vault) -> DbResult<Vec<PlanStep>> {
    let Some(row) = sections::current(cx, &handover.id, Section::Plan)? else { return Ok(Vec::new()) };
    let cell = sections::cell_if_written(cx, handover, Section::Plan)?;
    if !Grounds::load(cx, handover, learner, vault)?.is_live(cell) {
        return Ok(Vec::new());
    }
    let plan: estafette_contract::content::Plan = vault.reveal(&place(&row.handover_id, &row.section, row.version), &row.content)?;
    Ok(plan.steps)
}

/// The handover whose steps the acting partner reads now, as it would read the section `plan`.
pub(crate) fn open_plan(cx: &mut Cx<'_>, id: Uuid) -> DbResult<(Handover, Vault)> {
    demand_professional(cx)?;
    let (handover, learner) = visible_with_learner(cx, id)?;
    demand_grant::<SectionsRead>(cx, handover.transition()?)?;
    cx.notes.stamp = Some((learner.id.clone(), learner.ground_version));
    let vault = learner.vault(cx)?;
    let reader = Reader::of(cx, &handover)?;
    demand(cx, &handover, &learner, &vault, &reader)?;
    Ok((handover, vault))
}

/// Refuses a professional who answers a step of a plan that this partner may not read now, whatever its token carries.
pub(crate) fn demand_plan(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, vault: &Vault) -> DbResult<()> {
    demand_professional(cx)?;
    let scopes = format!("{} {}", cx.actor.scopes, SectionsRead::NAME);
    let reader = Reader { scopes, ..Reader::of(cx, handover)? };
    demand(cx, handover, learner, vault, &reader)
}

fn demand(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, vault: &Vault, reader: &Reader) -> DbResult<()> {
    let cell = sections::cell_if_written(cx, handover, Section::Plan)?;
    let decision: Decision = Grounds::load(cx, handover, learner, vault)?.decide(reader, cell);
    if !decision.allows() {
        return Err(record::refuse(cx, decision));
    }
    cx.note_ground(GroundUsed { section: cell.section, ground: cell.ground, consent_version: None });
    Ok(())
}
