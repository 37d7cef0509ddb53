//! The cases of a Doorstroompunt.

use diesel::prelude::*;
use estafette_contract::{CaseLine, CasePage, CaseView, Text, scope::CasesRead};
use uuid::Uuid;

use super::{Case, Content, place};
use crate::{
    DbError, DbResult, PageRequest, aftercare, cursor,
    handovers::demand_professional,
    learners::{Learner, pseudonym_of},
    schema::cases,
    store::{Cx, Tx},
    stored,
};

/// The cases of this partner, the newest first; who they are about is read one by one.
///
/// # Errors
/// When the page asked for cannot be.
pub fn list(tx: &mut Tx<'_, CasesRead>, page: &PageRequest) -> DbResult<CasePage> {
    const LIST: &str = "cases";
    let cx = &mut tx.cx;
    let size = page.size()?;
    let own = cases::table.filter(cases::partner_id.eq(cx.partner()));
    let mut query = own.order(cases::id.desc()).limit(size as i64 + 1).select(Case::as_select()).into_boxed();
    if let Some(after) = page.after(cx, LIST)? {
        query = query.filter(cases::id.lt(after));
    }
    let mut rows = query.load(cx.conn)?;
    let next_cursor = cursor::cut(cx, LIST, &mut rows, size, |row| &row.id)?;
    Ok(CasePage { items: rows.iter().map(|row| line(cx, row)).collect::<DbResult<_>>()?, next_cursor })
}

fn line(cx: &Cx<'_>, row: &Case) -> DbResult<CaseLine> {
    Ok(CaseLine {
        id: stored::id(&row.id)?,
        learner_id: pseudonym_of(cx, &row.learner_id)?,
        status: row.status()?,
        reported_in: row.reported_in()?,
        opened_at: stored::instant(row.opened_at),
        ended_at: row.ended_at.map(stored::instant),
    })
}

/// A case of this partner, with the person it is about.
///
/// # Errors
/// Not found when it is none of this partner's, and when no professional acts.
pub fn find(tx: &mut Tx<'_, CasesRead>, id: Uuid) -> DbResult<CaseView> {
    let cx = &mut tx.cx;
    let own = cases::table.find(id.to_string()).filter(cases::partner_id.eq(cx.partner()));
    let row: Case = own.select(Case::as_select()).first(cx.conn).optional()?.ok_or_else(DbError::not_found)?;
    let learner = Learner::load(cx, &row.learner_id)?;
    cx.notes.stamp = Some((learner.id.clone(), learner.ground_version));
    demand_professional(cx)?;
    let vault = learner.vault(cx)?;
    let personal = learner.personal(&vault)?;
    let content: Content = vault.reveal(&place(&row.id), &row.content)?;
    Ok(CaseView {
        id,
        learner_id: pseudonym_of(cx, &row.learner_id)?,
        status: row.status()?,
        reported_in: row.reported_in()?,
        opened_at: stored::instant(row.opened_at),
        ended_at: row.ended_at.map(stored::instant),
        aftercare_id: aftercare::of_case(cx, &row.id)?,
        given_name: personal.given_name.to_string(),
        family_name_prefix: personal.family_name_prefix.as_ref().map(Text::to_string),
        family_name: personal.family_name.to_string(),
        born_on: personal.born_on,
        address: content.address,
        municipality: content.municipality,
        left: content.left,
    })
}
