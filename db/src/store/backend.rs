//! Where the two databases differ: how a transaction begins, how a row is locked, how many rows go in at once.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{
    connection::{AnsiTransactionManager, TransactionManager},
    dsl::{delete, insert_into},
    prelude::*,
    upsert::excluded,
};
use estafette_contract::tlog::Tile;

use super::{Conn, LogLines, Looks, conn::on_each, group::Stamp, key_check, looks, readings};
use crate::{
    learners::Learner,
    partners::Registered,
    schema::{
        audit_details, audit_entries, audit_tiles, house, learners, leases, partners, revoked_tokens, used_assertions, vsv_fold_keys,
    },
};

/// Begins a transaction that will write; SQLite takes its write lock at once instead of failing later.
pub(super) fn begin_write(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Postgres(pg) => looks::begin(pg, "BEGIN", Looks::House),
        Conn::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE"),
    }
}

/// Begins a transaction that only reads, and reads one moment.
pub(super) fn begin_read(conn: &mut Conn, looks: Looks) -> QueryResult<()> {
    match conn {
        Conn::Postgres(pg) => looks::begin(pg, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", looks),
        Conn::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction(sqlite),
    }
}

pub(super) fn commit(conn: &mut Conn) -> QueryResult<()> {
    <Conn as Connection>::TransactionManager::commit_transaction(conn)
}

pub(super) fn rollback(conn: &mut Conn) -> QueryResult<()> {
    <Conn as Connection>::TransactionManager::rollback_transaction(conn)
}

/// The learner's row, locked until the transaction ends; SQLite's one writer holds it already.
pub(crate) fn lock_learner(conn: &mut Conn, id: &str) -> QueryResult<Learner> {
    let found = learners::table.find(id);
    match conn {
        Conn::Postgres(pg) => found.select(Learner::as_select()).for_update().first(pg),
        Conn::Sqlite(sqlite) => found.select(Learner::as_select()).first(sqlite),
    }
}

/// The epoch and the end of a lease, held until the transaction ends.
pub(super) fn lease(conn: &mut Conn, name: &str) -> QueryResult<Option<(i64, NaiveDateTime)>> {
    let found = leases::table.find(name).select((leases::epoch, leases::expires_at));
    match conn {
        Conn::Postgres(pg) => found.for_share().first(pg).optional(),
        Conn::Sqlite(sqlite) => found.first(sqlite).optional(),
    }
}

/// What makes the key of a Doorstroompunt and until when, held until the transaction ends: who imports for it at the same moment waits.
pub(crate) fn lock_fold_key(conn: &mut Conn, partner: &str) -> QueryResult<Option<(Vec<u8>, NaiveDate)>> {
    let found = vsv_fold_keys::table.find(partner).select((vsv_fold_keys::salt, vsv_fold_keys::until_on));
    match conn {
        Conn::Postgres(pg) => found.for_update().first(pg).optional(),
        Conn::Sqlite(sqlite) => found.first(sqlite).optional(),
    }
}

/// Waits until no other process changes what the house has only one of; SQLite's one writer is alone already.
pub(crate) fn lock_house(conn: &mut Conn) -> QueryResult<()> {
    if let Conn::Postgres(pg) = conn {
        house::table.find(key_check::NAME).select(house::name).for_update().first::<String>(pg)?;
    }
    Ok(())
}

/// A partner's row, locked until the transaction ends; SQLite's one writer holds it already.
pub(crate) fn lock_partner(conn: &mut Conn, id: &str) -> QueryResult<Registered> {
    let found = partners::table.find(id);
    match conn {
        Conn::Postgres(pg) => found.select(Registered::as_select()).for_update().first(pg),
        Conn::Sqlite(sqlite) => found.select(Registered::as_select()).first(sqlite),
    }
}

/// Appends the lines of one act to the log.
pub(super) fn append(conn: &mut Conn, lines: &LogLines) -> QueryResult<()> {
    match conn {
        Conn::Postgres(pg) => {
            let all: Vec<_> = std::iter::once(lines).chain(&lines.also).map(|lines| (lines, None)).collect();
            readings::append(pg, &all).map(|_| ())
        }
        Conn::Sqlite(sqlite) => {
            for lines in std::iter::once(lines).chain(&lines.also) {
                insert_into(audit_entries::table).values(&lines.entry).execute(sqlite)?;
            }
            let details = lines.details.as_ref();
            details.map_or(Ok(()), |details| insert_into(audit_details::table).values(details).execute(sqlite).map(drop))
        }
    }
}

/// Appends the lines of each reading whose grounds still are those it was decided on; says for each whether they are.
///
/// The learners' rows are held still until the transaction ends. On PostgreSQL this is one statement, and needs no transaction around it.
pub(super) fn append_readings(conn: &mut Conn, readings: &[(LogLines, Option<Stamp>)]) -> QueryResult<Vec<bool>> {
    match conn {
        Conn::Postgres(pg) => readings::append(pg, &readings.iter().map(|(lines, stamp)| (lines, stamp.as_ref())).collect::<Vec<_>>()),
        Conn::Sqlite(_) => readings.iter().map(|(lines, stamp)| append_reading(conn, lines, stamp.as_ref())).collect(),
    }
}

fn append_reading(conn: &mut Conn, lines: &LogLines, stamp: Option<&Stamp>) -> QueryResult<bool> {
    if let Some((learner, version)) = stamp {
        let of = learners::table.find(learner).select(learners::ground_version);
        let now: Option<i64> = on_each!(conn, |c| of.first(c)).optional()?;
        if now != Some(*version) {
            return Ok(false);
        }
    }
    append(conn, lines).map(|()| true)
}

/// Stores a tile, or what it has grown to.
pub(crate) fn put_tile(conn: &mut Conn, shard: i64, tile: Tile, hashes: &[u8]) -> QueryResult<()> {
    use audit_tiles as t;
    let place = (t::shard.eq(shard), t::level.eq(i64::from(tile.level)), t::number.eq(tile.index.cast_signed()));
    let row = (place, t::hashes.eq(hashes));
    let key = (t::shard, t::level, t::number);
    on_each!(conn, |c| insert_into(t::table).values(row).on_conflict(key).do_update().set(t::hashes.eq(excluded(t::hashes))).execute(c))?;
    Ok(())
}

/// Inserts a row unless its key is there already; says whether it did.
macro_rules! insert_unless_there {
    ($conn:expr, $table:expr, $row:expr) => {
        match $conn {
            $crate::store::Conn::Postgres(pg) => diesel::insert_into($table).values($row).on_conflict_do_nothing().execute(pg)? == 1,
            $crate::store::Conn::Sqlite(sqlite) => diesel::insert_or_ignore_into($table).values($row).execute(sqlite)? == 1,
        }
    };
}
pub(crate) use insert_unless_there;

/// Inserts a few rows in one statement; PostgreSQL keeps it prepared for each number of them.
macro_rules! insert_several {
    ($conn:expr, $table:expr, $rows:expr, $answering:expr) => {
        match $conn {
            $crate::store::Conn::Postgres(pg) => {
                let inserted = diesel::insert_into($table).values($rows).returning($answering);
                $crate::store::Repeated(inserted).get_results::<String>(pg).map(drop)
            }
            $crate::store::Conn::Sqlite(sqlite) => diesel::insert_into($table).values($rows).execute(sqlite).map(drop),
        }
    };
}
pub(crate) use insert_several;

/// Remembers that an assertion was used; false when it was used before.
pub(crate) fn remember_assertion(conn: &mut Conn, client: &str, jti_hash: &str, expires_at: NaiveDateTime) -> QueryResult<bool> {
    use used_assertions as used;
    let row = (used::client_id.eq(client), used::jti_hash.eq(jti_hash), used::expires_at.eq(expires_at));
    Ok(insert_unless_there!(conn, used::table, row))
}

/// Remembers that a token was revoked, until it expires.
pub(crate) fn remember_revoked(
    conn: &mut Conn,
    jti: &str,
    client: &str,
    at: NaiveDateTime,
    expires_at: NaiveDateTime,
) -> QueryResult<bool> {
    use revoked_tokens as revoked;
    let row = (revoked::jti.eq(jti), revoked::client_id.eq(client), revoked::revoked_at.eq(at), revoked::expires_at.eq(expires_at));
    Ok(insert_unless_there!(conn, revoked::table, row))
}

/// Forgets assertions that have expired and would be refused for that.
pub(crate) fn forget_assertions(conn: &mut Conn, before: NaiveDateTime) -> QueryResult<usize> {
    on_each!(conn, |c| delete(used_assertions::table.filter(used_assertions::expires_at.lt(before))).execute(c))
}
