//! The terms that run on a handover: they follow its moves, wait while it is on hold, and end by what happens on it.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::{delete, prelude::*, update};
use estafette_contract::{CodeList, HandoverStatus, TermKind, TermLength, TermStage, Terms, Transition, WATCHED, WatchRow};

use super::{Handover, listed, owed};
use crate::{
    DbResult, Fault,
    learners::Learner,
    schema::{handover_terms, handovers},
    store::{Cx, Repeated, insert_several, insert_unless_there, on_each},
    stored, terms,
};

/// The states of a term's row.
pub(super) const RUNNING: &str = "running";
const HELD: &str = "held";

/// A term's row.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = handover_terms, treat_none_as_default_value = false)]
pub(super) struct TermRow {
    handover_id: String,
    term: String,
    stage: String,
    state: String,
    opens_at: NaiveDateTime,
    due_at: NaiveDateTime,
    next_at: NaiveDateTime,
    held_at: Option<NaiveDateTime>,
}

/// A term that runs, or waits for its handover to be resumed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Running {
    pub(super) watch: &'static WatchRow,
    opens_at: DateTime<Utc>,
    pub(super) due_at: DateTime<Utc>,
    held_at: Option<DateTime<Utc>>,
}

impl Running {
    /// A term that begins now.
    pub(super) fn begin(terms: &Terms, watch: &'static WatchRow, now: DateTime<Utc>) -> Self {
        let (opens_at, due_at) = terms::span(terms, watch, now);
        Self { watch, opens_at, due_at, held_at: None }
    }

    /// A term that ends with this day.
    pub(super) fn until(terms: &Terms, watch: &'static WatchRow, day: NaiveDate) -> Self {
        let (opens_at, due_at) = terms::until(terms, watch, day);
        Self { watch, opens_at, due_at, held_at: None }
    }

    pub(super) fn of(row: &TermRow) -> DbResult<Self> {
        let watch = WatchRow::of(stored::code(&row.term)?).ok_or(Fault::Stored("a term"))?;
        let (opens_at, due_at) = (stored::instant(row.opens_at), stored::instant(row.due_at));
        Ok(Self { watch, opens_at, due_at, held_at: row.held_at.map(stored::instant) })
    }

    fn row(&self, terms: &Terms, handover: &str, now: DateTime<Utc>) -> TermRow {
        let (stage, next_at) = self.stage(terms, now);
        TermRow {
            handover_id: handover.to_owned(),
            term: self.watch.term.code().to_owned(),
            stage: stage.code().to_owned(),
            state: if self.is_held() { HELD } else { RUNNING }.to_owned(),
            opens_at: self.opens_at.naive_utc(),
            due_at: self.due_at.naive_utc(),
            next_at: next_at.naive_utc(),
            held_at: self.held_at.map(|at| at.naive_utc()),
        }
    }

    /// How far it has run, and when there is something to do about it next.
    pub(super) fn stage(&self, terms: &Terms, now: DateTime<Utc>) -> (TermStage, DateTime<Utc>) {
        terms::stage(terms, self.watch, self.opens_at, self.due_at, now)
    }

    pub(super) fn is_held(&self) -> bool {
        self.held_at.is_some()
    }

    fn hold(self, now: DateTime<Utc>) -> Self {
        Self { held_at: Some(self.held_at.unwrap_or(now)), ..self }
    }

    /// Goes on with what was left of it; a day of the year does not wait for anybody.
    fn resume(self, terms: &Terms, now: DateTime<Utc>) -> Self {
        let waits = !matches!(terms.length(self.watch.term), TermLength::On(..));
        let held = self.held_at.filter(|_| waits).map_or_else(chrono::TimeDelta::zero, |at| now - at);
        Self { opens_at: self.opens_at + held, due_at: self.due_at + held, held_at: None, ..self }
    }
}

