//! What no amendment of the exchange matrix can lift.

use crate::{PartnerKind, Section};

/// A rule that stands in law and not in the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HardRule {
    /// Nothing criminal is handed over, to anybody.
    NothingCriminal,
    /// Employers and training companies hold no health data, and consent does not cure that.
    NoHealthAtWork,
    /// Nor support needs: what a workplace arranges has a section of its own.
    NoSupportNeedsAtWork,
}

impl HardRule {
    /// The rule that bars this section from this kind of receiver, whatever the matrix says.
    ///
    /// That no national number is handed over needs no rule here: there is no section for it, and free text refuses it.
    #[must_use]
    pub fn barring(section: Section, receiver: PartnerKind) -> Option<Self> {
        let at_work = matches!(receiver, PartnerKind::Employer | PartnerKind::TrainingCompany);
        match section {
            Section::Criminal => Some(Self::NothingCriminal),
            Section::Health if at_work => Some(Self::NoHealthAtWork),
            Section::SupportNeeds if at_work => Some(Self::NoSupportNeedsAtWork),
            _ => None,
        }
    }

    /// The rule in a sentence.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::NothingCriminal => "Nothing criminal is ever handed over; leave it forbidden.",
            Self::NoHealthAtWork => {
                "Employers and training companies may hold no health data, whatever was consented to; leave it forbidden."
            }
            Self::NoSupportNeedsAtWork => "Employers and training companies get workplace needs and no support needs; leave it forbidden.",
        }
    }
}
