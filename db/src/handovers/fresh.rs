//! A fresh look at support: needs that expired are hidden unless they are asked for, and what the learner says is past is shown to nobody.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use estafette_contract::{Created, NewPastNeed, NoticeKind, ProblemKind, Section, SectionContent, SupportStanding, content::SupportNeeds};
use uuid::Uuid;

use super::{
    about,
    sections::{self, SectionRow, place},
    was_given,
};
use crate::{
    DbError, DbResult, Fault, dutch_day,
    learners::Vault,
    notices,
    own::{OwnScope, Session},
    partners::Partner,
    schema::past_needs,
    store::{Cx, Tx, insert_unless_there, new_id},
    stored,
};

/// The needs of a version of the section that are past, by their places counted from 1.
fn past(cx: &mut Cx<'_>, row: &SectionRow) -> DbResult<Vec<i64>> {
    let of_version = past_needs::table.filter(past_needs::handover_id.eq(&row.handover_id)).filter(past_needs::version.eq(row.version));
    Ok(of_version.order(past_needs::number).select(past_needs::number).load(cx.conn)?)
}

/// What a fresh look at a handover's support needs goes by.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Who made the statement.
    pub(super) sender: Option<Partner>,
    /// The needs that are past: the version of the section, and the place counted from 1.
    pub(super) past: Vec<(i64, i64)>,
}

impl Known {
    /// The needs of this version that are past, by their places.
    pub(super) fn past_of(&self, version: i64) -> Vec<i64> {
        self.past.iter().filter(|(of, _)| *of == version).map(|(_, number)| *number).collect()
    }

    /// The statement on support with a fresh look, and who made it.
    pub(super) fn look(
        &self,
        now: DateTime<Utc>,
        row: &SectionRow,
        vault: &Vault,
        expired_too: bool,
    ) -> DbResult<(SupportNeeds, SupportStanding)> {
        let (support, expired_needs) = open(row, vault)?.fresh(dutch_day(now), &self.past_of(row.version), expired_too);
        let standing = SupportStanding {
            statement: support.statement,
            stated_at: stored::instant(row.written_at),
            stated_by: self.sender.as_ref().ok_or(Fault::Stored("a partner"))?.view()?,
            attested_by_sender: support.attested_by_sender,
            attested_by_learner: support.attested_by_learner,
            expired_needs,
        };
        Ok((support, standing))
    }
}

/// The content without what the learner says is past.
pub(super) fn without_past(cx: &mut Cx<'_>, row: &SectionRow, content: SectionContent) -> DbResult<SectionContent> {
    let SectionContent::SupportNeeds(support) = content else { return Ok(content) };
    let past = past(cx, row)?;
    Ok(support.fresh(dutch_day(cx.now), &past, true).0.into())
}

fn open(row: &SectionRow, vault: &Vault) -> DbResult<SupportNeeds> {
    vault.reveal(&place(&row.handover_id, &row.section, row.version), &row.content)
}

/// Marks a support need as no longer true; sender and receiver are told, and the receiver sees it no more.
///
/// # Errors
/// When the section was written anew since it was read, or there is no such need.
pub fn mark_past(tx: &mut Tx<'_, OwnScope>, who: &Session, handover: Uuid, new: &NewPastNeed) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let (learner, vault) = who.hold(cx)?;
    let handover = about(cx, &learner, handover)?;
    let row = sections::current(cx, &handover.id, Section::SupportNeeds)?.ok_or_else(DbError::not_found)?;
    if row.version != new.version {
        return Err(DbError::refused(ProblemKind::Conflict, "The section was written anew since; read it again."));
    }
    let there = open(&row, &vault)?.needs.len();
    if !(1..=there).contains(&usize::try_from(new.number).unwrap_or_default()) {
        return Err(DbError::field("/number", "no-such-need", "Give the place of a need in its list, counted from 1."));
    }
    let mark = (
        past_needs::handover_id.eq(&handover.id),
        past_needs::version.eq(row.version),
        past_needs::number.eq(i64::from(new.number)),
        past_needs::marked_at.eq(cx.at()),
    );
    if insert_unless_there!(cx.conn, past_needs::table, mark) {
        let given = was_given(cx, &handover, &learner, &vault, Section::SupportNeeds)?;
        notices::tell_of_section(cx, &handover, NoticeKind::NeedPast, Section::SupportNeeds, given)?;
        learner.raise_grounds(cx)?;
    }
    Ok(Created { id: new_id() })
}
