//! A partner's own entries.

use diesel::prelude::*;
use estafette_contract::{AuditPage, AuditRecord, scope::AuditRead};

use crate::{
    DbResult, Fault, PageRequest, cursor,
    schema::{audit_details, audit_entries},
    store::Tx,
};

/// The entries of this partner, newest first.
///
/// # Errors
/// When the page asked for cannot be.
pub fn own_entries(tx: &mut Tx<'_, AuditRead>, page: &PageRequest) -> DbResult<AuditPage> {
    const LIST: &str = "audit";
    let cx = &mut tx.cx;
    let size = page.size()?;
    let mut query = audit_entries::table
        .left_join(audit_details::table.on(audit_details::event_id.eq(audit_entries::event_id)))
        .filter(audit_entries::partner_id.eq(cx.partner()))
        .order(audit_entries::event_id.desc())
        .limit(size as i64 + 1)
        .select((audit_entries::event_id, audit_entries::entry, audit_details::details.nullable()))
        .into_boxed();
    if let Some(after) = page.after(cx, LIST)? {
        query = query.filter(audit_entries::event_id.lt(after));
    }
    let mut rows: Vec<(String, String, Option<String>)> = query.load(cx.conn)?;
    let next_cursor = cursor::cut(cx, LIST, &mut rows, size, |row| &row.0)?;
    let items = rows.iter().map(|(_, entry, details)| record(entry, details.as_deref())).collect::<Result<_, _>>()?;
    Ok(AuditPage { items, next_cursor })
}

/// An entry and its details as they were written.
pub(super) fn record(entry: &str, details: Option<&str>) -> Result<AuditRecord, Fault> {
    const WRONG: Fault = Fault::Stored("an entry");
    Ok(AuditRecord {
        entry: serde_json::from_str(entry).map_err(|_| WRONG)?,
        details: details.map(serde_json::from_str).transpose().map_err(|_| WRONG)?,
    })
}
