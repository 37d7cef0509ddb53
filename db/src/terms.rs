//! Terms in time: when one opens, when it ends, how far it has run, and when there is something to do about it next.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::Amsterdam;
use estafette_contract::{TermKind, TermLength, TermStage, WatchRow};

pub use estafette_contract::Terms;

use crate::{birthday, dutch_day};

/// When a term that begins now ends.
pub(crate) fn end(terms: &Terms, kind: TermKind, from: DateTime<Utc>) -> DateTime<Utc> {
    let today = dutch_day(from);
    match terms.length(kind) {
        TermLength::Days(days) => from + TimeDelta::days(days.into()),
        TermLength::Years(years) => midnight(birthday(today, years)),
        TermLength::On(month, day) => midnight(this_day(today, month, day, |day| day >= today) + Days::new(1)),
    }
}

/// When a watched term that begins now comes on the work list, and when it ends.
pub(crate) fn span(terms: &Terms, watch: &WatchRow, from: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
    let due_at = end(terms, watch.term, from);
    let opens_at = match watch.opens.map(|opens| (opens, terms.length(opens))) {
        None => from,
        Some((_, TermLength::On(month, day))) => {
            let last = dutch_day(due_at);
            midnight(this_day(last - Days::new(366), month, day, |day| day > last - Days::new(366)))
        }
        Some((opens, _)) => end(terms, opens, from),
    };
    (opens_at.min(due_at), due_at)
}

/// When a watched term that ends with a day comes on the work list, its length before that day, and when it ends.
pub(crate) fn until(terms: &Terms, watch: &WatchRow, day: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
    let before = TimeDelta::days(terms.count(watch.term).into());
    (midnight(day) - before, midnight(day + Days::new(1)))
}

/// How far a watched term has run, and when there is something to do about it next: always later than now.
pub(crate) fn stage(
    terms: &Terms,
    watch: &WatchRow,
    opens_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> (TermStage, DateTime<Utc>) {
    run(terms, watch.refers, opens_at, due_at, now)
}

/// The same for what is watched in another way.
pub(crate) fn run(
    terms: &Terms,
    refers: bool,
    opens_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> (TermStage, DateTime<Utc>) {
    let days = |kind| TimeDelta::days(terms.count(kind).into());
    let escalates_at = due_at + days(TermKind::Escalation);
    let refers_at = escalates_at + days(TermKind::Referral);
    let (last, since) = if refers { (TermStage::Referred, refers_at) } else { (TermStage::Escalated, escalates_at) };
    let steps = [
        (TermStage::Waiting, opens_at),
        (TermStage::Open, (due_at - days(TermKind::Reminder)).max(opens_at)),
        (TermStage::DueSoon, due_at),
        (TermStage::Overdue, escalates_at),
        (TermStage::Escalated, since),
    ];
    let running = steps.into_iter().find(|(_, until)| now < *until);
    running.unwrap_or_else(|| (last, repetition(since, days(TermKind::Repetition), now)))
}

/// The next of the moments that repeat from `since` on.
fn repetition(since: DateTime<Utc>, every: TimeDelta, now: DateTime<Utc>) -> DateTime<Utc> {
    let every = every.max(TimeDelta::days(1));
    let times = (now - since).num_days() / every.num_days() + 1;
    since + every * i32::try_from(times).unwrap_or(i32::MAX)
}

/// A day of the year, in the year of `near` or the year after, whichever is the first that will do.
fn this_day(near: NaiveDate, month: u32, day: u32, will_do: impl Fn(NaiveDate) -> bool) -> NaiveDate {
    let years = near.year()..=near.year() + 1;
    years.filter_map(|year| NaiveDate::from_ymd_opt(year, month, day)).find(|day| will_do(*day)).unwrap_or(near)
}

/// The beginning of a day in the Netherlands.
pub(crate) fn midnight(day: NaiveDate) -> DateTime<Utc> {
    let local = day.and_hms_opt(0, 0, 0).unwrap_or_default();
    Amsterdam.from_local_datetime(&local).earliest().map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use estafette_contract::{CodeList, WATCHED};
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_of_the_year_is_over_when_its_last_hour_is() {
        let terms = Terms::default();
        let ends = |from| end(&terms, TermKind::ApplicationDay, at(from));
        assert_eq!(ends("2026-02-10T12:00:00Z"), at("2026-04-01T22:00:00Z"), "midnight in the Netherlands, in summer time");
        assert_eq!(ends("2026-04-01T12:00:00Z"), at("2026-04-01T22:00:00Z"));
        assert_eq!(ends("2026-04-01T22:00:00Z"), at("2027-04-01T22:00:00Z"));
    }

    #[test]
    fn the_watch_over_the_summer_runs_from_july_to_october() {
        let watch = WatchRow::of(TermKind::SummerWatch).unwrap();
        for from in ["2025-10-02T12:00:00Z", "2026-03-01T12:00:00Z", "2026-08-15T12:00:00Z"] {
            let span = span(&Terms::default(), watch, at(from));
            assert_eq!(span, (at("2026-06-30T22:00:00Z"), at("2026-10-01T22:00:00Z")), "{from}");
        }
    }

    #[test]
    fn what_stays_over_is_told_to_one_after_the_other() {
        let watch = WatchRow::of(TermKind::Takeover).unwrap();
        let began = at("2026-03-01T12:00:00Z");
        let (opens_at, due_at) = span(&Terms::default(), watch, began);
        let after = |days| stage(&Terms::default(), watch, opens_at, due_at, began + TimeDelta::days(days));
        let stages = [
            (0, TermStage::Open),
            (11, TermStage::DueSoon),
            (14, TermStage::Overdue),
            (21, TermStage::Escalated),
            (35, TermStage::Referred),
        ];
        for (days, expected) in stages {
            assert_eq!(after(days).0, expected, "after {days} days");
        }
        assert_eq!(after(35).1, began + TimeDelta::days(42), "and again every week");
        assert_eq!(after(44).1, began + TimeDelta::days(49));
    }

    proptest! {
        #[test]
        fn a_term_never_goes_back_and_always_has_a_next_moment(
            row in 0..WATCHED.len(), start in 0i64..1500, looks in prop::collection::vec(0i64..900, 1..40), lengths in prop::collection::vec(0u32..400, TermKind::ALL.len()),
        ) {
            let mut terms = Terms::default();
            for (kind, length) in TermKind::ALL.iter().zip(&lengths) {
                let _ = terms.set(*kind, &length.to_string());
            }
            let watch = &WATCHED[row];
            let from = at("2025-08-01T07:00:00Z") + TimeDelta::days(start);
            let (opens_at, due_at) = span(&terms, watch, from);
            prop_assert!(opens_at <= due_at && due_at >= from);
            let mut looks = looks;
            looks.sort_unstable();
            let mut last = TermStage::Waiting;
            for days in looks {
                let now = from + TimeDelta::days(days);
                let (stage, next_at) = stage(&terms, watch, opens_at, due_at, now);
                prop_assert!(next_at > now, "{} {stage} at {now}: next at {next_at}", watch.term);
                prop_assert!(TermStage::ALL.iter().position(|s| *s == stage) >= TermStage::ALL.iter().position(|s| *s == last));
                prop_assert!(watch.refers || stage != TermStage::Referred);
                last = stage;
            }
        }
    }
}
