//! Plans of PostgreSQL, as it makes them for any value at all.
//!
//! A table of a few rows is cheaper to read from end to end than to search, and most tables of a test have few. So sequential scans are
//! made dear: one that is left has no index to go by. What an index is used for is then looked at too, since reading all of an index is
//! no better: it must have been entered by an equality, and lists may not be sorted afterwards.

use estafette_tests::harness::raw::Raw;
use serde_json::Value;

use super::{Order, STEADY};

/// Why the plan of a statement does not do; nothing if it does.
pub fn objection(raw: &mut Raw, statement: &str, order: Order) -> Option<String> {
    // As the role that serves: what the wall adds to a statement is looked at too.
    raw.execute("SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET ROLE estafette").expect("settings");
    raw.execute(&format!("PREPARE overheard AS {statement}")).expect("a statement");
    let values = vec!["NULL"; parameters(statement)].join(", ");
    let call = if values.is_empty() { "overheard".to_owned() } else { format!("overheard ({values})") };
    let plan = raw.explained(&format!("EXPLAIN (FORMAT JSON) EXECUTE {call}"));
    raw.execute("DEALLOCATE overheard").expect("forgotten");
    wrong_node(&plan[0]["Plan"], order)
}

fn parameters(statement: &str) -> usize {
    (1..).take_while(|number| statement.contains(&format!("${number}"))).count()
}

/// The first node that reads more than it should.
fn wrong_node(node: &Value, order: Order) -> Option<String> {
    let text = |name: &str| node[name].as_str().unwrap_or_default();
    let grows = !STEADY.contains(&text("Relation Name"));
    let wrong = match text("Node Type") {
        "Seq Scan" => grows,
        "Index Scan" | "Index Only Scan" => grows && !text("Index Cond").contains(" = "),
        "Bitmap Index Scan" => !text("Index Cond").contains(" = "),
        "Sort" | "Incremental Sort" => order == Order::FromTheIndex,
        _ => false,
    };
    if wrong {
        return Some(node.to_string());
    }
    node["Plans"].as_array().into_iter().flatten().find_map(|below| wrong_node(below, order))
}
