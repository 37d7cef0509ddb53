//! What the parties owe each other beside the main line: answers, and the steps of a plan that have a day.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use estafette_contract::{CodeList, HandoverStatus, Party, TermKind, WatchRow};

use super::{
    Handover,
    items::opposite,
    watched::{self, Running},
};
use crate::{
    DbResult,
    learners::Learner,
    schema::{alternatives, questions},
    store::{Cx, on_each},
    stored,
};

const SIDES: [Party; 2] = [Party::Sender, Party::Receiver];
const OF_STEPS: [TermKind; 3] = [TermKind::StepAnswer, TermKind::SenderStep, TermKind::ReceiverStep];

fn answer_of(side: Party) -> TermKind {
    if side == Party::Sender { TermKind::SenderAnswer } else { TermKind::ReceiverAnswer }
}

fn step_of(side: Party) -> TermKind {
    if side == Party::Sender { TermKind::SenderStep } else { TermKind::ReceiverStep }
}

/// Something was asked or proposed by this side: the other owes an answer.
pub(crate) fn asked(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, by: Party) -> DbResult<()> {
    match WatchRow::of(answer_of(opposite(by))) {
        Some(watch) => watched::begin_one(cx, handover, learner, watch),
        None => Ok(()),
    }
}

/// Something this side asked or proposed was answered, or it took that back: what is still open counts from when it was asked.
pub(crate) fn settled(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, asked_by: Party) -> DbResult<()> {
    let (term, status) = (answer_of(opposite(asked_by)), handover.status()?);
    // Nobody is late for what could not be answered before the handover stood here.
    let since = oldest(&open(cx, handover)?, asked_by).map(|at| at.max(stored::instant(handover.status_since)));
    let runs = WatchRow::of(term).filter(|watch| watch.runs_in.contains(&status)).zip(since);
    let running = runs.map(|(watch, since)| Running::begin(&cx.house.terms, watch, since));
    watched::renew(cx, handover, learner, &[term], running.as_slice())
}

/// Adds the answers that are owed once more, or for the first time, because a side can give them now.
pub(super) fn reopen(cx: &mut Cx<'_>, handover: &Handover, to: HandoverStatus, running: &mut Vec<Running>) -> DbResult<()> {
    use HandoverStatus as S;
    if !matches!((handover.status()?, to), (S::Offered, S::Accepted) | (S::CancellationRequested, S::InTransfer)) {
        return Ok(());
    }
    let open = open(cx, handover)?;
    for term in SIDES.into_iter().filter(|side| oldest(&open, opposite(*side)).is_some()).map(answer_of) {
        if !running.iter().any(|known| known.watch.term == term) {
            running.extend(WatchRow::of(term).map(|watch| Running::begin(&cx.house.terms, watch, cx.now)));
        }
    }
    Ok(())
}

/// What waits for an answer: who asked or proposed it, and when.
fn open(cx: &mut Cx<'_>, handover: &Handover) -> DbResult<Vec<(String, NaiveDateTime)>> {
    let asked = questions::table
        .filter(questions::handover_id.eq(&handover.id))
        .filter(questions::answered_at.is_null())
        .select((questions::asked_by, questions::asked_at));
    let proposed = alternatives::table
        .filter(alternatives::handover_id.eq(&handover.id))
        .filter(alternatives::decided_at.is_null())
        .select((alternatives::proposed_by, alternatives::proposed_at));
    Ok(on_each!(cx.conn, |c| asked.union_all(proposed).load(c))?)
}

fn oldest(open: &[(String, NaiveDateTime)], by: Party) -> Option<DateTime<Utc>> {
    open.iter().filter(|(side, _)| side == by.code()).map(|(_, at)| stored::instant(*at)).min()
}

/// The learner objects to a section: the sender owes an answer.
pub(crate) fn objected(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner) -> DbResult<()> {
    match WatchRow::of(TermKind::Objection) {
        Some(watch) => watched::begin_one(cx, handover, learner, watch),
        None => Ok(()),
    }
}

/// No objection waits for an answer any more.
pub(crate) fn objections_answered(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner) -> DbResult<()> {
    watched::renew(cx, handover, learner, &[TermKind::Objection], &[])
}

/// The learner asks something by their rights: the sender owes an answer, wherever the handover stands.
pub(crate) fn requested(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner) -> DbResult<()> {
    match WatchRow::of(TermKind::Rights) {
        Some(watch) => watched::begin_one(cx, handover, learner, watch),
        None => Ok(()),
    }
}

/// A request was answered: the oldest that is still open counts from when it was made.
pub(crate) fn request_answered(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, oldest: Option<DateTime<Utc>>) -> DbResult<()> {
    let running = WatchRow::of(TermKind::Rights).zip(oldest).map(|(watch, since)| Running::begin(&cx.house.terms, watch, since));
    watched::renew(cx, handover, learner, &[TermKind::Rights], running.as_slice())
}

/// How the steps of a plan that travelled stand by now.
#[derive(Debug, Default)]
pub(crate) struct Steps {
    /// Since when steps wait for being accepted or returned.
    pub(crate) waiting_since: Option<DateTime<Utc>>,
    /// The first day on which a step is due, by the side that has it.
    pub(crate) due: Vec<(Party, NaiveDate)>,
}

impl Steps {
    /// The terms they give.
    pub(super) fn terms(&self, cx: &Cx<'_>) -> Vec<Running> {
        let terms = &cx.house.terms;
        let waiting = WatchRow::of(TermKind::StepAnswer).zip(self.waiting_since);
        let due = self.due.iter().filter_map(|(side, day)| Some((WatchRow::of(step_of(*side))?, *day)));
        let waiting = waiting.map(|(watch, since)| Running::begin(terms, watch, since));
        waiting.into_iter().chain(due.map(|(watch, day)| Running::until(terms, watch, day))).collect()
    }
}

/// The steps of a plan stand otherwise than before; the learner must be held.
pub(crate) fn steps_stand(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, steps: &Steps) -> DbResult<()> {
    let running = if handover.status()? == HandoverStatus::TakenOver { steps.terms(cx) } else { Vec::new() };
    watched::renew(cx, handover, learner, &OF_STEPS, &running)
}
