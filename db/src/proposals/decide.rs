//! Deciding on a proposal: another operator confirms it, any operator rejects it.

use diesel::{prelude::*, update};
use estafette_contract::{CodeList, ProblemKind, ProposalStanding, ProposalStatus, scope::PartnersManage};
use uuid::Uuid;

use super::{Proposal, note};
use crate::{
    DbError, DbResult,
    partners::{Registered, operator},
    schema::proposals,
    store::{Cx, Tx},
    stored,
};

/// Confirms what another operator proposed, and does it.
///
/// # Errors
/// When one proposed it oneself, it is no longer open, its proposer was suspended, or it cannot be any more.
pub fn confirm(tx: &mut Tx<'_, PartnersManage>, id: Uuid) -> DbResult<ProposalStanding> {
    let cx = &mut tx.cx;
    let proposal = known(cx, id)?;
    if proposal.proposed_by == cx.partner() {
        return Err(DbError::refused(ProblemKind::NotAllowed, "Another operator has to confirm what you proposed."));
    }
    if !Registered::held(cx, stored::id(&proposal.proposed_by)?)?.active {
        return Err(DbError::refused(ProblemKind::Conflict, "The operator who proposed this was suspended: propose it anew."));
    }
    decide(cx, id, ProposalStatus::Confirmed)?;
    let (change, partner) = (proposal.change()?, Registered::held(cx, stored::id(&proposal.partner_id)?)?);
    change.check(cx, &partner)?;
    change.apply(cx, &partner, proposal.proposed_at)?;
    Ok(ProposalStanding { id, status: ProposalStatus::Confirmed })
}

/// Rejects a proposal, one's own too.
///
/// # Errors
/// When it is no longer open.
pub fn reject(tx: &mut Tx<'_, PartnersManage>, id: Uuid) -> DbResult<ProposalStanding> {
    let cx = &mut tx.cx;
    known(cx, id)?;
    decide(cx, id, ProposalStatus::Rejected)?;
    Ok(ProposalStanding { id, status: ProposalStatus::Rejected })
}

/// The proposal an operator names.
fn known(cx: &mut Cx<'_>, id: Uuid) -> DbResult<Proposal> {
    operator(cx)?;
    let proposal: Option<Proposal> = proposals::table.find(id.to_string()).select(Proposal::as_select()).first(cx.conn).optional()?;
    let proposal = proposal.ok_or_else(DbError::not_found)?;
    note(cx, id, &proposal.change()?);
    Ok(proposal)
}

/// Decides on an open proposal; of two who decide at once the second finds it decided.
fn decide(cx: &mut Cx<'_>, id: Uuid, outcome: ProposalStatus) -> DbResult<()> {
    let open = proposals::table.find(id.to_string()).filter(proposals::outcome.is_null()).filter(proposals::expires_at.gt(cx.at()));
    let decided = (
        proposals::outcome.eq(Some(outcome.code())),
        proposals::decided_by.eq(Some(cx.partner())),
        proposals::decided_at.eq(Some(cx.at())),
    );
    if update(open).set(decided).execute(cx.conn)? == 0 {
        return Err(DbError::refused(ProblemKind::Conflict, "This proposal is no longer open: see where it stands, or propose it anew."));
    }
    Ok(())
}
