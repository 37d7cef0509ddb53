//! The feed: what a partner was told, from where it left off.

use diesel::prelude::*;
use estafette_contract::{EventPage, ProblemKind, scope::HandoversRead};

use super::{
    Row,
    number::{GONE, LAST, kept},
    view,
};
use crate::{
    DbError, DbResult, Fault, PageRequest, cursor,
    schema::events,
    store::{Cx, Tx},
};

const LIST: &str = "events";

/// What this partner was told after a cursor of this feed, oldest first; `source` is the address of this service.
///
/// # Errors
/// When the cursor is none of this feed, or what comes after it was thrown away by age.
pub fn feed(tx: &mut Tx<'_, HandoversRead>, page: &PageRequest, source: &str) -> DbResult<EventPage> {
    let cx = &mut tx.cx;
    let size = page.size()?;
    let from = after(cx, page)?;
    let mut rows: Vec<Row> = events::table
        .filter(events::partner_id.eq(cx.partner()))
        .filter(events::position.gt(from.unwrap_or(0)))
        .order(events::position)
        .limit(size as i64 + 1)
        .select(Row::as_select())
        .load(cx.conn)?;
    let more = rows.len() > size;
    rows.truncate(size);
    // Who has read everything goes on from the newest there is of anybody, so that a quiet year is no reason to have missed something.
    let last = if more { rows.last().map(|row| row.position) } else { None };
    let last = last.map_or_else(|| kept(cx.conn, LAST), Ok)?;
    let after = cursor::seal(cx, LIST, &last.to_string())?;
    Ok(EventPage { items: rows.iter().map(|row| view(row, source)).collect::<DbResult<_>>()?, after, more })
}

/// The position a cursor names; whoever stayed away for too long is told so, and not that nothing happened.
fn after(cx: &mut Cx<'_>, page: &PageRequest) -> DbResult<Option<i64>> {
    let Some(text) = page.after(cx, LIST)? else { return Ok(None) };
    let position: i64 = text.parse().map_err(|_| Fault::Stored("a position"))?;
    if position < kept(cx.conn, GONE)? {
        let detail = "What came after this cursor was thrown away by age. Read where your handovers stand, and begin without a cursor.";
        return Err(DbError::refused(ProblemKind::EventsGone, detail));
    }
    Ok(Some(position))
}
