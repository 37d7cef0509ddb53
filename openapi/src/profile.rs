//! What each transition asks for: who takes part, which sections, which guards, which reasons.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{CodeList, Ground, Guard, Matrix, MoveReasons, PartnerKind, Section, TermRule, Transition, code_list};

code_list! {
    /// Whether a transition asks for a section.
    SectionDemand = "section-demands" {
        Required = "required", "verplicht", "without it there is no review";
        Optional = "optional", "mag erbij", "may be written";
        Forbidden = "forbidden", "niet toegestaan", "the exchange matrix forbids it";
    }
}

/// What a transition asks of one section.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SectionRule {
    /// The section.
    pub section: Section,
    /// Whether it is asked for.
    pub demand: SectionDemand,
}

/// What one transition asks for, as served at `/v1/vocabularies/transitions`.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TransitionProfile {
    /// The transition.
    pub transition: Transition,
    /// Partner kinds that may send.
    pub senders: Vec<PartnerKind>,
    /// Partner kinds that may receive.
    pub receivers: Vec<PartnerKind>,
    /// Every section, and whether it is required, optional or forbidden; the ground of each stands in the exchange matrix.
    pub sections: Vec<SectionRule>,
    /// Whether an offer needs the receiver's application reference.
    pub needs_application: bool,
    /// Whether taking over moves responsibility to the receiver.
    pub moves_responsibility: bool,
    /// Whether sender and receiver are one partner, of which one desk hands over to another.
    pub same_partner: bool,
    /// The guards of the state table that are asked here.
    pub guards: Vec<Guard>,
    /// The reasons each move may be given here.
    pub reasons: Vec<MoveReasons>,
    /// The terms that are watched here.
    pub terms: Vec<TermRule>,
}

impl Transition {
    /// The profile of this transition under the matrix of the release.
    #[must_use]
    pub fn profile(self) -> TransitionProfile {
        self.profile_under(&Matrix::shipped())
    }

    /// The profile of this transition under a matrix.
    #[must_use]
    pub fn profile_under(self, matrix: &Matrix) -> TransitionProfile {
        let (senders, receivers) = self.kinds();
        TransitionProfile {
            transition: self,
            senders: senders.to_vec(),
            receivers: receivers.to_vec(),
            sections: Section::ALL.iter().map(|&section| SectionRule { section, demand: self.demand(section, matrix) }).collect(),
            needs_application: self.needs_application(),
            moves_responsibility: self.moves_responsibility(),
            same_partner: self.is_within_one_partner(),
            guards: Guard::ALL.iter().copied().filter(|&guard| self.asks(guard)).collect(),
            reasons: self.reasons(matrix),
            terms: self.terms(),
        }
    }

    /// Whether this guard is asked at this transition, wherever the state table has it.
    #[must_use]
    pub fn asks(self, guard: Guard) -> bool {
        match guard {
            Guard::ApplicationGiven | Guard::ApplicationConfirmed => self.needs_application(),
            Guard::SenderResponsible => self.moves_responsibility(),
            _ => true,
        }
    }

    /// Whether a section is required, optional or forbidden here.
    #[must_use]
    pub fn demand(self, section: Section, matrix: &Matrix) -> SectionDemand {
        let forbidden = |kind: &PartnerKind| matrix.cell(self, *kind, section).ground == Ground::Forbidden;
        match self.required_sections().contains(&section) {
            true => SectionDemand::Required,
            false if self.kinds().1.iter().all(forbidden) => SectionDemand::Forbidden,
            false => SectionDemand::Optional,
        }
    }

    /// Whether an offer needs the receiver's application reference: only there did the young person apply.
    #[must_use]
    pub fn needs_application(self) -> bool {
        matches!(self, Self::VmboMbo | Self::VsoProMbo)
    }

    /// Whether taking over moves responsibility; a school owes aftercare to whom it hands over to work.
    #[must_use]
    pub fn moves_responsibility(self) -> bool {
        !matches!(self, Self::MboEmployer | Self::LearningWorkBbl)
    }

    /// Whether sender and receiver are one partner.
    #[must_use]
    pub fn is_within_one_partner(self) -> bool {
        self == Self::InternalLine
    }

    /// Whether this transition as a whole rests on the learner's consent, and on no legal task.
    #[must_use]
    pub fn rests_on_consent(self, matrix: &Matrix) -> bool {
        let identity = |kind: &PartnerKind| matrix.cell(self, *kind, Section::IdentityContact).ground;
        self.kinds().1.iter().all(|kind| identity(kind).needs_consent())
    }

    /// The sections without which a handover cannot be put up for review.
    #[must_use]
    pub fn required_sections(self) -> &'static [Section] {
        match self {
            Self::VmboMbo | Self::VsoProMbo | Self::MboMbo => &[Section::IdentityContact, Section::SupportNeeds],
            Self::MboEmployer | Self::LearningWorkBbl => &[],
            _ => &[Section::IdentityContact],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_says_something_of_every_section_and_keeps_criminal_records_out() {
        for profile in Transition::ALL.iter().map(|transition| transition.profile()) {
            assert_eq!(profile.sections.len(), Section::ALL.len());
            let criminal = profile.sections.iter().find(|rule| rule.section == Section::Criminal);
            assert_eq!(criminal.map(|rule| rule.demand), Some(SectionDemand::Forbidden), "{}", profile.transition);
        }
    }
}
