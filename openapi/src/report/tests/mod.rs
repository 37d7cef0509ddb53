//! Small regions by hand, and an attacker with a solver over large ones.

mod attacker;
mod by_hand;
mod course;
mod region;
mod years;

use super::*;
use crate::{PartnerKind, Transition};

/// A table of three columns, of which the last may be sensitive.
fn three(sensitive: bool) -> Table {
    let mut tables = tables_for_tests();
    let mut table = tables.remove(0);
    table.columns.iter_mut().for_each(|column| column.sensitive = false);
    table.columns[2].sensitive = sensitive;
    table
}

/// A table that is wider, for its first three columns.
fn tables_for_tests() -> Vec<Table> {
    let found = cube::fresh().into_iter().find(|table| table.code == "conversations");
    found
        .into_iter()
        .map(|mut table| {
            table.columns.truncate(3);
            table
        })
        .collect()
}

/// Counts of which nobody in particular knows anything.
fn counts(rows: &[(&str, [u32; 3])]) -> Counts {
    let cell = |all: &u32| Cell { all: *all, of: Default::default() };
    Counts { rows: rows.iter().map(|(code, cells)| ((*code).to_owned(), cells.iter().map(cell).collect())).collect() }
}

/// What is hidden in the finest rows that are tried, however little is shown in them.
fn finest(counts: &Counts, table: &Table, threshold: u32, earlier: Option<Earlier<'_>>) -> Option<Guarded> {
    protect::protected(counts, table, threshold, protect::FILLED[0], earlier)
}

/// What is shown of a table, row by row.
fn shown(table: &Table, counts: &Counts, threshold: u32) -> Option<Vec<Vec<Option<u32>>>> {
    let guarded = finest(counts, table, threshold, None)?;
    let published = publish(table, counts, Some(&guarded), None, |code| (code.to_owned(), code.to_owned()));
    Some(published.rows.into_iter().map(|row| row.cells).collect())
}

fn way(transition: Transition, from: PartnerKind, to: PartnerKind) -> Way {
    Way { transition, from, to }
}
