//! How lead times are spread: a column for each band of days, with the median, the p90 and the term.

use estafette_contract::report::{ReportHeading, ReportRow, ReportTable};
use maud::{Markup, html};

use super::{
    bars::round,
    fills::{fill, patterns},
};

const HEIGHT: f64 = 180.0;
const LEFT: f64 = 40.0;
const WIDTH: f64 = 840.0;

pub(super) fn days(table: &ReportTable) -> Markup {
    let Some(row) = table.region.as_ref().or(table.rows.first()) else { return html! {} };
    let most = f64::from(row.cells.iter().flatten().copied().max().unwrap_or(1).max(1));
    let step = WIDTH / table.columns.len() as f64;
    html! {
        svg viewBox="0 0 900 270" role="img" aria-label={ (table.nl) ": hoeveel leerlingen in hoeveel dagen; de getallen staan in de tabel hieronder" } {
            (patterns())
            line x1=(LEFT) y1=(HEIGHT + 30.0) x2=(LEFT + WIDTH) y2=(HEIGHT + 30.0) stroke="#000" {}
            @for (at, (column, cell)) in table.columns.iter().zip(&row.cells).enumerate() {
                @let (x, height) = (LEFT + step * at as f64, cell.map(|count| HEIGHT * f64::from(count) / most));
                @if let Some(height) = height {
                    rect x=(round(x + 6.0)) y=(round(HEIGHT + 30.0 - height)) width=(round(step - 12.0)) height=(round(height)) fill=(fill(2)) stroke="#000" {}
                }
                text x=(round(x + step / 2.0)) y=(round(HEIGHT + 24.0 - height.unwrap_or(0.0))) text-anchor="middle" {
                    (cell.map_or_else(|| "·".to_owned(), |count| count.to_string()))
                }
                text x=(round(x + step / 2.0)) y=(HEIGHT + 48.0) text-anchor="middle" { (column.nl.trim_end_matches(" dagen")) }
            }
            text x=(LEFT) y=(HEIGHT + 66.0) { "dagen" }
            (marks(table, row, step))
        }
    }
}

/// Where half were done, where nine in ten, and where the term ends.
fn marks(table: &ReportTable, row: &ReportRow, step: f64) -> Markup {
    let days = row.days.unwrap_or_default();
    let marks = [
        (days.median, "mediaan", "none"),
        (days.p90, "p90", "6 3"),
        (table.term_days, if table.code == "lead_whole" { "44 dagen: het getal om te verslaan" } else { "termijn" }, "2 3"),
    ];
    html! {
        @for (at, (day, label, dashes)) in marks.iter().enumerate() {
            @if let Some(x) = day.and_then(|day| place(&table.columns, day, step)) {
                line x1=(round(x)) y1=(14.0 + 14.0 * at as f64) x2=(round(x)) y2=(HEIGHT + 30.0) stroke="#000" stroke-width="2" stroke-dasharray=(dashes) {}
                text x=(round(if x > 640.0 { x - 4.0 } else { x + 4.0 })) y=(22.0 + 14.0 * at as f64) text-anchor=(if x > 640.0 { "end" } else { "start" })
                    style="stroke:#fff;stroke-width:3px;paint-order:stroke" {
                    (label) @if *label != "44 dagen: het getal om te verslaan" { ": " (day.unwrap_or(0)) " d" }
                }
            }
        }
    }
}

/// Where a day stands: evenly within its band.
fn place(columns: &[ReportHeading], day: u32, step: f64) -> Option<f64> {
    let at = columns.iter().position(|column| column.last_day.is_none_or(|last| day <= last))?;
    let (first, last) = (columns[at].first_day?, columns[at].last_day);
    let share = last.map_or(0.5, |last| (f64::from(day.saturating_sub(first)) + 0.5) / f64::from(last - first + 1));
    Some(LEFT + step * (at as f64 + share))
}
