//! The seeded rows, carried from the file into a cluster: what is sealed is sealed for its row, not for a database.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use diesel::{Connection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query, sql_types::Text};
use estafette_tests::harness::cluster::Cluster;

/// The tables in an order in which every row finds what it refers to.
const FIRST: [&str; 5] = ["partners", "partner_keys", "learners", "representatives", "handovers"];

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Copies every table of the file to a database with the same schema.
pub fn rows(file: &Path, cluster: &Cluster, database: &str) {
    let mut sqlite = SqliteConnection::establish(&file.to_string_lossy()).expect("the seed opens");
    psql(cluster, database, "TRUNCATE house", None);
    for table in tables(&mut sqlite) {
        let columns = columns(cluster, database, &table);
        let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
        let values: Vec<String> = columns.iter().map(|(name, kind)| value(name, kind)).collect();
        let text = lines(&mut sqlite, &format!("SELECT {} AS line FROM {table}", values.join(" || char(9) || ")));
        let copy = format!("COPY {table} ({}) FROM STDIN", names.join(", "));
        psql(cluster, database, &copy, Some(text.join("\n") + if text.is_empty() { "" } else { "\n" }));
    }
    psql(cluster, database, "VACUUM ANALYZE", None);
    psql(cluster, database, "CHECKPOINT", None);
}

fn tables(sqlite: &mut SqliteConnection) -> Vec<String> {
    let own =
        "SELECT name AS line FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_%' ESCAPE '\\'";
    let mut all = lines(sqlite, own);
    all.sort_by_key(|name| FIRST.iter().position(|first| first == name).unwrap_or(FIRST.len()));
    all
}

/// The columns of a table with their types, as the cluster has them.
fn columns(cluster: &Cluster, database: &str, table: &str) -> Vec<(String, String)> {
    let sql =
        format!("SELECT column_name, data_type FROM information_schema.columns WHERE table_name = '{table}' AND table_schema = 'public'");
    let said = psql(cluster, database, &sql, None);
    said.lines().filter_map(|line| line.split_once('|')).map(|(name, kind)| (name.to_owned(), kind.to_owned())).collect()
}

/// The expression that writes a column of the file in the form COPY reads.
fn value(name: &str, kind: &str) -> String {
    let name = format!("\"{name}\"");
    let text = match kind {
        "bytea" => format!("'\\\\x' || hex({name})"),
        "boolean" => format!("CASE {name} WHEN 0 THEN 'f' ELSE 't' END"),
        "text" => format!("replace(replace(replace({name}, '\\', '\\\\'), char(10), '\\n'), char(9), '\\t')"),
        _ => format!("CAST({name} AS TEXT)"),
    };
    format!("CASE WHEN {name} IS NULL THEN '\\N' ELSE {text} END")
}

fn lines(sqlite: &mut SqliteConnection, sql: &str) -> Vec<String> {
    let rows: Vec<Line> = sql_query(sql).load(sqlite).expect("a query on the seed");
    rows.into_iter().map(|row| row.line).collect()
}

/// Runs a statement with this input; answers what it printed.
pub fn psql(cluster: &Cluster, database: &str, sql: &str, input: Option<String>) -> String {
    let mut psql = Command::new(cluster.program("psql"));
    psql.args([
        "--no-psqlrc",
        "--quiet",
        "--tuples-only",
        "--no-align",
        "--set",
        "ON_ERROR_STOP=1",
        "--dbname",
        &cluster.url_of_superuser(database),
    ]);
    let mut child = psql.args(["--command", sql]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("psql runs");
    let mut stdin = child.stdin.take().expect("psql reads");
    let writer = std::thread::spawn(move || stdin.write_all(input.unwrap_or_default().as_bytes()));
    let output = child.wait_with_output().expect("psql ends");
    let _ = writer.join();
    assert!(output.status.success(), "{sql}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}
