//! Whether a document can be a matrix: every way has one column, every section one cell, and no hard rule is broken.

use std::collections::{BTreeMap, BTreeSet};

use super::{ExchangeMatrix, Ground, HardRule, MatrixColumn};
use crate::{CodeList, FieldProblem, PartnerKind, Section, Transition};

impl ExchangeMatrix {
    /// What stands in the way of adopting it, each culprit with its pointer below the document; nothing if it can be adopted.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldProblem> {
        let columns = self.columns.iter().enumerate().flat_map(|(at, column)| column_problems(at, column));
        columns.chain(self.ways_problems()).collect()
    }

    /// Every way a transition can go stands in exactly one column.
    fn ways_problems(&self) -> Vec<FieldProblem> {
        let mut columns: BTreeMap<(Transition, PartnerKind), Vec<usize>> = BTreeMap::new();
        for (at, column) in self.columns.iter().enumerate() {
            for way in column.ways() {
                columns.entry(way).or_default().push(at);
            }
        }
        let twice = columns.iter().filter_map(|((transition, receiver), at)| {
            let second = at.get(1)?;
            Some(wrong(format!("/columns/{second}"), "twice", format!("{transition} to {receiver} stands in another column already.")))
        });
        let possible = Transition::ALL.iter().flat_map(|transition| transition.profile().receivers.into_iter().map(|to| (*transition, to)));
        let missing = possible.filter(|way| !columns.contains_key(way)).map(|(transition, receiver)| {
            wrong("/columns".into(), "missing-way", format!("Add a column for {transition} to {receiver}; forbid what may not go there."))
        });
        twice.chain(missing).collect()
    }
}

fn column_problems(at: usize, column: &MatrixColumn) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for (nth, cell) in column.cells.iter().enumerate() {
        let pointer = || format!("/columns/{at}/cells/{nth}");
        if !seen.insert(cell.section) {
            problems.push(wrong(pointer(), "twice", format!("{} has a cell in this column already.", cell.section)));
        }
        let barred = column.receivers.iter().find_map(|receiver| HardRule::barring(cell.section, *receiver));
        if let Some(rule) = barred.filter(|_| cell.ground != Ground::Forbidden) {
            problems.push(wrong(format!("{}/ground", pointer()), "hard-rule", rule.sentence().into()));
        }
    }
    let missing = Section::ALL.iter().filter(|section| !seen.contains(section));
    problems.extend(missing.map(|section| {
        wrong(format!("/columns/{at}/cells"), "missing-section", format!("Say on which ground {section} may go, or forbid it."))
    }));
    problems
}

fn wrong(pointer: String, code: &str, detail: String) -> FieldProblem {
    FieldProblem { pointer, code: code.into(), detail }
}
