//! A record of about four kilobytes: seven sections, one of them on consent.

use estafette_contract::{
    ExperienceContext, Leerweg, SectionContent,
    content::{
        CareerProfile, EducationHistory, LearningResults, Placement, Plan, QuestionApproach, SchoolPeriod, SubjectResult, WorkExperience,
    },
};
use estafette_tests::harness::scene::{career, identity, support, text};

const SENTENCE: &str = "Werkt graag met mensen, blijft rustig als het druk is en vraagt op tijd om hulp als iets niet lukt. ";

/// The sections.
pub fn sections() -> Vec<SectionContent> {
    let mut needs = support();
    let need = needs.needs[0].clone();
    needs.needs = (0..3).map(|_| need.clone()).collect();
    vec![identity().into(), education().into(), results().into(), work().into(), needs.into(), plan().into(), profile().into()]
}

fn said(times: usize) -> String {
    SENTENCE.repeat(times).trim_end().to_owned()
}

fn education() -> EducationHistory {
    let period = SchoolPeriod {
        school_year: None,
        school: Some(text("Vmbo De Linde")),
        brin: None,
        leerweg: Some(Leerweg::Kb),
        opleidingscode: None,
        programme: Some(text("Zorg en Welzijn, bovenbouw")),
        started_on: None,
        ended_on: None,
    };
    EducationHistory { periods: vec![period.clone(), period.clone(), period], diplomas: Vec::new() }
}

fn results() -> LearningResults {
    let subjects = ["Nederlands", "Engels", "Wiskunde", "Biologie", "Zorg en Welzijn", "Maatschappijleer"];
    let subject = |name: &&str| SubjectResult { subject: text(name), result: Some(text("voldoende")), finished_on: None };
    LearningResults { subjects: subjects.iter().map(subject).collect(), certificates: Vec::new() }
}

fn work() -> WorkExperience {
    let placement = Placement {
        context: ExperienceContext::Bpv,
        role: text("Hulp in de verzorging"),
        organisation: Some(text("Zorgcentrum Havenzicht")),
        started_on: None,
        ended_on: None,
        learned: Some(text(&said(3))),
    };
    WorkExperience { placements: vec![placement.clone(), placement] }
}

fn plan() -> Plan {
    let pair = QuestionApproach { question: text("Hoe blijf ik op tijd als ik moe ben?"), approach: text(&said(2)) };
    Plan { pairs: vec![pair.clone(), pair], steps: Vec::new() }
}

fn profile() -> CareerProfile {
    CareerProfile { next_step: Some(text(&said(4))), ..career() }
}
