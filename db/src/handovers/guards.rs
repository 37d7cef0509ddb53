//! What must hold before a move is made, one small question for each guard of the table.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use estafette_contract::{CodeList, FieldProblem, Ground, Guard, HandoverStatus, MatrixCell, Move, MoveRow, Party, ProblemKind, Section};

use super::{
    Handover,
    engine::Step,
    grounds::Grounds,
    sections::{self, SectionRow},
};
use crate::{
    DbError, DbResult, consents, conversations, feedback, informings,
    learners::{Learner, Vault},
    partners,
    schema::handover_moves,
    store::Cx,
    views,
};

/// Checks every guard of a row; the first that does not hold refuses the move.
pub(super) fn check_all(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, row: &MoveRow, step: &Step<'_>) -> DbResult<()> {
    let transition = handover.transition()?;
    for guard in row.guards.iter().filter(|guard| transition.asks(**guard)) {
        let unmet = check(cx, handover, learner, *guard, step)?;
        if !unmet.is_empty() {
            let detail = format!("First: {}.", guard.term().en);
            return Err(DbError::fields(ProblemKind::GuardNotMet, &detail, unmet));
        }
    }
    Ok(())
}

/// What stands in the way; nothing if the guard holds.
fn check(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, guard: Guard, step: &Step<'_>) -> DbResult<Vec<FieldProblem>> {
    let held = |holds: bool, detail: &str| if holds { Vec::new() } else { vec![unmet(guard, "", detail)] };
    Ok(match guard {
        Guard::SectionsAllowed => sections_allowed(cx, handover)?,
        Guard::NecessityWritten => necessity_written(cx, handover)?,
        Guard::GroundsLive => grounds_live(cx, handover, learner)?,
        Guard::LearnerInformed => {
            held(informings::count(cx, &handover.id)? > 0, "Record that the learner or representative was informed: POST …/informings.")
        }
        Guard::ViewOrSilence => held(view_or_silence(cx, handover)?, VIEW_OR_SILENCE),
        Guard::ReceiverActive => {
            let receiver = partners::find(cx, &handover.receiver_partner_id)?;
            held(receiver.is_some_and(|p| p.active), "The receiver does not take part at the moment.")
        }
        Guard::SenderResponsible => {
            let holds = learner.responsible_partner_id == handover.sender_partner_id;
            held(holds, "Another party is responsible for this learner by now; only that one can hand over.")
        }
        Guard::ApplicationGiven => held(application_given(handover, step), "Give the receiving school's applicationReference."),
        Guard::ApplicationConfirmed => {
            let expected = handover.application_reference.as_deref();
            held(
                step.application.map(estafette_contract::ApplicationReference::as_str) == expected,
                "Confirm the applicationReference of the announcement; decline with no_application if it is not known here.",
            )
        }
        Guard::NamedPerson => named_person(handover, learner.vault(cx)?, step)?,
        Guard::Reason => held(step.reason.is_some() || step.explanation.is_some(), "Give a reason."),
        Guard::TermOver => held(term_over(cx, handover), "The term is not over yet."),
        Guard::WarmConversation => held(
            conversations::is_warm(cx, &handover.id)?,
            "Record the conversation that was held, or a written waiver: POST …/conversations.",
        ),
        Guard::FeedbackGiven => held(feedback::count(cx, &handover.id)? > 0, "Give feedback first: POST …/feedback."),
        Guard::HeldBeforeTransfer => {
            let held_in_transfer = handover.resumes_to.as_deref() == Some(HandoverStatus::InTransfer.code());
            held(!held_in_transfer, "The transfer ran when this was put on hold: resume, and ask the receiver to cancel.")
        }
        Guard::ConsentCarries => held(consents::carry(cx, &handover.id)?, "This handover rests on a legal task; speak with the sender."),
    })
}

/// Who acts for the side that moves can be reached; the sender named somebody in the draft.
fn named_person(handover: &Handover, vault: Vault, step: &Step<'_>) -> DbResult<Vec<FieldProblem>> {
    let (pointer, person) = match (step.by, step.person) {
        (Party::Sender, None) => ("/senderContact", Some(handover.sender_contact(&vault)?)),
        (Party::Sender, named) => ("/senderContact", named.cloned()),
        (_, named) => ("/person", named.cloned()),
    };
    let holds = person.is_some_and(|person| person.is_reachable());
    let detail = "Name a person with an e-mail address or a telephone number.";
    Ok(if holds { Vec::new() } else { vec![unmet(Guard::NamedPerson, pointer, detail)] })
}

