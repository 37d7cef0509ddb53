//! How shares went from release to release, by transition: a line each, and the numbers beside it.

use estafette_contract::report::{ReportSeries, ReportTable, SharePoint};
use maud::{Markup, html};

use super::{bars::round, number};

/// A section for each table of which there is more than one release.
pub(super) fn series(all: &[ReportSeries], tables: &[ReportTable]) -> Markup {
    html! {
        @for table in tables {
            @let rows: Vec<&ReportSeries> = all.iter().filter(|one| one.table == table.code).collect();
            @if let Some(first) = rows.first() {
                section {
                    h2 { "Van uitgave tot uitgave: " (table.nl) }
                    p { "Hoeveel van de honderd leerlingen in de kolom “" (table.columns.first().map_or("", |column| column.nl.as_str())) "” staan." }
                    table {
                        thead {
                            tr {
                                th scope="col" { "Overstap" }
                                @for point in &first.points { th scope="col" { "uitgave " (point.number) } }
                                th scope="col" { "verloop" }
                            }
                        }
                        tbody { @for row in &rows { (line(row, &first.points)) } }
                    }
                }
            }
        }
    }
}

fn line(row: &ReportSeries, releases: &[SharePoint]) -> Markup {
    let percent = |number: i64| row.points.iter().find(|point| point.number == number).and_then(|point| point.percent);
    html! {
        tr {
            th scope="row" { (row.nl) }
            @for release in releases {
                td { (number(percent(release.number), " %")) }
            }
            td { (spark(row)) }
        }
    }
}

/// A small line from nought to a hundred.
fn spark(row: &ReportSeries) -> Markup {
    let step = 112.0 / (row.points.len().max(2) - 1) as f64;
    let place = |(at, point): (usize, &SharePoint)| Some((round(4.0 + step * at as f64), round(26.0 - f64::from(point.percent?) * 0.22)));
    let places: Vec<(f64, f64)> = row.points.iter().enumerate().filter_map(place).collect();
    let path: Vec<String> = places.iter().map(|(x, y)| format!("{x},{y}")).collect();
    html! {
        svg viewBox="0 0 120 30" style="width:7.5rem" role="img" aria-label={ (row.nl) ": van uitgave tot uitgave; de getallen staan ernaast" } {
            line x1="0" y1="27" x2="120" y2="27" stroke="#999" {}
            polyline points=(path.join(" ")) fill="none" stroke="#000" stroke-width="1.5" {}
            @for (x, y) in places { circle cx=(x) cy=(y) r="2" fill="#000" {} }
        }
    }
}
