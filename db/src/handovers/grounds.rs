//! The live ground of each section, from the ledger of consents and the learner's age.

use estafette_contract::{Decision, MatrixCell, TermKind};

use super::{Handover, record::Reader};
use crate::{
    DbResult,
    consents::{self, Statements},
    learners::{Learner, Vault},
    rules::{ConsentFacts, ConsentState, Question, consent_state, decide},
    store::Cx,
    stored,
};

/// What decides about the sections of one handover, loaded once.
pub(super) struct Grounds {
    statements: Statements,
    facts: ConsentFacts,
}

impl Grounds {
    pub(super) fn load(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, vault: &Vault) -> DbResult<Self> {
        let statements = consents::statements(cx, &handover.id)?;
        Self::of(cx, handover, learner, vault, statements)
    }

    /// The grounds that follow from statements at hand.
    pub(super) fn of(cx: &Cx<'_>, handover: &Handover, learner: &Learner, vault: &Vault, statements: Statements) -> DbResult<Self> {
        let facts = ConsentFacts {
            born_on: learner.personal(vault)?.born_on,
            now: cx.now,
            running_since: handover.transfer_started_at.map(stored::instant),
            confirmation_days: cx.house.terms.count(TermKind::Confirmation),
            own_act_only: false,
        };
        Ok(Self { statements, facts })
    }

    /// Whether the consent the cell asks for stands.
    pub(super) fn consent(&self, cell: MatrixCell) -> ConsentState {
        let statements = self.statements.get(&cell.section).map_or(&[][..], Vec::as_slice);
        let own_act_only = cell.ground == estafette_contract::Ground::OwnRelease;
        consent_state(statements, &ConsentFacts { own_act_only, ..self.facts })
    }

    /// Whether this reader may read the section of this cell.
    pub(super) fn decide(&self, reader: &Reader, cell: MatrixCell) -> Decision {
        decide(&Question {
            relation: reader.relation,
            reading: reader.reading,
            scopes: &reader.scopes,
            transition: reader.transition,
            section: cell.section,
            cell,
            consent: self.consent(cell),
            within_window: reader.within_window,
        })
    }

    /// Whether the receiver could read the section once the transfer runs.
    pub(super) fn is_live(&self, cell: MatrixCell) -> bool {
        self.decide(&Reader::hypothetical(), cell).allows()
    }
}
