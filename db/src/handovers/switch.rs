//! A switch: feedback that says so, and a handover to the other college that continues from the previous record.

use estafette_contract::{
    ContinuesFrom, FeedbackMoment, FeedbackOutcome, NewFeedback, NewHandover, NewSwitch, ProblemKind, SwitchBegun, Transition,
    scope::HandoversOffer,
};
use uuid::Uuid;

use super::{continuing, draft, held};
use crate::{DbError, DbResult, feedback, learners::pseudonym_of, store::Tx};

/// The transitions after which a learner may turn out to be in another place than the right one.
const TO_COLLEGE: [Transition; 4] = [Transition::VmboMbo, Transition::VsoProMbo, Transition::MboMbo, Transition::WorkLearning];

/// Tells the sender that the learner switches, and begins the handover to the other college, in one act.
///
/// # Errors
/// When this partner did not take the learner over at a college, or the other college is none that can receive.
pub fn switch(tx: &mut Tx<'_, HandoversOffer>, id: Uuid, new: &NewSwitch) -> DbResult<SwitchBegun> {
    let cx = &mut tx.cx;
    let (handover, learner) = held(cx, id)?;
    if !TO_COLLEGE.contains(&handover.transition()?) {
        let detail = "A switch goes from one college to another: give feedback, and draft the handover that fits.";
        return Err(DbError::refused(ProblemKind::NotAllowed, detail));
    }
    let told = NewFeedback {
        moment: FeedbackMoment::ExtendedIntake,
        outcome: FeedbackOutcome::Switched,
        observed_on: new.observed_on,
        agreements_kept: new.agreements_kept,
        note: new.note.clone(),
    };
    let feedback_id = feedback::record(cx, &handover, &learner, &told)?.id;
    let from = ContinuesFrom { handover_id: id, sections: Vec::new() };
    let next = NewHandover {
        learner_id: pseudonym_of(cx, &learner.id)?,
        transition: Transition::MboMbo,
        receiver: new.receiver.clone(),
        sender_desk: new.sender_desk.clone(),
        sender_contact: new.sender_contact.clone(),
        programme: new.programme.clone(),
        application_reference: None,
        urgency: None,
        continues_from: Some(from.clone()),
    };
    let begun = draft::insert(cx, &learner, &next)?;
    Ok(SwitchBegun { feedback_id, handover: continuing::copy(cx, &learner, begun, &from)? })
}
