//! The proof behind an entry: its place in the tree and the way to the newest signature.

use diesel::prelude::*;
use estafette_contract::{
    ObjectKind, ProblemKind,
    scope::{AccessLogRead, AuditRead},
    tlog::{ProofFile, inclusion_path},
};
use uuid::Uuid;

use super::reference;
use crate::{
    DbError, DbResult, Fault,
    learners::Learner,
    schema::audit_entries,
    store::{Cx, Tx},
    tree,
};

/// The proof of one of this partner's own entries, with the entry in it.
///
/// # Errors
/// Not found when the partner has no such entry; a conflict within the second in which it is not signed yet.
pub fn own_proof(tx: &mut Tx<'_, AuditRead>, event_id: Uuid) -> DbResult<ProofFile> {
    let entry = found(&mut tx.cx, event_id, None)?;
    proof(&mut tx.cx, event_id, Some(entry.1))
}

/// The proof behind a line of a learner's log; the entry is in it if this partner wrote it.
///
/// # Errors
/// Not found when the partner does not know the learner, or the entry is not about them.
pub fn access_log_proof(tx: &mut Tx<'_, AccessLogRead>, pseudonym: Uuid, event_id: Uuid) -> DbResult<ProofFile> {
    let cx = &mut tx.cx;
    let learner = Learner::by_pseudonym(cx, pseudonym)?;
    let subject = reference(cx.house, ObjectKind::Learner, &learner.id)?;
    let (partner, entry) = found(cx, event_id, Some(&subject))?;
    // What another partner was refused may say that there is something this one may not know of.
    let entry = (partner == cx.partner()).then_some(entry);
    proof(cx, event_id, entry)
}

/// Whose an entry is and how it was written: one about this learner, or else one of the acting partner's.
fn found(cx: &mut Cx<'_>, event_id: Uuid, subject: Option<&str>) -> DbResult<(String, String)> {
    let row: Option<(String, Option<String>, String)> = audit_entries::table
        .filter(audit_entries::event_id.eq(event_id.to_string()))
        .select((audit_entries::partner_id, audit_entries::subject, audit_entries::entry))
        .first(cx.conn)
        .optional()?;
    let partner = cx.partner();
    let may = |(whose, about, _): &(String, Option<String>, String)| match subject {
        Some(subject) => about.as_deref() == Some(subject),
        None => *whose == partner,
    };
    row.filter(may).map(|(whose, _, entry)| (whose, entry)).ok_or_else(DbError::not_found)
}

fn proof(cx: &mut Cx<'_>, event_id: Uuid, entry: Option<String>) -> DbResult<ProofFile> {
    let not_yet = || DbError::refused(ProblemKind::Conflict, "The entry is not signed yet; that takes a second. Ask again.");
    let leaf = tree::leaf_of(cx.conn, &event_id.to_string())?.ok_or_else(not_yet)?;
    let shard = tree::shard_of(cx.conn, leaf)?.ok_or_else(not_yet)?;
    let (size, checkpoint) = tree::newest_checkpoint(cx.conn, shard.shard)?.ok_or_else(not_yet)?;
    let index = u64::try_from(leaf - shard.first_leaf).map_err(|_| Fault::Stored("a leaf of the log"))?;
    if index >= size {
        return Err(not_yet());
    }
    let path = inclusion_path(&mut tree::nodes(cx.conn, shard.shard), index, size)?;
    Ok(ProofFile { entry, index, path, checkpoint })
}
