//! What those who come after school get: projections, made of what may be read and of nothing else.

use estafette_contract::{
    CodeList, MatchingProfile, PartnerKind, ProblemKind, ProfileExperience, ProfileProgramme, Section, SectionContent, WorkProfile,
    WorkplaceHelp,
    content::{CareerProfile, EducationHistory, WorkExperience, WorkplaceNeeds},
    scope::SectionsRead,
};
use uuid::Uuid;

use super::{
    record::{Reader, Scene, refuse},
    sections,
};
use crate::{
    DbError, DbResult, Fault,
    rules::Relation,
    store::{Cx, Tx},
};

/// The sections a projection is made of, as far as they may be read.
#[derive(Default)]
struct Parts {
    career: Option<CareerProfile>,
    workplace: Option<WorkplaceNeeds>,
    education: Option<EducationHistory>,
    work: Option<WorkExperience>,
    programme: Option<ProfileProgramme>,
}

/// What an employer or training company gets of the learner it receives.
///
/// # Errors
/// When this partner is neither, or nothing may be read now.
pub fn work_profile(tx: &mut Tx<'_, SectionsRead>, id: Uuid) -> DbResult<WorkProfile> {
    const MADE_OF: &[Section] = &[Section::CareerProfile, Section::WorkplaceNeeds, Section::EducationHistory];
    let parts = parts(&mut tx.cx, id, MADE_OF, WorkProfile::is_for)?;
    let (career, workplace) = (parts.career.unwrap_or_default(), parts.workplace);
    Ok(WorkProfile {
        strengths: career.strengths,
        wishes: career.ambitions,
        what_helps_at_work: workplace.as_ref().map(WorkplaceHelp::said).unwrap_or_default(),
        in_own_words: workplace.and_then(|needs| needs.in_own_words),
        programme: parts.programme,
        certificates: parts.education.map(obtained).unwrap_or_default(),
    })
}

/// What UWV, municipality and work centre get of the learner they receive, to look for work together.
///
/// # Errors
/// When this partner is none of these, or nothing may be read now.
pub fn matching_profile(tx: &mut Tx<'_, SectionsRead>, id: Uuid) -> DbResult<MatchingProfile> {
    const MADE_OF: &[Section] = &[Section::CareerProfile, Section::WorkplaceNeeds, Section::EducationHistory, Section::WorkExperience];
    let parts = parts(&mut tx.cx, id, MADE_OF, MatchingProfile::is_for)?;
    let (career, workplace) = (parts.career.unwrap_or_default(), parts.workplace);
    Ok(MatchingProfile {
        strengths: career.strengths,
        wishes: career.ambitions,
        next_step: career.next_step,
        what_helps_at_work: workplace.as_ref().map(WorkplaceHelp::said).unwrap_or_default(),
        in_own_words: workplace.and_then(|needs| needs.in_own_words),
        programme: parts.programme,
        certificates: parts.education.map(obtained).unwrap_or_default(),
        experience: parts.work.map(experience).unwrap_or_default(),
    })
}

/// Reads the parts; whether one was never written, refused or taken back makes no difference to what is answered.
fn parts(cx: &mut Cx<'_>, id: Uuid, made_of: &[Section], is_for: fn(PartnerKind) -> bool) -> DbResult<Parts> {
    let scene = Scene::open(cx, id)?;
    let reader = Reader::of(cx, &scene.handover)?;
    if reader.relation != Relation::Receiver || !is_for(cx.actor.kind) {
        return Err(DbError::refused(ProblemKind::NotAllowed, "This profile is for another kind of receiver: read the record."));
    }
    if let Some(decision) = reader.shut_out() {
        return Err(refuse(cx, decision));
    }
    let programme = scene.handover.programme()?.map(|programme| ProfileProgramme { name: programme.name, level: programme.level });
    let mut parts = Parts { programme, ..Parts::default() };
    for row in scene.sections.iter().filter(|row| made_of.iter().any(|section| section.code() == row.section)) {
        let cell = sections::cell_of_row(cx, &scene.handover, row)?;
        let decision = scene.grounds.decide(&reader, cell);
        if decision.allows() {
            let shown = scene.show(cx, row, cell, decision)?;
            parts.keep(shown.section, shown.content.get())?;
        }
    }
    Ok(parts)
}

impl Parts {
    fn keep(&mut self, section: Section, json: &str) -> DbResult<()> {
        const WRONG: Fault = Fault::Stored("a section");
        let mut from = serde_json::Deserializer::from_str(json);
        match SectionContent::read(section, &mut from).ok_or(WRONG)?.map_err(|_| WRONG)? {
            SectionContent::CareerProfile(career) => self.career = Some(career),
            SectionContent::WorkplaceNeeds(needs) => self.workplace = Some(needs),
            SectionContent::EducationHistory(education) => self.education = Some(education),
            SectionContent::WorkExperience(work) => self.work = Some(work),
            _ => {}
        }
        Ok(())
    }
}

fn obtained(education: EducationHistory) -> Vec<estafette_contract::Text<160>> {
    education.diplomas.into_iter().map(|diploma| diploma.name).collect()
}

fn experience(work: WorkExperience) -> Vec<ProfileExperience> {
    let one = |placement: estafette_contract::content::Placement| ProfileExperience {
        role: placement.role,
        context: placement.context,
        learned: placement.learned,
    };
    work.placements.into_iter().map(one).collect()
}
