//! A page of the log, newest first.

use diesel::prelude::*;
use estafette_contract::{AuditRecord, tlog::Hash};

use crate::{
    DbResult, Fault, PageRequest, cursor,
    own::OWN_PAGE_PARTNER,
    schema::{audit_details, audit_entries},
    store::Cx,
};

/// Which entries are asked for.
pub(super) enum Whose {
    /// Those of a partner's own acts.
    Partner(String),
    /// Those about a learner, by the reference the log knows.
    Subject(String),
    /// The same, without what was done on the own page: that a learner looks is nobody else's business.
    SubjectToPartners(String),
}

/// An entry as it was read.
pub(super) struct Read {
    pub(super) record: AuditRecord,
    /// What stands in the tree for it.
    pub(super) leaf: Hash,
}

/// A page of entries with their details, and the cursor of the next.
pub(super) fn read(cx: &mut Cx<'_>, list: &str, whose: Whose, page: &PageRequest) -> DbResult<(Vec<Read>, Option<String>)> {
    let size = page.size()?;
    let mut query = audit_entries::table
        .left_join(audit_details::table.on(audit_details::event_id.eq(audit_entries::event_id)))
        .order(audit_entries::event_id.desc())
        .limit(size as i64 + 1)
        .select((audit_entries::event_id, audit_entries::entry, audit_details::details.nullable()))
        .into_boxed();
    query = match whose {
        Whose::Partner(partner) => query.filter(audit_entries::partner_id.eq(partner)),
        Whose::Subject(subject) => query.filter(audit_entries::subject.eq(subject)),
        Whose::SubjectToPartners(subject) => {
            query.filter(audit_entries::subject.eq(subject)).filter(audit_entries::partner_id.ne(OWN_PAGE_PARTNER.to_string()))
        }
    };
    if let Some(after) = page.after(cx, list)? {
        query = query.filter(audit_entries::event_id.lt(after));
    }
    let mut rows: Vec<(String, String, Option<String>)> = query.load(cx.conn)?;
    let next_cursor = cursor::cut(cx, list, &mut rows, size, |row| &row.0)?;
    let read = |(_, entry, details): &(String, String, Option<String>)| {
        Ok(Read { record: record(entry, details.as_deref())?, leaf: Hash::leaf(entry.as_bytes()) })
    };
    Ok((rows.iter().map(read).collect::<Result<_, Fault>>()?, next_cursor))
}

/// An entry and its details as they were written.
fn record(entry: &str, details: Option<&str>) -> Result<AuditRecord, Fault> {
    const WRONG: Fault = Fault::Stored("an entry");
    Ok(AuditRecord {
        entry: serde_json::from_str(entry).map_err(|_| WRONG)?,
        details: details.map(serde_json::from_str).transpose().map_err(|_| WRONG)?,
    })
}
