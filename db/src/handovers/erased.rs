//! What becomes of handovers when all that is kept about their learner is erased: what runs ends, and the course stays.

use diesel::{prelude::*, update};
use estafette_contract::{Move, NoticeKind, Party};

use super::{
    Handover, SeenByReceiver,
    engine::{self, Step},
    watched,
};
use crate::{DbResult, learners::Learner, notices, schema::handovers, store::Cx, stored};
use uuid::Uuid;

/// Ends every handover of a learner that is not over, takes all terms off them, and tells senders and receivers.
pub(crate) fn end_all(cx: &mut Cx<'_>, learner: &Learner) -> DbResult<()> {
    let of_learner = handovers::table.filter(handovers::learner_id.eq(&learner.id)).order(handovers::id);
    let all: Vec<Handover> = of_learner.select(Handover::as_select()).load(cx.conn)?;
    for handover in &all {
        if !handover.status()?.is_final() {
            engine::advance(cx, handover, learner, Step::plain(Move::Erase, Party::System))?;
        }
        watched::take(cx, &handover.id)?;
        forget_marks(cx, &handover.id)?;
        notices::tell_of_learner(cx, handover, NoticeKind::LearnerErased, handover.was_transferred())?;
    }
    Ok(())
}

/// The running handovers of a learner that the acting partner sends or receives.
pub(crate) fn running_of(cx: &mut Cx<'_>, learner: &Learner) -> DbResult<Vec<Uuid>> {
    let partner = cx.partner();
    let own = handovers::sender_partner_id.eq(partner.clone()).or(handovers::receiver_partner_id.eq(partner).and(SeenByReceiver));
    let of_learner = handovers::table.filter(handovers::learner_id.eq(&learner.id)).filter(own).order(handovers::id);
    let all: Vec<Handover> = of_learner.select(Handover::as_select()).load(cx.conn)?;
    let mut running = Vec::new();
    for handover in all {
        if !handover.status()?.is_final() {
            running.push(stored::id(&handover.id)?);
        }
    }
    Ok(running)
}

/// The receiving school's own reference leads to a person there.
fn forget_marks(cx: &mut Cx<'_>, handover: &str) -> DbResult<()> {
    let marks = (handovers::application_reference.eq(None::<String>), handovers::term_ends_at.eq(None::<chrono::NaiveDateTime>));
    update(handovers::table.find(handover)).set(marks).execute(cx.conn)?;
    Ok(())
}