const VIEW_OR_SILENCE: &str = "Record the learner's view (POST …/views), or wait until the review term is over and record a second \
     attempt to inform (POST …/informings).";

fn unmet(guard: Guard, pointer: &str, detail: &str) -> FieldProblem {
    FieldProblem { pointer: pointer.into(), code: guard.code().into(), detail: detail.into() }
}

/// The sections with the matrix cell of each.
fn with_cells(cx: &mut Cx<'_>, handover: &Handover) -> DbResult<Vec<(SectionRow, MatrixCell)>> {
    let rows = sections::all_current(cx, &handover.id)?;
    rows.into_iter()
        .map(|row| {
            let cell = sections::cell_of_row(cx, handover, &row)?;
            Ok((row, cell))
        })
        .collect()
}

fn sections_allowed(cx: &mut Cx<'_>, handover: &Handover) -> DbResult<Vec<FieldProblem>> {
    let present = with_cells(cx, handover)?;
    let guard = Guard::SectionsAllowed;
    let pointer = |section: Section| format!("/sections/{section}");
    let has = |section: &Section| present.iter().any(|(_, cell)| cell.section == *section);
    let missing = handover.transition()?.required_sections().iter().filter(|section| !has(section));
    let mut unmets: Vec<_> =
        missing.map(|section| unmet(guard, &pointer(*section), "Write this section; the transition requires it.")).collect();
    if present.is_empty() {
        unmets.push(unmet(guard, "/sections", "Write at least one section."));
    }
    let forbidden = present.iter().filter(|(_, cell)| cell.ground == Ground::Forbidden);
    unmets
        .extend(forbidden.map(|(_, cell)| unmet(guard, &pointer(cell.section), "Take this section away; the exchange matrix forbids it.")));
    Ok(unmets)
}

fn necessity_written(cx: &mut Cx<'_>, handover: &Handover) -> DbResult<Vec<FieldProblem>> {
    let without = with_cells(cx, handover)?.into_iter().filter(|(row, cell)| cell.necessity && row.necessity.is_none());
    Ok(without
        .map(|(_, cell)| {
            let pointer = format!("/sections/{}/necessity", cell.section);
            unmet(Guard::NecessityWritten, &pointer, "Write purpose, necessity and alternative with this section.")
        })
        .collect())
}

fn grounds_live(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner) -> DbResult<Vec<FieldProblem>> {
    let vault = learner.vault(cx)?;
    let grounds = Grounds::load(cx, handover, learner, &vault)?;
    let dead = with_cells(cx, handover)?.into_iter().filter(|(_, cell)| !grounds.is_live_or_held(*cell));
    Ok(dead
        .map(|(_, cell)| {
            let pointer = format!("/sections/{}", cell.section);
            unmet(Guard::GroundsLive, &pointer, "Record the consent this section rests on, or take the section away.")
        })
        .collect())
}

/// What was said or tried before the review began was about another text.
fn view_or_silence(cx: &mut Cx<'_>, handover: &Handover) -> DbResult<bool> {
    if was_viewed(cx, handover)? {
        return Ok(true);
    }
    let began = review_began(cx, handover)?;
    let tried_again = informings::count(cx, &handover.id)? > 1 && informings::any_since(cx, &handover.id, began)?;
    Ok(term_over(cx, handover) && tried_again)
}

/// Whether a view was given since the review that runs began.
pub(super) fn was_viewed(cx: &mut Cx<'_>, handover: &Handover) -> DbResult<bool> {
    let began = review_began(cx, handover)?;
    views::any_since(cx, &handover.id, began)
}

/// When the review that runs began; a hold in between does not begin it again.
fn review_began(cx: &mut Cx<'_>, handover: &Handover) -> DbResult<NaiveDateTime> {
    let reviews =
        handover_moves::table.filter(handover_moves::handover_id.eq(&handover.id)).filter(handover_moves::name.eq(Move::Review.code()));
    let last: Option<NaiveDateTime> = reviews.select(diesel::dsl::max(handover_moves::moved_at)).first(cx.conn)?;
    Ok(last.unwrap_or(handover.status_since))
}

fn application_given(handover: &Handover, step: &Step<'_>) -> bool {
    handover.application_reference.is_some() || step.application.is_some()
}

fn term_over(cx: &Cx<'_>, handover: &Handover) -> bool {
    handover.term_ends_at.is_some_and(|end| end <= cx.at())
}
