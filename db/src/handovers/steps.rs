//! The moves partners make, each naming its party and what it gives along.

use estafette_contract::{
    AcceptDetails, CancelDetails, CodeList, DeclineDetails, HoldDetails, Move, Moved, OfferDetails, Party, ProblemKind, ReasonDetails,
    Scope, TakeOverDetails, WithdrawDetails,
    scope::{HandoversOffer, HandoversReceive},
};
use uuid::Uuid;

use super::{Handover, demand_grant, demand_professional, engine, engine::Step, held};
use crate::{
    DbError, DbResult,
    learners::Learner,
    rules::Relation,
    store::{Cx, Tx},
};

/// Puts a draft up for the learner to read.
///
/// # Errors
/// As the state table says.
pub fn review(tx: &mut Tx<'_, HandoversOffer>, id: Uuid) -> DbResult<Moved> {
    as_sender(&mut tx.cx, id, Step::plain(Move::Review, Party::Sender))
}

/// Makes a reviewed handover ready to be offered.
///
/// # Errors
/// As the state table says.
pub fn ready(tx: &mut Tx<'_, HandoversOffer>, id: Uuid) -> DbResult<Moved> {
    as_sender(&mut tx.cx, id, Step::plain(Move::Ready, Party::Sender))
}

/// Offers a handover to its receiver.
///
/// # Errors
/// As the state table says.
pub fn offer(tx: &mut Tx<'_, HandoversOffer>, id: Uuid, details: &OfferDetails) -> DbResult<Moved> {
    let step = Step {
        application: details.application_reference.as_ref(),
        person: details.sender_contact.as_ref(),
        ..Step::plain(Move::Offer, Party::Sender)
    };
    as_sender(&mut tx.cx, id, step)
}

/// Starts the transfer of an accepted handover: from here on the receiver reads what is granted.
///
/// # Errors
/// As the state table says.
pub fn transfer(tx: &mut Tx<'_, HandoversOffer>, id: Uuid) -> DbResult<Moved> {
    as_sender(&mut tx.cx, id, Step::plain(Move::Transfer, Party::Sender))
}

/// Takes a handover back before its transfer starts.
///
/// # Errors
/// As the state table says.
pub fn withdraw(tx: &mut Tx<'_, HandoversOffer>, id: Uuid, details: &WithdrawDetails) -> DbResult<Moved> {
    let step = Step::because(Move::Withdraw, Party::Sender, Some(details.reason.code()), details.explanation.as_ref());
    as_sender(&mut tx.cx, id, step)
}

/// Asks the receiver to let a running transfer be cancelled.
///
/// # Errors
/// As the state table says.
pub fn cancel(tx: &mut Tx<'_, HandoversOffer>, id: Uuid, details: &CancelDetails) -> DbResult<Moved> {
    let step = Step::because(Move::Cancel, Party::Sender, Some(details.reason.code()), details.explanation.as_ref());
    as_sender(&mut tx.cx, id, step)
}

/// Accepts an offer as a named person, for the application it names.
///
/// # Errors
/// As the state table says.
pub fn accept(tx: &mut Tx<'_, HandoversReceive>, id: Uuid, details: &AcceptDetails) -> DbResult<Moved> {
    let step = Step {
        person: Some(&details.person),
        application: details.application_reference.as_ref(),
        ..Step::plain(Move::Accept, Party::Receiver)
    };
    as_receiver(&mut tx.cx, id, step)
}

/// Declines an offer for one of the reasons there are.
///
/// # Errors
/// As the state table says.
pub fn decline(tx: &mut Tx<'_, HandoversReceive>, id: Uuid, details: &DeclineDetails) -> DbResult<Moved> {
    let step = Step::because(Move::Decline, Party::Receiver, Some(details.reason.code()), details.explanation.as_ref());
    as_receiver(&mut tx.cx, id, step)
}

/// Takes over: from this statement on the named person is responsible.
///
/// # Errors
/// As the state table says.
pub fn take_over(tx: &mut Tx<'_, HandoversReceive>, id: Uuid, details: &TakeOverDetails) -> DbResult<Moved> {
    let step = Step { person: Some(&details.person), desk: details.desk.as_ref(), ..Step::plain(Move::TakeOver, Party::Receiver) };
    as_receiver(&mut tx.cx, id, step)
}

