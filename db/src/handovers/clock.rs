//! What the clock does: offers expire, and handovers whose last feedback term is over close.

use chrono::TimeDelta;
use diesel::prelude::*;
use estafette_contract::{Act, HandoverStatus, Move, Party};
use uuid::Uuid;

use super::{engine, engine::Step};
use crate::{Action, DbError, DbResult, Store, Viewer, learners::Learner, schema::handovers, store::Lease, stored};

/// How many handovers one round looks at.
const ROUND: i64 = 200;

/// The lease of whoever makes the clock's moves; longer than a round takes, so that a live holder keeps it.
const LEASE: &str = "clock";
const LASTS: TimeDelta = TimeDelta::seconds(90);

impl Store {
    /// Makes every move whose time has come, unless another process does so already; answers how many were made.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn make_due_moves(&self) -> DbResult<usize> {
        let Some(lease) = self.lease(LEASE, LASTS).await? else { return Ok(0) };
        let mut made = 0;
        for (status, name, act) in
            [(HandoverStatus::Offered, Move::Expire, Act::Expire), (HandoverStatus::TakenOver, Move::Close, Act::Close)]
        {
            for id in self.due(status).await? {
                made += usize::from(self.make_due_move(lease.clone(), id, name, act).await?);
            }
        }
        Ok(made)
    }

    async fn due(&self, status: HandoverStatus) -> DbResult<Vec<Uuid>> {
        let now = self.clock().now().naive_utc();
        self.peek(move |conn| {
            let ids: Vec<String> = handovers::table
                .filter(handovers::status.eq(estafette_contract::CodeList::code(status)))
                .filter(handovers::term_ends_at.le(now))
                .order(handovers::term_ends_at)
                .limit(ROUND)
                .select(handovers::id)
                .load(conn)?;
            ids.iter().map(|id| Ok(stored::id(id)?)).collect()
        })
        .await
    }

    /// False when one of the parties was first.
    async fn make_due_move(&self, lease: Lease, id: Uuid, name: Move, act: Act) -> DbResult<bool> {
        let moved = self.write(Viewer::house(), Action::handover(act, id), move |tx| {
            let cx = &mut tx.cx;
            lease.hold(cx.conn, cx.now)?;
            let seen = super::by_id(cx, id)?;
            let learner = Learner::lock(cx, &seen.learner_id)?;
            let handover = super::by_id(cx, id)?;
            engine::advance(cx, &handover, &learner, Step::plain(name, Party::Clock))
        });
        match moved.await {
            Ok(_) => Ok(true),
            Err(DbError::Refused(_)) => Ok(false),
            Err(fault) => Err(fault),
        }
    }
}
