//! The log: shaping an entry for every act, refusal and disclosure.

mod access;
mod disclosures;
mod own;
mod page;
mod proof;
mod teller;

use chrono::{DateTime, Utc};
use estafette_contract::{AuditActor, AuditDetails, AuditEntry, AuditObject, AuditOutcome, Matrix, ObjectKind, ProblemKind};
use openssl::{rand::rand_bytes, sha::Sha256};
use serde_json::to_string;
use uuid::Uuid;

pub use access::{access_log, own_access_log};
pub use disclosures::disclosures;
pub use own::{own_entries, processing_records, search_entries};
pub use proof::{access_log_proof, own_proof};

use crate::{
    Action, Actor, DbError, Fault,
    keys::Purpose,
    schema::{audit_details, audit_entries},
    store::{House, LogLines, Notes},
};

/// The version of the entry's shape.
const SHAPE: u32 = 1;

/// An entry as the table keeps it: canonical JSON beside the columns it is found by.
#[derive(Debug, diesel::Insertable)]
#[diesel(table_name = audit_entries, treat_none_as_default_value = false)]
pub(crate) struct EntryRow {
    pub(crate) event_id: String,
    pub(crate) partner_id: String,
    pub(crate) subject: Option<String>,
    pub(crate) entry: String,
}

/// What an entry commits to, kept apart.
#[derive(Debug, diesel::Insertable)]
#[diesel(table_name = audit_details, treat_none_as_default_value = false)]
pub(crate) struct DetailRow {
    pub(crate) event_id: String,
    pub(crate) salt: Vec<u8>,
    pub(crate) details: String,
}

/// Shapes the lines one act adds to the log; `error` says why it did not happen.
pub(crate) fn lines(
    house: &House,
    matrix: &Matrix,
    actor: &Actor,
    action: Action,
    (started_at, ended_at): (DateTime<Utc>, DateTime<Utc>),
    notes: Notes,
    error: Option<&DbError>,
) -> Result<LogLines, Fault> {
    let event_id = house.event_ids.next(started_at);
    let subject = notes.subject.as_deref().map(|learner| reference(house, ObjectKind::Learner, learner)).transpose()?;
    let special = error.is_none() && notes.details.grounds.iter().any(|used| used.section.is_special());
    let details = details(event_id, &notes.details)?;
    let entry = AuditEntry {
        version: SHAPE,
        event_id,
        happened_at: started_at,
        ended_at: Some(ended_at),
        actor: who(actor),
        act: action.act,
        outcome: outcome(error, notes.replayed),
        parent_span_id: actor.trace.parent_id.clone(),
        reason: reason(error, notes.reason),
        object: object(house, action, notes.object)?,
        subject,
        processing_activity: action.activity(),
        matrix_version: matrix.version().to_owned(),
        trace_id: actor.trace.trace_id.clone(),
        span_id: actor.trace.span_id.clone(),
        etags: notes.etags,
        detail_commitment: details.as_ref().map(|(commitment, _)| commitment.clone()),
    };
    let also = if error.is_none() { also(house, &entry, &notes.also)? } else { Vec::new() };
    Ok(LogLines { entry: row(&entry)?, details: details.map(|(_, row)| row), special, also })
}

/// The same entry for each of these learners, without its details.
fn also(house: &House, entry: &AuditEntry, learners: &[String]) -> Result<Vec<LogLines>, Fault> {
    let line = |learner: &String| {
        let subject = Some(reference(house, ObjectKind::Learner, learner)?);
        let event_id = house.event_ids.next(entry.happened_at);
        let entry = row(&AuditEntry { event_id, subject, detail_commitment: None, ..entry.clone() })?;
        Ok(LogLines { entry, details: None, special: false, also: Vec::new() })
    };
    learners.iter().map(line).collect()
}

fn row(entry: &AuditEntry) -> Result<EntryRow, Fault> {
    Ok(EntryRow {
        event_id: entry.event_id.to_string(),
        partner_id: entry.actor.partner_id.to_string(),
        subject: entry.subject.clone(),
        entry: to_string(entry).map_err(|_| Fault::Stored("an entry"))?,
    })
}

fn who(actor: &Actor) -> AuditActor {
    AuditActor {
        client_id: actor.client_id.clone(),
        partner_id: actor.partner,
        partner_kind: actor.kind,
        role: actor.professional.as_ref().map(|p| p.role),
        professional: actor.professional.as_ref().map(|p| p.pseudonym.clone()),
    }
}

fn outcome(error: Option<&DbError>, replayed: bool) -> AuditOutcome {
    match error {
        None if replayed => AuditOutcome::Replayed,
        None => AuditOutcome::Done,
        Some(DbError::Refused(_)) => AuditOutcome::Refused,
        Some(DbError::Fault(_)) => AuditOutcome::Failed,
    }
}

/// Why it ended so: what the deciding function answered, or else the problem it was refused with.
fn reason(error: Option<&DbError>, decided: Option<String>) -> Option<String> {
    match error {
        Some(DbError::Fault(_)) => Some(ProblemKind::Internal.slug().to_owned()),
        Some(DbError::Refused(refusal)) => decided.or_else(|| Some(refusal.kind.slug().to_owned())),
        None => decided,
    }
}

fn object(house: &House, action: Action, made: Option<Uuid>) -> Result<AuditObject, Fault> {
    let id = action.id.or(made);
    let reference = id.map(|id| reference(house, action.kind, &id.to_string())).transpose()?;
    Ok(AuditObject { kind: action.kind, reference })
}

/// The keyed reference under which the log knows something.
pub(crate) fn reference(house: &House, kind: ObjectKind, id: &str) -> Result<String, Fault> {
    house.keys.reference(Purpose::Reference, &[estafette_contract::CodeList::code(kind).as_bytes(), id.as_bytes()])
}

fn details(event_id: Uuid, details: &AuditDetails) -> Result<Option<(String, DetailRow)>, Fault> {
    if *details == AuditDetails::default() {
        return Ok(None);
    }
    let mut salt = vec![0; 32];
    rand_bytes(&mut salt).map_err(|_| Fault::Crypto("no randomness"))?;
    let text = to_string(details).map_err(|_| Fault::Stored("details"))?;
    let commitment = commitment(&salt, &text);
    Ok(Some((commitment, DetailRow { event_id: event_id.to_string(), salt, details: text })))
}

/// SHA-256 over salt and details, in hexadecimal.
pub(crate) fn commitment(salt: &[u8], details: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(details.as_bytes());
    hash.finish().iter().map(|byte| format!("{byte:02x}")).collect()
}
