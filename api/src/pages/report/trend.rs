//! How the number of learners went from release to release.

use estafette_contract::report::ReportTrend;
use maud::{Markup, html};

use super::bars::round;

pub(super) fn trend(points: &[ReportTrend]) -> Markup {
    if points.len() < 2 {
        return html! {};
    }
    let most = f64::from(points.iter().map(|point| point.learners).max().unwrap_or(1).max(1));
    let step = 780.0 / (points.len() - 1) as f64;
    let place = |at: usize, learners: u32| (round(60.0 + step * at as f64), round(190.0 - 150.0 * f64::from(learners) / most));
    let line: Vec<String> =
        points.iter().enumerate().map(|(at, point)| place(at, point.learners)).map(|(x, y)| format!("{x},{y}")).collect();
    html! {
        section {
            h2 { "Van uitgave tot uitgave" }
            figure {
                svg viewBox="0 0 900 240" role="img" aria-label="Het aantal leerlingen in elke uitgave; de getallen staan in de tabel hieronder" {
                    line x1="40" y1="190" x2="880" y2="190" stroke="#000" {}
                    polyline points=(line.join(" ")) fill="none" stroke="#000" stroke-width="2" {}
                    @for (at, point) in points.iter().enumerate() {
                        @let (x, y) = place(at, point.learners);
                        circle cx=(x) cy=(y) r="4" fill="#000" {}
                        text x=(x) y=(y - 10.0) text-anchor="middle" { (point.learners) }
                        text x=(x) y="210" text-anchor="middle" { (point.counted_on.format("%-d-%-m-%Y")) }
                        text x=(x) y="228" text-anchor="middle" { "uitgave " (point.number) }
                    }
                }
            }
            table {
                thead { tr { th scope="col" { "Uitgave" } th scope="col" { "Schooljaar" } th scope="col" { "Geteld op" } th scope="col" { "Leerlingen" } } }
                tbody {
                    @for point in points {
                        tr { th scope="row" { (point.number) } td { (point.school_year.as_str()) } td { (point.counted_on.format("%-d-%-m-%Y")) } td { (point.learners) } }
                    }
                }
            }
        }
    }
}
