//! The course of a handover.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use estafette_contract::{History, HistoryLine, Text, scope::HandoversRead};
use uuid::Uuid;

use super::{engine::explanation_place, reads_the_others, visible};
use crate::{
    DbResult,
    learners::{Learner, Vault},
    rules::Relation,
    schema::handover_moves,
    store::Tx,
    stored,
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = handover_moves)]
struct MoveLine {
    id: String,
    name: Option<String>,
    status: String,
    party: String,
    partner_id: Option<String>,
    reason: Option<String>,
    explanation: Option<Vec<u8>>,
    moved_at: NaiveDateTime,
}

/// Every move a handover made, oldest first; a receiver sees it from the offer on.
///
/// What the other party wrote with a move is read by whoever reads the record, and by nobody before the transfer.
///
/// # Errors
/// Not found when this partner may not know of it.
pub fn history(tx: &mut Tx<'_, HandoversRead>, id: Uuid) -> DbResult<History> {
    let cx = &mut tx.cx;
    let handover = visible(cx, id)?;
    let rows: Vec<MoveLine> = handover_moves::table
        .filter(handover_moves::handover_id.eq(&handover.id))
        .order(handover_moves::id)
        .select(MoveLine::as_select())
        .load(cx.conn)?;
    let vault = Learner::load(cx, &handover.learner_id)?.vault_if_kept(cx)?;
    let before_offer = match handover.relation(&cx.partner()) {
        Relation::Sender => 0,
        _ => rows.iter().position(|row| row.status == "offered").unwrap_or(rows.len()),
    };
    let all = reads_the_others(cx, &handover)?;
    let own = Some(cx.partner());
    let lines = rows[before_offer..].iter().map(|row| line(row, all || row.partner_id == own, vault.as_ref()));
    Ok(History { items: lines.collect::<DbResult<_>>()? })
}

fn line(row: &MoveLine, in_full: bool, vault: Option<&Vault>) -> DbResult<HistoryLine> {
    let explanation = row.explanation.as_deref().filter(|_| in_full);
    let reveal = |vault: &Vault| vault.reveal_some::<Text<1000>>(&explanation_place(&row.id), explanation);
    Ok(HistoryLine {
        name: row.name.as_deref().map(stored::code).transpose()?,
        status: stored::code(&row.status)?,
        by: stored::code(&row.party)?,
        reason: row.reason.clone(),
        explanation: vault.map(reveal).transpose()?.flatten().map(|text| text.to_string()),
        moved_at: stored::instant(row.moved_at),
    })
}
