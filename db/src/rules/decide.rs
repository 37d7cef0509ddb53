//! The one deciding function: may this partner read this section of this handover now, and why (not)?

use estafette_contract::{Decision, Ground, MatrixCell, Reading, Section, Transition, scope};

use super::ConsentState;

/// How a partner stands to a handover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// It sends.
    Sender,
    /// It receives.
    Receiver,
    /// Neither.
    None,
}

/// Everything the decision hangs on.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// How the partner stands to the handover.
    pub relation: Relation,
    /// What the status lets this relation read.
    pub reading: Reading,
    /// The scopes of the partner's token.
    pub scopes: &'a str,
    /// The handover's transition.
    pub transition: Transition,
    /// The section asked for.
    pub section: Section,
    /// The cell of the exchange matrix in force.
    pub cell: MatrixCell,
    /// Whether consent stands.
    pub consent: ConsentState,
    /// Whether the learner objects to the section, and the sender has written no compelling reason yet.
    pub objected: bool,
    /// Whether the learner had the section lie still.
    pub restricted: bool,
    /// Whether the time to make a copy after takeover is still running.
    pub within_window: bool,
}

/// Decides, always in the same order: relation, grant, status, window, matrix, restriction, objection, consent.
#[must_use]
pub fn decide(question: &Question<'_>) -> Decision {
    let q = question;
    if q.relation == Relation::None {
        return Decision::NoParty;
    }
    if !scope::carries_for(q.scopes, <scope::SectionsRead as scope::Scope>::NAME, q.transition) {
        return Decision::NoGrant;
    }
    if q.section == Section::Health && !scope::carries(q.scopes, <scope::SectionsHealthRead as scope::Scope>::NAME) {
        return Decision::NoHealthGrant;
    }
    match (shut_out(q.relation, q.reading, q.within_window), q.relation) {
        (Some(decision), _) => decision,
        (None, Relation::Receiver) => on_ground(q),
        (None, _) => Decision::OwnRecord,
    }
}

/// Why nothing at all can be read now, whatever the section and its ground; nothing if something can.
#[must_use]
pub fn shut_out(relation: Relation, reading: Reading, within_window: bool) -> Option<Decision> {
    match (relation, reading) {
        (Relation::None, _) => Some(Decision::NoParty),
        (Relation::Sender, Reading::Full) => None,
        (Relation::Receiver, Reading::Granted) => (!within_window).then_some(Decision::WindowOver),
        _ => Some(Decision::NotInThisStatus),
    }
}

fn on_ground(q: &Question<'_>) -> Decision {
    match (q.cell.ground, q.consent) {
        (Ground::Forbidden, _) => Decision::MatrixForbids,
        _ if q.restricted => Decision::Restricted,
        _ if q.objected => Decision::Objected,
        (Ground::LegalTask | Ground::Agreement, _) => Decision::OnLegalTask,
        (Ground::OwnRelease, ConsentState::Live(_)) => Decision::OnOwnRelease,
        (Ground::Consent | Ground::ExplicitConsent, ConsentState::Live(_)) => Decision::OnConsent,
        (_, ConsentState::NeedsConfirmation) => Decision::NeedsConfirmation,
        (_, ConsentState::Refused | ConsentState::Missing) => Decision::NoLiveConsent,
    }
}
