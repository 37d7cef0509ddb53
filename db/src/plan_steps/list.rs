//! The steps that travelled, as either side reads them.

use diesel::prelude::*;
use estafette_contract::{PlanStepPage, PlanStepView, scope::SectionsRead};
use uuid::Uuid;

use super::{Content, Row, place, reason_place};
use crate::{DbResult, PageRequest, cursor, handovers, learners::Vault, schema::plan_steps, store::Tx, stored};

/// The steps that travelled with a handover, in the order of the plan; for whoever may read its plan now.
///
/// # Errors
/// When this partner may not read the plan, with the reason.
pub fn list(tx: &mut Tx<'_, SectionsRead>, handover: Uuid, page: &PageRequest) -> DbResult<PlanStepPage> {
    let cx = &mut tx.cx;
    let size = page.size()?;
    let (handover, vault) = handovers::open_plan(cx, handover)?;
    let list = format!("plan-steps|{}", handover.id);
    let mut query = plan_steps::table
        .filter(plan_steps::handover_id.eq(&handover.id))
        .order(plan_steps::id)
        .limit(size as i64 + 1)
        .select(Row::as_select())
        .into_boxed();
    if let Some(after) = page.after(cx, &list)? {
        query = query.filter(plan_steps::id.gt(after));
    }
    let mut rows: Vec<Row> = query.load(cx.conn)?;
    let next_cursor = cursor::cut(cx, &list, &mut rows, size, |row| &row.id)?;
    Ok(PlanStepPage { items: rows.iter().map(|row| view(row, &vault)).collect::<DbResult<_>>()?, next_cursor })
}

fn view(row: &Row, vault: &Vault) -> DbResult<PlanStepView> {
    let content: Content = vault.reveal(&place(&row.id), &row.content)?;
    Ok(PlanStepView {
        id: stored::id(&row.id)?,
        status: row.status()?,
        held_by: row.held_by()?,
        what: content.what,
        owner: content.owner,
        due_on: content.due_on,
        agreed_by: content.agreed_by,
        reason: vault.reveal_some(&reason_place(&row.id), row.reason.as_deref())?,
        handed_over_at: stored::instant(row.handed_over_at),
        answered_at: row.answered_at.map(stored::instant),
    })
}
