//! The steps of a plan that travel with a takeover: the open ones go to who takes over, who accepts or returns each.
//!
//! The section `plan` is what the learner has read; these rows are made of it, and say what became of each step afterwards.

mod due;
mod list;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{insert_into, prelude::*, update};
use estafette_contract::{
    CodeList, EventType, HandoverStatus, Party, PlanStepMoved, PlanStepStatus, ProblemKind, Role, SectionContent, StepAcceptance,
    StepReturn, Text, content::PlanStep, scope::PlansWrite,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use list::list;

use crate::{
    DbError, DbResult, events,
    handovers::{self, Handover, Steps, items::Running},
    learners::{Learner, Vault},
    rules::Relation,
    schema::{handovers as handover_rows, plan_steps},
    store::{Cx, Tx, new_id, on_each},
    stored,
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = plan_steps)]
struct Row {
    id: String,
    status: String,
    comes_from: Option<String>,
    content: Vec<u8>,
    reason: Option<Vec<u8>>,
    handed_over_at: NaiveDateTime,
    answered_at: Option<NaiveDateTime>,
    settled_by: Option<String>,
}

/// What is sealed of a step.
#[derive(Clone, Serialize, Deserialize)]
struct Content {
    what: Text<1000>,
    owner: Role,
    due_on: Option<NaiveDate>,
    agreed_by: Vec<Role>,
}

impl Row {
    fn status(&self) -> DbResult<PlanStepStatus> {
        Ok(stored::code(&self.status)?)
    }

    /// Which side has it now.
    fn held_by(&self) -> DbResult<Party> {
        Ok(match self.status()? {
            PlanStepStatus::HandedOver | PlanStepStatus::Returned => Party::Sender,
            PlanStepStatus::Accepted | PlanStepStatus::PassedOn => Party::Receiver,
            PlanStepStatus::Done => self.settled_by.as_deref().map(stored::code).transpose()?.unwrap_or(Party::Receiver),
        })
    }
}

fn place(id: &str) -> String {
    format!("plan_steps.content|{id}")
}

fn reason_place(id: &str) -> String {
    format!("plan_steps.reason|{id}")
}

/// Hands the open steps of the plan to who takes over, as far as the plan may be read there; the learner must be held.
pub(crate) fn travel(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner) -> DbResult<Steps> {
    let vault = learner.vault(cx)?;
    let mut steps = Steps::default();
    for step in handovers::plan_for_receiver(cx, handover, learner, &vault)?.into_iter().filter(|step| !step.done) {
        let id = new_id().to_string();
        let content = Content { what: step.what, owner: step.owner, due_on: step.due_on, agreed_by: step.agreed_by };
        let row = (
            plan_steps::handover_id.eq(&handover.id),
            plan_steps::id.eq(&id),
            plan_steps::status.eq(PlanStepStatus::HandedOver.code()),
            plan_steps::comes_from.eq(step.step_id.map(|id| id.to_string())),
            plan_steps::content.eq(vault.conceal(&place(&id), &content)?),
            plan_steps::handed_over_at.eq(cx.at()),
        );
        insert_into(plan_steps::table).values(row).execute(cx.conn)?;
        steps.waiting_since = Some(cx.now);
    }
    Ok(steps)
}

/// Accepts a step that was handed over; from now on it is this party's.
///
/// # Errors
/// When this partner did not take over, may not read the plan, or answered already.
pub fn accept(tx: &mut Tx<'_, PlansWrite>, handover: Uuid, id: Uuid, how: &StepAcceptance) -> DbResult<PlanStepMoved> {
    let cx = &mut tx.cx;
    let (running, row) = to_answer(cx, handover, id)?;
    handovers::demand_plan(cx, &running.handover, &running.learner, &running.vault)?;
    let before: Content = running.vault.reveal(&place(&row.id), &row.content)?;
    let content = Content {
        owner: how.owner.unwrap_or(before.owner),
        due_on: how.due_on.or(before.due_on),
        agreed_by: if how.agreed_by.is_empty() { before.agreed_by.clone() } else { how.agreed_by.clone() },
        ..before
    };
    let sealed = running.vault.conceal(&place(&row.id), &content)?;
    let accepted =
        (plan_steps::status.eq(PlanStepStatus::Accepted.code()), plan_steps::content.eq(sealed), plan_steps::answered_at.eq(cx.at()));
    update(plan_steps::table.find((&running.handover.id, &row.id))).set(accepted).execute(cx.conn)?;
    pass_on(cx, &running.handover, &running.learner, &row)?;
    due::watch(cx, &running.handover, &running.learner)?;
    events::told_other(cx, &running.handover, Party::Receiver, EventType::StepAnswered)?;
    Ok(PlanStepMoved { id, status: PlanStepStatus::Accepted })
}

