//! Days and instants as they may come in: each has one spelling, and lies where every calendar and database can follow.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, de::Error};

use crate::InputFault;

const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;
const DAY: &str = "0000-00-00";
const SECOND: &str = "0000-00-00T00:00:00";

/// Reads a day, written as `YYYY-MM-DD`.
///
/// # Errors
/// Says whether it is written otherwise or does not exist.
pub fn parse_day(text: &str) -> Result<NaiveDate, InputFault> {
    if !is_written_as(text, DAY) {
        return Err(InputFault::WrongShape("day", "YYYY-MM-DD"));
    }
    let day = text.parse().ok().filter(|day: &NaiveDate| YEARS.contains(&day.year()));
    day.ok_or(InputFault::Impossible("day"))
}

/// Reads an instant, written as `YYYY-MM-DDThh:mm:ssZ`, in UTC and with a fraction of a second if there is need for one.
///
/// # Errors
/// Says whether it is written otherwise or does not exist.
pub fn parse_instant(text: &str) -> Result<DateTime<Utc>, InputFault> {
    const WRONG: InputFault = InputFault::WrongShape("instant", "YYYY-MM-DDThh:mm:ssZ");
    let (seconds, rest) = text.split_at_checked(SECOND.len()).ok_or(WRONG)?;
    let fraction = rest.strip_suffix('Z').ok_or(WRONG)?;
    let is_fraction = fraction.strip_prefix('.').is_some_and(|f| (1..=9).contains(&f.len()) && f.bytes().all(|b| b.is_ascii_digit()));
    if !is_written_as(seconds, SECOND) || !(fraction.is_empty() || is_fraction) {
        return Err(WRONG);
    }
    // A leap second is a spelling of the next one, which not every database keeps apart.
    let exists = |at: &DateTime<Utc>| YEARS.contains(&at.year()) && !seconds.ends_with(":60");
    text.parse().ok().filter(exists).ok_or(InputFault::Impossible("instant"))
}

/// The day on which someone born on `born_on` turns `years`; who was born on 29 February turns on 1 March.
#[must_use]
pub fn birthday(born_on: NaiveDate, years: u32) -> NaiveDate {
    let year = born_on.year().saturating_add(i32::try_from(years).unwrap_or(i32::MAX));
    born_on.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1)).unwrap_or(NaiveDate::MAX)
}

/// Whether a text has digits where the model has zeros, and is the model elsewhere.
fn is_written_as(text: &str, model: &str) -> bool {
    let same = |(byte, like): (u8, u8)| if like == b'0' { byte.is_ascii_digit() } else { byte == like };
    text.len() == model.len() && text.bytes().zip(model.bytes()).all(same)
}

pub(crate) fn day<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    parse_day(&String::deserialize(from)?).map_err(D::Error::custom)
}

pub(crate) fn some_day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
    Option::<String>::deserialize(from)?.map(|text| parse_day(&text)).transpose().map_err(D::Error::custom)
}

pub(crate) fn some_instant<'de, D: Deserializer<'de>>(from: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    Option::<String>::deserialize(from)?.map(|text| parse_instant(&text)).transpose().map_err(D::Error::custom)
}

pub(crate) fn instant<'de, D: Deserializer<'de>>(from: D) -> Result<DateTime<Utc>, D::Error> {
    parse_instant(&String::deserialize(from)?).map_err(D::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_one_spelling_and_exists() {
        assert!(parse_day("2024-02-29").is_ok() && parse_day("1900-01-01").is_ok());
        for text in ["2009-3-14", " 2009-03-14", "14-03-2009", "+12009-03-14", "2009-03-14T00:00:00Z", ""] {
            assert_eq!(parse_day(text), Err(InputFault::WrongShape("day", "YYYY-MM-DD")), "{text}");
        }
        for text in ["2023-02-29", "2009-13-01", "2009-00-10", "1899-12-31", "9999-12-31"] {
            assert_eq!(parse_day(text), Err(InputFault::Impossible("day")), "{text}");
        }
    }

    #[test]
    fn an_instant_is_in_utc_and_exists() {
        for text in ["2026-05-11T09:30:00Z", "2026-05-11T09:30:00.123456789Z"] {
            assert!(parse_instant(text).is_ok(), "{text}");
        }
        for text in ["2026-05-11", "2026-05-11T09:30:00", "2026-05-11T11:30:00+02:00", "2026-05-11t09:30:00z", "2026-05-11T09:30:00.Z", "é"]
        {
            assert!(matches!(parse_instant(text), Err(InputFault::WrongShape(..))), "{text}");
        }
        for text in ["2026-02-30T09:30:00Z", "2026-05-11T24:00:00Z", "2016-12-31T23:59:60Z", "1066-10-14T09:00:00Z"] {
            assert!(matches!(parse_instant(text), Err(InputFault::Impossible(..))), "{text}");
        }
    }
}
