//! Who saw what of a learner and why, as Dutch sentences.

use diesel::prelude::*;
use estafette_contract::{
    AccessLog, AccessLogLine, AuditOutcome, AuditRecord, CodeList, ObjectKind, PartnerView, Section, scope::AccessLogRead,
};
use uuid::Uuid;

use super::{own::record, reference};
use crate::{
    DbResult, PageRequest, cursor,
    learners::Learner,
    partners,
    schema::{audit_details, audit_entries},
    store::{Cx, Tx},
};

/// The entries about a learner this partner knows, newest first, each as a sentence.
///
/// # Errors
/// Not found when the partner knows no learner by that id.
pub fn access_log(tx: &mut Tx<'_, AccessLogRead>, pseudonym: Uuid, page: &PageRequest) -> DbResult<AccessLog> {
    const LIST: &str = "access-log";
    let cx = &mut tx.cx;
    let learner = Learner::by_pseudonym(cx, pseudonym)?;
    cx.notes.subject = Some(learner.id.clone());
    let size = page.size()?;
    let subject = reference(cx.house, ObjectKind::Learner, &learner.id)?;
    let mut query = audit_entries::table
        .left_join(audit_details::table.on(audit_details::event_id.eq(audit_entries::event_id)))
        .filter(audit_entries::subject.eq(subject))
        .order(audit_entries::event_id.desc())
        .limit(size as i64 + 1)
        .select((audit_entries::event_id, audit_entries::entry, audit_details::details.nullable()))
        .into_boxed();
    if let Some(after) = page.after(cx, LIST)? {
        query = query.filter(audit_entries::event_id.lt(after));
    }
    let mut rows: Vec<(String, String, Option<String>)> = query.load(cx.conn)?;
    let next_cursor = cursor::cut(cx, LIST, &mut rows, size, |row| &row.0)?;
    let records = rows.iter().map(|(_, entry, details)| record(entry, details.as_deref())).collect::<Result<Vec<_>, _>>()?;
    Ok(AccessLog { items: lines(cx, &records)?, next_cursor })
}

fn lines(cx: &mut Cx<'_>, records: &[AuditRecord]) -> DbResult<Vec<AccessLogLine>> {
    let ids: Vec<String> = records.iter().map(|record| record.entry.actor.partner_id.to_string()).collect();
    let known = partners::views(cx, &ids.iter().map(String::as_str).collect::<Vec<_>>())?;
    Ok(records.iter().map(|record| line(record, &known)).collect())
}

fn line(record: &AuditRecord, partners: &[PartnerView]) -> AccessLogLine {
    let entry = &record.entry;
    AccessLogLine { event_id: entry.event_id, happened_at: entry.happened_at, sentence: sentence(record, partners) }
}

/// "ROC Maasdal (intaker) heeft je gegevens gelezen: schoolloopbaan (wettelijke taak)."
fn sentence(record: &AuditRecord, partners: &[PartnerView]) -> String {
    let entry = &record.entry;
    let name = partners.iter().find(|p| p.id == entry.actor.partner_id).map_or("Estafette", |p| p.name.as_str());
    let role = entry.actor.role.map(|role| format!(" ({})", role.term().nl)).unwrap_or_default();
    let what = format!("{name}{role} {}{}", entry.act.term().nl, sections(record));
    match entry.outcome {
        AuditOutcome::Done => format!("{what}."),
        AuditOutcome::Replayed => format!("{what} (hetzelfde antwoord, nog eens gegeven)."),
        AuditOutcome::Refused => format!("Geweigerd: {what}."),
        AuditOutcome::Failed => format!("Niet gelukt: {what}."),
    }
}

fn sections(record: &AuditRecord) -> String {
    let used: Vec<String> = record
        .details
        .iter()
        .flat_map(|details| &details.grounds)
        .map(|used| format!("{} ({})", <Section as CodeList>::term(used.section).nl, used.ground.term().nl))
        .collect();
    if used.is_empty() { String::new() } else { format!(": {}", used.join(", ")) }
}
