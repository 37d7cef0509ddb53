//! How lead times are spread: a column for each band of days, with the median, the p90 and the term.

use estafette_contract::report::{ReportHeading, ReportRow, ReportTable};
use maud::{Markup, html};

use super::{
    bars::round,
    fills::{fill, patterns},
};

/// Where the names of the lines stand, one below another; no column comes as high.
const NAMES: f64 = 60.0;
const HEIGHT: f64 = 180.0;
const BASE: f64 = NAMES + HEIGHT;
const LEFT: f64 = 40.0;
const WIDTH: f64 = 840.0;

pub(super) fn days(table: &ReportTable) -> Markup {
    let Some(row) = table.region.as_ref().or(table.rows.first()) else { return html! {} };
    let most = f64::from(row.cells.iter().flatten().copied().max().unwrap_or(1).max(1));
    let step = WIDTH / table.columns.len() as f64;
    // As high as leaves room for the number above the highest.
    let height = |cell: &Option<u32>| cell.map_or(0.0, |count| (HEIGHT - 20.0) * f64::from(count) / most);
    html! {
        svg viewBox={ "0 0 900 " (BASE + 42.0) } role="img" aria-label={ (table.nl) ": hoeveel leerlingen in hoeveel dagen; de getallen staan in de tabel hieronder" } {
            (patterns())
            line x1=(LEFT) y1=(BASE) x2=(LEFT + WIDTH) y2=(BASE) stroke="#000" {}
            @for (at, cell) in row.cells.iter().enumerate().filter(|(_, cell)| cell.is_some()) {
                rect x=(round(LEFT + step * at as f64 + 6.0)) y=(round(BASE - height(cell))) width=(round(step - 12.0)) height=(round(height(cell))) fill=(fill(2)) stroke="#000" {}
            }
            (marks(table, row, step))
            @for (at, (column, cell)) in table.columns.iter().zip(&row.cells).enumerate() {
                @let x = round(LEFT + step * (at as f64 + 0.5));
                text x=(x) y=(round(BASE - 6.0 - height(cell))) text-anchor="middle" style=(HALO) { (cell.map_or_else(|| "·".to_owned(), |count| count.to_string())) }
                text x=(x) y=(BASE + 18.0) text-anchor="middle" { (column.nl.trim_end_matches(" dagen")) }
            }
            text x=(LEFT) y=(BASE + 36.0) { "dagen" }
        }
    }
}

const HALO: &str = "stroke:#fff;stroke-width:3px;paint-order:stroke";

/// Where half were done, where nine in ten, and where the term ends: each name on a line of its own.
fn marks(table: &ReportTable, row: &ReportRow, step: f64) -> Markup {
    let days = row.days.unwrap_or_default();
    let told = |day: Option<u32>, name: &str| day.map_or_else(String::new, |day| format!("{name}: {day} d"));
    let beat = if table.code == "lead_whole" { "44 dagen: het getal om te verslaan".to_owned() } else { told(table.term_days, "termijn") };
    let marks =
        [(days.median, told(days.median, "mediaan"), "none"), (days.p90, told(days.p90, "p90"), "6 3"), (table.term_days, beat, "2 3")];
    html! {
        @for (at, (day, label, dashes)) in marks.iter().enumerate() {
            @if let Some(x) = day.and_then(|day| place(&table.columns, day, step)) {
                @let (y, is_right) = (14.0 + 18.0 * at as f64, x > 640.0);
                line x1=(round(x)) y1=(y - 10.0) x2=(round(x)) y2=(BASE) stroke="#000" stroke-width="2" stroke-dasharray=(dashes) {}
                text x=(round(if is_right { x - 4.0 } else { x + 4.0 })) y=(y) text-anchor=(if is_right { "end" } else { "start" }) style=(HALO) { (label) }
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
