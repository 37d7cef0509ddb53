//! The exchange matrix: on which ground each section may go to whom at each transition.

mod adoption;
mod check;
mod difference;
mod hard_rules;

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock},
};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use adoption::{MatrixLine, MatrixList, NewAdoption, ProposedMatrix};
pub use difference::CellDifference;
pub use hard_rules::HardRule;

use crate::{MatrixVersion, PartnerKind, Section, Transition, code_list};

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

impl MatrixColumn {
    /// Every transition it holds for, with every receiver kind.
    fn ways(&self) -> impl Iterator<Item = (Transition, PartnerKind)> {
        self.transitions.iter().flat_map(|transition| self.receivers.iter().map(|receiver| (*transition, *receiver)))
    }
}

/// The whole matrix as a versioned document.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExchangeMatrix {
    /// The version that every stored section and every disclosure names.
    pub version: MatrixVersion,
    /// From which day it holds.
    #[serde(deserialize_with = "crate::time::day")]
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
            for (transition, receiver) in column.ways() {
                cells.extend(column.cells.iter().map(|cell| ((transition, receiver, cell.section), *cell)));
            }
        }
        Self { document, cells }
    }

    /// The matrix that comes with this release, in force until a region adopts one of its own.
    #[must_use]
    pub fn shipped() -> Arc<Self> {
        static SHIPPED: LazyLock<Arc<Matrix>> = LazyLock::new(|| {
            let document = serde_json::from_str(include_str!("../data/exchange-matrix.json"));
            #[expect(clippy::expect_used, reason = "the document is compiled in and read by a test")]
            Arc::new(Matrix::new(document.expect("the exchange matrix that comes with the release is valid")))
        });
        Arc::clone(&SHIPPED)
    }

    /// The document as it is served.
    #[must_use]
    pub fn document(&self) -> &ExchangeMatrix {
        &self.document
    }

    /// The version of the document.
    #[must_use]
    pub fn version(&self) -> &str {
        self.document.version.as_str()
    }

    /// The first day on which it may be in force.
    #[must_use]
    pub fn valid_from(&self) -> NaiveDate {
        self.document.valid_from
    }

    /// The cell for a section; whatever is not in the matrix is forbidden.
    #[must_use]
    pub fn cell(&self, transition: Transition, receiver: PartnerKind, section: Section) -> MatrixCell {
        let forbidden = MatrixCell { section, ground: Ground::Forbidden, necessity: false, own_text_only: false };
        self.cells.get(&(transition, receiver, section)).copied().unwrap_or(forbidden)
    }
}
