//! Plans of SQLite, which says SCAN for what it reads from end to end and SEARCH for what it finds.

use diesel::{QueryableByName, RunQueryDsl, sql_query, sql_types};
use estafette_tests::harness::raw::Raw;

use super::{Order, STEADY};

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = sql_types::Text)]
    detail: String,
}

/// Why the plan of a statement does not do; nothing if it does.
pub fn objection(raw: &mut Raw, statement: &str, order: Order) -> Option<String> {
    let Raw::Sqlite(conn) = raw else { return Some("not SQLite".to_owned()) };
    let steps: Vec<Step> = sql_query(format!("EXPLAIN QUERY PLAN {statement}")).load(conn).expect("a plan");
    steps.into_iter().map(|step| step.detail).find(|detail| is_wrong(detail, order))
}

fn is_wrong(detail: &str, order: Order) -> bool {
    let words: Vec<&str> = detail.split(' ').collect();
    match words[..] {
        // Rows that stand in the statement itself.
        ["SCAN", "CONSTANT", ..] | ["SCAN", _, "VALUES", "CLAUSE"] => false,
        // What a part of the statement found, and that part has a line of its own.
        ["SCAN", part, ..] if part.starts_with('(') => false,
        ["SCAN", table, ..] => !STEADY.contains(&table),
        // A range with one end may still be everything there is.
        ["SEARCH", table, ..] => {
            let within = detail.contains("=?") || (detail.contains(">?") && detail.contains("<?"));
            !within && !STEADY.contains(&table)
        }
        ["USE", "TEMP", "B-TREE", "FOR", .., "ORDER", "BY"] => order == Order::FromTheIndex,
        _ => false,
    }
}
