//! The edges of ages and days, against a second reckoning by hand: 29 February, midnight in the Netherlands, summer time, the birthday.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use estafette_contract::{ConsentStatement, Giver};
use proptest::prelude::*;

use super::consent::{ConsentFacts, ConsentState, Statement, consent_ends_on, consent_state, is_running_out};
use crate::{birthday, dutch_day};

/// The last Sunday of a month of 31 days.
fn last_sunday(year: i32, month: u32) -> NaiveDate {
    let last = NaiveDate::from_ymd_opt(year, month, 31).unwrap();
    (0..7).map(|days| last - TimeDelta::days(days)).find(|day| day.weekday() == Weekday::Sun).unwrap()
}

/// The day on a Dutch wall, by the rule of the European Union: summer time from one o'clock UTC on the last Sunday of March to that of October.
fn day_on_the_wall(at: DateTime<Utc>) -> NaiveDate {
    let hour = |day: NaiveDate| day.and_hms_opt(1, 0, 0).unwrap().and_utc();
    let summer = at >= hour(last_sunday(at.year(), 3)) && at < hour(last_sunday(at.year(), 10));
    (at + TimeDelta::hours(if summer { 2 } else { 1 })).date_naive()
}

/// The age in whole years, by counting: a year is full on the day that is not before the day of birth in its year.
fn age(born_on: NaiveDate, today: NaiveDate) -> i32 {
    let before = (today.month(), today.day()) < (born_on.month(), born_on.day());
    today.year() - born_on.year() - i32::from(before)
}

/// Days of birth, every fourth of them 29 February.
fn births() -> impl Strategy<Value = NaiveDate> {
    let any = (0i64..9_000).prop_map(|days| NaiveDate::from_ymd_opt(1996, 1, 1).unwrap() + TimeDelta::days(days));
    let leap = (0i32..6).prop_map(|fours| NaiveDate::from_ymd_opt(1996 + 4 * fours, 2, 29).unwrap());
    prop_oneof![3 => any, 1 => leap]
}

/// Moments around a birthday, many of them within minutes of a midnight.
fn around(born_on: NaiveDate, years: u32) -> impl Strategy<Value = DateTime<Utc>> {
    let noon = birthday(born_on, years).and_hms_opt(12, 0, 0).unwrap().and_utc();
    let near = (-3i64..=3, -3i64..=3, 0i64..3_600).prop_map(move |(days, hours, seconds)| {
        let midnight = noon - TimeDelta::hours(12) + TimeDelta::days(days);
        midnight + TimeDelta::hours(hours) + TimeDelta::seconds(seconds)
    });
    let far = (-50_000i64..50_000).prop_map(move |minutes| noon + TimeDelta::minutes(minutes));
    prop_oneof![near, far]
}

fn born_and_now(years: u32) -> impl Strategy<Value = (NaiveDate, DateTime<Utc>)> {
    births().prop_flat_map(move |born_on| around(born_on, years).prop_map(move |now| (born_on, now)))
}

fn given_by(giver: Giver, representative: Option<&str>, from_on: Option<NaiveDate>, until_on: Option<NaiveDate>) -> Statement {
    Statement { version: 1, statement: ConsentStatement::Given, giver, representative: representative.map(Into::into), from_on, until_on }
}

fn facts(born_on: NaiveDate, now: DateTime<Utc>, running_since: Option<DateTime<Utc>>) -> ConsentFacts {
    ConsentFacts { born_on, now, running_since, confirmation_days: 30, own_act_only: false }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_day_is_the_one_on_a_dutch_wall((_, now) in born_and_now(16)) {
        prop_assert_eq!(dutch_day(now), day_on_the_wall(now));
    }

    #[test]
    fn somebody_is_so_old_from_the_first_moment_of_that_birthday_on((born_on, now) in born_and_now(16), years in 1u32..30) {
        let today = dutch_day(now);
        prop_assert_eq!(today >= birthday(born_on, years), age(born_on, today) >= i32::try_from(years).unwrap());
    }

    #[test]
    fn a_representatives_consent_discloses_nothing_new_from_the_sixteenth_birthday_on((born_on, now) in born_and_now(16)) {
        let given = [given_by(Giver::LegalRepresentative, Some("a"), None, None)];
        let expected = if age(born_on, day_on_the_wall(now)) < 16 { ConsentState::Live(1) } else { ConsentState::NeedsConfirmation };
        prop_assert_eq!(consent_state(&given, &facts(born_on, now, None)), expected);
        let own = [given_by(Giver::Student, None, None, None)];
        let expected = if age(born_on, day_on_the_wall(now)) < 16 { ConsentState::Missing } else { ConsentState::Live(1) };
        prop_assert_eq!(consent_state(&own, &facts(born_on, now, None)), expected);
    }

    #[test]
    fn what_runs_on_it_ends_thirty_days_after((born_on, now) in born_and_now(16), before in 1i64..400) {
        let given = [given_by(Giver::LegalRepresentative, Some("a"), None, None)];
        let sixteenth = birthday(born_on, 16);
        let since = sixteenth.and_hms_opt(0, 0, 0).unwrap().and_utc() - TimeDelta::days(before) - TimeDelta::hours(3);
        let running = facts(born_on, now, Some(since));
        let days = (day_on_the_wall(now) - sixteenth).num_days();
        let stands = days < 30;
        prop_assert_eq!(consent_state(&given, &running) == ConsentState::Live(1), stands);
        prop_assert_eq!(is_running_out(&given, &running), stands && days >= 0);
        let ends = stands.then(|| sixteenth + TimeDelta::days(30));
        prop_assert_eq!(consent_ends_on(&given, &running), ends);
        // A transfer that began on the birthday itself is no running disclosure.
        let late = facts(born_on, now, Some(sixteenth.and_hms_opt(12, 0, 0).unwrap().and_utc()));
        prop_assert_eq!(consent_state(&given, &late) == ConsentState::Live(1), days < 0);
    }

    #[test]
    fn a_consent_holds_from_its_first_day_to_its_last((born_on, now) in born_and_now(18), first in -3i64..=3, length in 0i64..4) {
        let today = day_on_the_wall(now);
        let from_on = today + TimeDelta::days(first);
        let until_on = from_on + TimeDelta::days(length);
        let given = [given_by(Giver::Student, None, Some(from_on), Some(until_on))];
        let holds = first <= 0 && first + length >= 0;
        prop_assert_eq!(consent_state(&given, &facts(born_on, now, None)) == ConsentState::Live(1), holds);
    }
}
