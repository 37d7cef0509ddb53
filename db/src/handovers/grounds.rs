//! The live ground of each section, from the ledger of consents and the learner's age.

use estafette_contract::{ConsentStanding, Decision, Ground, MatrixCell, Section, SectionStanding, TermKind};

use super::{Handover, record::Reader};
use crate::{
    DbResult,
    consents::{self, Statements},
    learners::{Learner, Vault},
    objections, rights,
    rules::{ConsentFacts, ConsentState, Question, Statement, consent_ends_on, consent_state, decide, is_running_out},
    store::Cx,
    stored,
};

/// What decides about the sections of one handover, loaded once.
pub(super) struct Grounds {
    statements: Statements,
    /// The sections that the learner objects to, and for which no compelling reason was written yet.
    objected: Vec<Section>,
    /// What the learner had lie still.
    restricted: Restricted,
    facts: ConsentFacts,
}

/// What a learner had lie still of a handover.
#[derive(Debug, Clone, Default)]
pub(crate) struct Restricted {
    /// All of it.
    pub(crate) whole: bool,
    /// These sections.
    pub(crate) sections: Vec<Section>,
}

impl Restricted {
    fn holds(&self, section: Section) -> bool {
        self.whole || self.sections.contains(&section)
    }
}

/// What stands in the way of sections, whatever their ground.
#[derive(Debug, Clone, Default)]
pub(super) struct Held {
    /// The sections that the learner objects to.
    pub(super) objected: Vec<Section>,
    /// What the learner had lie still.
    pub(super) restricted: Restricted,
}

impl Grounds {
    pub(super) fn load(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, vault: &Vault) -> DbResult<Self> {
        let statements = consents::statements(cx, &handover.id)?;
        let held = Held { objected: objections::standing(cx, &handover.id)?, restricted: rights::restricted(cx, &handover.id)? };
        Self::of(cx, handover, learner, vault, statements, held)
    }

    /// The grounds that follow from statements at hand.
    pub(super) fn of(
        cx: &Cx<'_>,
        handover: &Handover,
        learner: &Learner,
        vault: &Vault,
        statements: Statements,
        held: Held,
    ) -> DbResult<Self> {
        let facts = ConsentFacts {
            born_on: learner.personal(vault)?.born_on,
            now: cx.now,
            running_since: handover.transfer_started_at.map(stored::instant),
            confirmation_days: cx.house.terms.count(TermKind::Confirmation),
            own_act_only: false,
        };
        let Held { objected, restricted } = held;
        Ok(Self { statements, objected, restricted, facts })
    }

    /// Whether the consent the cell asks for stands.
    pub(super) fn consent(&self, cell: MatrixCell) -> ConsentState {
        let (statements, facts) = self.about(cell);
        consent_state(statements, &facts)
    }

    /// How that consent stands and until when, for the sender.
    pub(super) fn standing(&self, cell: MatrixCell) -> SectionStanding {
        let (statements, facts) = self.about(cell);
        let (standing, consent_version) = match consent_state(statements, &facts) {
            ConsentState::Live(version) if is_running_out(statements, &facts) => (ConsentStanding::RunningOut, Some(version)),
            ConsentState::Live(version) => (ConsentStanding::Live, Some(version)),
            ConsentState::NeedsConfirmation => (ConsentStanding::NeedsConfirmation, None),
            ConsentState::Refused => (ConsentStanding::Refused, None),
            ConsentState::Missing => (ConsentStanding::Missing, None),
        };
        let ends_on = consent_ends_on(statements, &facts);
        SectionStanding { section: cell.section, ground: cell.ground, standing, consent_version, ends_on }
    }

    /// The sections something was stated about.
    pub(super) fn spoken_about(&self) -> impl Iterator<Item = Section> {
        self.statements.keys().copied()
    }

    fn about(&self, cell: MatrixCell) -> (&[Statement], ConsentFacts) {
        let statements = self.statements.get(&cell.section).map_or(&[][..], Vec::as_slice);
        (statements, ConsentFacts { own_act_only: cell.ground == Ground::OwnRelease, ..self.facts })
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
            objected: self.objected.contains(&cell.section),
            restricted: self.restricted.holds(cell.section),
            within_window: reader.within_window,
        })
    }

    /// Whether the receiver could read the section once the transfer runs.
    pub(super) fn is_live(&self, cell: MatrixCell) -> bool {
        self.decide(&Reader::hypothetical(), cell).allows()
    }

    /// The same; an objection or a restriction stands in the way of this section and not of the handover.
    pub(super) fn is_live_or_held(&self, cell: MatrixCell) -> bool {
        matches!(self.decide(&Reader::hypothetical(), cell), Decision::Objected | Decision::Restricted) || self.is_live(cell)
    }
}
