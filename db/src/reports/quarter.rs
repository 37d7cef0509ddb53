//! The release of each quarter, made by the house itself.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use diesel::prelude::*;
use estafette_contract::{
    SchoolYear,
    report::{NewRelease, ReleaseMade},
};

use crate::{
    DbResult, Fault, Store, dutch_day, facts,
    schema::{report_releases as r, transition_facts as f},
};

/// One process at a time makes it.
const LEASE: &str = "releases";
const LASTS: TimeDelta = TimeDelta::minutes(5);

impl Store {
    /// Makes the release of this quarter unless there is one already, or nothing to count.
    ///
    /// # Errors
    /// What stands in its way.
    pub async fn release_when_due(&self) -> DbResult<Option<ReleaseMade>> {
        let Some((first, year)) = self.due_release().await? else { return Ok(None) };
        if self.lease(LEASE, LASTS).await?.is_none() || self.due_release().await? != Some((first, year.clone())) {
            return Ok(None);
        }
        let school_year = SchoolYear::new(year).map_err(|_| Fault::Stored("a school year"))?;
        self.release_by_house(&NewRelease { school_year, threshold: None }).await.map(Some)
    }

    /// The first day of the quarter and the school year to release, if that was not done yet.
    async fn due_release(&self) -> DbResult<Option<(NaiveDate, String)>> {
        let (first, year) = quarter(self.clock().now());
        let region = i64::from(self.terms().region);
        self.peek(move |conn| {
            let made = r::table.filter(r::school_year.eq(&year)).filter(r::region.eq(region)).filter(r::counted_on.ge(first)).count();
            if made.get_result::<i64>(conn)? > 0 {
                return Ok(None);
            }
            let any: Option<String> =
                f::table.filter(f::school_year.eq(&year)).filter(f::region.eq(region)).select(f::id).first(conn).optional()?;
            Ok(any.map(|_| (first, year)))
        })
        .await
    }
}

/// The first day of the quarter, and the school year that the two months before it belong to.
fn quarter(now: DateTime<Utc>) -> (NaiveDate, String) {
    let today = dutch_day(now);
    let first = today.with_day(1).and_then(|day| day.with_month(today.month0() / 3 * 3 + 1)).unwrap_or(today);
    let before = first.and_time(chrono::NaiveTime::MIN).and_utc() - TimeDelta::days(62);
    (first, facts::school_year(before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_releases_the_school_year_it_looks_back_on() {
        let of = |at: &str| {
            let (first, year) = quarter(at.parse().unwrap());
            format!("{first} {year}")
        };
        assert_eq!(of("2026-02-14T12:00:00Z"), "2026-01-01 2025-2026");
        assert_eq!(of("2026-07-01T12:00:00Z"), "2026-07-01 2025-2026");
        assert_eq!(of("2026-10-31T12:00:00Z"), "2026-10-01 2025-2026");
        assert_eq!(of("2027-01-05T12:00:00Z"), "2027-01-01 2026-2027");
    }
}
