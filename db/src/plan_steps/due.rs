//! What there is to do about the steps that travelled, and by when.

use diesel::prelude::*;
use estafette_contract::{Party, PlanStepStatus};

use super::{Content, Row, place};
use crate::{
    DbResult,
    handovers::{self, Handover, Steps},
    learners::{Learner, Vault},
    schema::plan_steps,
    store::Cx,
    stored,
};

/// Looks at what there is to do after something happened to a step; the learner must be held.
pub(super) fn watch(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner) -> DbResult<()> {
    let of_handover = plan_steps::table.filter(plan_steps::handover_id.eq(&handover.id));
    let rows: Vec<Row> = of_handover.select(Row::as_select()).load(cx.conn)?;
    let steps = standing(&rows, &learner.vault(cx)?)?;
    handovers::steps_stand(cx, handover, learner, &steps)
}

fn standing(rows: &[Row], vault: &Vault) -> DbResult<Steps> {
    let mut steps = Steps::default();
    for row in rows {
        match row.status()? {
            PlanStepStatus::HandedOver => steps.waiting_since = Some(stored::instant(row.handed_over_at)),
            PlanStepStatus::Accepted | PlanStepStatus::Returned => add(&mut steps, row.held_by()?, row, vault)?,
            PlanStepStatus::Done | PlanStepStatus::PassedOn => {}
        }
    }
    Ok(steps)
}

/// Adds the day of a step, if it is the first of this side.
fn add(steps: &mut Steps, side: Party, row: &Row, vault: &Vault) -> DbResult<()> {
    let content: Content = vault.reveal(&place(&row.id), &row.content)?;
    let Some(day) = content.due_on else { return Ok(()) };
    match steps.due.iter_mut().find(|(known, _)| *known == side) {
        Some((_, first)) => *first = (*first).min(day),
        None => steps.due.push((side, day)),
    }
    Ok(())
}
