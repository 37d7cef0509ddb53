//! The sections a handover can carry.

use crate::code_list;

code_list! {
    /// One part of what is handed over; grounds and consents are given per section.
    Section = "sections" {
        IdentityContact = "identity_contact", "wie je bent en hoe je te bereiken bent", "identity and contact";
        EducationHistory = "education_history", "schoolloopbaan", "education so far";
        LearningResults = "learning_results", "leerresultaten", "learning results";
        WorkExperience = "work_experience", "werkervaring en stage", "work experience and placements";
        SocialEmotional = "social_emotional", "sociaal-emotionele ontwikkeling", "social and emotional development";
        SupportNeeds = "support_needs", "ondersteuningsbehoeften", "support needs";
        WorkplaceNeeds = "workplace_needs", "wat een werkplek moet regelen", "what the workplace should arrange";
        AbsenceHistory = "absence_history", "verzuim", "absence";
        Health = "health", "gezondheid", "health";
        CareerProfile = "career_profile", "loopbaanprofiel", "career profile";
        CompetencyReflections = "competency_reflections", "loopbaanreflecties", "competency reflections";
        Plan = "plan", "stappenplan", "plan";
        HomeSituation = "home_situation", "thuissituatie", "home situation";
        Criminal = "criminal", "justitie", "criminal record";
    }
}

impl Section {
    /// Whether the mere existence of the section says something special about a person.
    ///
    /// Whoever may not read such a section is not told whether it is there; health needs a scope of its own.
    #[must_use]
    pub fn is_special(self) -> bool {
        matches!(self, Self::Health | Self::SocialEmotional | Self::HomeSituation)
    }
}
