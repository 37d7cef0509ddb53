//! A report as a page: charts to put on the table, and below each the numbers it was drawn from. Readable without colour, and in print.

mod bars;
mod days;
mod fills;
mod flow;
#[cfg(test)]
mod overlap;
mod series;
mod trend;

use estafette_contract::{
    CodeList,
    report::{DaysBetween, ReportName, ReportRow, ReportTable, ReportView},
};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::STYLE;

/// What a report needs beside the style of all pages.
const WIDER: &str = "body{max-width:64rem}table{border-collapse:collapse;width:100%;font-size:.9rem;margin:.5rem 0 2rem}\
th,td{padding:.3rem .5rem;border-bottom:1px solid #999;vertical-align:bottom}th{text-align:left}td{text-align:right;white-space:nowrap}thead th+th{text-align:right}\
tbody tr:last-child.whole>*{border-top:2px solid #000;font-weight:600}svg{width:100%;height:auto;margin:.5rem 0}svg text{font:12px system-ui,sans-serif;fill:#000}\
figure{margin:0}nav a{margin-right:.75rem}.note{border-left:.25rem solid #555;padding-left:1rem}\
@media print{body{margin:0;max-width:none;font-size:10pt}section{break-inside:avoid}nav{display:none}}";

/// The page, in Dutch.
pub fn report(view: &ReportView) -> Markup {
    let (title, head) = (view.report.term().nl, &view.release);
    html! {
        (DOCTYPE)
        html lang="nl" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Rapportage: " (title) }
                style { (PreEscaped(STYLE)) (PreEscaped(WIDER)) }
            }
            body {
                main {
                    h1 { "Rapportage: " (title) }
                    p { "Schooljaar " (head.school_year.as_str()) ", geteld op " (head.counted_on.format("%-d-%-m-%Y")) ", uitgave " (head.number) "." }
                    p.note {
                        "Elke leerling telt per rij één keer. Alle getallen zijn afgerond op " (head.rounded_to) ". Een punt (·) is verborgen: minder dan "
                        (head.threshold) " leerlingen, of een getal waaruit dat te berekenen zou zijn. Soms staan kleine groepen samen in één rij."
                    }
                    @for table in &view.tables { (section(table)) }
                    @if !view.own.is_empty() {
                        h2 { "De eigen cijfers" }
                        p { "Wat uw organisatie zelf verstuurde of ontving, naast de regio hierboven." }
                        @for table in &view.own { (section(table)) }
                    }
                    (trend::trend(&view.trend))
                    (series::series(&view.series, &view.tables))
                }
                footer { "De uitgave is ondertekend en verandert niet meer. De hele regio staat onder de rijen." }
            }
        }
    }
}

fn section(table: &ReportTable) -> Markup {
    html! {
        section {
            h2 { (table.nl) }
            @if table.rows.is_empty() {
                p { "Niet uitgebracht: het gaat om te weinig leerlingen." }
            } @else {
                figure { (chart(table)) }
                (numbers(table))
            }
        }
    }
}

fn chart(table: &ReportTable) -> Markup {
    match table {
        table if table.term_days.is_some() => days::days(table),
        table if table.report == ReportName::Flows && table.code == "flows_level" => html! { (flow::flow(table)) (bars::bars(table)) },
        table => bars::bars(table),
    }
}

/// The numbers behind a chart.
fn numbers(table: &ReportTable) -> Markup {
    html! {
        table {
            caption hidden { (table.nl) }
            thead {
                tr {
                    th scope="col" { "Overstap" }
                    th scope="col" { "Leerlingen" }
                    @for column in &table.columns { th scope="col" { (column.nl) } }
                    @if let Some(term) = table.term_days {
                        th scope="col" { "Mediaan" } th scope="col" { "p90" } th scope="col" { "Binnen " (term) " dagen" }
                    }
                }
            }
            tbody { @for row in table.rows.iter().chain(&table.region) { (line(row, row.code == "region")) } }
        }
    }
}

fn line(row: &ReportRow, whole: bool) -> Markup {
    html! {
        tr class=[whole.then_some("whole")] {
            th scope="row" { (row.nl) }
            td { (row.learners) }
            @for cell in &row.cells { td { (number(*cell, "")) } }
            @if let Some(days) = &row.days {
                td { (in_days(days.median, days.median_between)) }
                td { (in_days(days.p90, days.p90_between)) }
                td { (number(days.within_term, " %")) }
            }
        }
    }
}

/// A number of days, or between which days it is where a hidden number keeps it from being said.
fn in_days(days: Option<u32>, between: Option<DaysBetween>) -> Markup {
    match between {
        Some(DaysBetween { first_day, last_day: Some(last) }) => {
            html! { span title="een verborgen getal staat in de weg" { (first_day) "–" (last) " d" } }
        }
        Some(DaysBetween { first_day, last_day: None }) => {
            html! { span title="een verborgen getal staat in de weg" { "≥ " (first_day) " d" } }
        }
        None => number(days, " d"),
    }
}

fn number(number: Option<u32>, unit: &str) -> Markup {
    match number {
        Some(number) => html! { (number) (unit) },
        None => html! { span title="verborgen" { "·" } },
    }
}

/// A label short enough to stand beside a bar.
fn short(label: &str, most: usize) -> String {
    if label.chars().count() <= most {
        return label.to_owned();
    }
    label.chars().take(most - 1).chain(['…']).collect()
}
