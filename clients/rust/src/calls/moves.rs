//! The moves of a handover.

use estafette_contract::{
    AcceptDetails, CancelDetails, DeclineDetails, HoldDetails, Moved, NoDetails, OfferDetails, ReasonDetails, TakeOverDetails,
    WithdrawDetails,
};
use reqwest::Method;
use uuid::Uuid;

use super::Result;
use crate::{Client, Request};

posts! {
    /// Puts a draft up for review.
    review(id): "/v1/handovers/{id}/_review", NoDetails => Moved;
    /// Makes a reviewed handover ready.
    ready(id): "/v1/handovers/{id}/_ready", NoDetails => Moved;
    /// Offers a handover.
    offer(id): "/v1/handovers/{id}/_offer", OfferDetails => Moved;
    /// Accepts an offer.
    accept(id): "/v1/handovers/{id}/_accept", AcceptDetails => Moved;
    /// Declines an offer.
    decline(id): "/v1/handovers/{id}/_decline", DeclineDetails => Moved;
    /// Starts the transfer.
    transfer(id): "/v1/handovers/{id}/_transfer", NoDetails => Moved;
    /// Takes over.
    take_over(id): "/v1/handovers/{id}/_takeover", TakeOverDetails => Moved;
    /// Closes a handover.
    close(id): "/v1/handovers/{id}/_close", NoDetails => Moved;
    /// Takes a handover back.
    withdraw(id): "/v1/handovers/{id}/_withdraw", WithdrawDetails => Moved;
    /// Asks to cancel a running transfer.
    cancel(id): "/v1/handovers/{id}/_cancel", CancelDetails => Moved;
    /// Agrees to a cancellation.
    confirm_cancel(id): "/v1/handovers/{id}/_confirmcancel", NoDetails => Moved;
    /// Refuses a cancellation.
    refuse_cancel(id): "/v1/handovers/{id}/_refusecancel", ReasonDetails => Moved;
    /// Puts a handover on hold.
    hold(id): "/v1/handovers/{id}/_hold", HoldDetails => Moved;
    /// Resumes a handover.
    resume(id): "/v1/handovers/{id}/_resume", NoDetails => Moved;
}
