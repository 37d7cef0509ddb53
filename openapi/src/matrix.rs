//! The exchange matrix: on which ground each section may go to whom at each transition.

use std::{collections::HashMap, sync::LazyLock};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{PartnerKind, Section, Transition, code_list};

code_list! {
    /// The ground on which a section is handed over.
    Ground = "grounds" {
        LegalTask = "legal_task", "wettelijke taak", "legal task";
        Consent = "consent", "toestemming", "consent";
        ExplicitConsent = "explicit_consent", "uitdrukkelijke toestemming", "explicit consent (special category)";
        Agreement = "agreement", "overeenkomst", "agreement";
        OwnRelease = "self", "door de leerling zelf vrijgegeven", "released by the learner's own act for this receiver";
        Forbidden = "forbidden", "niet toegestaan", "forbidden";
    }
}

impl Ground {
    /// Whether a statement of the learner has to stand behind the section.
    #[must_use]
    pub fn needs_consent(self) -> bool {
        matches!(self, Self::Consent | Self::ExplicitConsent | Self::OwnRelease)
    }
}

/// One cell: section × transition × receiver kind.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MatrixCell {
    /// The section.
    pub section: Section,
    /// The ground it may go on.
    pub ground: Ground,
    /// Whether the sender must write why it is necessary.
    pub necessity: bool,
    /// Whether only the learner's own text goes along.
    pub own_text_only: bool,
}

/// The cells that hold for some transitions and receiver kinds.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MatrixColumn {
    /// The transitions it holds for.
    pub transitions: Vec<Transition>,
    /// The receiver kinds it holds for.
    pub receivers: Vec<PartnerKind>,
    /// One cell a section; a section without a cell is forbidden.
    pub cells: Vec<MatrixCell>,
}

/// The whole matrix as a versioned document.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExchangeMatrix {
    /// The version that every stored section and every disclosure names.
    #[schema(example = "2026-1")]
    pub version: String,
    /// From which day it holds.
    pub valid_from: NaiveDate,
    /// The cells, per group of transitions.
    pub columns: Vec<MatrixColumn>,
}

/// A matrix with its cells ready to be looked up.
#[derive(Debug)]
pub struct Matrix {
    document: ExchangeMatrix,
    cells: HashMap<(Transition, PartnerKind, Section), MatrixCell>,
}

impl Matrix {
    /// Indexes a document.
    #[must_use]
    pub fn new(document: ExchangeMatrix) -> Self {
        let mut cells = HashMap::new();
        for column in &document.columns {
            for &transition in &column.transitions {
                for &receiver in &column.receivers {
                    cells.extend(column.cells.iter().map(|cell| ((transition, receiver, cell.section), *cell)));
                }
            }
        }
        Self { document, cells }
    }

    /// The matrix that ships with this release.
    #[must_use]
    pub fn current() -> &'static Self {
        static CURRENT: LazyLock<Matrix> = LazyLock::new(|| {
            let document = serde_json::from_str(include_str!("../data/exchange-matrix.json"));
            #[expect(clippy::expect_used, reason = "the document is compiled in and read by a test")]
            Matrix::new(document.expect("the exchange matrix that ships with the release is valid"))
        });
        &CURRENT
    }

    /// The document as it is served.
    #[must_use]
    pub fn document(&self) -> &ExchangeMatrix {
        &self.document
    }

    /// The version of the document.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.document.version
    }

    /// The cell for a section; whatever is not in the matrix is forbidden.
    #[must_use]
    pub fn cell(&self, transition: Transition, receiver: PartnerKind, section: Section) -> MatrixCell {
        let forbidden = MatrixCell { section, ground: Ground::Forbidden, necessity: false, own_text_only: false };
        self.cells.get(&(transition, receiver, section)).copied().unwrap_or(forbidden)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CodeList;

    #[test]
    fn every_way_a_transition_can_go_has_a_column_that_names_every_section() {
        let matrix = Matrix::current();
        for &transition in Transition::ALL {
            for receiver in transition.profile().receivers {
                for &section in Section::ALL {
                    assert!(matrix.cells.contains_key(&(transition, receiver, section)), "{transition} {receiver} {section}");
                }
            }
        }
    }

    #[test]
    fn the_hard_rules_hold() {
        let matrix = Matrix::current();
        for &transition in Transition::ALL {
            for &receiver in PartnerKind::ALL {
                assert_eq!(matrix.cell(transition, receiver, Section::Criminal).ground, Ground::Forbidden);
                if matches!(receiver, PartnerKind::Employer | PartnerKind::TrainingCompany) {
                    assert_eq!(matrix.cell(transition, receiver, Section::Health).ground, Ground::Forbidden);
                    assert_eq!(matrix.cell(transition, receiver, Section::SupportNeeds).ground, Ground::Forbidden);
                }
            }
        }
    }
}
