//! An attacker who knows every total and every published cell to the last learner, of every table of every release of a year, how tables and
//! releases hang together, and all that one partner knows itself: an exact linear programme.

mod hang;
mod known;
mod programme;

pub(super) use known::Known;
pub(super) use programme::{Pinned, pinned};

use super::{
    super::{Counts, Guarded, Table},
    *,
};

/// A release as an attacker gets it, beside what it was made from.
pub(super) struct Release {
    /// The tables as they were counted.
    pub(super) counts: Vec<Counts>,
    /// What of each is published.
    pub(super) guarded: Vec<Option<Guarded>>,
}

/// What is pinned in one table alone.
fn pinned_alone(counts: &Counts, guarded: &Guarded) -> Vec<Pinned> {
    let tables = [three(false)];
    let release = Release { counts: vec![counts.clone()], guarded: vec![Some(guarded.clone())] };
    pinned(&Known::of(&tables, &[release], &[]), 10, &[None])
}

#[test]
fn the_attacker_finds_what_is_hidden_badly() {
    // A single hidden cell follows from its row; two in a row follow from their columns.
    let counts = counts(&[("a", [140, 30, 4]), ("b", [150, 22, 31])]);
    let mut guarded = finest(&counts, &three(false), 10, None).unwrap();
    guarded.hidden = [(0, 2)].into();
    assert_eq!(pinned_alone(&counts, &guarded).len(), 1);
    guarded.hidden = [(0, 1), (0, 2)].into();
    assert_eq!(pinned_alone(&counts, &guarded).len(), 2);
    guarded.hidden = [(0, 1), (0, 2), (1, 1), (1, 2)].into();
    assert_eq!(pinned_alone(&counts, &guarded), []);
}

/// A year of two releases of one table that only grows, the first guarded as it should be.
fn two(then: &Counts, now: &Counts, after: impl FnOnce(&mut Guarded)) -> Vec<Pinned> {
    let mut table = three(false);
    table.columns.iter_mut().for_each(|column| column.grows = true);
    let before = finest(then, &table, 10, None).unwrap();
    let mut later = before.clone();
    after(&mut later);
    let release = |counts: &Counts, guarded| Release { counts: vec![counts.clone()], guarded: vec![Some(guarded)] };
    pinned(&Known::of(&[table], &[release(then, before), release(now, later)], &[]), 10, &[None])
}

#[test]
fn the_attacker_holds_one_release_against_another() {
    let then = counts(&[("a", [140, 130, 7]), ("b", [150, 122, 131]), ("c", [160, 180, 170])]);
    let now = counts(&[("a", [141, 131, 8]), ("b", [150, 122, 131]), ("c", [160, 180, 170])]);
    assert_eq!(two(&then, &now, |_| ()), [], "the same cells are hidden twice");
    let shown = two(&then, &now, |later| later.hidden.clear());
    assert!(!shown.is_empty() && shown.iter().all(|pinned| pinned.release == 0), "what is shown later pins what was hidden: {shown:?}");
}

#[test]
fn the_attacker_adds_and_subtracts_rows_that_stand_together_otherwise_in_another_table() {
    let counted = counts(&[("a", [140, 130, 120]), ("b", [150, 122, 131]), ("c", [3, 2, 1])]);
    let mut tables = [three(false), three(false)];
    tables[1].code = "another".into();
    let grouped = |rows: &[&[&str]]| {
        let mut guarded = finest(&counts(&[("a", [140, 130, 120])]), &three(false), 10, None).unwrap();
        guarded.grouping.rows = rows.iter().map(|row| row.iter().map(|&code| code.to_owned()).collect()).collect();
        Some(guarded)
    };
    let year = |one: &[&[&str]], other: &[&[&str]]| {
        let facts = [vec![Some(0), Some(0)], vec![Some(1), Some(1)]];
        let release = Release { counts: vec![counted.clone(), counted.clone()], guarded: vec![grouped(one), grouped(other)] };
        pinned(&Known::of_ways(&tables, &[release], &facts), 10, &[None])
    };
    let by_itself: &[&[&str]] = &[&["a"], &["b", "c"]];
    assert_eq!(year(by_itself, by_itself), []);
    let apart = year(by_itself, &[&["b"], &["a", "c"]]);
    assert!(!apart.is_empty(), "row c is what is left of two totals");
}
