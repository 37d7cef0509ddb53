//! The transitions of the chain: who hands over to whom, and what the move asks for.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{PartnerKind, Section, code_list};

code_list! {
    /// A move along the chain.
    Transition = "transitions" {
        VmboMbo = "vmbo_mbo", "van vmbo naar mbo", "vmbo to mbo";
        VsoProMbo = "vso_pro_mbo", "van vso of praktijkonderwijs naar mbo", "vso or pro to mbo";
        MboMbo = "mbo_mbo", "van mbo naar mbo (overstap)", "mbo to mbo (switch)";
        MboHbo = "mbo_hbo", "van mbo naar hbo", "mbo to hbo";
        MboEmployer = "mbo_employer", "van mbo naar werkgever", "mbo to employer";
        SchoolDoorstroompunt = "school_doorstroompunt", "van school naar Doorstroompunt", "school to Doorstroompunt";
        SchoolUwv = "school_uwv", "van school naar UWV", "school to UWV";
        SchoolGemeente = "school_gemeente", "van school naar gemeente", "school to municipality";
        SchoolWerkcentrum = "school_werkcentrum", "van school naar werkcentrum", "school to work centre";
        WorkLearning = "work_learning", "van werk naar leren", "work to learning";
        LearningWorkBbl = "learning_work_bbl", "van leren naar werken en leren (BBL)", "learning to work-based learning";
        InternalLine = "internal_line", "binnen de school: eerste en tweede lijn, onderbouw en bovenbouw", "within one school: first and second line, lower and upper years";
    }
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
    /// Sections without which it cannot be put up for review.
    pub required_sections: Vec<Section>,
    /// Whether an offer needs the receiver's application reference.
    pub needs_application: bool,
    /// Whether taking over moves responsibility to the receiver.
    pub moves_responsibility: bool,
    /// Whether sender and receiver are one partner.
    pub same_partner: bool,
}

impl Transition {
    /// The profile of this transition.
    #[must_use]
    pub fn profile(self) -> TransitionProfile {
        let (senders, receivers) = self.kinds();
        TransitionProfile {
            transition: self,
            senders: senders.to_vec(),
            receivers: receivers.to_vec(),
            required_sections: self.required_sections().to_vec(),
            needs_application: matches!(self, Self::VmboMbo | Self::VsoProMbo),
            moves_responsibility: !matches!(self, Self::MboEmployer | Self::LearningWorkBbl),
            same_partner: self == Self::InternalLine,
        }
    }

    /// Whether a partner of kind `sender` may hand over to one of kind `receiver` by this transition.
    #[must_use]
    pub fn connects(self, sender: PartnerKind, receiver: PartnerKind) -> bool {
        let (senders, receivers) = self.kinds();
        senders.contains(&sender) && receivers.contains(&receiver)
    }

    fn kinds(self) -> (&'static [PartnerKind], &'static [PartnerKind]) {
        use PartnerKind as K;
        const SCHOOLS: &[K] = &[K::VmboSchool, K::ProSchool, K::VsoSchool, K::MboCollege, K::Hbo];
        const WORK: &[K] = &[K::Employer, K::TrainingCompany, K::Uwv, K::Doorstroompunt, K::Gemeente, K::Werkcentrum];
        match self {
            Self::VmboMbo => (&[K::VmboSchool], &[K::MboCollege]),
            Self::VsoProMbo => (&[K::VsoSchool, K::ProSchool], &[K::MboCollege]),
            Self::MboMbo => (&[K::MboCollege], &[K::MboCollege]),
            Self::MboHbo => (&[K::MboCollege], &[K::Hbo]),
            Self::MboEmployer => (&[K::MboCollege], &[K::Employer, K::TrainingCompany]),
            Self::SchoolDoorstroompunt => (SCHOOLS, &[K::Doorstroompunt]),
            Self::SchoolUwv => (SCHOOLS, &[K::Uwv]),
            Self::SchoolGemeente => (SCHOOLS, &[K::Gemeente]),
            Self::SchoolWerkcentrum => (SCHOOLS, &[K::Werkcentrum]),
            Self::WorkLearning => (WORK, &[K::MboCollege]),
            Self::LearningWorkBbl => (&[K::MboCollege], &[K::TrainingCompany]),
            Self::InternalLine => (SCHOOLS, SCHOOLS),
        }
    }

    fn required_sections(self) -> &'static [Section] {
        match self {
            Self::VmboMbo | Self::VsoProMbo | Self::MboMbo => &[Section::IdentityContact, Section::SupportNeeds],
            Self::MboEmployer | Self::LearningWorkBbl => &[],
            _ => &[Section::IdentityContact],
        }
    }
}
