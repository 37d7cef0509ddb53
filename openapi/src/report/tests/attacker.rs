//! An attacker who knows every total, every published cell to the last learner, and all that one partner knows: an exact linear programme.

use std::collections::BTreeMap;

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Problem, SolveOutcome, Variable};

use super::{
    super::{Cell, Counts, Guarded, Place},
    *,
};

/// What a hidden cell can be, at the least and at the most, as far as this attacker can tell.
pub(super) fn interval(cells: &[Vec<Cell>], guarded: &Guarded, place: Place, attacker: Option<u32>) -> (f64, f64) {
    let bound = |direction| {
        let mut problem = Problem::new(direction);
        let hidden: BTreeMap<Place, Variable> = guarded
            .hidden
            .iter()
            .map(|at| {
                let least = f64::from(cells[at.0][at.1].known_to(attacker));
                (*at, problem.add_var(f64::from(u8::from(*at == place)), (least, f64::INFINITY)))
            })
            .collect();
        let lines = lines(cells);
        for line in lines {
            let there: Vec<&Place> = line.iter().filter(|at| hidden.contains_key(at)).collect();
            let total: u32 = there.iter().map(|at| cells[at.0][at.1].all).sum();
            let mut expression = LinearExpr::empty();
            there.iter().for_each(|at| expression.add(hidden[at], 1.0));
            if !there.is_empty() {
                problem.add_constraint(expression, ComparisonOp::Eq, f64::from(total));
            }
        }
        let SolveOutcome::Solution(solution) = problem.solve().unwrap() else { panic!("an exact answer") };
        solution.objective()
    };
    (bound(OptimizationDirection::Minimize), bound(OptimizationDirection::Maximize))
}

/// Every row, and every column unless there is one row: then a column's total is its only cell.
fn lines(cells: &[Vec<Cell>]) -> Vec<Vec<Place>> {
    let columns = cells[0].len();
    let rows = (0..cells.len()).map(|row| (0..columns).map(|column| (row, column)).collect());
    let down = (0..columns).map(|column| (0..cells.len()).map(|row| (row, column)).collect());
    if cells.len() == 1 { rows.collect() } else { rows.chain(down).collect() }
}

/// The hidden cells of a table that an attacker pins, with the interval; a partner that has to do with a whole row knows it anyway.
pub(super) fn pinned(counts: &Counts, guarded: &Guarded, threshold: u32, attackers: &[Option<u32>]) -> Vec<(Place, Option<u32>, f64, f64)> {
    let cells = guarded.grouping.cells(counts);
    let mut found = Vec::new();
    for attacker in attackers {
        for place in &guarded.hidden {
            let has_row = attacker.is_some() && cells[place.0].iter().all(|cell| cell.known_to(*attacker) == cell.all);
            let (least, most) = interval(&cells, guarded, *place, *attacker);
            if !has_row && most - least < f64::from(threshold) - 1e-6 {
                found.push((*place, *attacker, least, most));
            }
        }
    }
    found
}

#[test]
fn the_attacker_finds_what_is_hidden_badly() {
    // A single hidden cell follows from its row; two in a row follow from their columns.
    let counts = counts(&[("a", [140, 30, 4]), ("b", [150, 22, 31])]);
    let mut guarded = protect(&counts, &three(false), 10, None).unwrap();
    guarded.hidden = [(0, 2)].into();
    assert_eq!(pinned(&counts, &guarded, 10, &[None]).len(), 1);
    guarded.hidden = [(0, 1), (0, 2)].into();
    assert_eq!(pinned(&counts, &guarded, 10, &[None]).len(), 2);
    guarded.hidden = [(0, 1), (0, 2), (1, 1), (1, 2)].into();
    assert_eq!(pinned(&counts, &guarded, 10, &[None]), []);
}
