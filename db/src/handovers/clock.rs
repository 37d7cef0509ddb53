//! What the clock does: it looks at every term when there is something to do about it. Some end in a move; of the others it reminds,
//! then tells the responsible party, then the Doorstroompunt.

use chrono::TimeDelta;
use diesel::prelude::*;
use estafette_contract::{Act, Move, ObjectKind, Party, ProblemKind, TermKind, TermStage};
use uuid::Uuid;

use super::{
    engine::{self, Step},
    listed,
    watched::{self, RUNNING, Running, TermRow},
};
use crate::{Action, DbError, DbResult, Fault, Store, Viewer, aftercare, learners::Learner, schema::handover_terms, store::Lease, stored};

/// How many terms are looked up at once.
const AT_ONCE: i64 = 200;

/// The lease of whoever watches the terms; longer than a few hundred looks take, so that a live holder keeps it.
const LEASE: &str = "clock";
const LASTS: TimeDelta = TimeDelta::seconds(90);

/// What one round of the clock came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Round {
    /// Moves made.
    pub moves: usize,
    /// Terms that somebody was reminded of or told about.
    pub reminders: usize,
}

/// A term that is due, as it was seen.
struct Due {
    handover: Uuid,
    term: TermKind,
    act: Act,
    then: Option<Move>,
}

impl Store {
    /// Looks at every term there is something to do about, unless another process does so already.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn watch_terms(&self) -> DbResult<Round> {
        let mut round = Round::default();
        while let Some(lease) = self.lease(LEASE, LASTS).await? {
            let due = self.due().await?;
            for term in &due {
                match self.look_at(&lease, term).await {
                    Ok(true) if term.then.is_some() => round.moves += 1,
                    Ok(seen) => round.reminders += usize::from(seen),
                    Err(DbError::Fault(Fault::LeaseLost)) => return Ok(round),
                    Err(fault) => return Err(fault),
                }
            }
            let followed = self.followed().await?;
            for aftercare in &followed {
                match self.look_at_aftercare(&lease, aftercare).await {
                    Ok(seen) => round.reminders += usize::from(seen),
                    Err(DbError::Fault(Fault::LeaseLost)) => return Ok(round),
                    Err(fault) => return Err(fault),
                }
            }
            if due.is_empty() && followed.is_empty() {
                break;
            }
        }
        Ok(round)
    }

    async fn due(&self) -> DbResult<Vec<Due>> {
        let (now, terms) = (self.clock().now(), self.terms().clone());
        self.peek(move |conn| {
            let rows: Vec<(String, TermRow)> = handover_terms::table
                .filter(handover_terms::state.eq(RUNNING))
                .filter(handover_terms::next_at.le(now.naive_utc()))
                .order(handover_terms::next_at)
                .limit(AT_ONCE)
                .select((handover_terms::handover_id, TermRow::as_select()))
                .load(conn)?;
            rows.iter().map(|(handover, row)| Due::of(stored::id(handover)?, &Running::of(row)?, &terms, now)).collect()
        })
        .await
    }

    async fn followed(&self) -> DbResult<Vec<aftercare::Due>> {
        let (now, terms) = (self.clock().now(), self.terms().clone());
        self.peek(move |conn| aftercare::due(conn, &terms, now)).await
    }

    /// False when who keeps in touch was first.
    async fn look_at_aftercare(&self, lease: &Lease, due: &aftercare::Due) -> DbResult<bool> {
        let (lease, id) = (lease.clone(), due.id);
        let looked = self.write(Viewer::house(), Action::on(due.act, ObjectKind::Aftercare, id), move |tx| {
            lease.hold(tx.cx.conn, tx.cx.now)?;
            aftercare::look_at(&mut tx.cx, id)
        });
        match looked.await {
            Ok(()) => Ok(true),
            Err(DbError::Refused(_)) => Ok(false),
            Err(fault) => Err(fault),
        }
    }

    /// False when one of the parties was first.
    async fn look_at(&self, lease: &Lease, due: &Due) -> DbResult<bool> {
        let (lease, id, term, then) = (lease.clone(), due.handover, due.term, due.then);
        let looked = self.write(Viewer::house(), Action::handover(due.act, id), move |tx| {
            let cx = &mut tx.cx;
            lease.hold(cx.conn, cx.now)?;
            let seen = super::by_id(cx, id)?;
            let learner = Learner::lock(cx, &seen.learner_id)?;
            let handover = super::by_id(cx, id)?;
            let Some(running) = watched::due(cx, &handover.id, term)? else {
                return Err(DbError::refused(ProblemKind::Conflict, "This term is over already."));
            };
            if let Some(name) = then {
                return engine::advance(cx, &handover, &learner, Step::plain(name, Party::Clock)).map(|_| ());
            }
            watched::mark(cx, &handover.id, &running)?;
            listed::list_anew(cx, &handover, &learner, &running)
        });
        match looked.await {
            Ok(()) => Ok(true),
            Err(DbError::Refused(_)) => Ok(false),
            Err(fault) => Err(fault),
        }
    }
}

impl Due {
    fn of(handover: Uuid, running: &Running, terms: &crate::Terms, now: chrono::DateTime<chrono::Utc>) -> DbResult<Self> {
        let then = running.watch.then.filter(|_| running.due_at <= now);
        let act = match (then, running.stage(terms, now).0) {
            (Some(Move::Expire), _) => Act::Expire,
            (Some(_), _) => Act::Close,
            (None, TermStage::Escalated) => Act::TermEscalate,
            (None, TermStage::Referred) => Act::TermRefer,
            (None, _) => Act::TermRemind,
        };
        Ok(Self { handover, term: running.watch.term, act, then })
    }
}
