//! The moves of the state table, one path each, named as the table names them.

use actix_web::{post, web::Json};
use estafette_contract::{
    AcceptDetails, Act, CancelDetails, DeclineDetails, HoldDetails, Moved, NoDetails, OfferDetails, ReasonDetails, TakeOverDetails,
    WithdrawDetails,
    scope::{HandoversOffer, HandoversReceive},
};
use estafette_db::handovers;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, Body, Granted, Id};

/// One move: its path, the scope it needs, the body it takes and the function that makes it.
macro_rules! moves {
    ($($(#[doc = $doc:literal])+ $name:ident: $path:literal, $scope:ident = $text:literal, $act:ident, |$tx:ident, $id:ident, $body:ident: $details:ty| $make:expr;)+) => {
        pub fn mount(config: &mut ServiceConfig<'_>) {
            config$(.service($name))+;
        }

        $(
            $(#[doc = $doc])+
            #[utoipa::path(tag = "moves", params(Id), security(("partner_token" = [$text])), request_body = $details,
                responses((status = 200, description = "Where the handover stands now.", body = Moved)))]
            #[post($path)]
            async fn $name(granted: Granted<$scope>, id: Id, body: Body<$details>) -> Answer<Json<Moved>> {
                let make = move |$tx: &mut estafette_db::Tx<'_, $scope>, $body: &$details| {
                    let $id = id.get()?;
                    $make
                };
                granted.once(id.handover(Act::$act), body, make).await.map(Json)
            }
        )+
    };
}

moves! {
    /// Put a draft up for the learner to read.
    review_handover: "/handovers/{id}/_review", HandoversOffer = "handovers:offer", Review, |tx, id, _none: NoDetails| handovers::review(tx, id);
    /// Make a reviewed handover ready to be offered.
    make_ready: "/handovers/{id}/_ready", HandoversOffer = "handovers:offer", Ready, |tx, id, _none: NoDetails| handovers::ready(tx, id);
    /// Offer a handover to its receiver, who sees an announcement.
    offer_handover: "/handovers/{id}/_offer", HandoversOffer = "handovers:offer", Offer, |tx, id, details: OfferDetails| handovers::offer(tx, id, details);
    /// Accept an offer as a named person, for the application it names.
    accept_handover: "/handovers/{id}/_accept", HandoversReceive = "handovers:receive", Accept, |tx, id, details: AcceptDetails| handovers::accept(tx, id, details);
    /// Decline an offer for one of the reasons of its transition; no need or competence is one.
    decline_handover: "/handovers/{id}/_decline", HandoversReceive = "handovers:receive", Decline, |tx, id, details: DeclineDetails| handovers::decline(tx, id, details);
    /// Start the transfer: from here on the receiver reads what is granted.
    start_transfer: "/handovers/{id}/_transfer", HandoversOffer = "handovers:offer", Transfer, |tx, id, _none: NoDetails| handovers::transfer(tx, id);
    /// Take over: from here on the named person is responsible.
    take_over: "/handovers/{id}/_takeover", HandoversReceive = "handovers:receive", TakeOver, |tx, id, details: TakeOverDetails| handovers::take_over(tx, id, details);
    /// Close a handover on which feedback was given.
    close_handover: "/handovers/{id}/_close", HandoversReceive = "handovers:receive", Close, |tx, id, _none: NoDetails| handovers::close(tx, id);
    /// Take a handover back before its transfer starts.
    withdraw_handover: "/handovers/{id}/_withdraw", HandoversOffer = "handovers:offer", Withdraw, |tx, id, details: WithdrawDetails| handovers::withdraw(tx, id, details);
    /// Ask the receiver to let a running transfer be cancelled.
    ask_to_cancel: "/handovers/{id}/_cancel", HandoversOffer = "handovers:offer", Cancel, |tx, id, details: CancelDetails| handovers::cancel(tx, id, details);
    /// Agree to the cancellation the sender asked for.
    confirm_cancellation: "/handovers/{id}/_confirmcancel", HandoversReceive = "handovers:receive", DecideCancel, |tx, id, _none: NoDetails| handovers::confirm_cancel(tx, id);
    /// Refuse the cancellation; the transfer goes on.
    refuse_cancellation: "/handovers/{id}/_refusecancel", HandoversReceive = "handovers:receive", DecideCancel, |tx, id, details: ReasonDetails| handovers::refuse_cancel(tx, id, details);
    /// Put a handover on hold, as the responsible party; the receiver reads nothing meanwhile.
    hold_handover: "/handovers/{id}/_hold", HandoversOffer = "handovers:offer", Hold, |tx, id, details: HoldDetails| handovers::hold(tx, id, details);
    /// Resume a handover where it stood before it was put on hold.
    resume_handover: "/handovers/{id}/_resume", HandoversOffer = "handovers:offer", Resume, |tx, id, _none: NoDetails| handovers::resume(tx, id);
}
