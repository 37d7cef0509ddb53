//! Carrying the rules out: handover by handover, each with an entry of its own.

use chrono::{NaiveDate, TimeDelta};
use diesel::{delete, prelude::*, update};
use estafette_contract::{Act, CodeList, ProblemKind, RETENTION, RetentionRow, RetentionSince, Section};
use uuid::Uuid;

use super::{NIGHT, due, last_night};
use crate::{
    Action, DbError, DbResult, Fault, Store, Viewer, aftercare, cases, dutch_day,
    erasure::erase_learner,
    handovers,
    learners::Learner,
    schema::{
        alternatives, contact_requests, conversation_confirmations, conversations, feedback, handover_sections, handovers as rows, house,
        informings, objections, past_needs, plan_steps, questions, referral_answers, referrals, views,
    },
    store::{Conn, Cx, Lease, insert_unless_there},
    stored,
};

const LEASE: &str = "retention";
const LASTS: TimeDelta = TimeDelta::seconds(90);

/// The night begins at two, when nobody is at work.
const BEGINS: TimeDelta = TimeDelta::hours(2);

/// What came of a night.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Purged {
    /// Handovers of which nothing is left but their course.
    pub handovers: usize,
    /// Aftercare of which nothing is left.
    pub aftercare: usize,
    /// Cases of which nothing is left.
    pub cases: usize,
    /// Learners of whom nothing is left.
    pub learners: usize,
}

