//! What those who come after school get of a learner: a projection of its own, in which nothing else exists.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ExperienceContext, PartnerKind, ProgrammeLevel, Text, code_list, content::WorkplaceNeeds};

code_list! {
    /// What a workplace arranges.
    WorkplaceHelp = "workplace-helps" {
        AdaptedEnvironment = "adapted_environment", "een aangepaste omgeving", "an adapted environment";
        Guidance = "guidance", "begeleiding", "guidance";
        VariationOfWork = "variation_of_work", "afwisseling van werk", "variation of work";
    }
}

/// What an employer or training company gets: what the student released for it, and nothing beside it.
///
/// What was not released is not there: not empty, not null.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WorkProfile {
    /// What the student is good at, in their own words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub strengths: Vec<Text<300>>,
    /// What the student wants to become or do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wishes: Option<Text<4000>>,
    /// What helps me at work: only what the student says does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub what_helps_at_work: Vec<WorkplaceHelp>,
    /// The same in a sentence of the student.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_own_words: Option<Text<300>>,
    /// The programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<ProfileProgramme>,
    /// Diplomas and certificates that were obtained.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certificates: Vec<Text<160>>,
}

/// What UWV, municipality and work centre get to look for work with the student, each part by consent.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MatchingProfile {
    /// What the student is good at, in their own words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub strengths: Vec<Text<300>>,
    /// What the student wants to become or do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wishes: Option<Text<4000>>,
    /// The step the student wants to take next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<Text<1000>>,
    /// What helps me at work: only what the student says does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub what_helps_at_work: Vec<WorkplaceHelp>,
    /// The same in a sentence of the student.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_own_words: Option<Text<300>>,
    /// The programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<ProfileProgramme>,
    /// Diplomas and certificates that were obtained.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certificates: Vec<Text<160>>,
    /// Jobs and placements.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub experience: Vec<ProfileExperience>,
}

/// A programme, as far as a workplace has to know it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProfileProgramme {
    /// Its name.
    pub name: Text<200>,
    /// Its level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<ProgrammeLevel>,
}

/// A job or placement, as far as it helps to find the next one.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProfileExperience {
    /// What the student did there.
    pub role: Text<160>,
    /// Where it took place.
    pub context: ExperienceContext,
    /// What was learned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learned: Option<Text<2000>>,
}

impl WorkplaceHelp {
    /// What the student says helps.
    #[must_use]
    pub fn said(needs: &WorkplaceNeeds) -> Vec<Self> {
        let all = [
            (needs.adapted_environment, Self::AdaptedEnvironment),
            (needs.guidance, Self::Guidance),
            (needs.variation_of_work, Self::VariationOfWork),
        ];
        all.into_iter().filter(|(said, _)| *said).map(|(_, help)| help).collect()
    }
}

impl WorkProfile {
    /// Whether a partner of this kind gets one.
    #[must_use]
    pub fn is_for(kind: PartnerKind) -> bool {
        matches!(kind, PartnerKind::Employer | PartnerKind::TrainingCompany)
    }
}

impl MatchingProfile {
    /// Whether a partner of this kind gets one.
    #[must_use]
    pub fn is_for(kind: PartnerKind) -> bool {
        matches!(kind, PartnerKind::Uwv | PartnerKind::Gemeente | PartnerKind::Werkcentrum)
    }
}
