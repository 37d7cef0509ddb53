//! What appending to the log costs when millions of entries are there: two services in turn, one on each log.

use estafette_tests::harness::raw::Raw;

use super::{
    calls::Call,
    growth::in_turn,
    measure::Figures,
    options::{Measure, On},
    region::Region,
    report::Report,
    rig::Rig,
    table::{Table, number, ratio},
};

/// How many rows are added in one statement.
const AT_ONCE: usize = 500_000;

/// Measures the audited read on the log as it was seeded, beside one with this many entries more.
pub fn measured(measure: &Measure, on: On, region: &Region, directory: &std::path::Path, report: &mut Report) {
    let rig = Rig::set_up(on, &directory.join("seed"), directory);
    let mut raw = Raw::to(&rig.bare.parse().expect("a database")).expect("a connection beside the service");
    let before = raw.count("audit_entries");
    for done in (0..measure.entries).step_by(AT_ONCE) {
        raw.execute(&fill(&raw, region, done, AT_ONCE.min(measure.entries - done))).expect("entries are added");
        eprint!("\rfilling the log: {done} of {} ", measure.entries);
    }
    eprintln!();
    raw.execute("ANALYZE").expect("the planner is told");
    let after = raw.count("audit_entries");
    drop(raw);
    let ((few, _), (many, _)) = (rig.service_on(&rig.ours), rig.service_on(&rig.bare));
    report.heading(&format!("{}: the audited read with {before} entries in the log and with {after}", on.title()));
    let mut table = Table::new(&["connections", "req/s", "with more", "ratio", "CPU s/1000", "with more", "ratio"]);
    for connections in [1, 32] {
        let [few, many] = in_turn(measure, region, &rig, [&few, &many], Call::Read, connections);
        let cpu = |figures: &Figures| figures.cpu + figures.cluster_cpu;
        let (rates, cpus) = ((few.rate, many.rate), (cpu(&few), cpu(&many)));
        let cells = [connections.to_string(), number(rates.0), number(rates.1), ratio(rates.1, rates.0)];
        table.row(cells.into_iter().chain([number(cpus.0), number(cpus.1), ratio(cpus.1, cpus.0)]));
    }
    report.table(&table);
}

/// The statements that add entries as large as those of readings, older than all there are, of these colleges in turn.
///
/// They are numbered before the log's first leaf, so that they are there and the tree is what was signed.
fn fill(raw: &Raw, region: &Region, from: usize, count: usize) -> String {
    let to = from + count;
    let parties = region.colleges.iter().enumerate().map(|(at, party)| format!(" WHEN {at} THEN '{}'", party.id)).collect::<String>();
    let partner = format!("CASE number % {}{parties} END", region.colleges.len());
    let numbers =
        format!("WITH RECURSIVE numbers (number) AS (SELECT {from} UNION ALL SELECT number + 1 FROM numbers WHERE number + 1 < {to}) ");
    let columns = "event_id, partner_id, subject, entry";
    match raw {
        Raw::Sqlite(_) => format!(
            "{numbers} INSERT INTO audit_entries (arrival, {columns}) SELECT -1 - number, printf('01000000-0000-7000-8000-%012x', number), \
             {partner}, 's' || (number % 5000), printf('%.*c', 560, 'e') FROM numbers"
        ),
        Raw::Postgres(_) => format!(
            "{numbers}, added AS (INSERT INTO audit_entries ({columns}) SELECT '01000000-0000-7000-8000-' || lpad(to_hex(number), 12, '0'), \
             {partner}, 's' || (number % 5000), repeat('e', 560) FROM numbers RETURNING event_id) \
             INSERT INTO audit_leaves (leaf, event_id) SELECT -1 - {from} - row_number() OVER (), event_id FROM added"
        ),
    }
}
