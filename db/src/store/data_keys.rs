//! Wrapped data keys where the two databases differ: which wrapping key new ones are under, and many replaced at once.

use diesel::{
    PgConnection, QueryResult, SqliteConnection,
    prelude::*,
    sql_query,
    sql_types::{Array, BigInt, Binary, Text},
    update,
};

use super::Conn;
use crate::{
    schema::{house, learners},
    wrapping::NAME,
};

/// A learner's data key under the old wrapping key and under the new one.
pub(crate) struct Rewrapped {
    pub(crate) learner: String,
    pub(crate) old: Vec<u8>,
    pub(crate) new: Vec<u8>,
}

/// The wrapping key that new data keys are under; whoever begins a change waits until this transaction ends.
pub(crate) fn wrapping_key(conn: &mut Conn) -> QueryResult<String> {
    let found = house::table.find(NAME).select(house::value);
    match conn {
        Conn::Postgres(pg) => found.for_share().first(pg),
        Conn::Sqlite(sqlite) => found.first(sqlite),
    }
}

/// Puts data keys in the place of what they were before, unless somebody changed or holds them; answers how many.
pub(crate) fn put_data_keys(conn: &mut Conn, (from, to): (i64, i64), keys: &[Rewrapped]) -> QueryResult<usize> {
    match conn {
        Conn::Postgres(pg) => put_at_once(pg, (from, to), keys),
        Conn::Sqlite(sqlite) => keys.iter().map(|key| put_one(sqlite, to, key)).sum(),
    }
}

fn put_one(sqlite: &mut SqliteConnection, to: i64, key: &Rewrapped) -> QueryResult<usize> {
    let same = learners::table.find(&key.learner).filter(learners::data_key.eq(Some(&key.old)));
    update(same).set((learners::data_key.eq(Some(&key.new)), learners::wrapped_under.eq(to))).execute(sqlite)
}

/// Rows that somebody holds are left out, so that this never waits while it holds others.
const PUT: &str = "
    WITH given AS (
        SELECT * FROM unnest($1::text[], $2::bytea[], $3::bytea[]) AS line (id, old, new)
    ), free AS MATERIALIZED (
        SELECT id FROM learners WHERE id = ANY ($1) AND wrapped_under = $4 ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE learners SET data_key = given.new, wrapped_under = $5 FROM given INNER JOIN free ON free.id = given.id
    WHERE learners.id = free.id AND learners.data_key = given.old";

fn put_at_once(pg: &mut PgConnection, (from, to): (i64, i64), keys: &[Rewrapped]) -> QueryResult<usize> {
    sql_query(PUT)
        .bind::<Array<Text>, _>(keys.iter().map(|key| key.learner.as_str()).collect::<Vec<_>>())
        .bind::<Array<Binary>, _>(keys.iter().map(|key| key.old.as_slice()).collect::<Vec<_>>())
        .bind::<Array<Binary>, _>(keys.iter().map(|key| key.new.as_slice()).collect::<Vec<_>>())
        .bind::<BigInt, _>(from)
        .bind::<BigInt, _>(to)
        .execute(pg)
}
