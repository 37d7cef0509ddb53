//! Reading content: each section decided on by itself, each decision in the log.

use estafette_contract::{
    CodeList, Decision, GroundUsed, MatrixCell, ProblemKind, Reading, RecordView, Scope, Section, SectionContent, SectionView,
    SupportStanding, TermKind, Transition, WorkProfile,
    scope::{SectionsHealthRead, SectionsRead},
};
use serde_json::value::{RawValue, to_raw_value};
use uuid::Uuid;

use super::{
    Handover,
    contents::Contents,
    demand_grant, demand_professional,
    fresh::Known,
    grounds::Grounds,
    sections::{self, SectionRow, necessity_place, place},
    visible_with_learner,
};
use crate::{
    DbError, DbResult, Fault,
    learners::{Learner, Vault, pseudonym_of},
    rules::{ConsentState, Relation, shut_out},
    store::{Cx, Tx},
    stored, terms,
    views::ViewRow,
};

/// Who reads, as far as the decision asks.
pub(super) struct Reader {
    pub(super) relation: Relation,
    pub(super) reading: Reading,
    pub(super) scopes: String,
    pub(super) transition: Transition,
    pub(super) within_window: bool,
}

impl Reader {
    pub(super) fn of(cx: &Cx<'_>, handover: &Handover) -> DbResult<Self> {
        let partner = cx.partner();
        let reads_until = |at| terms::end(&cx.house.terms, TermKind::Copying, stored::instant(at));
        Ok(Self {
            relation: handover.relation(&partner),
            reading: handover.reading(&partner)?,
            scopes: cx.actor.scopes.clone(),
            transition: handover.transition()?,
            within_window: handover.taken_over_at.is_none_or(|at| cx.now < reads_until(at)),
        })
    }

    /// Why nothing at all can be read now, whatever the section.
    pub(super) fn shut_out(&self) -> Option<Decision> {
        shut_out(self.relation, self.reading, self.within_window)
    }

    /// Whether the acting partner receives for work: it gets a projection, and for it there is no record.
    pub(super) fn is_for_work(&self, cx: &Cx<'_>) -> bool {
        self.relation == Relation::Receiver && WorkProfile::is_for(cx.actor.kind)
    }

    /// A receiver that holds every grant while the transfer runs, to ask what the ground alone allows.
    pub(super) fn hypothetical() -> Self {
        Self {
            relation: Relation::Receiver,
            reading: Reading::Granted,
            scopes: [SectionsRead::NAME, SectionsHealthRead::NAME].join(" "),
            transition: Transition::VmboMbo,
            within_window: true,
        }
    }
}

/// Everything this partner may read of a handover now, and what the learner said of it.
///
/// # Errors
/// When nothing may be read, with the reason.
pub fn read_record(tx: &mut Tx<'_, SectionsRead>, id: Uuid, expired_too: bool) -> DbResult<RecordView> {
    let cx = &mut tx.cx;
    let scene = Scene::open(cx, id)?;
    let reader = Reader::of(cx, &scene.handover)?;
    if reader.is_for_work(cx) {
        return Err(DbError::not_found());
    }
    let (mut shown, mut support) = (Vec::new(), None);
    let mut last_refusal = None;
    for row in &scene.sections {
        let cell = sections::cell_of_row(cx, &scene.handover, row)?;
        match scene.grounds.decide(&reader, cell) {
            decision if decision.allows() => {
                let (section, standing) = scene.show_fresh(cx, row, cell, decision, expired_too)?;
                shown.push(section);
                support = standing.or(support);
            }
            decision => last_refusal = Some(decision),
        }
    }
    // Without a single section there is still a learner and a view, which nobody reads who may not read now.
    if shown.is_empty()
        && let Some(decision) = last_refusal.or_else(|| reader.shut_out())
    {
        return Err(refuse(cx, decision));
    }
    let visible: Vec<Section> = shown.iter().map(|section| section.section).collect();
    Ok(RecordView {
        handover_id: id,
        learner_id: pseudonym_of(cx, &scene.learner.id)?,
        views: scene.views.iter().map(|view| view.open(&scene.vault, &visible)).collect::<DbResult<_>>()?,
        sections: shown,
        support,
    })
}

/// Whether the acting partner reads what the other party wrote about this handover now.
pub(crate) fn reads_the_others(cx: &Cx<'_>, handover: &Handover) -> DbResult<bool> {
    let reader = Reader::of(cx, handover)?;
    Ok(reader.relation == Relation::Sender || reader.shut_out().is_none())
}

