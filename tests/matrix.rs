//! The exchange matrix, as a region amends it: two operators adopt what the privacy officer signed, and every decision after that goes by it.

mod adopting;
mod deciding;

use estafette_contract::{ExchangeMatrix, Ground, Matrix, NewAdoption, PartnerKind, Section, Transition};
use estafette_tests::harness::{
    operators::Operators,
    scene::{day, text},
};

/// The matrix of the release under another version.
fn renamed(version: &str) -> ExchangeMatrix {
    ExchangeMatrix { version: version.parse().unwrap(), ..Matrix::shipped().document().clone() }
}

/// The same with another ground for one section wherever this transition leads.
fn amended(version: &str, transition: Transition, section: Section, ground: Ground) -> ExchangeMatrix {
    let mut matrix = renamed(version);
    for column in matrix.columns.iter_mut().filter(|column| column.transitions.contains(&transition)) {
        column.cells.iter_mut().find(|cell| cell.section == section).unwrap().ground = ground;
    }
    matrix
}

/// That the privacy officer signed it.
fn signed(matrix: ExchangeMatrix) -> NewAdoption {
    NewAdoption { matrix, signed_by: text("Karin de Boer"), signed_on: day("2026-01-08") }
}

/// Both operators adopt it.
async fn adopt(operators: &Operators, matrix: ExchangeMatrix) {
    let proposal = operators.first.propose_matrix(&signed(matrix)).await.unwrap();
    operators.confirm(&proposal).await;
}

const VMBO: (PartnerKind, PartnerKind) = (PartnerKind::VmboSchool, PartnerKind::MboCollege);
