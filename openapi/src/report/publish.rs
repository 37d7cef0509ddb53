//! From counts to what is published: hidden cells left out, everything rounded.

use super::{Cell, Counts, Guarded, ReportHeading, ReportRow, ReportTable, Table, days::days as days_of, grid::sum};

/// What every number is rounded to.
pub const ROUNDED_TO: u32 = 5;

/// The days that the national digital dossier takes on average: the number to beat.
pub const DAYS_TO_BEAT: u32 = 44;

/// What a row is called, in Dutch and in English.
pub type Labels = (String, String);

/// The table as it is published; without rows when it is withheld.
pub fn publish(
    table: &Table,
    counts: &Counts,
    guarded: Option<&Guarded>,
    term_days: Option<u32>,
    label: impl Fn(&str) -> Labels,
) -> ReportTable {
    let empty = ReportTable {
        report: table.report,
        code: table.code.clone(),
        nl: table.nl.clone(),
        en: table.en.clone(),
        columns: Vec::new(),
        rows: Vec::new(),
        region: None,
        term_days: None,
    };
    let Some(guarded) = guarded else { return empty };
    let columns: Vec<ReportHeading> = guarded.grouping.columns.iter().map(|columns| heading(table, columns)).collect();
    let timed = columns.iter().all(|column| column.first_day.is_some());
    let term_days = timed.then(|| term_days.unwrap_or(DAYS_TO_BEAT));
    let days = |row: ReportRow| ReportRow { days: term_days.map(|term| days_of(&columns, &row, term)), ..row };
    let cells = guarded.grouping.cells(counts);
    let shown = |row: usize, column: usize| (!guarded.hidden.contains(&(row, column))).then(|| rounded(cells[row][column].all));
    let rows = cells.iter().enumerate().map(|(at, row)| {
        let (nl, en) = together(guarded.grouping.rows[at].iter().map(|code| label(code)));
        let code = guarded.grouping.rows[at].join("+");
        days(ReportRow { code, nl, en, learners: rounded(sum(row)), cells: (0..row.len()).map(|c| shown(at, c)).collect(), days: None })
    });
    let rows: Vec<ReportRow> = rows.collect();
    let region = (rows.len() > 1).then(|| days(whole(&cells)));
    ReportTable { columns, rows, region, term_days, ..empty }
}

/// A number as it is published.
#[must_use]
pub fn rounded(number: u32) -> u32 {
    (number + ROUNDED_TO / 2) / ROUNDED_TO * ROUNDED_TO
}

fn whole(cells: &[Vec<Cell>]) -> ReportRow {
    let columns = cells.first().map_or(0, Vec::len);
    let column = |column: usize| cells.iter().map(|row| row[column].all).sum::<u32>();
    ReportRow {
        code: "region".into(),
        nl: "de hele regio".into(),
        en: "the whole region".into(),
        learners: rounded(cells.iter().map(|row| sum(row)).sum()),
        cells: (0..columns).map(|at| Some(rounded(column(at)))).collect(),
        days: None,
    }
}

fn heading(table: &Table, columns: &[usize]) -> ReportHeading {
    let mut columns: Vec<_> = columns.iter().map(|column| &table.columns[*column]).collect();
    columns.sort_by_key(|column| column.days);
    let (nl, en) = together(columns.iter().map(|column| (column.nl.clone(), column.en.clone())));
    let days = columns.first().and_then(|column| column.days).zip(columns.last().and_then(|column| column.days));
    let heading = ReportHeading {
        code: columns.iter().map(|column| column.code.as_str()).collect::<Vec<_>>().join("+"),
        nl,
        en,
        first_day: None,
        last_day: None,
    };
    match days {
        Some(((first, _), (_, last))) => {
            let (nl, en) = in_words(first, last);
            ReportHeading { nl, en, first_day: Some(first), last_day: last, ..heading }
        }
        None => heading,
    }
}

fn in_words(first: u32, last: Option<u32>) -> Labels {
    match last {
        Some(last) => (format!("{first}–{last} dagen"), format!("{first}–{last} days")),
        None => (format!("vanaf {first} dagen"), format!("from {first} days")),
    }
}

fn together(labels: impl Iterator<Item = Labels>) -> Labels {
    let (nl, en): (Vec<String>, Vec<String>) = labels.unzip();
    (nl.join("; "), en.join("; "))
}
