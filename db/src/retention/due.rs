//! What a rule would erase by now.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use diesel::{
    IntoSql,
    dsl::{exists, not},
    prelude::*,
    sql_types::Bool,
};
use estafette_contract::{CodeList, RetentionRow, RetentionSince, Terms};

use crate::{
    DbResult,
    schema::{aftercare, cases, handover_sections, handovers, learners},
    store::Conn,
};

/// How many are looked up at once.
const AT_ONCE: i64 = 200;

/// What began before this moment has had its time.
pub(super) fn cutoff(terms: &Terms, row: &RetentionRow, now: DateTime<Utc>) -> NaiveDateTime {
    (now - TimeDelta::days(terms.count(row.term).into())).naive_utc()
}

/// The rows that a rule would erase by now: handovers, aftercare, cases, or learners as a whole.
macro_rules! due {
    ($conn:expr, $row:expr, $cutoff:expr, |$query:ident, $id:ident| $then:expr) => {{
        let statuses: Vec<&str> = $row.statuses.iter().map(|status| status.code()).collect();
        let sections: Vec<&str> = $row.sections.iter().map(|section| section.code()).collect();
        let written = handover_sections::table
            .filter(handover_sections::handover_id.eq(handovers::id))
            .filter(handover_sections::section.eq_any(sections));
        // A rule about some sections is done with when these are gone.
        let left = $row.sections.is_empty().into_sql::<Bool>().or(exists(written));
        let kept = handovers::table.filter(handovers::purged_at.is_null()).filter(handovers::status.eq_any(statuses)).filter(left);
        match $row.since {
            RetentionSince::Status => {
                let ($query, $id) = (kept.filter(handovers::status_since.le($cutoff)), handovers::id);
                $then
            }
            RetentionSince::Takeover => {
                let ($query, $id) = (kept.filter(handovers::taken_over_at.le($cutoff)), handovers::id);
                $then
            }
            RetentionSince::AftercareEnd => {
                let ($query, $id) = (aftercare::table.filter(aftercare::ended_at.le($cutoff)), aftercare::id);
                $then
            }
            RetentionSince::CaseEnd => {
                // What aftercare began with stays as long as the aftercare.
                let of_it = aftercare::table.filter(aftercare::case_id.eq(cases::id.nullable()));
                let ($query, $id) = (cases::table.filter(cases::ended_at.le($cutoff)).filter(not(exists(of_it))), cases::id);
                $then
            }
            RetentionSince::LastHandover => {
                let later = handovers::table
                    .filter(handovers::learner_id.eq(learners::id))
                    .filter(handovers::purged_at.is_null().or(handovers::status_since.gt($cutoff)));
                let of_old = learners::table.filter(learners::data_key.is_not_null()).filter(learners::created_at.le($cutoff));
                // Nobody goes while somebody keeps in touch with them, or did so lately: what is kept of that goes first.
                let in_touch = aftercare::table.filter(aftercare::learner_id.eq(learners::id));
                let followed = cases::table.filter(cases::learner_id.eq(learners::id));
                let of_old = of_old.filter(not(exists(in_touch))).filter(not(exists(followed)));
                let ($query, $id) = (of_old.filter(not(exists(later))), learners::id);
                $then
            }
        }
    }};
}

/// How many.
pub(super) fn count(conn: &mut Conn, row: &RetentionRow, cutoff: NaiveDateTime) -> DbResult<i64> {
    due!(conn, row, cutoff, |query, _id| Ok(query.count().get_result(conn)?))
}

/// The next of them.
pub(super) fn next(conn: &mut Conn, row: &RetentionRow, cutoff: NaiveDateTime) -> DbResult<Vec<String>> {
    due!(conn, row, cutoff, |query, id| Ok(query.select(id).limit(AT_ONCE).load(conn)?))
}
