//! The same statements by `pgbench -M prepared`: what PostgreSQL gives when nobody stands in between.

use std::{fs, path::Path, process::Command};

use estafette_tests::harness::cluster::Cluster;

use super::{
    bare::{CONTENTS, STANDING, Sizes},
    copy::psql,
};

/// A handover by a random number, since pgbench knows no texts.
const ONE: &str = "(SELECT id FROM numbered WHERE number = :number)";

/// The rows of the log, as large as those of a read. The time in an id is what keeps new rows at the end of the index, as it does in the
/// service.
const APPEND: &str = r"WITH one AS (
    INSERT INTO audit_entries SELECT to_char(clock_timestamp(), 'YYYYMMDDHH24MISSUS') || lpad(:client_id::text, 4, '0') || lpad((random() * 1e9)::int::text, 10, '0'),
        '01920000-0000-7000-8000-000000000001', repeat('s', 43), repeat('e', :entry)
    RETURNING event_id
), arrived AS (
    INSERT INTO audit_arrivals (event_id) SELECT event_id FROM one
)
INSERT INTO audit_details SELECT event_id, sha256(event_id::bytea), repeat('d', :details) FROM one;
";

/// What one client does: the two statements that read a record, and the one that appends.
fn script() -> String {
    format!("\\set number random(1, :handovers)\n{};\n{};\n{APPEND}", STANDING.join(ONE), CONTENTS.join(ONE))
}

/// Gives the handovers numbers, since pgbench knows no texts.
pub fn prepare(cluster: &Cluster, database: &str) {
    let sql = "CREATE TABLE IF NOT EXISTS numbered AS SELECT row_number() OVER (ORDER BY id) AS number, id FROM handovers WHERE status <> 'draft'; \
               CREATE UNIQUE INDEX IF NOT EXISTS numbered_number ON numbered (number); ANALYZE numbered";
    psql(cluster, database, sql, None);
}

/// Runs it with this many clients for two seconds; answers transactions a second.
pub fn rate(cluster: &Cluster, database: &str, folder: &Path, handovers: usize, sizes: Sizes, clients: usize) -> f64 {
    let script = folder.join("pgbench.sql");
    fs::write(&script, self::script()).expect("the script can be written");
    let mut pgbench = Command::new(cluster.program("pgbench"));
    pgbench.args(["--no-vacuum", "--protocol=prepared", "--jobs=2", &format!("--client={clients}"), "--time=2"]);
    pgbench.args([
        format!("--define=handovers={handovers}"),
        format!("--define=entry={}", sizes.entry),
        format!("--define=details={}", sizes.details),
    ]);
    let output = pgbench.arg("--file").arg(&script).arg(cluster.url_of_superuser(database)).output().expect("pgbench runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let rate = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
    rate.unwrap_or_else(|| panic!("pgbench said no rate: {said}"))
}
