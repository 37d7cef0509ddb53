//! What the documentation draws from data is drawn from the data of today.

use std::{fmt::Write, path::Path};

use estafette_contract::{CodeList, HandoverStatus, MOVES};

const BEGIN: &str = "<!-- state-table:begin -->\n";
const END: &str = "<!-- state-table:end -->";

/// `UPDATE_DOCS=1 cargo test -p estafette-tests documents` writes the state table anew.
#[test]
fn the_state_table_is_drawn_as_it_is() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/how-it-works.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEGIN).expect("the page has a place for the state table");
    let (_, after) = rest.split_once(END).expect("and the place ends");
    let drawn = format!("{before}{BEGIN}{}\n{}\n{}{END}{after}", diagram(), moves(), readings());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &drawn).unwrap();
    }
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text == drawn, "run UPDATE_DOCS=1 cargo test -p estafette-tests documents");
}

fn diagram() -> String {
    let mut lines = vec!["stateDiagram-v2".to_owned(), "    [*] --> draft".to_owned()];
    for row in MOVES {
        lines.extend(row.from.iter().map(|from| format!("    {from} --> {}: {}", row.to, row.name)));
    }
    lines.extend(HandoverStatus::ALL.iter().filter(|status| status.is_final()).map(|status| format!("    {status} --> [*]")));
    let mut seen = std::collections::HashSet::new();
    lines.retain(|line| seen.insert(line.clone()));
    format!("```mermaid\n{}\n```\n", lines.join("\n"))
}

fn moves() -> String {
    let rows =
        MOVES.iter().map(|row| vec![format!("`{}`", row.name), codes(row.from), format!("`{}`", row.to), codes(row.by), codes(row.guards)]);
    table(&["move", "from", "to", "by", "guards"], rows.collect())
}

fn readings() -> String {
    let rows = HandoverStatus::ALL.iter().map(|status| {
        let readings = status.readings();
        [status.code(), readings.sender.code(), readings.receiver.code(), readings.learner.code()].map(|code| format!("`{code}`")).to_vec()
    });
    table(&["status", "sender reads", "receiver reads", "learner reads"], rows.collect())
}

fn codes<L: CodeList>(list: &[L]) -> String {
    let codes: Vec<String> = list.iter().map(|value| format!("`{}`", value.code())).collect();
    if codes.is_empty() { "–".into() } else { codes.join(", ") }
}

/// A table whose columns line up.
fn table(heads: &[&str], rows: Vec<Vec<String>>) -> String {
    let heads: Vec<String> = heads.iter().map(ToString::to_string).collect();
    let width = |column: usize| rows.iter().chain([&heads]).map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..heads.len()).map(width).collect();
    let mut out = String::new();
    let mut line = |cells: &[String]| {
        let padded: Vec<String> = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        writeln!(out, "| {} |", padded.join(" | ")).unwrap();
    };
    line(&heads);
    line(&widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>());
    rows.iter().for_each(|row| line(row));
    out
}
