//! Facts: one pseudonymous row per handover, kept up to date in the transaction of each move, so that no report reads a table of persons.

mod read;
mod seed;
mod stated;

use chrono::{DateTime, Datelike, Utc};
use diesel::{prelude::*, update};
use estafette_contract::{CodeList, HandoverStatus, Programme, Transition};

pub(crate) use read::year;
pub(crate) use stated::{consented, conversed, followed, referred, said, told, written};

use crate::{
    DbResult, Fault, dutch_day,
    handovers::Handover,
    keys::Purpose,
    schema::transition_facts as f,
    store::{Cx, Repeated, insert_unless_there, on_each},
};

/// What a row begins with.
struct Beginning<'a> {
    learner: &'a str,
    transition: Transition,
    status: HandoverStatus,
    sender: &'a str,
    receiver: &'a str,
    programme: Option<&'a Programme>,
}

/// What a handover or a learner is called in the facts.
fn name(cx: &Cx<'_>, id: &str) -> Result<String, Fault> {
    cx.house.keys.reference(Purpose::Fact, &[id.as_bytes()])
}

/// The school year of a moment; it begins on the first of August.
#[must_use]
pub(crate) fn school_year(at: DateTime<Utc>) -> String {
    let day = dutch_day(at);
    let first = day.year() - i32::from(day.month() < 8);
    format!("{first}-{}", first + 1)
}

/// Begins the row of a handover that was drafted just now.
pub(crate) fn begin(
    cx: &mut Cx<'_>,
    handover: &str,
    learner: &str,
    transition: Transition,
    receiver: &str,
    programme: Option<&Programme>,
) -> DbResult<()> {
    let sender = cx.partner();
    let beginning = Beginning { learner, transition, status: HandoverStatus::Draft, sender: &sender, receiver, programme };
    insert(cx, handover, &beginning)
}

fn insert(cx: &mut Cx<'_>, handover: &str, new: &Beginning<'_>) -> DbResult<()> {
    let programme = |code: fn(&Programme) -> Option<&'static str>| new.programme.and_then(code);
    let row = (
        (
            f::id.eq(name(cx, handover)?),
            f::learner.eq(name(cx, new.learner)?),
            f::region.eq(i64::from(cx.house.terms.region)),
            f::school_year.eq(school_year(cx.now)),
            f::transition.eq(new.transition.code()),
            f::sender_partner_id.eq(new.sender),
            f::receiver_partner_id.eq(new.receiver),
            f::sector.eq(programme(|programme| programme.sector.map(CodeList::code))),
            f::level.eq(programme(|programme| programme.level.map(CodeList::code))),
            f::learning_path.eq(programme(|programme| programme.learning_path.map(CodeList::code))),
            f::status.eq(new.status.code()),
            f::status_since.eq(cx.at()),
        ),
        f::began_at.eq(cx.at()),
        f::stage.eq(stage(new.status).unwrap_or(0)),
        f::draft_seconds.eq(0),
        f::in_review_seconds.eq(0),
        f::ready_seconds.eq(0),
        f::offered_seconds.eq(0),
        f::accepted_seconds.eq(0),
        f::in_transfer_seconds.eq(0),
        f::on_hold_seconds.eq(0),
        f::competencies.eq(0),
    );
    insert_unless_there!(cx.conn, f::table, row);
    Ok(())
}

/// How far along its way a status is; none for what leads aside.
fn stage(status: HandoverStatus) -> Option<i64> {
    use HandoverStatus as S;
    match status {
        S::InReview => Some(1),
        S::Ready => Some(2),
        S::Offered => Some(3),
        S::Accepted => Some(4),
        S::InTransfer => Some(5),
        S::TakenOver => Some(6),
        _ => None,
    }
}

/// What a move changes; what is absent stays.
#[derive(Debug, AsChangeset)]
#[diesel(table_name = f)]
struct Changes<'a> {
    status: &'static str,
    status_since: chrono::NaiveDateTime,
    stage: Option<i64>,
    reason: Option<&'a str>,
    quality: Option<i64>,
}

/// Counts the time in the status that ends with a move, and says where the handover stands now: one statement.
///
/// `quality` is what of the quality frame was met when it was offered.
pub(crate) fn moved(cx: &mut Cx<'_>, before: &Handover, to: HandoverStatus, reason: Option<&str>, quality: Option<i64>) -> DbResult<()> {
    use HandoverStatus as S;
    let from = before.status()?;
    let spent = (cx.at() - before.status_since).num_seconds().max(0);
    let spent_in = |these: &[HandoverStatus]| if these.contains(&from) { spent } else { 0 };
    let changes = (
        Changes { status: to.code(), status_since: cx.at(), stage: stage(to), reason, quality },
        f::draft_seconds.eq(f::draft_seconds + spent_in(&[S::Draft])),
        f::in_review_seconds.eq(f::in_review_seconds + spent_in(&[S::InReview])),
        f::ready_seconds.eq(f::ready_seconds + spent_in(&[S::Ready])),
        f::offered_seconds.eq(f::offered_seconds + spent_in(&[S::Offered])),
        f::accepted_seconds.eq(f::accepted_seconds + spent_in(&[S::Accepted])),
        f::in_transfer_seconds.eq(f::in_transfer_seconds + spent_in(&[S::InTransfer, S::CancellationRequested])),
        f::on_hold_seconds.eq(f::on_hold_seconds + spent_in(&[S::OnHold])),
    );
    let row = update(f::table.find(name(cx, &before.id)?)).set(changes).returning(f::id);
    let counted = on_each!(cx.conn, |c| Repeated(row).get_result::<String>(c)).optional()?;
    if counted.is_none() {
        begin_late(cx, before, to)?;
    }
    Ok(())
}

/// Begins the row of a handover that is older than the facts.
fn begin_late(cx: &mut Cx<'_>, handover: &Handover, status: HandoverStatus) -> DbResult<()> {
    let programme = handover.programme()?;
    let beginning = Beginning {
        learner: &handover.learner_id,
        transition: handover.transition()?,
        status,
        sender: &handover.sender_partner_id,
        receiver: &handover.receiver_partner_id,
        programme: programme.as_ref(),
    };
    insert(cx, &handover.id, &beginning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_year_begins_on_the_first_of_august_in_the_netherlands() {
        let year = |at: &str| school_year(at.parse().unwrap());
        assert_eq!(year("2026-07-31T21:59:59Z"), "2025-2026");
        assert_eq!(year("2026-07-31T22:00:00Z"), "2026-2027");
        assert_eq!(year("2026-01-01T00:00:00Z"), "2025-2026");
    }
}
