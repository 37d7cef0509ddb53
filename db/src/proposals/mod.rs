//! Proposals: what gives a partner more takes two operators. One proposes, another confirms; both stand in the log.

mod change;
mod decide;
mod view;

use chrono::{NaiveDateTime, TimeDelta};
use diesel::{insert_into, prelude::*};
use estafette_contract::{CodeList, ProposalStanding, ProposalStatus, scope::PartnersManage};
use uuid::Uuid;

pub use change::Change;
pub use decide::{confirm, reject};
pub use view::list;

use crate::{
    DbResult, Fault,
    partners::{Registered, operator},
    schema::proposals,
    store::{Cx, Tx, new_id},
    stored,
};

/// How long a proposal waits for another operator.
const OPEN_FOR: TimeDelta = TimeDelta::days(7);

/// A proposal's row.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = proposals)]
struct Proposal {
    id: String,
    partner_id: String,
    change: String,
    proposed_by: String,
    proposed_at: NaiveDateTime,
    expires_at: NaiveDateTime,
    outcome: Option<String>,
    decided_by: Option<String>,
    decided_at: Option<NaiveDateTime>,
}

impl Proposal {
    fn change(&self) -> Result<Change, Fault> {
        serde_json::from_str(&self.change).map_err(|_| Fault::Stored("a proposed change"))
    }

    fn status(&self, now: NaiveDateTime) -> Result<ProposalStatus, Fault> {
        match &self.outcome {
            Some(outcome) => stored::code(outcome),
            None if self.expires_at <= now => Ok(ProposalStatus::Expired),
            None => Ok(ProposalStatus::Open),
        }
    }
}

/// Proposes a change to a partner, as far as it could be made now.
///
/// # Errors
/// When there is no such partner, or the change cannot be.
pub fn make(tx: &mut Tx<'_, PartnersManage>, partner: Uuid, change: &Change) -> DbResult<ProposalStanding> {
    let cx = &mut tx.cx;
    operator(cx)?;
    let partner = Registered::held(cx, partner)?;
    change.check(cx, &partner)?;
    let id = new_id();
    note(cx, id, change);
    let row = (
        proposals::id.eq(id.to_string()),
        proposals::partner_id.eq(&partner.id),
        proposals::change.eq(serde_json::to_string(change).map_err(|_| Fault::Stored("a change to propose"))?),
        proposals::proposed_by.eq(cx.partner()),
        proposals::proposed_at.eq(cx.at()),
        proposals::expires_at.eq(cx.at() + OPEN_FOR),
    );
    insert_into(proposals::table).values(row).execute(cx.conn)?;
    Ok(ProposalStanding { id, status: ProposalStatus::Open })
}

/// Proposes a change for the whole region.
///
/// # Errors
/// When the change cannot be.
pub fn make_for_region(tx: &mut Tx<'_, PartnersManage>, change: &Change) -> DbResult<ProposalStanding> {
    let proposer = tx.cx.actor.partner;
    make(tx, proposer, change)
}

/// Names the proposal and what kind it is of, for the log.
fn note(cx: &mut Cx<'_>, id: Uuid, change: &Change) {
    cx.notes.object = Some(id);
    cx.notes.reason = Some(change.kind().code().to_owned());
}
