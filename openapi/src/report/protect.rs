//! Disclosure control: which cells of a table stay hidden, so that none of them can be computed.
//!
//! A hidden cell is safe when there is another table, with all that is published the same, in which it differs by the threshold or more.
//! Such tables are found by *swaps*: some hidden cells go up by as much as others go down, in the same rows and columns, so that no total
//! changes (the hypercube method). Everybody is taken to know the totals and the published cells to the last learner, and each partner
//! its own part of every cell: no cell can go down below what a partner itself has in it.

use std::collections::{BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};

use super::{
    Cell, Counts, Table,
    grid::{Grouping, sum},
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
    fn cells(&self) -> impl Iterator<Item = Place> + '_ {
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
        let grown = |(row, column): Place| now[row][column].all >= then[row][column].all + threshold;
        guarded.swaps.iter().filter(|swap| !swap.cells().all(grown)).collect()
    }
}

/// Decides what is hidden; none when nothing of the table can be published.
#[must_use]
pub fn protect(counts: &Counts, table: &Table, threshold: u32, earlier: Option<Earlier<'_>>) -> Option<Guarded> {
    let binding = earlier.map(|earlier| earlier.binding(counts, threshold)).unwrap_or_default();
    let before = earlier.and_then(|earlier| earlier.guarded).filter(|_| !binding.is_empty());
    let mut grouping = match before {
        Some(guarded) => guarded.grouping.extended(counts, table),
        None => Grouping::finest(counts, table),
    };
    loop {
        grouping = grouping.without_small(counts, table.ordered, threshold);
        if grouping.rows.is_empty() || grouping.columns.len() < 2 {
            return None;
        }
        let grid = Grid::of(&grouping, counts, table, threshold, earlier.filter(|_| table.grows));
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

/// The cells in hand, and what is asked of them.
struct Grid {
    cells: Vec<Vec<Cell>>,
    /// What was in the cells the last time, where numbers only grow.
    before: Option<Vec<Vec<Cell>>>,
    sensitive: Vec<bool>,
    threshold: u32,
    /// Nobody in particular, and every partner that has to do with the table.
    attackers: Vec<Option<u32>>,
}

impl Grid {
    fn of(grouping: &Grouping, counts: &Counts, table: &Table, threshold: u32, earlier: Option<Earlier<'_>>) -> Self {
        let partners = counts.partners().into_iter().map(Some);
        Self {
            cells: grouping.cells(counts),
            before: earlier.map(|earlier| grouping.cells(earlier.counts)),
            sensitive: grouping.columns.iter().map(|columns| columns.iter().any(|column| table.columns[*column].sensitive)).collect(),
            threshold,
            attackers: std::iter::once(None).chain(partners).collect(),
        }
    }

    fn all(&self) -> u32 {
        self.cells.iter().map(|row| sum(row)).sum()
    }

    /// Hides what must not be seen, and as much beside it as it takes; the cell for which nothing is enough when there is one.
    fn hide(&self, forced: BTreeSet<Place>) -> Result<(BTreeSet<Place>, Vec<Swap>), Place> {
        let mut hidden: BTreeSet<Place> = self.places().filter(|place| self.must_hide(*place)).chain(forced).collect();
        let mut waiting: VecDeque<Place> = hidden.iter().copied().collect();
        let mut swaps: Vec<Swap> = Vec::new();
        while let Some(place) = waiting.pop_front() {
            let mut open = self.not_safe(place, &swaps);
            while !open.is_empty() {
                let swap = self.best(place, &open, &hidden).ok_or(place)?;
                waiting.extend(swap.cells().filter(|cell| hidden.insert(*cell)));
                open.retain(|attacker| self.range(&swap, *attacker) < self.threshold);
                swaps.push(swap);
            }
        }
        Ok((hidden, swaps))
    }

    fn places(&self) -> impl Iterator<Item = Place> + use<> {
        let columns = self.sensitive.len();
        (0..self.cells.len()).flat_map(move |row| (0..columns).map(move |column| (row, column)))
    }

    /// Small cells; and in a sensitive column also that nobody is in it, or everybody.
    fn must_hide(&self, (row, column): Place) -> bool {
        let count = self.cells[row][column].all;
        let says_of_each = self.sensitive[column] && (count == 0 || count == sum(&self.cells[row]));
        (count > 0 && count < self.threshold) || says_of_each
    }

    /// Those who could compute a hidden cell, but for partners who have to do with everybody in its row: they know it anyway.
    fn not_safe(&self, place: Place, swaps: &[Swap]) -> Vec<Option<u32>> {
        let fools = |attacker: Option<u32>| {
            let about = |swap: &&Swap| swap.cells().any(|cell| cell == place);
            swaps.iter().filter(about).any(|swap| self.range(swap, attacker) >= self.threshold)
        };
        self.attackers.iter().copied().filter(|attacker| !self.has_row(*attacker, place.0) && !fools(*attacker)).collect()
    }

    fn has_row(&self, attacker: Option<u32>, row: usize) -> bool {
        attacker.is_some() && self.cells[row].iter().all(|cell| cell.known_to(attacker) == cell.all)
    }

    /// How far a swap can go one way and the other together, as far as this attacker knows.
    fn range(&self, swap: &Swap, attacker: Option<u32>) -> u32 {
        let least = |cells: &[Place]| cells.iter().map(|cell| self.room(*cell, attacker)).min().unwrap_or(0);
        least(&swap.up) + least(&swap.down)
    }

    /// By how much a cell may be smaller than it is.
    fn room(&self, (row, column): Place, attacker: Option<u32>) -> u32 {
        let cell = &self.cells[row][column];
        let own = cell.known_to(attacker);
        let before = self.before.as_ref().map(|cells| &cells[row][column]).filter(|before| before.all <= cell.all);
        // What was there the last time is still there, and so is what the partner itself has seen added since.
        let least = before.map_or(own, |before| own.max(before.all + own.saturating_sub(before.known_to(attacker))));
        cell.all.saturating_sub(least)
    }

    /// The swap that makes a cell safe from all of these, or from the first of them, and hides the least beside.
    fn best(&self, place: Place, open: &[Option<u32>], hidden: &BTreeSet<Place>) -> Option<Swap> {
        let cost = |swap: &Swap| {
            let new = swap.cells().filter(|cell| !hidden.contains(cell));
            new.fold((0u32, 0u32), |(number, learners), (row, column)| (number + 1, learners + self.cells[row][column].all))
        };
        let candidates = self.candidates(place);
        let from_all = candidates.iter().filter(|swap| open.iter().all(|attacker| self.range(swap, *attacker) >= self.threshold));
        let found = from_all.min_by_key(|swap| cost(swap));
        let first = *open.first()?;
        let from_one = || candidates.iter().filter(|swap| self.range(swap, first) >= self.threshold).min_by_key(|swap| cost(swap));
        found.or_else(from_one).cloned()
    }

    /// The swaps a cell can be in: with another cell of the only row, or as the corner of a rectangle.
    fn candidates(&self, (row, column): Place) -> Vec<Swap> {
        let other_columns = || (0..self.sensitive.len()).filter(move |other| *other != column);
        if self.cells.len() == 1 {
            return other_columns().map(|other| Swap { up: vec![(row, column)], down: vec![(row, other)] }).collect();
        }
        let other_rows = (0..self.cells.len()).filter(|other| *other != row);
        let corner = |r: usize, c: usize| Swap { up: vec![(row, column), (r, c)], down: vec![(row, c), (r, column)] };
        other_rows.flat_map(|r| other_columns().map(move |c| (r, c))).map(|(r, c)| corner(r, c)).collect()
    }
}
