//! Whether a document can be a region's matrix: every way has one column, every section one cell, and no hard rule is broken.

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
            Some(wrong(format!("/columns/{second}"), "twice", format!("{transition} to {receiver} stands in a column already.")))
        });
        let possible = Transition::ALL.iter().flat_map(|transition| transition.kinds().1.iter().map(|to| (*transition, *to)));
        let missing = possible.filter(|way| !columns.contains_key(way)).map(|(transition, receiver)| {
            wrong("/columns".into(), "missing-way", format!("Add a column for {transition} to {receiver}; forbid what may not go there."))
        });
        twice.chain(missing).collect()
    }
}

fn column_problems(at: usize, column: &MatrixColumn) -> Vec<FieldProblem> {
    let (mut problems, mut seen) = (Vec::new(), BTreeSet::new());
    for (nth, cell) in column.cells.iter().enumerate() {
        let pointer = format!("/columns/{at}/cells/{nth}");
        if !seen.insert(cell.section) {
            problems.push(wrong(pointer.clone(), "twice", format!("{} has a cell in this column already.", cell.section)));
        }
        problems.extend(cell_problem(&format!("{pointer}/ground"), column, cell.section, cell.ground));
    }
    let missing = Section::ALL.iter().filter(|section| !seen.contains(section));
    problems.extend(missing.map(|section| {
        wrong(format!("/columns/{at}/cells"), "missing-section", format!("Say on which ground {section} may go, or forbid it."))
    }));
    problems
}

/// A hard rule that the cell breaks, or a handover that it makes impossible.
fn cell_problem(pointer: &str, column: &MatrixColumn, section: Section, ground: Ground) -> Option<FieldProblem> {
    let barred = column.receivers.iter().find_map(|receiver| HardRule::barring(section, *receiver));
    if let Some(rule) = barred.filter(|_| ground != Ground::Forbidden) {
        return Some(wrong(pointer.into(), "hard-rule", rule.sentence().into()));
    }
    let required = column.transitions.iter().find(|transition| transition.required_sections().contains(&section));
    let transition = required.filter(|_| ground == Ground::Forbidden)?;
    Some(wrong(pointer.into(), "required", format!("{transition} requires {section}; it cannot be forbidden.")))
}

fn wrong(pointer: String, code: &str, detail: String) -> FieldProblem {
    FieldProblem { pointer, code: code.into(), detail }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Matrix, MatrixCell};

    fn shipped() -> ExchangeMatrix {
        Matrix::shipped().document().clone()
    }

    /// The pointers and codes of what is wrong after a change.
    fn wrong_after(change: impl FnOnce(&mut ExchangeMatrix)) -> Vec<(String, String)> {
        let mut document = shipped();
        change(&mut document);
        document.problems().into_iter().map(|problem| (problem.pointer, problem.code)).collect()
    }

    fn cell(document: &mut ExchangeMatrix, column: usize, section: Section) -> (usize, &mut MatrixCell) {
        document.columns[column].cells.iter_mut().enumerate().find(|(_, cell)| cell.section == section).unwrap()
    }

    #[test]
    fn the_matrix_of_the_release_can_be_adopted() {
        assert_eq!(wrong_after(|_| {}), []);
    }

    #[test]
    fn no_hard_rule_can_be_lifted_on_any_ground_for_anybody() {
        for (at, column) in shipped().columns.iter().enumerate() {
            for &section in Section::ALL {
                let barred = column.receivers.iter().any(|receiver| HardRule::barring(section, *receiver).is_some());
                for &ground in Ground::ALL {
                    let mut nth = 0;
                    let found = wrong_after(|document| {
                        let (place, cell) = cell(document, at, section);
                        (nth, cell.ground) = (place, ground);
                    });
                    let told = (format!("/columns/{at}/cells/{nth}/ground"), "hard-rule".to_owned());
                    assert_eq!(found.contains(&told), barred && ground != Ground::Forbidden, "{section} {ground} in column {at}");
                }
            }
        }
        let barred: Vec<Section> =
            Section::ALL.iter().copied().filter(|s| HardRule::barring(*s, PartnerKind::Employer).is_some()).collect();
        assert_eq!(barred, [Section::SupportNeeds, Section::Health, Section::Criminal]);
        assert_eq!(HardRule::barring(Section::Criminal, PartnerKind::MboCollege), Some(HardRule::NothingCriminal));
    }

    #[test]
    fn nothing_is_left_open_and_nothing_said_twice() {
        let one = |pointer: &str, code: &str| vec![(pointer.to_owned(), code.to_owned())];
        assert_eq!(
            wrong_after(|document| document.columns[1].cells.truncate(Section::ALL.len() - 1)),
            one("/columns/1/cells", "missing-section")
        );
        assert_eq!(wrong_after(|document| drop(document.columns.remove(2))), one("/columns", "missing-way"));
        let again = |document: &mut ExchangeMatrix| document.columns.push(document.columns[2].clone());
        assert_eq!(wrong_after(again), one(&format!("/columns/{}", shipped().columns.len()), "twice"));
        let section_twice = |document: &mut ExchangeMatrix| {
            let first = document.columns[0].cells[0];
            document.columns[0].cells.push(first);
        };
        assert_eq!(wrong_after(section_twice), one(&format!("/columns/0/cells/{}", Section::ALL.len()), "twice"));
        let required = |document: &mut ExchangeMatrix| cell(document, 0, Section::SupportNeeds).1.ground = Ground::Forbidden;
        assert_eq!(wrong_after(required)[0].1, "required");
    }
}