/// The terms that run once a handover has moved there.
fn follow(terms: &Terms, transition: Transition, before: Vec<Running>, to: HandoverStatus, now: DateTime<Utc>) -> Vec<Running> {
    let mut after: Vec<Running> = if to == HandoverStatus::OnHold {
        let waits = |term: &Running| !term.watch.runs_in.contains(&HandoverStatus::OnHold);
        before.into_iter().map(|term| if waits(&term) { term.hold(now) } else { term }).collect()
    } else {
        before.into_iter().filter(|term| term.watch.runs_in.contains(&to)).map(|term| term.resume(terms, now)).collect()
    };
    let begins = |watch: &&WatchRow| watch.is_watched_at(transition) && watch.starts_in.contains(&to);
    for watch in WATCHED.iter().filter(begins) {
        if !after.iter().any(|term| term.watch.term == watch.term) {
            after.push(Running::begin(terms, watch, now));
        }
    }
    after
}

/// The terms after a move that is about to be made; those before it are taken off the handover.
pub(super) fn after(cx: &mut Cx<'_>, handover: &Handover, to: HandoverStatus, resumed: bool) -> DbResult<Vec<Running>> {
    let before = take(cx, &handover.id)?;
    let mut after = follow(&cx.house.terms, handover.transition()?, before.clone(), to, cx.now);
    if resumed {
        // What was settled before the hold does not begin anew.
        after.retain(|term| before.iter().any(|known| known.watch.term == term.watch.term) || before.len() < 2);
    } else if to == HandoverStatus::Accepted && crate::conversations::is_warm(cx, &handover.id)? {
        after.retain(|term| term.watch.term != TermKind::Conversation);
    }
    if after.iter().any(|term| term.watch.term == TermKind::ReferralAnswer) && !crate::referrals::is_open(cx, &handover.id)? {
        after.retain(|term| term.watch.term != TermKind::ReferralAnswer);
    }
    owed::reopen(cx, handover, to, &mut after)?;
    Ok(after)
}

/// The end of the term that is shown with a handover: of those its status begins, the first that is watched.
pub(super) fn shown_end(running: &[Running], status: HandoverStatus) -> Option<NaiveDateTime> {
    let shown = WATCHED.iter().filter(|watch| watch.starts_in.contains(&status));
    let term = shown.filter_map(|watch| running.iter().find(|term| term.watch.term == watch.term)).next();
    term.map(|term| term.due_at.naive_utc())
}

/// The terms that begin with a draft.
pub(super) fn of_draft(terms: &Terms, transition: Transition, now: DateTime<Utc>) -> Vec<Running> {
    follow(terms, transition, Vec::new(), HandoverStatus::Draft, now)
}

/// Keeps these terms beside what a handover has, and puts them on the work lists they belong on.
pub(super) fn keep(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, running: &[Running]) -> DbResult<()> {
    if running.is_empty() {
        return Ok(());
    }
    let rows: Vec<TermRow> = running.iter().map(|term| term.row(&cx.house.terms, &handover.id, cx.now)).collect();
    insert_several!(cx.conn, handover_terms::table, &rows, handover_terms::term)?;
    listed::list(cx, handover, learner, running)
}

/// The same, and shows their end with the handover, which does not move.
fn settle(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, running: &[Running]) -> DbResult<()> {
    keep(cx, handover, learner, running)?;
    let shown = handovers::term_ends_at.eq(shown_end(running, handover.status()?));
    let show = update(handovers::table.find(&handover.id)).set(shown);
    on_each!(cx.conn, |c| Repeated(show.returning(handovers::id)).get_result::<String>(c))?;
    Ok(())
}

/// Takes all terms off a handover, and with them the items they stand for.
pub(super) fn take(cx: &mut Cx<'_>, handover: &str) -> DbResult<Vec<Running>> {
    let of_handover = handover_terms::table.filter(handover_terms::handover_id.eq(handover));
    let rows: Vec<TermRow> = on_each!(cx.conn, |c| Repeated(delete(of_handover).returning(TermRow::as_returning())).get_results(c))?;
    rows.iter().map(Running::of).collect()
}

