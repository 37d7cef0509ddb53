//! Referrals, desks, and learners who ask for contact.

use estafette_contract::{ContactRequestList, Created, DeskList, NewContactRequest, NewDesk, NewReferral, NewReferralAnswer, ReferralView};
use reqwest::Method;
use uuid::Uuid;

use super::Result;
use crate::{Client, Request};

posts! {
    /// Makes a draft between two desks a referral.
    ask_referral(id): "/v1/handovers/{id}/referral", NewReferral => Created;
    /// Answers a referral, gives it back or hands it on.
    answer_referral(id): "/v1/handovers/{id}/referral/answers", NewReferralAnswer => Created;
    /// Says how much a desk can carry.
    set_desk(): "/v1/desks", NewDesk => Created;
    /// Asks the parties of a handover to get in touch, as the learner.
    ask_contact(id): "/v1/own/handovers/{id}/contact-requests", NewContactRequest => Created;
    /// Asks who keeps in touch after school to do so now, as the learner.
    ask_contact_in_aftercare(id): "/v1/own/aftercare/{id}/contact-requests", NewContactRequest => Created;
}

gets! {
    /// A referral with what came of it.
    referral(id): "/v1/handovers/{id}/referral" => ReferralView;
    /// What each desk carries.
    desks(): "/v1/desks" => DeskList;
    /// What the learner asked of the parties of a handover.
    contact_requests(id): "/v1/handovers/{id}/contact-requests" => ContactRequestList;
}
