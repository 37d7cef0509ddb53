//! How shares go from release to release, computed from what was published and from nothing else.

use super::{ReportRow, ReportSeries, ReportTable, SharePoint, rounded};

/// The shares of tables of yes and no, by row, over releases in order; none of them of one release alone.
#[must_use]
pub fn series(releases: &[(i64, Vec<ReportTable>)]) -> Vec<ReportSeries> {
    let mut all: Vec<ReportSeries> = Vec::new();
    for (number, tables) in releases {
        for table in tables.iter().filter(|table| table.columns.len() == 2) {
            for row in table.rows.iter().chain(&table.region) {
                let point = SharePoint { number: *number, percent: percent(row) };
                let of_row = |one: &&mut ReportSeries| one.table == table.code && one.row == row.code;
                match all.iter_mut().find(of_row) {
                    Some(known) => known.points.push(point),
                    None => all.push(fresh(table, row, point)),
                }
            }
        }
    }
    all.retain(|one| one.points.len() > 1);
    all
}

fn fresh(table: &ReportTable, row: &ReportRow, point: SharePoint) -> ReportSeries {
    ReportSeries { table: table.code.clone(), row: row.code.clone(), nl: row.nl.clone(), en: row.en.clone(), points: vec![point] }
}

fn percent(row: &ReportRow) -> Option<u32> {
    let [Some(one), Some(other)] = row.cells[..] else { return None };
    (one + other > 0).then(|| rounded(one * 100 / (one + other)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{ReportHeading, ReportName};

    fn table(cells: [Option<u32>; 2]) -> ReportTable {
        let heading = |code: &str| ReportHeading { code: code.into(), nl: code.into(), en: code.into(), first_day: None, last_day: None };
        let row = ReportRow { code: "vmbo_mbo".into(), nl: "a".into(), en: "a".into(), learners: 100, cells: cells.into(), days: None };
        let code = "quality_view".to_owned();
        let (columns, rows) = (vec![heading("met"), heading("not_met")], vec![row]);
        ReportTable { report: ReportName::Quality, code, nl: "a".into(), en: "a".into(), columns, rows, region: None, term_days: None }
    }

    #[test]
    fn a_share_is_followed_from_release_to_release_and_absent_where_it_is_hidden() {
        let year =
            |all: &[[Option<u32>; 2]]| series(&(1..).zip(all).map(|(number, cells)| (number, vec![table(*cells)])).collect::<Vec<_>>());
        let found = year(&[[Some(40), Some(60)], [None, None], [Some(75), Some(25)]]);
        let points: Vec<_> = found[0].points.iter().map(|point| (point.number, point.percent)).collect();
        assert_eq!((found.len(), points), (1, vec![(1, Some(40)), (2, None), (3, Some(75))]));
        assert_eq!(year(&[[Some(40), Some(60)]]), []);
    }
}
