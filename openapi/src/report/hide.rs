//! Which cells of one table stay hidden: those that are small, and as many beside them as it takes.

use std::collections::{BTreeSet, VecDeque};

use super::{
    Cell, Column, Counts, Earlier, Place, Swap, Table,
    grid::{Grouping, sum},
};

/// The cells in hand, and what is asked of them.
pub(super) struct Grid {
    cells: Vec<Vec<Cell>>,
    /// The same cells for each of the ways that a row takes together.
    ways: Vec<Vec<Vec<Cell>>>,
    /// What was in those the last time.
    before: Option<Vec<Vec<Vec<Cell>>>>,
    /// The columns that only grow.
    grows: Vec<bool>,
    sensitive: Vec<bool>,
    /// Whether everybody knows of some cells that nobody can be in them.
    known_zeros: bool,
    threshold: u32,
    /// Nobody in particular, and every partner that has to do with the table.
    attackers: Vec<Option<u32>>,
}

impl Grid {
    /// The cells of a grouping, beside what they were in the release before.
    pub(super) fn of(grouping: &Grouping, counts: &Counts, table: &Table, threshold: u32, earlier: Option<Earlier<'_>>) -> Self {
        let partners = counts.partners().into_iter().map(Some);
        let columns = |holds: fn(&Column) -> bool, all: bool| {
            let group = |columns: &Vec<usize>| columns.iter().filter(|column| holds(&table.columns[**column])).count();
            grouping.columns.iter().map(|columns| group(columns) >= if all { columns.len() } else { 1 }).collect()
        };
        Self {
            cells: grouping.cells(counts),
            ways: grouping.ways(counts),
            before: earlier.map(|earlier| grouping.ways(earlier.counts)),
            grows: columns(|column| column.grows, true),
            sensitive: columns(|column| column.sensitive, false),
            known_zeros: table.known_zeros,
            threshold,
            attackers: std::iter::once(None).chain(partners).collect(),
        }
    }

    /// How many learners there are in all.
    pub(super) fn all(&self) -> u32 {
        self.cells.iter().map(|row| sum(row)).sum()
    }

    /// Hides what must not be seen, and as much beside it as it takes; the cell for which nothing is enough when there is one.
    pub(super) fn hide(&self, forced: BTreeSet<Place>) -> Result<(BTreeSet<Place>, Vec<Swap>), Place> {
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
        self.attackers.iter().copied().filter(|attacker| !has_all(&self.cells[place.0], *attacker) && !fools(*attacker)).collect()
    }

    /// How far a swap can go one way and the other together, as far as this attacker knows.
    fn range(&self, swap: &Swap, attacker: Option<u32>) -> u32 {
        let least = |cells: &[Place]| cells.iter().map(|cell| self.room(*cell, swap, attacker)).min().unwrap_or(0);
        least(&swap.up) + least(&swap.down)
    }

    /// By how much a cell may be smaller than it is, when others of its row are larger by that.
    fn room(&self, (row, column): Place, swap: &Swap, attacker: Option<u32>) -> u32 {
        let others: Vec<usize> = swap.cells().filter(|cell| cell.0 == row).map(|cell| cell.1).collect();
        let free: Vec<usize> = (0..self.ways[row].len()).filter(|way| others.iter().all(|other| self.can_be(row, *way, *other))).collect();
        let together = |ways: &Vec<Vec<Vec<Cell>>>| {
            let mut cell = Cell::default();
            free.iter().for_each(|way| cell.add(&ways[row][*way][column]));
            cell
        };
        let cell = together(&self.ways);
        let own = cell.known_to(attacker);
        let before = self.before.as_ref().filter(|_| self.grows[column]).map(together).filter(|before| before.all <= cell.all);
        // What was there the last time is still there, and so is what the partner itself has seen added since.
        let least = before.map_or(own, |before| own.max(before.all + own.saturating_sub(before.known_to(attacker))));
        cell.all.saturating_sub(least)
    }

    /// Whether anybody who goes this way can be in the column, as far as everybody knows.
    fn can_be(&self, row: usize, way: usize, column: usize) -> bool {
        !self.known_zeros || self.sensitive[column] || self.ways[row][way][column].all > 0
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
            let along = other_columns().map(|other| Swap { up: vec![(row, column)], down: vec![(row, other)] });
            return along.collect();
        }
        let other_rows = (0..self.cells.len()).filter(|other| *other != row);
        let corner = |r: usize, c: usize| Swap { up: vec![(row, column), (r, c)], down: vec![(row, c), (r, column)] };
        other_rows.flat_map(|r| other_columns().map(move |c| (r, c))).map(|(r, c)| corner(r, c)).collect()
    }
}

/// Whether a partner has to do with everybody in a row.
pub(super) fn has_all(row: &[Cell], partner: Option<u32>) -> bool {
    partner.is_some() && row.iter().all(|cell| cell.known_to(partner) == cell.all)
}
