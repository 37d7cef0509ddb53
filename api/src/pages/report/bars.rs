//! Bars: a row each, divided over the columns that are published.

use estafette_contract::report::{ReportRow, ReportTable};
use maud::{Markup, html};

use super::{
    fills::{fill, halo, patterns},
    short,
};

const LEFT: f64 = 300.0;
const WIDTH: f64 = 540.0;
const STEP: f64 = 30.0;

pub(super) fn bars(table: &ReportTable) -> Markup {
    let rows: Vec<&ReportRow> = table.rows.iter().chain(&table.region).collect();
    let legend = STEP * table.columns.len().div_ceil(3) as f64;
    let height = legend + STEP * rows.len() as f64 + 10.0;
    html! {
        svg viewBox={ "0 0 900 " (height) } role="img" aria-label={ (table.nl) ", per overstap verdeeld; de getallen staan in de tabel hieronder" } {
            (patterns())
            @for (at, column) in table.columns.iter().enumerate() {
                @let (x, y) = (300.0 * (at % 3) as f64, STEP * (at / 3) as f64);
                rect x=(x) y=(y + 4.0) width="22" height="16" fill=(fill(at)) stroke="#000" {}
                text x=(x + 28.0) y=(y + 17.0) { (short(&column.nl, 38)) }
            }
            @for (at, row) in rows.iter().enumerate() { (bar(row, legend + STEP * at as f64)) }
        }
    }
}

fn bar(row: &ReportRow, y: f64) -> Markup {
    let shown: u32 = row.cells.iter().flatten().sum();
    let all = f64::from(row.learners.max(shown).max(1));
    let mut x = LEFT;
    let parts = row.cells.iter().enumerate().filter_map(|(at, cell)| Some((at, (*cell)?)));
    let parts: Vec<(usize, u32, f64, f64)> = parts
        .map(|(at, count)| {
            let width = WIDTH * f64::from(count) / all;
            let part = (at, count, x, width);
            x += width;
            part
        })
        .collect();
    html! {
        text x=(LEFT - 8.0) y=(y + 19.0) text-anchor="end" { (short(&row.nl, 42)) }
        // What is not filled is hidden.
        rect x=(LEFT) y=(y + 4.0) width=(WIDTH) height="22" fill="#fff" stroke="#000" stroke-dasharray="3 3" {}
        @for (at, count, x, width) in parts {
            @if count > 0 {
                rect x=(round(x)) y=(y + 4.0) width=(round(width)) height="22" fill=(fill(at)) stroke="#000" {}
                @if width > 30.0 { text x=(round(x + width / 2.0)) y=(y + 19.0) text-anchor="middle" style=(halo(at)) { (count) } }
            }
        }
        text x=(LEFT + WIDTH + 8.0) y=(y + 19.0) { (row.learners) }
    }
}

pub(super) fn round(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}
