//! Where the two databases differ: how a transaction begins, how a row is locked, how many rows go in at once.

use diesel::{
    connection::{AnsiTransactionManager, TransactionManager},
    dsl::{delete, insert_into, insert_or_ignore_into},
    prelude::*,
};

use super::{Conn, conn::on_each};
use crate::{
    log::{DetailRow, EntryRow},
    schema::{audit_details, audit_entries, learners, used_assertions},
};

/// Begins a transaction that will write; SQLite takes its write lock at once instead of failing later.
pub(super) fn begin_write(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Postgres(pg) => AnsiTransactionManager::begin_transaction(pg),
        Conn::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE"),
    }
}

/// Begins a transaction that only reads, and reads one moment.
pub(super) fn begin_read(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Postgres(pg) => AnsiTransactionManager::begin_transaction_sql(pg, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
        Conn::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction(sqlite),
    }
}

pub(super) fn commit(conn: &mut Conn) -> QueryResult<()> {
    <Conn as Connection>::TransactionManager::commit_transaction(conn)
}

pub(super) fn rollback(conn: &mut Conn) -> QueryResult<()> {
    <Conn as Connection>::TransactionManager::rollback_transaction(conn)
}

/// Locks the learner's row until the transaction ends; SQLite's one writer holds it already.
pub(crate) fn lock_learner(conn: &mut Conn, learner: &str) -> QueryResult<()> {
    if let Conn::Postgres(pg) = conn {
        learners::table.find(learner).select(learners::id).for_update().first::<String>(pg).optional()?;
    }
    Ok(())
}

/// The ground versions of these learners, held still until the transaction ends.
pub(super) fn ground_versions(conn: &mut Conn, ids: &[&str]) -> QueryResult<Vec<(String, i64)>> {
    let columns = (learners::id, learners::ground_version);
    match conn {
        // In one order everywhere, so that two groups never wait for each other.
        Conn::Postgres(pg) => learners::table.filter(learners::id.eq_any(ids)).order(learners::id).select(columns).for_share().load(pg),
        Conn::Sqlite(sqlite) => learners::table.filter(learners::id.eq_any(ids)).select(columns).load(sqlite),
    }
}

/// Appends entries to the log.
pub(super) fn append(conn: &mut Conn, entries: &[EntryRow], details: &[DetailRow]) -> QueryResult<()> {
    on_each!(conn, |c| {
        insert_into(audit_entries::table).values(entries).execute(c)?;
        if !details.is_empty() {
            insert_into(audit_details::table).values(details).execute(c)?;
        }
    });
    Ok(())
}

/// Remembers that an assertion was used; false when it was used before.
pub(crate) fn remember_assertion(conn: &mut Conn, client: &str, jti_hash: &str, expires_at: chrono::NaiveDateTime) -> QueryResult<bool> {
    use used_assertions as used;
    let row = (used::client_id.eq(client), used::jti_hash.eq(jti_hash), used::expires_at.eq(expires_at));
    let added = match conn {
        Conn::Postgres(pg) => insert_into(used::table).values(row).on_conflict_do_nothing().execute(pg)?,
        Conn::Sqlite(sqlite) => insert_or_ignore_into(used::table).values(row).execute(sqlite)?,
    };
    Ok(added == 1)
}

/// Forgets assertions that have expired and would be refused for that.
pub(crate) fn forget_assertions(conn: &mut Conn, before: chrono::NaiveDateTime) -> QueryResult<usize> {
    on_each!(conn, |c| delete(used_assertions::table.filter(used_assertions::expires_at.lt(before))).execute(c))
}
