//! A partner's own entries: all of them, those that fit a search, and as records for whoever supervises.

use chrono::{DateTime, SecondsFormat, Utc};
use estafette_contract::{
    AuditEntry, AuditOutcome, AuditPage, CodeList, EntrySearch, ObjectKind, ProcessingAttributes, ProcessingRecord, ProcessingRecordPage,
    ProcessingRecordSearch, ProcessingResource, ProcessingStatus, ResourceAttributes, scope::AuditRead,
};
use serde::Serialize;
use uuid::Uuid;

use super::{
    page::{self, Sieve, Whose},
    reference,
};
use crate::{
    DbError, DbResult, Fault, PageRequest,
    keys::Purpose,
    learners::learner_behind,
    store::{Cx, Tx},
};

/// What kind of identifier the records have for a person.
const PSEUDONYM: &str = "estafette-export-pseudonym";

/// The entries of this partner, newest first.
///
/// # Errors
/// When the page asked for cannot be.
pub fn own_entries(tx: &mut Tx<'_, AuditRead>, page: &PageRequest) -> DbResult<AuditPage> {
    let whose = Whose::Partner(tx.cx.partner());
    let (read, next_cursor) = page::read(&mut tx.cx, "audit", &whose, page)?;
    Ok(AuditPage { items: read.into_iter().map(|read| read.record).collect(), next_cursor })
}

/// The entries of this partner that fit, newest first.
///
/// # Errors
/// When the page or a field of the search cannot be.
pub fn search_entries(tx: &mut Tx<'_, AuditRead>, wanted: &EntrySearch, page: &PageRequest) -> DbResult<AuditPage> {
    let cx = &mut tx.cx;
    let object = wanted.object_id.map(|id| object(cx, wanted, id)).transpose()?;
    let whose = own(cx, wanted.learner_id)?;
    let fits = |entry: &AuditEntry| {
        (wanted.acts.is_empty() || wanted.acts.contains(&entry.act))
            && (wanted.outcomes.is_empty() || wanted.outcomes.contains(&entry.outcome))
            && wanted.object_kind.is_none_or(|kind| entry.object.kind == kind)
            && (object.is_none() || entry.object.reference == object)
    };
    let sieve = Sieve { from: wanted.from_at, until: wanted.until_at, fits: &fits };
    let (read, next_cursor) = page::sift(cx, &list("audit-search", wanted)?, &whose, &sieve, page)?;
    Ok(AuditPage { items: read.into_iter().map(|read| read.record).collect(), next_cursor })
}

/// The entries of this partner that are about a person, as records of the Logboek Dataverwerkingen standard, newest first.
///
/// `register` is where the register of processing activities is served.
///
/// # Errors
/// When the page or a field of the search cannot be.
pub fn processing_records(
    tx: &mut Tx<'_, AuditRead>,
    wanted: &ProcessingRecordSearch,
    register: &str,
    page: &PageRequest,
) -> DbResult<ProcessingRecordPage> {
    let cx = &mut tx.cx;
    let whose = own(cx, wanted.learner_id)?;
    let sieve = Sieve { from: wanted.from_at, until: wanted.until_at, fits: &|entry| entry.subject.is_some() };
    let (read, next_cursor) = page::sift(cx, &list("processing-records", wanted)?, &whose, &sieve, page)?;
    let export = wanted.export.as_ref().map(AsRef::as_ref).unwrap_or_default();
    let items = read.iter().map(|read| as_record(cx, &read.record.entry, register, export)).collect::<DbResult<_>>()?;
    Ok(ProcessingRecordPage { items, next_cursor })
}

/// A search is part of its list's name, so that a cursor is good for that search alone.
pub(super) fn list(name: &str, wanted: &impl Serialize) -> Result<String, Fault> {
    Ok(format!("{name}|{}", serde_json::to_string(wanted).map_err(|_| Fault::Stored("a search"))?))
}

/// This partner's own entries, or those about one learner; whoever looks for a learner leaves that in their log.
fn own(cx: &mut Cx<'_>, learner: Option<Uuid>) -> DbResult<Whose> {
    let Some(pseudonym) = learner else { return Ok(Whose::Partner(cx.partner())) };
    let learner = learner_behind(cx, pseudonym)?
        .ok_or_else(|| DbError::field("/learnerId", "unknown-learner", "Use the id under which this partner knows the learner."))?;
    let about = reference(cx.house, ObjectKind::Learner, &learner)?;
    cx.notes.subject = Some(learner);
    Ok(Whose::PartnerAbout(cx.partner(), vec![about]))
}

/// The reference of an object by the id this partner calls it by.
fn object(cx: &Cx<'_>, wanted: &EntrySearch, id: Uuid) -> DbResult<String> {
    let missing = || DbError::field("/objectKind", "missing", "Say with objectId what kind of object it is the id of.");
    Ok(reference(cx.house, wanted.object_kind.ok_or_else(missing)?, &id.to_string())?)
}

fn as_record(cx: &Cx<'_>, entry: &AuditEntry, register: &str, export: &str) -> DbResult<ProcessingRecord> {
    let subject = entry.subject.as_deref().unwrap_or_default();
    let parts = [cx.partner(), export.to_owned(), subject.to_owned()];
    let parts: Vec<&[u8]> = parts.iter().map(String::as_bytes).collect();
    Ok(ProcessingRecord {
        trace_id: entry.trace_id.clone(),
        span_id: entry.span_id.clone(),
        parent_span_id: entry.parent_span_id.clone(),
        status: status(entry.outcome),
        name: entry.act.code().to_owned(),
        start_time: to_the_millisecond(entry.happened_at),
        end_time: to_the_millisecond(entry.ended_at.unwrap_or(entry.happened_at)),
        resource: ProcessingResource {
            attributes: ResourceAttributes { service_name: "estafette".into(), service_version: env!("CARGO_PKG_VERSION").into() },
        },
        attributes: ProcessingAttributes {
            processing_activity_id: format!("{register}/{}", entry.processing_activity),
            data_subject_id: cx.house.keys.reference(Purpose::ExportedSubject, &parts)?,
            data_subject_id_type: PSEUDONYM.into(),
            foreign_span_id: entry.parent_span_id.clone(),
        },
    })
}

fn status(outcome: AuditOutcome) -> ProcessingStatus {
    match outcome {
        AuditOutcome::Done | AuditOutcome::Replayed => ProcessingStatus::Ok,
        AuditOutcome::Refused => ProcessingStatus::Unset,
        AuditOutcome::Failed => ProcessingStatus::Error,
    }
}

fn to_the_millisecond(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}
