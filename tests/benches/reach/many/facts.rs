//! A release over very many facts, and reading it.

use chrono::{DateTime, TimeDelta, Utc};
use estafette_contract::{
    SchoolYear,
    report::{
        NewRelease, ReportName,
        invented::{COUNTED_AFTER, invent},
    },
};
use estafette_db::Store;
use estafette_tests::harness::binary::Process;

use super::{Crowd, client, progress, timed};
use crate::{
    measure::median,
    table::{Table, number},
};

/// Facts in one invented region.
const OF_ONE: usize = 13_700;
/// Facts that are kept in one transaction.
const AT_ONCE: usize = 5_000;
/// How often each of the reports is read.
const READINGS: usize = 30;

/// Keeps at least as many facts of one invented school year, and answers how many those are.
pub async fn fill(store: &Store, wanted: usize) -> usize {
    let first = "2025-08-01T12:00:00Z".parse::<DateTime<Utc>>().expect("a time");
    let invented = invent(1, first.timestamp(), wanted.div_ceil(OF_ONE));
    let partners = store.invent_partners(&invented.partners).await.expect("partners of the facts");
    let (mut done, of) = (0, invented.facts.len());
    for facts in invented.facts.chunks(AT_ONCE) {
        store.keep_facts(facts, &partners, first + TimeDelta::days(COUNTED_AFTER)).await.expect("facts are kept");
        done += facts.len();
        progress("keeping facts", done, of);
    }
    of
}

/// Makes a release and reads it.
pub async fn measured(crowd: &Crowd, process: &Process, table: &mut Table) {
    let year = NewRelease { school_year: SchoolYear::new("2025-2026").expect("a school year"), threshold: None };
    let operator = client(&crowd.operators[0], process);
    let (released, making) = timed(operator.release_reports(&year)).await;
    released.expect("reports are released");
    let reader = client(&crowd.overlegtafel, process);
    let mut readings = Vec::new();
    for name in [ReportName::Flows, ReportName::LeadTimes, ReportName::Outcomes].repeat(READINGS) {
        let (report, reading) = timed(reader.report(name, None)).await;
        assert!(!report.expect("a report").tables.is_empty(), "there is something to read");
        readings.push(reading.as_secs_f64() * 1000.0);
    }
    readings.sort_by(f64::total_cmp);
    let slowest = readings[readings.len() * 99 / 100];
    table.row([format!("a release over {} facts, s", crowd.facts), "60".into(), number(making.as_secs_f64())]);
    table.row(["reading a report of it, p50 ms".into(), "50".into(), number(median(readings))]);
    table.row(["reading a report of it, p99 ms".into(), String::new(), number(slowest)]);
}
