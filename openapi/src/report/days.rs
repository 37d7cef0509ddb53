//! What the published bands say of days: to the day where nothing is hidden, and between which days where something is.

use super::{DaysBetween, ROUNDED_TO, ReportDays, ReportHeading, ReportRow, rounded};

/// The median, the p90 and the share within the term, from what is published of a row and from nothing else.
pub(super) fn days(columns: &[ReportHeading], row: &ReportRow, term: u32) -> ReportDays {
    let (median, p90) = (quantile(columns, row, 50), quantile(columns, row, 90));
    ReportDays {
        median,
        p90,
        within_term: within(columns, row, term),
        median_between: if median.is_none() { between(columns, row, 50) } else { None },
        p90_between: if p90.is_none() { between(columns, row, 90) } else { None },
    }
}

/// The day by which so many in a hundred were done, evenly within a band; none when something hidden is in the way.
fn quantile(columns: &[ReportHeading], row: &ReportRow, share: u32) -> Option<u32> {
    let known: u32 = row.cells.iter().copied().sum::<Option<u32>>()?;
    let wanted = f64::from(known) * f64::from(share) / 100.0;
    let mut before = 0.0;
    for (column, count) in columns.iter().zip(&row.cells) {
        let count = f64::from((*count)?);
        let first = f64::from(column.first_day?);
        if before + count >= wanted && count > 0.0 {
            let width = column.last_day.map_or(0.0, |last| f64::from(last) - first);
            return Some((first + width * (wanted - before) / count).round() as u32);
        }
        before += count;
    }
    None
}

/// The bands in which that day can be, wherever those who are hidden are: from the first in which it may be to the first in which it must.
fn between(columns: &[ReportHeading], row: &ReportRow, share: u32) -> Option<DaysBetween> {
    let shown: u32 = row.cells.iter().flatten().sum();
    let hidden = row.learners.saturating_sub(shown);
    let wanted = f64::from(row.learners) * f64::from(share) / 100.0;
    // Every number that was added up may be off by half of what it is rounded to.
    let rounding = f64::from(ROUNDED_TO) / 2.0 * (row.cells.len() + 1) as f64;
    let (mut least, mut any_hidden, mut first_day) = (0, false, None);
    for (column, cell) in columns.iter().zip(&row.cells) {
        least += cell.unwrap_or(0);
        any_hidden |= cell.is_none();
        let most = least + if any_hidden { hidden } else { 0 };
        if first_day.is_none() && f64::from(most) + rounding >= wanted {
            first_day = column.first_day;
        }
        if f64::from(least) - rounding >= wanted {
            return Some(DaysBetween { first_day: first_day?, last_day: column.last_day });
        }
    }
    // Known of nobody for certain: it may also be in the last band there is.
    Some(DaysBetween { first_day: first_day?, last_day: columns.last()?.last_day })
}

/// How many in a hundred were done within the term; none when a band lies across it or is hidden.
fn within(columns: &[ReportHeading], row: &ReportRow, term: u32) -> Option<u32> {
    let all = row.cells.iter().copied().sum::<Option<u32>>().filter(|all| *all > 0)?;
    let (mut done, mut exact) = (0, false);
    for (column, count) in columns.iter().zip(&row.cells) {
        if column.last_day.is_none_or(|last| last > term) {
            break;
        }
        done += (*count)?;
        exact = column.last_day == Some(term);
    }
    exact.then(|| rounded(done * 100 / all))
}