/// Closes a handover on which feedback was given.
///
/// # Errors
/// As the state table says.
pub fn close(tx: &mut Tx<'_, HandoversReceive>, id: Uuid) -> DbResult<Moved> {
    if crate::referrals::is_open(&mut tx.cx, &id.to_string())? && held(&mut tx.cx, id).is_ok() {
        let detail = "Feedback on the referral is owed: answer it, or give it back, and close after that.";
        return Err(DbError::refused(ProblemKind::GuardNotMet, detail));
    }
    as_receiver(&mut tx.cx, id, Step::plain(Move::Close, Party::Receiver))
}

/// Agrees to the cancellation the sender asked for.
///
/// # Errors
/// As the state table says.
pub fn confirm_cancel(tx: &mut Tx<'_, HandoversReceive>, id: Uuid) -> DbResult<Moved> {
    as_receiver(&mut tx.cx, id, Step::plain(Move::ConfirmCancel, Party::Receiver))
}

/// Refuses the cancellation the sender asked for; the transfer goes on.
///
/// # Errors
/// As the state table says.
pub fn refuse_cancel(tx: &mut Tx<'_, HandoversReceive>, id: Uuid, details: &ReasonDetails) -> DbResult<Moved> {
    as_receiver(&mut tx.cx, id, Step::because(Move::RefuseCancel, Party::Receiver, None, Some(&details.explanation)))
}

/// Puts a handover on hold; the receiver reads nothing while it is.
///
/// # Errors
/// As the state table says.
pub fn hold(tx: &mut Tx<'_, HandoversOffer>, id: Uuid, details: &HoldDetails) -> DbResult<Moved> {
    let step = Step::because(Move::Hold, Party::Responsible, Some(details.reason.code()), details.explanation.as_ref());
    as_responsible(&mut tx.cx, id, step)
}

/// Resumes a handover where it stood before it was put on hold.
///
/// # Errors
/// As the state table says.
pub fn resume(tx: &mut Tx<'_, HandoversOffer>, id: Uuid) -> DbResult<Moved> {
    as_responsible(&mut tx.cx, id, Step::plain(Move::Resume, Party::Responsible))
}

fn as_sender(cx: &mut Cx<'_>, id: Uuid, step: Step<'_>) -> DbResult<Moved> {
    let (handover, learner) = held(cx, id)?;
    let is_sender = handover.relation(&cx.partner()) == Relation::Sender;
    make::<HandoversOffer>(cx, id, &handover, &learner, is_sender, step)
}

fn as_receiver(cx: &mut Cx<'_>, id: Uuid, step: Step<'_>) -> DbResult<Moved> {
    let (handover, learner) = held(cx, id)?;
    let is_receiver = handover.receiver_partner_id == cx.partner();
    make::<HandoversReceive>(cx, id, &handover, &learner, is_receiver, step)
}

fn as_responsible(cx: &mut Cx<'_>, id: Uuid, step: Step<'_>) -> DbResult<Moved> {
    let (handover, learner) = held(cx, id)?;
    let is_responsible = learner.responsible_partner_id == cx.partner();
    make::<HandoversOffer>(cx, id, &handover, &learner, is_responsible, step)
}

fn make<S: Scope>(cx: &mut Cx<'_>, id: Uuid, handover: &Handover, learner: &Learner, may: bool, step: Step<'_>) -> DbResult<Moved> {
    match allowed::<S>(cx, handover, may, &step).and_then(|()| engine::advance(cx, handover, learner, step)) {
        Ok(status) => Ok(Moved { id, status }),
        Err(error) => Err(engine::telling(cx, handover, error)?),
    }
}

/// Refuses a move that is not this partner's to make, or whose named person nobody stands behind.
fn allowed<S: Scope>(cx: &Cx<'_>, handover: &Handover, may: bool, step: &Step<'_>) -> DbResult<()> {
    demand_grant::<S>(cx, handover.transition()?)?;
    if !may {
        let detail = "The other party of this handover makes this move: see /v1/vocabularies/handover-status.";
        return Err(DbError::refused(ProblemKind::NotAllowed, detail));
    }
    if step.person.is_some() { demand_professional(cx) } else { Ok(()) }
}
