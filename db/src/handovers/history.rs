//! The course of a handover.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use estafette_contract::{History, HistoryLine, Reading, Text, scope::HandoversRead};
use uuid::Uuid;

use super::{Handover, engine::explanation_place, visible};
use crate::{
    DbResult,
    learners::{Learner, Vault},
    rules::Relation,
    schema::handover_moves,
    store::{Cx, Tx},
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
/// # Errors
/// Not found when this partner may not know of it.
pub fn history(tx: &mut Tx<'_, HandoversRead>, id: Uuid) -> DbResult<History> {
    let cx = &mut tx.cx;
    let handover = visible(cx, id)?;
    let rows: Vec<MoveLine> = handover_moves::table
        .filter(handover_moves::handover_id.eq(&handover.id))
        .order((handover_moves::moved_at, handover_moves::id))
        .select(MoveLine::as_select())
        .load(cx.conn)?;
    let vault = Learner::load(cx, &handover.learner_id)?.vault(cx)?;
    let before_offer = match handover.relation(&cx.partner()) {
        Relation::Sender => 0,
        _ => rows.iter().position(|row| row.status == "offered").unwrap_or(rows.len()),
    };
    let mut items = Vec::new();
    for row in &rows[before_offer..] {
        items.push(line(row, &vault, reads_words(cx, &handover, row)?)?);
    }
    Ok(History { items })
}

/// What somebody wrote is content: who reads only an announcement reads its own words and no one else's.
fn reads_words(cx: &Cx<'_>, handover: &Handover, row: &MoveLine) -> DbResult<bool> {
    let partner = cx.partner();
    let own = row.partner_id.as_deref() == Some(partner.as_str());
    Ok(own || handover.relation(&partner) == Relation::Sender || handover.reading(&partner)? == Reading::Granted)
}

fn line(row: &MoveLine, vault: &Vault, with_words: bool) -> DbResult<HistoryLine> {
    let explanation = row.explanation.as_deref().filter(|_| with_words);
    Ok(HistoryLine {
        name: row.name.as_deref().map(stored::code).transpose()?,
        status: stored::code(&row.status)?,
        by: stored::code(&row.party)?,
        reason: row.reason.clone(),
        explanation: vault.reveal_some::<Text<1000>>(&explanation_place(&row.id), explanation)?.map(|text| text.to_string()),
        moved_at: stored::instant(row.moved_at),
    })
}
