//! Fills that differ without colour.

use maud::{Markup, html};

/// How many fills there are.
const FILLS: usize = 8;

/// The fill of a column, by its place.
pub(super) fn fill(at: usize) -> String {
    format!("url(#fill{})", at % FILLS)
}

/// The text on a fill is white on black only.
pub(super) fn halo(at: usize) -> &'static str {
    if at.is_multiple_of(FILLS) { "fill:#fff;stroke:none" } else { "fill:#000;stroke:#fff;stroke-width:3px;paint-order:stroke" }
}

/// The patterns, once in every chart.
pub(super) fn patterns() -> Markup {
    let lines = [
        ("M0 0H8V8H0Z", "#222", 0.0),
        ("M-2 2L2 -2M0 8L8 0M6 10L10 6", "none", 1.6),
        ("", "#bbb", 0.0),
        ("M0 4H8", "none", 1.6),
        ("M2 2h1M6 6h1", "none", 2.2),
        ("", "#fff", 0.0),
        ("M4 0V8", "none", 1.6),
        ("M0 4H8M4 0V8", "none", 1.0),
    ];
    html! {
        defs {
            @for (at, (path, ground, width)) in lines.iter().enumerate() {
                pattern id={ "fill" (at) } width="8" height="8" patternUnits="userSpaceOnUse" {
                    rect width="8" height="8" fill=(if *ground == "none" { "#fff" } else { *ground }) {}
                    @if *width > 0.0 { path d=(path) stroke="#000" stroke-width=(width) fill="none" {} }
                }
            }
        }
    }
}
