//! How a handover stands against the quality frame.

use estafette_contract::{
    CodeList, ConversationOutcome, Criterion, HandoverStatus, ProblemKind, QualityView, Section, SupportStatement, TermKind, TermLength,
    scope::HandoversRead,
};
use uuid::Uuid;

use super::{Handover, guards, visible, written};
use crate::{
    DbError, DbResult, dutch_day, facts,
    learners::Learner,
    rules::Relation,
    store::{Cx, Tx},
};

/// What of the quality frame a handover meets now; its sender asks, before sending or after.
///
/// # Errors
/// Not found when this partner may not know of it, refused when it is not its sender.
pub fn quality(tx: &mut Tx<'_, HandoversRead>, id: Uuid) -> DbResult<QualityView> {
    let cx = &mut tx.cx;
    let handover = visible(cx, id)?;
    if handover.relation(&cx.partner()) != Relation::Sender {
        return Err(DbError::refused(ProblemKind::NotAllowed, "Only the sender sees how its handover stands against the quality frame."));
    }
    let met = met(cx, &handover)?;
    Ok(QualityView::of(handover.transition()?, met))
}

/// The bits of the criteria that are met now.
pub(super) fn met(cx: &mut Cx<'_>, handover: &Handover) -> DbResult<i64> {
    let (sections, said) = (written(cx, handover)?, facts::said(cx, &handover.id)?);
    let known = [SupportStatement::NeedsDescribed.code(), SupportStatement::NoNeed.code()];
    let holds = [
        (Criterion::Complete, handover.transition()?.required_sections().iter().all(|section| sections.contains(section))),
        (Criterion::Competencies, said.competencies == 0b1_1111),
        (Criterion::OwnWords, said.competencies != 0 || sections.contains(&Section::CareerProfile)),
        (Criterion::SupportKnown, said.support.as_deref().is_some_and(|support| known.contains(&support))),
        (Criterion::View, guards::was_viewed(cx, handover)?),
        (Criterion::NamedPersons, named(cx, handover)?),
        (Criterion::InTime, in_time(cx, handover)?),
        (Criterion::Conversation, said.conversation.as_deref() == Some(ConversationOutcome::Held.code())),
        (Criterion::Feedback, said.outcome.is_some()),
    ];
    Ok(holds.into_iter().filter(|(_, met)| *met).fold(0, |all, (criterion, _)| all | criterion.bit()))
}

fn named(cx: &mut Cx<'_>, handover: &Handover) -> DbResult<bool> {
    let vault = Learner::load(cx, &handover.learner_id)?.vault(cx)?;
    Ok(handover.sender_contact(&vault)?.is_reachable())
}

/// Offered, or still to be offered, by the day that applications close; elsewhere, while no term is over.
fn in_time(cx: &Cx<'_>, handover: &Handover) -> DbResult<bool> {
    use chrono::Datelike;
    let day = dutch_day(if handover.status()? == HandoverStatus::Draft { cx.now } else { handover.status_since.and_utc() });
    match cx.house.terms.length(TermKind::ApplicationDay) {
        TermLength::On(month, last) if handover.transition()?.needs_application() => {
            // From the first of August on it is the day of the next year.
            Ok(day.month() >= 8 || (day.month(), day.day()) <= (month, last))
        }
        _ => Ok(handover.term_ends_at.is_none_or(|end| end > cx.at())),
    }
}
