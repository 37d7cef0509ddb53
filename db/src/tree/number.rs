//! What arrived and has no number yet, and giving it one: the databases differ here.
//!
//! In an SQLite file the one writer numbers entries by writing them, so all that is left is to read on. On PostgreSQL many write at the
//! same time, and an id that is older may be committed later; there a mark is written with each entry, and taken away with its numbering.

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, BigInt, Text},
};

use crate::{
    DbResult, Fault,
    store::{Conn, on_each},
};

/// An entry without a number.
#[derive(Debug, QueryableByName)]
pub(crate) struct Arrival {
    #[diesel(sql_type = Text)]
    pub(crate) event_id: String,
    #[diesel(sql_type = Text)]
    pub(crate) entry: String,
}

const ON_SQLITE: &str = "SELECT event_id, entry FROM audit_entries WHERE arrival BETWEEN ? AND ? ORDER BY arrival";
// OFFSET 0 keeps it a look-up for each arrival: nobody counts those, and a guess at their number may make reading the whole log look cheap.
const ON_POSTGRES: &str = "
    SELECT a.event_id, e.entry FROM (SELECT event_id FROM audit_arrivals LIMIT $1) a
    CROSS JOIN LATERAL (SELECT entry FROM audit_entries WHERE audit_entries.event_id = a.event_id OFFSET 0) e
    ORDER BY a.event_id";

/// What arrived, in the order it is going to be numbered, from this leaf on.
pub(crate) fn arrived(conn: &mut Conn, next_leaf: i64, at_most: i64) -> DbResult<Vec<Arrival>> {
    Ok(match conn {
        Conn::Postgres(pg) => sql_query(ON_POSTGRES).bind::<BigInt, _>(at_most).load(pg)?,
        Conn::Sqlite(sqlite) => {
            sql_query(ON_SQLITE).bind::<BigInt, _>(next_leaf).bind::<BigInt, _>(next_leaf + at_most - 1).load(sqlite)?
        }
    })
}

const FORGET: &str = "DELETE FROM audit_arrivals WHERE event_id = ANY ($1::text[])";
const NUMBER: &str = "
    INSERT INTO audit_leaves (leaf, event_id) SELECT $1::bigint + ordinality - 1, event_id FROM unnest($2::text[]) WITH ORDINALITY AS t (event_id, ordinality)";

/// Numbers what arrived, from this leaf on.
pub(crate) fn number(conn: &mut Conn, first_leaf: i64, arrived: &[Arrival]) -> DbResult<()> {
    let Conn::Postgres(pg) = conn else { return Ok(()) };
    let ids: Vec<&str> = arrived.iter().map(|arrival| arrival.event_id.as_str()).collect();
    let forgotten = sql_query(FORGET).bind::<Array<Text>, _>(&ids).execute(pg)?;
    if forgotten != ids.len() {
        return Err(Fault::Stored("what arrived in the log").into());
    }
    sql_query(NUMBER).bind::<BigInt, _>(first_leaf).bind::<Array<Text>, _>(&ids).execute(pg)?;
    Ok(())
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

fn count(conn: &mut Conn, sql: &str) -> DbResult<u64> {
    let count: Count = on_each!(conn, |c| sql_query(sql).get_result(c))?;
    Ok(count.count.unsigned_abs())
}

/// The last leaf that was signed, or 0.
const SIGNED: &str =
    "(SELECT COALESCE(max(s.first_leaf + c.size - 1), 0) FROM audit_checkpoints c JOIN audit_shards s ON s.shard = c.shard)";

/// How many entries wait for their number.
pub(crate) fn waiting(conn: &mut Conn) -> DbResult<u64> {
    let sql = match conn {
        Conn::Postgres(_) => "SELECT count(*) AS count FROM audit_arrivals".to_owned(),
        Conn::Sqlite(_) => format!("SELECT count(*) AS count FROM audit_entries WHERE arrival > {SIGNED}"),
    };
    count(conn, &sql)
}

/// How many entries have no number and do not wait for one.
pub(crate) fn stray(conn: &mut Conn) -> DbResult<u64> {
    let sql = match conn {
        Conn::Postgres(_) => {
            "SELECT count(*) AS count FROM audit_entries e WHERE NOT EXISTS (SELECT FROM audit_leaves l WHERE l.event_id = e.event_id) \
             AND NOT EXISTS (SELECT FROM audit_arrivals a WHERE a.event_id = e.event_id)"
        }
        Conn::Sqlite(_) => "SELECT count(*) AS count FROM audit_entries WHERE arrival < 1",
    };
    count(conn, sql)
}
