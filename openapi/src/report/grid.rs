//! A table with rows and columns taken together until none of them is small.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Cell, Counts, Table};

/// Which rows and which columns of a table go together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grouping {
    /// The codes of the rows in each group.
    pub rows: Vec<Vec<String>>,
    /// The places of the columns in each group.
    pub columns: Vec<Vec<usize>>,
}

impl Grouping {
    /// Every row and column by itself, but for columns in which nobody is and about which that says nothing.
    pub(super) fn finest(counts: &Counts, table: &Table) -> Self {
        let is_used = |column: &usize| table.columns[*column].sensitive || counts.rows.iter().any(|(_, cells)| cells[*column].all > 0);
        Self {
            rows: counts.rows.iter().map(|(code, _)| vec![code.clone()]).collect(),
            columns: (0..table.columns.len()).filter(is_used).map(|column| vec![column]).collect(),
        }
    }

    /// The same grouping for counts that may have rows and columns of their own.
    pub(super) fn extended(&self, counts: &Counts, table: &Table) -> Self {
        let finest = Self::finest(counts, table);
        let mut all = self.clone();
        all.rows.extend(finest.rows.into_iter().filter(|row| !self.rows.iter().flatten().any(|known| *known == row[0])));
        all.columns.extend(finest.columns.into_iter().filter(|column| !self.columns.iter().flatten().any(|known| *known == column[0])));
        all.columns.sort();
        all
    }

    /// Takes together with others the columns with fewer learners than the threshold, and the rows with fewer than so many times that for each
    /// column: in those, many cells would have to be hidden.
    pub(super) fn without_small(mut self, counts: &Counts, ordered: bool, threshold: u32, filled: u32) -> Self {
        let thin = filled * threshold * u32::try_from(self.columns.len()).unwrap_or(1);
        while let Some(at) = small(&self.cells(counts).iter().map(|row| sum(row)).collect::<Vec<_>>(), thin) {
            if !self.merge_row(at, counts) {
                break;
            }
        }
        loop {
            let cells = self.cells(counts);
            let totals: Vec<u32> = (0..self.columns.len()).map(|column| cells.iter().map(|row| row[column].all).sum()).collect();
            match small(&totals, threshold) {
                Some(at) if self.merge_column(at, &totals, ordered) => {}
                _ => return self,
            }
        }
    }

    /// Takes a row together with the smallest other one; false when it is the only one.
    pub(super) fn merge_row(&mut self, at: usize, counts: &Counts) -> bool {
        let totals: Vec<u32> = self.cells(counts).iter().map(|row| sum(row)).collect();
        let Some(other) = (0..totals.len()).filter(|row| *row != at).min_by_key(|row| totals[*row]) else { return false };
        let (kept, gone) = (at.min(other), at.max(other));
        let rows = self.rows.remove(gone);
        self.rows[kept].extend(rows);
        true
    }

    /// Takes a column together with a neighbour, or with the smallest other one; false when there would be only one left.
    pub(super) fn merge_column(&mut self, at: usize, totals: &[u32], ordered: bool) -> bool {
        let fits = |column: &usize| *column != at && (!ordered || column.abs_diff(at) == 1);
        let Some(other) = (0..totals.len()).filter(fits).min_by_key(|column| totals[*column]) else { return false };
        let (kept, gone) = (at.min(other), at.max(other));
        let columns = self.columns.remove(gone);
        self.columns[kept].extend(columns);
        self.columns.len() > 1
    }

    /// The cells of these groups.
    pub(super) fn cells(&self, counts: &Counts) -> Vec<Vec<Cell>> {
        self.ways(counts)
            .iter()
            .map(|ways| (0..self.columns.len()).map(|column| all(ways.iter().map(|way| &way[column]))).collect())
            .collect()
    }

    /// The same, with each way of a row by itself.
    pub(super) fn ways(&self, counts: &Counts) -> Vec<Vec<Vec<Cell>>> {
        let by_code: BTreeMap<&str, &Vec<Cell>> = counts.rows.iter().map(|(code, cells)| (code.as_str(), cells)).collect();
        let way = |code: &String| {
            let cells = by_code.get(code.as_str()).map_or(&[][..], |cells| cells.as_slice());
            self.columns.iter().map(|columns| all(columns.iter().filter_map(|column| cells.get(*column)))).collect()
        };
        self.rows.iter().map(|rows| rows.iter().map(way).collect()).collect()
    }

    /// Whether two cells, of this grouping and of another, have anything in common.
    pub(super) fn meets(&self, cell: (usize, usize), other: &Self, theirs: (usize, usize)) -> bool {
        self.rows[cell.0].iter().any(|row| other.rows[theirs.0].contains(row))
            && self.columns[cell.1].iter().any(|column| other.columns[theirs.1].contains(column))
    }
}

/// Some cells as one.
fn all<'a>(cells: impl Iterator<Item = &'a Cell>) -> Cell {
    let mut all = Cell::default();
    cells.for_each(|cell| all.add(cell));
    all
}

/// How many learners some cells have.
pub(super) fn sum(cells: &[Cell]) -> u32 {
    cells.iter().map(|cell| cell.all).sum()
}

/// The smallest of those that are below the threshold.
fn small(totals: &[u32], threshold: u32) -> Option<usize> {
    let below = totals.iter().enumerate().filter(|(_, total)| **total < threshold);
    below.min_by_key(|(_, total)| **total).map(|(at, _)| at).filter(|_| totals.len() > 1)
}
