//! A report as lines to compute with: one a cell.

use super::{ReportRow, ReportTable, ReportView};

impl ReportView {
    /// The lines, with a heading; what is hidden is empty.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut lines = "release,schoolYear,whose,table,row,column,learners\r\n".to_owned();
        for (whose, tables) in [("region", &self.tables), ("own", &self.own)] {
            for table in tables {
                for row in table.rows.iter().chain(&table.region) {
                    self.add(&mut lines, whose, table, row);
                }
            }
        }
        lines
    }

    fn add(&self, lines: &mut String, whose: &str, table: &ReportTable, row: &ReportRow) {
        let head = format!("{},{},{whose},{},{}", self.release.number, self.release.school_year.as_str(), table.code, row.code);
        lines.push_str(&format!("{head},all,{}\r\n", row.learners));
        for (column, cell) in table.columns.iter().zip(&row.cells) {
            let number = cell.map(|cell| cell.to_string()).unwrap_or_default();
            lines.push_str(&format!("{head},{},{number}\r\n", column.code));
        }
    }
}