/// One section, with its opaque version.
///
/// # Errors
/// When it is not there, or may not be read, with the reason.
pub fn read_section(tx: &mut Tx<'_, SectionsRead>, id: Uuid, section: Section, expired_too: bool) -> DbResult<(SectionView, String)> {
    let cx = &mut tx.cx;
    let scene = Scene::open(cx, id)?;
    let reader = Reader::of(cx, &scene.handover)?;
    if reader.is_for_work(cx) {
        return Err(DbError::not_found());
    }
    let row = scene.sections.iter().find(|row| row.section == section.code());
    let cell = match row {
        Some(row) => sections::cell_of_row(cx, &scene.handover, row)?,
        None => sections::cell(cx, &scene.handover, section)?,
    };
    let decision = scene.grounds.decide(&reader, cell);
    // Whether a section exists is told only to who may read it.
    let (true, Some(row)) = (decision.allows(), row) else {
        return Err(if decision.allows() || section.is_special() { DbError::not_found() } else { refuse(cx, decision) });
    };
    let tag = sections::tag(cx, &scene.handover.id, section, row.version)?;
    cx.notes.etags.push(tag.clone());
    Ok((scene.show_fresh(cx, row, cell, decision, expired_too)?.0, tag))
}

/// A handover with everything it takes to read its sections.
pub(super) struct Scene {
    pub(super) handover: Handover,
    learner: Learner,
    vault: Vault,
    pub(super) grounds: Grounds,
    pub(super) sections: Vec<SectionRow>,
    views: Vec<ViewRow>,
    known: Known,
}

impl Scene {
    pub(super) fn open(cx: &mut Cx<'_>, id: Uuid) -> DbResult<Self> {
        demand_professional(cx)?;
        let (handover, learner) = visible_with_learner(cx, id)?;
        demand_grant::<SectionsRead>(cx, handover.transition()?)?;
        // The answer leaves only if these grounds still hold when its entry is written.
        cx.notes.stamp = Some((learner.id.clone(), learner.ground_version));
        let vault = learner.vault(cx)?;
        let Contents { sections, statements, views, held, known } = Contents::load(cx, &handover)?;
        let grounds = Grounds::of(cx, &handover, &learner, &vault, statements, held)?;
        Ok(Self { handover, learner, vault, grounds, sections, views, known })
    }

    /// A section as it is shown; of support only what holds today, unless the sender reads what it wrote itself.
    fn show_fresh(
        &self,
        cx: &mut Cx<'_>,
        row: &SectionRow,
        cell: MatrixCell,
        decision: Decision,
        expired_too: bool,
    ) -> DbResult<(SectionView, Option<SupportStanding>)> {
        let shown = self.show(cx, row, cell, decision)?;
        if cell.section != Section::SupportNeeds {
            return Ok((shown, None));
        }
        let (support, standing) = self.known.look(cx.now, row, &self.vault, expired_too)?;
        if decision == Decision::OwnRecord {
            return Ok((shown, Some(standing)));
        }
        let content = to_raw_value(&support).map_err(|_| Fault::Stored("a section"))?;
        Ok((SectionView { content, ..shown }, Some(standing)))
    }

    pub(super) fn show(&self, cx: &mut Cx<'_>, row: &SectionRow, cell: MatrixCell, decision: Decision) -> DbResult<SectionView> {
        let consent_version = match (decision, self.grounds.consent(cell)) {
            (Decision::OnConsent | Decision::OnOwnRelease, ConsentState::Live(version)) => Some(version),
            _ => None,
        };
        cx.note_ground(GroundUsed { section: cell.section, ground: cell.ground, consent_version });
        cx.notes.reason = Some(decision.code().to_owned());
        let own_text_only = cell.own_text_only && decision != Decision::OwnRecord;
        Ok(SectionView {
            section: cell.section,
            version: row.version,
            ground: cell.ground,
            matrix_version: row.matrix_version.clone(),
            consent_version,
            written_at: stored::instant(row.written_at),
            necessity: self.vault.reveal_some(&necessity_place(&row.handover_id, &row.section, row.version), row.necessity.as_deref())?,
            content: self.content(row, cell.section, own_text_only)?,
        })
    }

    fn content(&self, row: &SectionRow, section: Section, own_text_only: bool) -> DbResult<Box<RawValue>> {
        const WRONG: Fault = Fault::Stored("a section");
        let place = place(&row.handover_id, &row.section, row.version);
        if !own_text_only {
            return self.vault.reveal(&place, &row.content);
        }
        let whole: serde_json::Value = self.vault.reveal(&place, &row.content)?;
        let content = SectionContent::read(section, whole).ok_or(WRONG)?.map_err(|_| WRONG)?;
        Ok(to_raw_value(&content.own_text_only()).map_err(|_| WRONG)?)
    }
}

/// A refusal to read, with the reason for the log.
pub(super) fn refuse(cx: &mut Cx<'_>, decision: Decision) -> DbError {
    cx.notes.reason = Some(decision.code().to_owned());
    let detail = match decision {
        Decision::NotInThisStatus => "The sender has not started the transfer, or it is over. Accept first, or ask the sender.",
        Decision::WindowOver => "The time to read on after taking over has passed; use the copy made in it.",
        Decision::NoLiveConsent => "There is no live consent for what is here. Ask the learner, through the sender.",
        Decision::Objected => "The learner objects to this section, and the sender has written no compelling reason yet.",
        Decision::Restricted => "The learner had this lie still; nobody reads it until the learner lets it go on.",
        Decision::NeedsConfirmation => "The student turned sixteen and has to confirm the consent first.",
        _ => "This partner may not read this section of this handover.",
    };
    DbError::refused(ProblemKind::NotAllowed, detail)
}
