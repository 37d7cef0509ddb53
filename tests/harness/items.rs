//! What partners ask and propose about a handover.

use chrono::NaiveDate;
use estafette_contract::{AlternativeDecision, AlternativeKind, AlternativeVerdict, NewAlternative, NewAnswer, NewQuestion};

use super::{Partner, scene::text};

/// A question.
pub fn asking(question: &str) -> NewQuestion {
    NewQuestion { question: text(question), attachments: Vec::new(), side: None }
}

/// An answer.
pub fn answering(answer: &str) -> NewAnswer {
    NewAnswer { answer: text(answer), attachments: Vec::new() }
}

fn alternative(kind: AlternativeKind) -> NewAlternative {
    NewAlternative { kind, starts_on: None, desk: None, partner_id: None, explanation: None, side: None }
}

/// Another desk of the receiver.
pub fn another_desk(desk: &str) -> NewAlternative {
    NewAlternative { desk: Some(text(desk)), ..alternative(AlternativeKind::AnotherDesk) }
}

/// Another day to start.
pub fn another_date(starts_on: NaiveDate) -> NewAlternative {
    NewAlternative { starts_on: Some(starts_on), ..alternative(AlternativeKind::AnotherDate) }
}

/// Another receiver.
pub fn another_partner(partner: &Partner) -> NewAlternative {
    NewAlternative { partner_id: Some(partner.id), ..alternative(AlternativeKind::AnotherPartner) }
}

/// That an alternative is taken.
pub fn accepting_it() -> AlternativeVerdict {
    AlternativeVerdict { decision: AlternativeDecision::Accepted, explanation: Some(text("Goed idee")) }
}

/// That it is decided otherwise.
pub fn deciding(decision: AlternativeDecision) -> AlternativeVerdict {
    AlternativeVerdict { decision, explanation: None }
}
