//! What one matrix says otherwise than another, and which of two cells is the stricter.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Ground, Matrix, MatrixCell};
use crate::{CodeList, PartnerKind, Section, Transition};

/// A cell that differs.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
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
            for &receiver in transition.kinds().1 {
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

impl MatrixCell {
    /// What both this cell and another one allow.
    #[must_use]
    pub fn stricter(self, other: Self) -> Self {
        let ground = if other.ground.strictness() > self.ground.strictness() { other.ground } else { self.ground };
        let (necessity, own_text_only) = (self.necessity || other.necessity, self.own_text_only || other.own_text_only);
        Self { section: self.section, ground, necessity, own_text_only }
    }
}

impl Ground {
    /// How much has to be there before a section goes on this ground.
    fn strictness(self) -> u8 {
        match self {
            Self::LegalTask | Self::Agreement => 0,
            Self::Consent => 1,
            Self::ExplicitConsent => 2,
            Self::OwnRelease => 3,
            Self::Forbidden => 4,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(ground: Ground, necessity: bool, own_text_only: bool) -> MatrixCell {
        MatrixCell { section: Section::Plan, ground, necessity, own_text_only }
    }

    #[test]
    fn of_two_cells_whatever_is_stricter_holds_whichever_comes_first() {
        use Ground::{Consent, ExplicitConsent, Forbidden, LegalTask, OwnRelease};
        let order = [LegalTask, Consent, ExplicitConsent, OwnRelease, Forbidden];
        for (at, &mild) in order.iter().enumerate() {
            for &strict in &order[at..] {
                let (one, other) = (cell(mild, true, false), cell(strict, false, true));
                assert_eq!(one.stricter(other), cell(strict, true, true), "{mild} {strict}");
                assert_eq!(other.stricter(one), cell(strict, true, true), "{mild} {strict}");
            }
        }
    }

    #[test]
    fn a_difference_is_told_cell_by_cell() {
        let shipped = Matrix::shipped();
        let mut document = shipped.document().clone();
        let column = document.columns.iter_mut().find(|column| column.transitions.contains(&Transition::MboHbo)).unwrap();
        column.cells.iter_mut().find(|cell| cell.section == Section::Plan).unwrap().ground = Ground::Forbidden;
        let amended = Matrix::new(document);
        let [only] = shipped.differences(&amended)[..] else { panic!("one cell") };
        assert_eq!((only.transition, only.receiver, only.before.section), (Transition::MboHbo, PartnerKind::Hbo, Section::Plan));
        assert_eq!((only.before.ground, only.after.ground), (Ground::Consent, Ground::Forbidden));
        assert_eq!(shipped.differences(&shipped), []);
    }
}