/// Keeps these terms in the place of those of these kinds.
pub(super) fn renew(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, kinds: &[TermKind], running: &[Running]) -> DbResult<()> {
    let codes: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
    let before = handover_terms::table.filter(handover_terms::handover_id.eq(&handover.id)).filter(handover_terms::term.eq_any(codes));
    on_each!(cx.conn, |c| delete(before).execute(c))?;
    keep(cx, handover, learner, running)
}

/// Begins a term that an event begins, unless it runs or cannot run now.
pub(super) fn begin_one(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, watch: &'static WatchRow) -> DbResult<()> {
    let term = Running::begin(&cx.house.terms, watch, cx.now);
    let row = term.row(&cx.house.terms, &handover.id, cx.now);
    if watch.runs_in.contains(&handover.status()?) && insert_unless_there!(cx.conn, handover_terms::table, row) {
        listed::list(cx, handover, learner, &[term])?;
    }
    Ok(())
}

/// One term of a handover, if the clock has something to do about it by now.
pub(super) fn due(cx: &mut Cx<'_>, handover: &str, term: TermKind) -> DbResult<Option<Running>> {
    let found = handover_terms::table
        .find((handover, term.code()))
        .filter(handover_terms::state.eq(RUNNING))
        .filter(handover_terms::next_at.le(cx.at()))
        .select(TermRow::as_select())
        .first::<TermRow>(cx.conn)
        .optional()?;
    found.as_ref().map(Running::of).transpose()
}

/// Remembers how far a term has run.
pub(super) fn mark(cx: &mut Cx<'_>, handover: &str, term: &Running) -> DbResult<()> {
    let (stage, next_at) = term.stage(&cx.house.terms, cx.now);
    let marks = (handover_terms::stage.eq(stage.code()), handover_terms::next_at.eq(next_at.naive_utc()));
    update(handover_terms::table.find((handover, term.watch.term.code()))).set(marks).execute(cx.conn)?;
    Ok(())
}

/// Something happened on a handover that ends some of its terms and begins others; the learner must be held.
fn happened(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, ends: &[TermKind], begins: &[TermKind]) -> DbResult<()> {
    let mut running = take(cx, &handover.id)?;
    let status = handover.status()?;
    running.retain(|term| !ends.contains(&term.watch.term) && !begins.contains(&term.watch.term));
    let new = begins.iter().filter_map(|term| WatchRow::of(*term)).filter(|watch| watch.runs_in.contains(&status));
    running.extend(new.map(|watch| Running::begin(&cx.house.terms, watch, cx.now)));
    settle(cx, handover, learner, &running)
}

/// A conversation was held or waived, or one was missed.
pub(crate) fn conversed(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, missed: bool) -> DbResult<()> {
    match missed {
        true => happened(cx, handover, learner, &[], &[TermKind::MissedConversation]),
        false => happened(cx, handover, learner, &[TermKind::Conversation, TermKind::MissedConversation], &[]),
    }
}

/// A referral was answered or given back, or it was handed on and feedback is owed anew.
pub(crate) fn referral_told(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, handed_on: bool) -> DbResult<()> {
    match handed_on {
        true => happened(cx, handover, learner, &[], &[TermKind::ReferralAnswer]),
        false => happened(cx, handover, learner, &[TermKind::ReferralAnswer], &[]),
    }
}

/// Until when feedback on a referral is owed, while it is.
pub(crate) fn referral_due(cx: &mut Cx<'_>, handover: &str) -> DbResult<Option<DateTime<Utc>>> {
    let owed = handover_terms::table.find((handover, TermKind::ReferralAnswer.code())).select(handover_terms::due_at);
    Ok(owed.first::<NaiveDateTime>(cx.conn).optional()?.map(stored::instant))
}

/// Feedback was given after the extended intake.
pub(crate) fn intake_told(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner) -> DbResult<()> {
    happened(cx, handover, learner, &[TermKind::IntakeFeedback], &[])
}
