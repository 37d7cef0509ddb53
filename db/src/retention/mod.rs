//! How long what was written is kept: looked at every night, erased when its time is up. That it was there stays, and that it was erased.

mod due;
mod purge;

use chrono::NaiveDate;
use diesel::prelude::*;
use estafette_contract::{RETENTION, RetentionRow, RetentionRuleList, RetentionRuleView, scope::RetentionRead};

pub use purge::Purged;

use crate::{
    DbResult,
    schema::house,
    store::{Conn, Cx, Tx},
};

/// The row that says on which night the rules were last carried out.
const NIGHT: &str = "purged-on";

/// The rules, and what each would erase now.
///
/// # Errors
/// A fault on our side.
pub fn rules(tx: &mut Tx<'_, RetentionRead>) -> DbResult<RetentionRuleList> {
    let cx = &mut tx.cx;
    let items = RETENTION.iter().map(|row| view(cx, row)).collect::<DbResult<_>>()?;
    Ok(RetentionRuleList { items, purged_on: last_night(cx.conn)? })
}

fn view(cx: &mut Cx<'_>, row: &RetentionRow) -> DbResult<RetentionRuleView> {
    let cutoff = due::cutoff(&cx.house.terms, row, cx.now);
    Ok(RetentionRuleView {
        rule: row.rule,
        statuses: row.statuses.to_vec(),
        sections: row.sections.to_vec(),
        since: row.since,
        of: row.since.of(),
        length: cx.house.terms.length(row.term).iso(),
        due: due::count(cx.conn, row, cutoff)?,
    })
}

fn last_night(conn: &mut Conn) -> DbResult<Option<NaiveDate>> {
    let kept: Option<String> = house::table.find(NIGHT).select(house::value).first(conn).optional()?;
    Ok(kept.and_then(|night| night.parse().ok()))
}
