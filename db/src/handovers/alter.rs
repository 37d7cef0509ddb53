//! What an accepted alternative changes in a handover.

use chrono::NaiveDate;
use diesel::{prelude::*, update};
use estafette_contract::{CodeList, DeclineReason, HandoverStatus, Move, Party, Programme, Text};
use uuid::Uuid;

use super::{
    Handover,
    engine::{self, Step},
};
use crate::{DbError, DbResult, Fault, learners::Learner, partners, schema::handovers, store::Cx};

/// Moves the day on which the programme starts; the learner must be held.
pub(crate) fn move_start(cx: &mut Cx<'_>, handover: &Handover, day: NaiveDate) -> DbResult<()> {
    const WRONG: Fault = Fault::Stored("a programme");
    let programme = Programme { starts_on: Some(day), ..handover.programme()?.ok_or(WRONG)? };
    let programme = serde_json::to_string(&programme).map_err(|_| WRONG)?;
    update(handovers::table.find(&handover.id)).set(handovers::programme.eq(programme)).execute(cx.conn)?;
    Ok(())
}

/// Sends it to another desk of the receiver; the learner must be held.
pub(crate) fn change_desk(cx: &mut Cx<'_>, handover: &Handover, desk: &Text<80>) -> DbResult<()> {
    update(handovers::table.find(&handover.id)).set(handovers::receiver_desk.eq(desk.as_str())).execute(cx.conn)?;
    Ok(())
}

/// Ends it as declined by the receiver, who offered the alternative that the sender takes; the learner must be held.
pub(crate) fn decline_for_another(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner) -> DbResult<HandoverStatus> {
    let reason = DeclineReason::AlternativeOffered.code();
    engine::advance(cx, handover, learner, Step::because(Move::Decline, Party::Receiver, Some(reason), None))
}

/// Refuses a partner that could not receive this handover instead.
pub(crate) fn check_other_receiver(cx: &mut Cx<'_>, handover: &Handover, other: Uuid) -> DbResult<()> {
    let refuse = |code: &str, detail: &str| Err(DbError::field("/partnerId", code, detail));
    let Some(partner) = partners::find(cx, &other.to_string())?.filter(|partner| partner.active) else {
        return refuse("unknown-partner", "Choose a partner from /v1/partners.");
    };
    let sender = partners::kind(cx, &handover.sender_partner_id)?;
    let a_party = [&handover.sender_partner_id, &handover.receiver_partner_id].contains(&&partner.id);
    let transition = handover.transition()?;
    if a_party || transition.is_within_one_partner() || !transition.connects(sender, partner.kind()?) {
        return refuse("not-connected", "Choose another partner this transition leads to: see /v1/vocabularies/transitions.");
    }
    Ok(())
}
