//! A page of the log, newest first.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use estafette_contract::{AuditEntry, AuditRecord, tlog::Hash};

use crate::{
    DbResult, Fault, PageRequest, cursor,
    own::OWN_PAGE_PARTNER,
    schema::{audit_details, audit_entries},
    store::Cx,
};

/// So many entries are looked at in one go where not all of them fit.
const SIFTED: usize = 512;
/// So many are looked at for one page; a page may then have fewer lines than it could, and go on all the same.
const AT_MOST: usize = 4096;

/// Which entries are asked for.
#[derive(Debug, Clone)]
pub(super) enum Whose {
    /// Those of a partner's own acts.
    Partner(String),
    /// Those of a partner's own acts about one of these, by the references the log knows.
    PartnerAbout(String, Vec<String>),
    /// Those about a learner, by the reference the log knows.
    Subject(String),
    /// The same, without what was done on the own page: that a learner looks is nobody else's business.
    SubjectToPartners(String),
    /// Those about one of these, without what was done on the own page.
    AboutToPartners(Vec<String>),
    /// All of them, without what was done on any own page.
    Partners,
}

/// Within which time, and which of those.
pub(super) struct Sieve<'s> {
    pub(super) from: Option<DateTime<Utc>>,
    pub(super) until: Option<DateTime<Utc>>,
    pub(super) fits: &'s dyn Fn(&AuditEntry) -> bool,
}

/// An entry as it was read.
pub(super) struct Read {
    pub(super) record: AuditRecord,
    /// What stands in the tree for it.
    pub(super) leaf: Hash,
}

type Row = (String, String, Option<String>);

/// A page of entries with their details, and the cursor of the next.
pub(super) fn read(cx: &mut Cx<'_>, list: &str, whose: &Whose, page: &PageRequest) -> DbResult<(Vec<Read>, Option<String>)> {
    let (size, after) = (page.size()?, page.after(cx, list)?);
    let mut rows = rows(cx, whose, after, size + 1)?;
    let next_cursor = cursor::cut(cx, list, &mut rows, size, |row| &row.0)?;
    Ok((rows.iter().map(as_read).collect::<Result<_, Fault>>()?, next_cursor))
}

/// A page of those entries that fit.
pub(super) fn sift(
    cx: &mut Cx<'_>,
    list: &str,
    whose: &Whose,
    sieve: &Sieve<'_>,
    page: &PageRequest,
) -> DbResult<(Vec<Read>, Option<String>)> {
    let (size, after) = (page.size()?, page.after(cx, list)?);
    // Ids never come before the moment their entry tells; where many come at once, or the machine's clock steps back, a little after.
    let end = sieve.until.map(|until| first_id_at(until + TimeDelta::minutes(1)));
    // One bound at a time: with both, a database may read everybody's entries of that time instead of this partner's.
    let (mut before, begin) = (after.into_iter().chain(end).min(), sieve.from.map(first_id_at).unwrap_or_default());
    let (mut found, mut looked_at) = (Vec::new(), 0);
    loop {
        let rows = rows(cx, whose, before.clone(), SIFTED)?;
        looked_at += rows.len();
        for row in &rows {
            if row.0 < begin {
                return Ok((found, None));
            }
            let read = as_read(row)?;
            if sieve.lets_through(&read.record.entry) {
                found.push(read);
            }
            before = Some(row.0.clone());
            if found.len() == size {
                break;
            }
        }
        if found.len() < size && rows.len() < SIFTED {
            return Ok((found, None));
        }
        if found.len() == size || looked_at >= AT_MOST {
            let next_cursor = before.map(|before| cursor::seal(cx, list, &before)).transpose()?;
            return Ok((found, next_cursor));
        }
    }
}

impl Sieve<'_> {
    fn lets_through(&self, entry: &AuditEntry) -> bool {
        let since = self.from.is_none_or(|from| entry.happened_at >= from);
        since && self.until.is_none_or(|until| entry.happened_at < until) && (self.fits)(entry)
    }
}

fn rows(cx: &mut Cx<'_>, whose: &Whose, before: Option<String>, size: usize) -> DbResult<Vec<Row>> {
    let mut query = audit_entries::table
        .left_join(audit_details::table.on(audit_details::event_id.eq(audit_entries::event_id)))
        .order(audit_entries::event_id.desc())
        .limit(size as i64)
        .select((audit_entries::event_id, audit_entries::entry, audit_details::details.nullable()))
        .into_boxed();
    let others = || audit_entries::partner_id.ne(OWN_PAGE_PARTNER.to_string());
    query = match whose.clone() {
        Whose::Partner(partner) => query.filter(audit_entries::partner_id.eq(partner)),
        Whose::PartnerAbout(partner, about) => {
            query.filter(audit_entries::partner_id.eq(partner)).filter(audit_entries::subject.eq_any(about))
        }
        Whose::Subject(subject) => query.filter(audit_entries::subject.eq(subject)),
        Whose::SubjectToPartners(subject) => query.filter(audit_entries::subject.eq(subject)).filter(others()),
        Whose::AboutToPartners(about) => query.filter(audit_entries::subject.eq_any(about)).filter(others()),
        Whose::Partners => query.filter(others()),
    };
    if let Some(before) = before {
        query = query.filter(audit_entries::event_id.lt(before));
    }
    Ok(query.load(cx.conn)?)
}

/// The smallest id that an entry of this moment can have.
fn first_id_at(at: DateTime<Utc>) -> String {
    let millis = at.timestamp_millis().max(0).unsigned_abs();
    format!("{:08x}-{:04x}-0000-0000-000000000000", millis >> 16, millis & 0xffff)
}

fn as_read((_, entry, details): &Row) -> Result<Read, Fault> {
    Ok(Read { record: record(entry, details.as_deref())?, leaf: Hash::leaf(entry.as_bytes()) })
}

/// An entry and its details as they were written.
fn record(entry: &str, details: Option<&str>) -> Result<AuditRecord, Fault> {
    const WRONG: Fault = Fault::Stored("an entry");
    let entry: AuditEntry = serde_json::from_str(entry).map_err(|_| WRONG)?;
    let decision = entry.decision();
    Ok(AuditRecord { entry, decision, details: details.map(serde_json::from_str).transpose().map_err(|_| WRONG)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_entry_of_a_moment_has_an_id_before_the_first_one() {
        let ids = crate::store::EventIds::default();
        for millis in [0, 1, 0xffff, 0x1_0000, 1_775_000_000_123] {
            let at = DateTime::from_timestamp_millis(millis).unwrap();
            let (first, id) = (first_id_at(at), ids.next(at).to_string());
            assert!(first <= id && id < first_id_at(at + TimeDelta::milliseconds(1)), "{first} {id}");
        }
    }
}
