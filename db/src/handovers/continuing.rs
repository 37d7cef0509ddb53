//! Continuing from an earlier handover: copying, section by section, what this partner legitimately holds and the matrix lets go on.

use estafette_contract::{
    CodeList, ContinuesFrom, Decision, Drafted, Ground, HandoverStatus, LeftOut, LeftOutReason, Section, SectionContent,
};
use uuid::Uuid;

use super::{
    Handover, by_id, demand_professional, fresh,
    grounds::Grounds,
    known,
    record::Reader,
    sections::{self, SectionGiven, SectionRow, place},
};
use crate::{
    DbError, DbResult, Fault, dutch_day,
    learners::{Learner, Vault},
    plan_steps,
    rules::Relation,
    store::Cx,
};

/// Copies into a fresh draft what can be copied of an earlier handover; consents and written necessity never are.
pub(super) fn copy(cx: &mut Cx<'_>, learner: &Learner, draft: Uuid, from: &ContinuesFrom) -> DbResult<Drafted> {
    demand_professional(cx)?;
    let earlier = earlier(cx, learner, from.handover_id)?;
    let source = Source::open(cx, earlier, learner)?;
    let to = by_id(cx, draft)?;
    let mut drafted = Drafted { id: draft, copied: Vec::new(), left_out: Vec::new() };
    for section in source.wanted(&from.sections) {
        match source.take(cx, section, !from.sections.is_empty())? {
            Ok(content) => source.put(cx, &to, content, &mut drafted)?,
            Err(left_out) => drafted.left_out.extend(left_out),
        }
    }
    Ok(drafted)
}

/// The handover named, if it is of this learner and this partner is or was a party to it.
fn earlier(cx: &mut Cx<'_>, learner: &Learner, id: Uuid) -> DbResult<Handover> {
    let detail = "Name a handover of this learner that this partner sent or took over.";
    let unknown = || DbError::field("/continuesFrom/handoverId", "unknown-handover", detail);
    match known(cx, id) {
        Ok(handover) if handover.learner_id == learner.id => Ok(handover),
        Ok(_) | Err(DbError::Refused(_)) => Err(unknown()),
        Err(fault) => Err(fault),
    }
}

/// The earlier handover with what decides about its sections.
struct Source {
    handover: Handover,
    vault: Vault,
    grounds: Grounds,
    reader: Reader,
    rows: Vec<SectionRow>,
    /// Why this partner has nothing of what is here, if it has not: it neither wrote it nor took it over, or got a projection of it.
    has_not: Option<Decision>,
}

impl Source {
    fn open(cx: &mut Cx<'_>, handover: Handover, learner: &Learner) -> DbResult<Self> {
        let vault = learner.vault(cx)?;
        let grounds = Grounds::load(cx, &handover, learner, &vault)?;
        let reader = Reader::of(cx, &handover)?;
        let rows = sections::all_current(cx, &handover.id)?;
        let taken_over = handover.status()? == HandoverStatus::TakenOver;
        let has_not = match reader.relation {
            Relation::Sender => None,
            _ if reader.is_for_work(cx) => Some(Decision::OwnProfile),
            _ => (!taken_over).then_some(Decision::NotInThisStatus),
        };
        // The time to read on is for making a copy. Who took over at a school holds that copy as long as the content is kept here, on the
        // same grounds; so what goes on from it does not hang on that time.
        let within_window = reader.within_window || taken_over;
        Ok(Self { handover, vault, grounds, reader: Reader { within_window, ..reader }, rows, has_not })
    }

    /// The sections asked for, each once, or all there are.
    fn wanted(&self, asked: &[Section]) -> Vec<Section> {
        let there = |section: &Section| self.row(*section).is_some();
        Section::ALL.iter().copied().filter(|section| if asked.is_empty() { there(section) } else { asked.contains(section) }).collect()
    }

    fn row(&self, section: Section) -> Option<&SectionRow> {
        self.rows.iter().find(|row| row.section == section.code())
    }

    /// The content of a section as this partner reads it, or why it has none.
    ///
    /// Whether a special section exists is told only to who may read it: it is not there, or not spoken of unless it was asked for.
    fn take(&self, cx: &mut Cx<'_>, section: Section, asked: bool) -> DbResult<Result<SectionContent, Option<LeftOut>>> {
        let cell = match self.row(section) {
            Some(row) => sections::cell_of_row(cx, &self.handover, row)?,
            None => sections::cell(cx, &self.handover, section)?,
        };
        let decision = self.has_not.unwrap_or_else(|| self.grounds.decide(&self.reader, cell));
        let absent = asked.then_some(LeftOut { section, reason: LeftOutReason::NotThere, decision: None });
        match self.row(section) {
            _ if !decision.allows() && section.is_special() => Ok(Err(absent)),
            _ if !decision.allows() => {
                let decision = Some(decision);
                Ok(Err(Some(LeftOut { section, reason: LeftOutReason::NotHeld, decision })))
            }
            None => Ok(Err(absent)),
            Some(row) => {
                let own_text_only = cell.own_text_only && decision != Decision::OwnRecord;
                let content = fresh::without_past(cx, row, self.content(row, section)?)?;
                Ok(Ok(if own_text_only { content.own_text_only() } else { content }))
            }
        }
    }

    fn content(&self, row: &SectionRow, section: Section) -> DbResult<SectionContent> {
        const WRONG: Fault = Fault::Stored("a section");
        let whole: serde_json::Value = self.vault.reveal(&place(&row.handover_id, &row.section, row.version), &row.content)?;
        Ok(SectionContent::read(section, whole).ok_or(WRONG)?.map_err(|_| WRONG)?)
    }

    /// Writes what has not lapsed into the draft, if the matrix lets it go there.
    fn put(&self, cx: &mut Cx<'_>, to: &Handover, content: SectionContent, drafted: &mut Drafted) -> DbResult<()> {
        let section = content.section();
        let cell = sections::cell(cx, to, section)?;
        let mut leave = |reason| drafted.left_out.push(LeftOut { section, reason, decision: None });
        if cell.ground == Ground::Forbidden {
            leave(LeftOutReason::Forbidden);
            return Ok(());
        }
        let (content, elsewhere) = plan_steps::as_held(cx, &self.handover, &self.vault, self.reader.relation, content)?;
        if elsewhere {
            leave(LeftOutReason::StepsNotHeld);
        }
        let (content, lapsed) = content.renewed(dutch_day(cx.now));
        lapsed.into_iter().for_each(&mut leave);
        if let Some(content) = content {
            sections::write(cx, to, &self.vault, &SectionGiven { content, necessity: None }, cell)?;
            drafted.copied.push(section);
        }
        Ok(())
    }
}
