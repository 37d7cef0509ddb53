//! A month of the drop-out file of a large region comes in, and comes in again.

use estafette_client::VsvOptions;
use estafette_tests::harness::{
    binary::Process,
    vsv::{crowd, month},
};

use super::{Crowd, client, timed};
use crate::table::{Table, number};

/// The RMC region that all of them live in.
pub const RMC_REGION: u8 = 28;
/// Lines of the file.
const LINES: usize = 1300;

/// Imports a month twice.
pub async fn measured(people: &Crowd, process: &Process, table: &mut Table) {
    let college = client(&people.college, process);
    // As invented, it is of a month to come, which is refused.
    let file = crowd(LINES, RMC_REGION, "2008-04-18".parse().expect("a day")).replace(";204309", ";202609");
    for said in ["new", "unchanged"] {
        let import = VsvOptions::whole(month("2026-10"));
        let (report, took) = timed(college.import_vsv(file.clone().into(), &import)).await;
        let report = report.expect("the file is read");
        let lines = if said == "new" { report.new.len() } else { report.unchanged.len() };
        assert_eq!(lines, LINES, "all lines are {said}: {:?}", report.rejected.first());
        table.row([format!("{LINES} {said} lines of the drop-out file, s"), "5".into(), number(took.as_secs_f64())]);
    }
}
