//! The transitions of the chain: who hands over to whom.

use crate::{PartnerKind, code_list};

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

impl Transition {
    /// Whether a partner of kind `sender` may hand over to one of kind `receiver` by this transition.
    #[must_use]
    pub fn connects(self, sender: PartnerKind, receiver: PartnerKind) -> bool {
        let (senders, receivers) = self.kinds();
        senders.contains(&sender) && receivers.contains(&receiver)
    }

    /// The partner kinds that may send, and those that may receive.
    pub(crate) fn kinds(self) -> (&'static [PartnerKind], &'static [PartnerKind]) {
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
}
