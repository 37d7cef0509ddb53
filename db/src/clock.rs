//! The one clock: everything that depends on time asks it, so that tests can turn its hands.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, Days, NaiveDate, SubsecRound, TimeDelta, Utc};
pub use estafette_contract::birthday;

/// Tells the time; a test may set it ahead.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    ahead_millis: Arc<AtomicI64>,
}

impl Clock {
    /// Now, in UTC, to the microsecond that both databases keep.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]
        let machine = Utc::now();
        (machine + TimeDelta::milliseconds(self.ahead_millis.load(Ordering::Relaxed))).trunc_subsecs(6)
    }

    /// Turns the hands forward.
    pub fn advance(&self, by: TimeDelta) {
        self.ahead_millis.fetch_add(by.num_milliseconds(), Ordering::Relaxed);
    }
}

/// The calendar day in the Netherlands at this instant; ages and days are counted there.
#[must_use]
pub fn dutch_day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&chrono_tz::Europe::Amsterdam).date_naive()
}

/// The day `days` later, or the last day there is.
#[must_use]
pub fn days_after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_leapling_turns_sixteen_on_the_first_of_march_of_a_common_year() {
        assert_eq!(birthday(day("2008-02-29"), 16), day("2024-02-29"));
        assert_eq!(birthday(day("2008-02-29"), 17), day("2025-03-01"));
        assert_eq!(birthday(day("2010-05-17"), 16), day("2026-05-17"));
    }

    #[test]
    fn a_day_begins_at_midnight_in_the_netherlands() {
        assert_eq!(dutch_day("2026-07-01T22:30:00Z".parse().unwrap()), day("2026-07-02"));
        assert_eq!(dutch_day("2026-01-01T22:30:00Z".parse().unwrap()), day("2026-01-01"));
    }
}
