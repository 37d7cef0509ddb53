//! Disclosure control: which cells of a table stay hidden, so that none of them can be computed.
//!
//! A hidden cell is safe when there is another table, with all that is published the same, in which it differs by the threshold or more.
//! Such tables are found by *swaps*: some hidden cells go up by as much as others go down, in the same rows and columns, so that no total
//! changes (the hypercube method). Everybody is taken to know the totals and the published cells to the last learner, and each partner
//! its own part of every cell: no cell can go down below what a partner itself has in it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    Cell, Counts, Table,
    grid::Grouping,
    hide::{Grid, has_all},
};

/// A cell, by row and column.
pub type Place = (usize, usize);

/// Hidden cells that can go up and down against each other without changing a total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swap {
    /// Those that go up together.
    pub up: Vec<Place>,
    /// Those that go down by as much.
    pub down: Vec<Place>,
}

impl Swap {
    pub(super) fn cells(&self) -> impl Iterator<Item = Place> + '_ {
        self.up.iter().chain(&self.down).copied()
    }
}

/// A table as it may be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guarded {
    /// Which rows and columns go together.
    pub grouping: Grouping,
    /// The cells that stay hidden.
    pub hidden: BTreeSet<Place>,
    /// What each of them can be confused with.
    pub swaps: Vec<Swap>,
}

impl Guarded {
    /// How many cells that are not empty are shown, by themselves or together with others, and how many there are.
    #[must_use]
    pub fn shown(&self, counts: &Counts) -> (usize, usize) {
        let (mut shown, mut all) = (0, 0);
        for (row, ways) in self.grouping.rows.iter().enumerate() {
            for (_, cells) in counts.rows.iter().filter(|(way, _)| ways.contains(way)) {
                for (column, columns) in self.grouping.columns.iter().enumerate() {
                    let there = columns.iter().filter(|column| cells[**column].all > 0).count();
                    all += there;
                    shown += if self.hidden.contains(&(row, column)) { 0 } else { there };
                }
            }
        }
        (shown, all)
    }
}

/// The same table in the release before, of the same school year.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'a> {
    /// As it was counted then.
    pub counts: &'a Counts,
    /// As it was published then; none when it was withheld.
    pub guarded: Option<&'a Guarded>,
}

impl<'a> Earlier<'a> {
    /// The swaps that still count: one of their cells has not grown by the threshold since, so that it would be given away by what it is now.
    pub(super) fn binding(self, counts: &Counts, threshold: u32) -> Vec<&'a Swap> {
        let Some(guarded) = self.guarded else { return Vec::new() };
        let (then, now) = (guarded.grouping.cells(self.counts), guarded.grouping.cells(counts));
        let grown = |(row, column): Place| {
            let (before, after) = (&then[row][column], &now[row][column]);
            let partners = before.of.keys().chain(after.of.keys()).copied().map(Some);
            // What a partner itself added hides nothing from it; who has to do with everybody in the row knows it anyway.
            let for_all = |attacker: Option<u32>| {
                let others = |cell: &Cell| i64::from(cell.all) - i64::from(cell.known_to(attacker));
                others(after) >= others(before) + i64::from(threshold) || (has_all(&then[row], attacker) && has_all(&now[row], attacker))
            };
            std::iter::once(None).chain(partners).all(for_all)
        };
        guarded.swaps.iter().filter(|swap| !swap.cells().all(grown)).collect()
    }
}

/// How many times the threshold a row has to have for each column, not to be taken together with another: tried in turn.
pub(super) const FILLED: [u32; 4] = [3, 6, 12, 24];

/// What is shown of a table for it to be fine enough: four cells in five.
const SHOWN: (usize, usize) = (4, 5);

/// Decides what is hidden; none when nothing of the table can be published.
///
/// The finest rows are taken of which four cells in five are shown, and if there are none, those of which most are.
#[must_use]
pub fn protect(counts: &Counts, table: &Table, threshold: u32, earlier: Option<Earlier<'_>>) -> Option<Guarded> {
    let mut best: Option<(usize, Guarded)> = None;
    for filled in FILLED {
        let Some(guarded) = protected(counts, table, threshold, filled, earlier) else { continue };
        let (shown, all) = guarded.shown(counts);
        if shown * SHOWN.1 >= all * SHOWN.0 {
            return Some(guarded);
        }
        if best.as_ref().is_none_or(|(most, _)| shown > *most) {
            best = Some((shown, guarded));
        }
    }
    best.map(|(_, guarded)| guarded)
}

/// The same, for rows of which each has so many times the threshold for each column.
pub(super) fn protected(counts: &Counts, table: &Table, threshold: u32, filled: u32, earlier: Option<Earlier<'_>>) -> Option<Guarded> {
    let binding = earlier.map(|earlier| earlier.binding(counts, threshold)).unwrap_or_default();
    let before = earlier.and_then(|earlier| earlier.guarded).filter(|_| !binding.is_empty());
    let mut grouping = match before {
        Some(guarded) => guarded.grouping.extended(counts, table),
        None => Grouping::finest(counts, table),
    };
    loop {
        grouping = grouping.without_small(counts, table.ordered, threshold, filled);
        if grouping.rows.is_empty() || grouping.columns.len() < 2 {
            return None;
        }
        let grid = Grid::of(&grouping, counts, table, threshold, earlier);
        if grid.all() < threshold {
            return None;
        }
        let forced = before.map(|guarded| met(&grouping, guarded, &binding)).unwrap_or_default();
        match grid.hide(forced) {
            Ok((hidden, swaps)) => return Some(Guarded { grouping, hidden, swaps }),
            Err(place) => coarsen(&mut grouping, place, counts, table.ordered)?,
        }
    }
}

/// The cells that have anything in common with those of binding swaps.
pub(super) fn met(grouping: &Grouping, guarded: &Guarded, binding: &[&Swap]) -> BTreeSet<Place> {
    let theirs: BTreeSet<Place> = binding.iter().flat_map(|swap| swap.cells()).collect();
    let places = (0..grouping.rows.len()).flat_map(|row| (0..grouping.columns.len()).map(move |column| (row, column)));
    places.filter(|place| theirs.iter().any(|other| grouping.meets(*place, &guarded.grouping, *other))).collect()
}

/// Takes the row of a cell that cannot be made safe together with another, and columns when there is one row.
fn coarsen(grouping: &mut Grouping, (row, column): Place, counts: &Counts, ordered: bool) -> Option<()> {
    if grouping.merge_row(row, counts) {
        return Some(());
    }
    let cells = grouping.cells(counts);
    let totals: Vec<u32> = (0..grouping.columns.len()).map(|column| cells.iter().map(|row| row[column].all).sum()).collect();
    grouping.merge_column(column, &totals, ordered).then_some(())
}
