//! Content for every section that can be written, all of it invented.

use estafette_contract::{
    Competency, ExperienceContext, Leerweg, Necessity, Role, Section, SectionContent,
    content::{
        AbsenceHistory, AbsencePeriod, CompetencyReflections, EducationHistory, HealthItem, HealthSection, HomeSituation, LearningResults,
        Observation, Placement, Plan, PlanStep, QuestionApproach, Reflection, SchoolPeriod, SocialEmotional, SubjectResult, WorkExperience,
        WorkplaceNeeds,
    },
};

use super::scene::{career, identity, support, text};

/// Content for a section; there is none for what can never be written.
pub fn content(section: Section) -> Option<SectionContent> {
    Some(match section {
        Section::IdentityContact => identity().into(),
        Section::EducationHistory => education().into(),
        Section::LearningResults => results().into(),
        Section::WorkExperience => work().into(),
        Section::SocialEmotional => SocialEmotional { description: text("Trekt zich in grote groepen terug"), what_helps: None }.into(),
        Section::SupportNeeds => support().into(),
        Section::WorkplaceNeeds => workplace().into(),
        Section::AbsenceHistory => absence().into(),
        Section::Health => health().into(),
        Section::CareerProfile => career().into(),
        Section::CompetencyReflections => reflections().into(),
        Section::Plan => plan().into(),
        Section::HomeSituation => HomeSituation { description: text("Woont tijdelijk bij een tante"), what_helps: None }.into(),
        Section::Criminal => return None,
    })
}

/// Why something is necessary.
pub fn necessity() -> Necessity {
    Necessity {
        purpose: text("De eerste weken goed beginnen"),
        necessity: text("Zonder dit mist de coach waar het misging"),
        alternative: text("Een gesprek alleen was niet genoeg"),
    }
}

/// A health section.
pub fn health() -> HealthSection {
    HealthSection { items: vec![HealthItem { description: text("Suikerziekte type 1"), what_helps: None, since_on: None }] }
}

/// Reflections in the learner's own words, with what others observed.
pub fn reflections() -> CompetencyReflections {
    let seen = || Observation { by_role: Role::Praktijkopleider, about: None, text: text("Bleef rustig aan de balie") };
    CompetencyReflections {
        reflections: vec![Reflection {
            competency: Competency::Kwaliteitenreflectie,
            question: text("Wat kan ik goed?"),
            own_text: text("Ik luister goed naar mensen"),
            context: Some(ExperienceContext::Bpv),
            evidence: Vec::new(),
            written_on: None,
            observations: vec![seen()],
        }],
        observations: vec![seen()],
    }
}

/// The three flags for a workplace.
pub fn workplace() -> WorkplaceNeeds {
    WorkplaceNeeds { adapted_environment: true, guidance: true, variation_of_work: false, in_own_words: None }
}

fn education() -> EducationHistory {
    let period = SchoolPeriod {
        school_year: None,
        school: Some(text("Vmbo De Linde")),
        brin: None,
        leerweg: Some(Leerweg::Kb),
        opleidingscode: None,
        programme: None,
        started_on: None,
        ended_on: None,
    };
    EducationHistory { periods: vec![period], diplomas: Vec::new() }
}

fn results() -> LearningResults {
    let subject = SubjectResult { subject: text("Nederlands"), result: Some(text("voldoende")), finished_on: None };
    LearningResults { subjects: vec![subject], certificates: Vec::new() }
}

fn work() -> WorkExperience {
    let placement = Placement {
        context: ExperienceContext::Bpv,
        role: text("Hulp in de verzorging"),
        organisation: None,
        started_on: None,
        ended_on: None,
        learned: None,
    };
    WorkExperience { placements: vec![placement] }
}

fn absence() -> AbsenceHistory {
    let period = AbsencePeriod { school_year: None, started_on: None, ended_on: None, description: text("Twee weken in het najaar") };
    AbsenceHistory { periods: vec![period], what_helps: None }
}

/// A plan with a step that is open.
pub fn plan() -> Plan {
    let pair = QuestionApproach { question: text("Hoe blijf ik op tijd?"), approach: text("Een maatje dat appt") };
    let step = PlanStep {
        what: text("Elke maandag bellen"),
        owner: Role::Mentor,
        owner_side: None,
        due_on: None,
        done: false,
        agreed_by: vec![Role::Student],
        step_id: None,
    };
    Plan { pairs: vec![pair], steps: vec![step] }
}
