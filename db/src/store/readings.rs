//! Appending to the log on PostgreSQL: the grounds are held, compared and the entries written in one statement, with the marks by which
//! they are numbered.
//!
//! One statement is one exchange with the server and a transaction by itself, and its text is the same for one reading or many.

use std::collections::HashSet;

use diesel::{
    PgConnection, QueryResult, RunQueryDsl,
    sql_types::{Array, BigInt, Binary, Nullable, Text},
};

use super::{LogLines, Repeated, group::Stamp};

const APPEND: &str = "
    WITH given AS (
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::text[], $7::text[], $8::bigint[])
            AS line (event_id, partner_id, subject, entry, salt, details, learner_id, ground_version)
    ), held AS MATERIALIZED (
        SELECT id, ground_version FROM learners WHERE id = ANY ($7) ORDER BY id FOR SHARE
    ), good AS MATERIALIZED (
        SELECT given.* FROM given LEFT JOIN held ON held.id = given.learner_id
        WHERE given.learner_id IS NULL OR held.ground_version = given.ground_version
    ), kept AS (
        INSERT INTO audit_details (event_id, salt, details) SELECT event_id, salt, details FROM good WHERE details IS NOT NULL
    ), arrived AS (
        INSERT INTO audit_arrivals (event_id) SELECT event_id FROM good
    )
    INSERT INTO audit_entries (event_id, partner_id, subject, entry)
    SELECT event_id, partner_id, subject, entry FROM good RETURNING event_id";

#[derive(diesel::QueryableByName)]
struct Appended {
    #[diesel(sql_type = Text)]
    event_id: String,
}

/// Says for each reading whether its grounds were still those it was decided on, and it was appended.
pub(super) fn append(pg: &mut PgConnection, readings: &[(&LogLines, Option<&Stamp>)]) -> QueryResult<Vec<bool>> {
    let lines = || readings.iter().map(|(lines, _)| *lines);
    let stamps = || readings.iter().map(|(_, stamp)| *stamp);
    let statement = diesel::sql_query(APPEND)
        .bind::<Array<Text>, _>(lines().map(|line| line.entry.event_id.as_str()).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(lines().map(|line| line.entry.partner_id.as_str()).collect::<Vec<_>>())
        .bind::<Array<Nullable<Text>>, _>(lines().map(|line| line.entry.subject.as_deref()).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(lines().map(|line| line.entry.entry.as_str()).collect::<Vec<_>>())
        .bind::<Array<Nullable<Binary>>, _>(lines().map(|line| line.details.as_ref().map(|row| row.salt.as_slice())).collect::<Vec<_>>())
        .bind::<Array<Nullable<Text>>, _>(lines().map(|line| line.details.as_ref().map(|row| row.details.as_str())).collect::<Vec<_>>())
        .bind::<Array<Nullable<Text>>, _>(stamps().map(|stamp| stamp.map(|(learner, _)| learner.as_str())).collect::<Vec<_>>())
        .bind::<Array<Nullable<BigInt>>, _>(stamps().map(|stamp| stamp.map(|(_, version)| *version)).collect::<Vec<_>>());
    let appended: HashSet<String> = Repeated(statement).load::<Appended>(pg)?.into_iter().map(|row| row.event_id).collect();
    Ok(lines().map(|line| appended.contains(&line.entry.event_id)).collect())
}
