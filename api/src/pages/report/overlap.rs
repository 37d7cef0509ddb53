//! No label of a chart lies over another, or outside it: measured over an invented region, with letters as wide as the widest font there is.

use estafette_contract::report::{ReportName, ReportTable, Way, invented::invent, protect, publish, tables, tally};

use super::{bars, days, flow};

/// How wide a letter is at most on the average, and how high, at the size charts are set in.
const LETTER: (f64, f64) = (6.7, 12.0);

/// A label, and where it lies: left, top, right, bottom.
struct Label {
    text: String,
    at: [f64; 4],
}

fn region(threshold: u32) -> Vec<ReportTable> {
    let mut facts = invent(7, 0, 1).facts;
    let counts = tally(&mut facts, tables());
    let shown = |(table, counts)| publish(table, counts, protect(counts, table, threshold, None).as_ref(), Some(14), Way::labels);
    tables().iter().zip(&counts).map(shown).collect()
}

/// An attribute of a tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

fn labels(svg: &str) -> Vec<Label> {
    let read = |part: &str| {
        let (tag, rest) = part.split_once('>')?;
        let text = rest.split_once("</text>")?.0.replace("&amp;", "&").replace("&gt;", ">");
        let (x, y): (f64, f64) = (attribute(tag, "x")?.parse().ok()?, attribute(tag, "y")?.parse().ok()?);
        let width = LETTER.0 * text.chars().count() as f64;
        let left = match attribute(tag, "text-anchor") {
            Some("middle") => x - width / 2.0,
            Some("end") => x - width,
            _ => x,
        };
        Some(Label { text, at: [left, y - LETTER.1 + 3.0, left + width, y + 3.0] })
    };
    svg.split("<text").skip(1).filter_map(|part| read(&format!(" {part}"))).collect()
}

fn check(svg: &str, of: &ReportTable) {
    let size: Vec<f64> = attribute(svg, "viewBox").unwrap().split(' ').map(|number| number.parse().unwrap()).collect();
    let labels = labels(svg);
    assert!(labels.len() >= 2, "{}: {svg}", of.code);
    for (at, one) in labels.iter().enumerate() {
        let [left, top, right, bottom] = one.at;
        assert!(left >= 0.0 && top >= 0.0 && right <= size[2] && bottom <= size[3], "{}: {} lies outside", of.code, one.text);
        for other in &labels[at + 1..] {
            let [l, t, r, b] = other.at;
            let apart = right <= l || r <= left || bottom <= t || b <= top;
            assert!(apart, "{}: {} lies over {}: {:?} {:?}", of.code, one.text, other.text, one.at, other.at);
        }
    }
}

#[test]
fn no_label_of_a_chart_lies_over_another_or_outside_it() {
    for table in [5, 10, 100].into_iter().flat_map(region).filter(|table| !table.rows.is_empty()) {
        if table.term_days.is_some() {
            check(&days::days(&table).into_string(), &table);
        } else {
            check(&bars::bars(&table).into_string(), &table);
        }
        if table.report == ReportName::Flows {
            check(&flow::flow(&table).into_string(), &table);
        }
    }
}