/// Returns a step that was handed over, also when the plan can no longer be read; it stays with who handed it over.
///
/// # Errors
/// When this partner did not take over, or answered already.
pub fn give_back(tx: &mut Tx<'_, PlansWrite>, handover: Uuid, id: Uuid, why: &StepReturn) -> DbResult<PlanStepMoved> {
    let cx = &mut tx.cx;
    let (running, row) = to_answer(cx, handover, id)?;
    let returned = (
        plan_steps::status.eq(PlanStepStatus::Returned.code()),
        plan_steps::reason.eq(running.vault.conceal(&reason_place(&row.id), &why.reason)?),
        plan_steps::answered_at.eq(cx.at()),
    );
    update(plan_steps::table.find((&running.handover.id, &row.id))).set(returned).execute(cx.conn)?;
    due::watch(cx, &running.handover, &running.learner)?;
    events::told_other(cx, &running.handover, Party::Receiver, EventType::StepAnswered)?;
    Ok(PlanStepMoved { id, status: PlanStepStatus::Returned })
}

/// Says that a step is done, by the side that has it.
///
/// # Errors
/// When the other side has it, or it is done or passed on.
pub fn complete(tx: &mut Tx<'_, PlansWrite>, handover: Uuid, id: Uuid) -> DbResult<PlanStepMoved> {
    let cx = &mut tx.cx;
    let running = Running::hold_while(cx, handover, &[HandoverStatus::TakenOver])?;
    let row = find(cx, &running, id)?;
    let holder = row.held_by()?;
    running.demand_side(cx, holder)?;
    if matches!(row.status()?, PlanStepStatus::Done | PlanStepStatus::PassedOn) {
        return Err(DbError::refused(ProblemKind::Conflict, "This step is done, or somebody else has it by now."));
    }
    let done = (plan_steps::status.eq(PlanStepStatus::Done.code()), plan_steps::settled_by.eq(holder.code()));
    update(plan_steps::table.find((&running.handover.id, &row.id))).set(done).execute(cx.conn)?;
    due::watch(cx, &running.handover, &running.learner)?;
    events::told_other(cx, &running.handover, holder, EventType::StepDone)?;
    Ok(PlanStepMoved { id, status: PlanStepStatus::Done })
}

/// A step that waits for the answer of the acting partner, which took over.
fn to_answer(cx: &mut Cx<'_>, handover: Uuid, id: Uuid) -> DbResult<(Running, Row)> {
    let running = Running::hold_while(cx, handover, &[HandoverStatus::TakenOver])?;
    let row = find(cx, &running, id)?;
    running.demand_side(cx, Party::Receiver)?;
    if row.status()? != PlanStepStatus::HandedOver {
        return Err(DbError::refused(ProblemKind::Conflict, "This step was answered before."));
    }
    Ok((running, row))
}

fn find(cx: &mut Cx<'_>, running: &Running, id: Uuid) -> DbResult<Row> {
    let one = plan_steps::table.find((&running.handover.id, id.to_string())).select(Row::as_select());
    one.first(cx.conn).optional()?.ok_or_else(DbError::not_found)
}

/// The step this one comes from is no longer with who handed it over, if that party had it.
fn pass_on(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, row: &Row) -> DbResult<()> {
    let Some(before) = &row.comes_from else { return Ok(()) };
    let earlier: Vec<String> = handover_rows::table
        .filter(handover_rows::learner_id.eq(&handover.learner_id))
        .filter(handover_rows::receiver_partner_id.eq(&handover.sender_partner_id))
        .select(handover_rows::id)
        .load(cx.conn)?;
    let accepted = plan_steps::table
        .filter(plan_steps::handover_id.eq_any(earlier))
        .filter(plan_steps::id.eq(before))
        .filter(plan_steps::status.eq(PlanStepStatus::Accepted.code()));
    let passed = update(accepted).set(plan_steps::status.eq(PlanStepStatus::PassedOn.code())).returning(plan_steps::handover_id);
    let from: Option<String> = on_each!(cx.conn, |c| passed.get_result(c)).optional()?;
    match from {
        Some(from) => {
            let earlier = handovers::by_id(cx, stored::id(&from)?)?;
            due::watch(cx, &earlier, learner)
        }
        None => Ok(()),
    }
}

/// A plan with the steps the acting partner has of it now, and whether others have some; other content as it is.
pub(crate) fn as_held(
    cx: &mut Cx<'_>,
    handover: &Handover,
    vault: &Vault,
    relation: Relation,
    content: SectionContent,
) -> DbResult<(SectionContent, bool)> {
    let SectionContent::Plan(mut plan) = content else { return Ok((content, false)) };
    let rows: Vec<Row> =
        plan_steps::table.filter(plan_steps::handover_id.eq(&handover.id)).order(plan_steps::id).select(Row::as_select()).load(cx.conn)?;
    if rows.is_empty() {
        return Ok((plan.into(), false));
    }
    let side = handovers::party(relation);
    let mut elsewhere = false;
    plan.steps.retain(|step| step.done);
    for row in &rows {
        let done = row.status()? == PlanStepStatus::Done;
        if row.status()? == PlanStepStatus::PassedOn || Some(row.held_by()?) != side {
            elsewhere |= !done;
        } else {
            plan.steps.push(step(row, vault, done)?);
        }
    }
    Ok((plan.into(), elsewhere))
}

fn step(row: &Row, vault: &Vault, done: bool) -> DbResult<PlanStep> {
    let content: Content = vault.reveal(&place(&row.id), &row.content)?;
    Ok(PlanStep {
        what: content.what,
        owner: content.owner,
        owner_side: None,
        due_on: content.due_on,
        done,
        agreed_by: content.agreed_by,
        step_id: Some(stored::id(&row.id)?),
    })
}