impl Store {
    /// Carries the rules out once a night, unless another process does.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn purge_at_night(&self) -> DbResult<Purged> {
        let night = dutch_day(self.clock().now() - BEGINS);
        if self.held_back().is_some() || self.peek(last_night).await? >= Some(night) {
            return Ok(Purged::default());
        }
        let purged = self.purge().await?;
        self.keep(move |conn| remember(conn, night)).await?;
        Ok(purged)
    }

    /// Erases all that has had its time.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn purge(&self) -> DbResult<Purged> {
        let mut purged = Purged::default();
        for row in RETENTION {
            let done = self.carry_out(row).await?;
            *purged.of(row.since) += done;
        }
        self.record_erasures().await?;
        Ok(purged)
    }

    async fn carry_out(&self, row: &'static RetentionRow) -> DbResult<usize> {
        let mut done = 0;
        while let Some(lease) = self.lease(LEASE, LASTS).await? {
            let cutoff = due::cutoff(self.terms(), row, self.clock().now());
            let next = self.peek(move |conn| due::next(conn, row, cutoff)).await?;
            if next.is_empty() {
                break;
            }
            for id in next {
                match self.purge_one(&lease, row, stored::id(&id)?).await {
                    Ok(()) => done += 1,
                    Err(DbError::Fault(Fault::LeaseLost)) => return Ok(done),
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(done)
    }

    async fn purge_one(&self, lease: &Lease, row: &'static RetentionRow, id: Uuid) -> DbResult<()> {
        let lease = lease.clone();
        let action = Action::on(act(row.since), row.since.of(), id);
        self.write(Viewer::house(), action, move |tx| {
            let cx = &mut tx.cx;
            lease.hold(cx.conn, cx.now)?;
            cx.notes.reason = Some(row.rule.code().to_owned());
            match row.since {
                RetentionSince::Status | RetentionSince::Takeover => empty(cx, row, id),
                RetentionSince::AftercareEnd => aftercare::forget(cx, id),
                RetentionSince::CaseEnd => cases::forget_case(cx, id),
                RetentionSince::LastHandover => {
                    let learner = Learner::lock(cx, &id.to_string())?;
                    erase_learner(cx, &learner)
                }
            }
        })
        .await
    }
}

impl Purged {
    fn of(&mut self, since: RetentionSince) -> &mut usize {
        match since {
            RetentionSince::Status | RetentionSince::Takeover => &mut self.handovers,
            RetentionSince::AftercareEnd => &mut self.aftercare,
            RetentionSince::CaseEnd => &mut self.cases,
            RetentionSince::LastHandover => &mut self.learners,
        }
    }
}

/// What is done by a rule that counts from there.
const fn act(since: RetentionSince) -> Act {
    match since {
        RetentionSince::Status | RetentionSince::Takeover => Act::HandoverPurge,
        RetentionSince::AftercareEnd => Act::AftercarePurge,
        RetentionSince::CaseEnd => Act::CasePurge,
        RetentionSince::LastHandover => Act::LearnerPurge,
    }
}

/// Takes out of a handover all that somebody wrote; which moves it made, and what was stated and when, stays.
fn empty(cx: &mut Cx<'_>, row: &RetentionRow, id: Uuid) -> DbResult<()> {
    let seen = handovers::by_id(cx, id)?;
    let learner = Learner::lock(cx, &seen.learner_id)?;
    if !row.statuses.contains(&handovers::by_id(cx, id)?.status()?) {
        return Err(DbError::refused(ProblemKind::Conflict, "This handover moved on."));
    }
    let id = id.to_string();
    take_sections(cx, &id, row.sections)?;
    if row.sections.is_empty() {
        take_the_rest(cx, &id)?;
        let marks = (rows::purged_at.eq(cx.at()), rows::application_reference.eq(None::<String>));
        update(rows::table.find(&id)).set(marks).execute(cx.conn)?;
    }
    learner.raise_grounds(cx)
}

fn take_sections(cx: &mut Cx<'_>, id: &str, sections: &[Section]) -> DbResult<()> {
    let all = if sections.is_empty() { Section::ALL } else { sections };
    let codes: Vec<&str> = all.iter().map(|section| section.code()).collect();
    let of_handover = handover_sections::table.filter(handover_sections::handover_id.eq(id));
    delete(of_handover.filter(handover_sections::section.eq_any(codes))).execute(cx.conn)?;
    Ok(())
}

fn take_the_rest(cx: &mut Cx<'_>, id: &str) -> DbResult<()> {
    delete(past_needs::table.filter(past_needs::handover_id.eq(id))).execute(cx.conn)?;
    delete(views::table.filter(views::handover_id.eq(id))).execute(cx.conn)?;
    delete(questions::table.filter(questions::handover_id.eq(id))).execute(cx.conn)?;
    delete(referral_answers::table.filter(referral_answers::handover_id.eq(id))).execute(cx.conn)?;
    delete(referrals::table.filter(referrals::handover_id.eq(id))).execute(cx.conn)?;
    delete(contact_requests::table.filter(contact_requests::handover_id.eq(id))).execute(cx.conn)?;
    delete(alternatives::table.filter(alternatives::handover_id.eq(id))).execute(cx.conn)?;
    delete(plan_steps::table.filter(plan_steps::handover_id.eq(id))).execute(cx.conn)?;
    delete(objections::table.filter(objections::handover_id.eq(id))).execute(cx.conn)?;
    delete(conversation_confirmations::table.filter(conversation_confirmations::handover_id.eq(id))).execute(cx.conn)?;
    let nothing = || None::<Vec<u8>>;
    let spoken = (conversations::content.eq(nothing()), conversations::planned.eq(nothing()));
    update(conversations::table.filter(conversations::handover_id.eq(id))).set(spoken).execute(cx.conn)?;
    update(informings::table.filter(informings::handover_id.eq(id))).set(informings::note.eq(nothing())).execute(cx.conn)?;
    update(feedback::table.filter(feedback::handover_id.eq(id))).set(feedback::note.eq(nothing())).execute(cx.conn)?;
    Ok(())
}

fn remember(conn: &mut Conn, night: NaiveDate) -> DbResult<()> {
    let known = update(house::table.find(NIGHT)).set(house::value.eq(night.to_string())).execute(conn)?;
    if known == 0 {
        insert_unless_there!(conn, house::table, (house::name.eq(NIGHT), house::value.eq(night.to_string())));
    }
    Ok(())
}
