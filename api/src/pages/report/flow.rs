//! The flow diagram: from which kind of partner to which, as broad as there are learners.

use std::collections::BTreeMap;

use estafette_contract::{
    CodeList,
    report::{ReportTable, Way},
};
use maud::{Markup, html};

use super::{bars::round, short};

const HIGH: f64 = 380.0;
const GAP: f64 = 14.0;

/// A kind of partner at one side, and how far it is filled.
struct Side {
    label: &'static str,
    top: f64,
    height: f64,
    used: f64,
}

pub(super) fn flow(table: &ReportTable) -> Markup {
    let flows: Vec<(&'static str, &'static str, u32, String)> = table
        .rows
        .iter()
        .map(|row| {
            let way = Way::of(&row.code);
            let kind = |kind: Option<estafette_contract::PartnerKind>| kind.map_or("verschillende", |kind| kind.term().nl);
            (kind(way.map(|way| way.from)), kind(way.map(|way| way.to)), row.learners, row.nl.clone())
        })
        .collect();
    let (mut from, mut to) = (sides(flows.iter().map(|flow| (flow.0, flow.2))), sides(flows.iter().map(|flow| (flow.1, flow.2))));
    let ribbons: Vec<(String, String)> = flows
        .iter()
        .filter_map(|(left, right, learners, label)| {
            let (a, b) = (from.get_mut(left)?, to.get_mut(right)?);
            let thick = thickness(*learners, &flows);
            let ribbon = ribbon(a.top + a.used, b.top + b.used, thick);
            (a.used, b.used) = (a.used + thick, b.used + thick);
            Some((ribbon, format!("{label}: {learners}")))
        })
        .collect();
    html! {
        svg viewBox={ "0 0 900 " (HIGH + 160.0) } role="img" aria-label="Van waar naar waar: hoe breder, hoe meer leerlingen; de getallen staan in de tabel hieronder" {
            @for (path, label) in &ribbons { path d=(path) fill="#999" fill-opacity=".45" stroke="#333" stroke-width=".8" { title { (label) } } }
            @for side in from.values() { (post(side, 190.0, 182.0, "end")) }
            @for side in to.values() { (post(side, 700.0, 716.0, "start")) }
        }
    }
}

/// The kinds of one side below one another, the one with the most learners first.
fn sides(flows: impl Iterator<Item = (&'static str, u32)>) -> BTreeMap<&'static str, Side> {
    let mut sums: BTreeMap<&'static str, u32> = BTreeMap::new();
    flows.for_each(|(label, learners)| *sums.entry(label).or_default() += learners);
    let all: u32 = sums.values().sum();
    let mut ordered: Vec<(&'static str, u32)> = sums.into_iter().collect();
    ordered.sort_by_key(|(_, learners)| std::cmp::Reverse(*learners));
    let mut top = 10.0;
    let place = |(label, learners): (&'static str, u32)| {
        let height = HIGH * f64::from(learners) / f64::from(all.max(1));
        let side = Side { label, top, height, used: 0.0 };
        top += height.max(4.0) + GAP;
        (label, side)
    };
    ordered.into_iter().map(place).collect()
}

fn thickness(learners: u32, flows: &[(&'static str, &'static str, u32, String)]) -> f64 {
    let all: u32 = flows.iter().map(|flow| flow.2).sum();
    HIGH * f64::from(learners) / f64::from(all.max(1))
}

fn ribbon(left: f64, right: f64, thick: f64) -> String {
    let (l, r, lb, rb) = (round(left), round(right), round(left + thick), round(right + thick));
    format!("M198 {l}C450 {l} 450 {r} 700 {r}L700 {rb}C450 {rb} 450 {lb} 198 {lb}Z")
}

fn post(side: &Side, x: f64, at: f64, anchor: &str) -> Markup {
    html! {
        rect x=(x) y=(round(side.top)) width="8" height=(round(side.height.max(1.0))) fill="#000" {}
        text x=(at) y=(round(side.top + side.height / 2.0 + 4.0)) text-anchor=(anchor) { (short(side.label, 30)) }
    }
}
