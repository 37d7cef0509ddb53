//! What one matrix says otherwise than another.

use super::{Matrix, MatrixCell};
use crate::{CodeList, PartnerKind, Section, Transition};

/// A cell that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellDifference {
    /// The transition.
    pub transition: Transition,
    /// The receiver kind.
    pub receiver: PartnerKind,
    /// What the one matrix says.
    pub before: MatrixCell,
    /// What the other says.
    pub after: MatrixCell,
}

impl Matrix {
    /// The cells in which `other` differs from this one, in the order of transitions, receivers and sections.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<CellDifference> {
        let mut differences = Vec::new();
        for &transition in Transition::ALL {
            for receiver in transition.profile().receivers {
                for &section in Section::ALL {
                    let (before, after) = (self.cell(transition, receiver, section), other.cell(transition, receiver, section));
                    if before != after {
                        differences.push(CellDifference { transition, receiver, before, after });
                    }
                }
            }
        }
        differences
    }
}
