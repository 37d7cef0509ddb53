//! Coming in with a one-time code, and the own page.

use estafette_contract::{
    CameIn, ClaimMade, ClaimShown, ConsentList, Created, ErasurePreview, Moved, NewClaim, NewObjection, NewOwnClaim, NewOwnConsent,
    NewOwnView, NewPastNeed, NewRightsRequest, NoDetails, ObjectionAnswer, ObjectionList, OwnAccessLog, OwnAftercareList, OwnHandover,
    OwnHandoverPage, OwnPage, RightsAnswer, RightsRequestList, TakeAlong,
};
use reqwest::Method;
use uuid::Uuid;

use super::{PageOptions, Result};
use crate::{Client, Request};

posts! {
    /// Makes a one-time link or code for a learner.
    make_claim(id): "/v1/learners/{id}/claims", NewClaim => ClaimMade;
    /// Finds the learner who gave this partner a code.
    find_learner(): "/v1/learners/_find", ClaimShown => Created;
    /// Comes in with a one-time link or code.
    come_in(): "/v1/own/_enter", ClaimShown => CameIn;
    /// Makes a one-time link or code with which a next partner finds the learner.
    make_own_claim(): "/v1/own/claims", NewOwnClaim => ClaimMade;
    /// Says what the learner thinks of a handover.
    give_own_view(id): "/v1/own/handovers/{id}/views", NewOwnView => Created;
    /// Says yes or no to one section.
    state_own_consent(id): "/v1/own/handovers/{id}/consents", NewOwnConsent => Created;
    /// Takes a consent back.
    take_back_own_consent(id, consent): "/v1/own/handovers/{id}/consents/{consent}/_withdraw", NoDetails => Created;
    /// Objects to a section.
    object(id): "/v1/own/handovers/{id}/objections", NewObjection => Created;
    /// Says that a support need is no longer true.
    mark_past_need(id): "/v1/own/handovers/{id}/past-needs", NewPastNeed => Created;
    /// Withdraws a handover that rests on consent.
    withdraw_own_handover(id): "/v1/own/handovers/{id}/_withdraw", NoDetails => Moved;
    /// Asks something by the learner's rights.
    make_request(id): "/v1/own/handovers/{id}/rights-requests", NewRightsRequest => Created;
    /// Lets be used again what lay still by such a request.
    lift_restriction(id, request): "/v1/own/handovers/{id}/rights-requests/{request}/_lift", NoDetails => Created;
    /// Answers such a request.
    answer_request(id, request): "/v1/handovers/{id}/rights-requests/{request}/_answer", RightsAnswer => Created;
    /// Writes the compelling reason for a section that was objected to.
    answer_objection(id, objection): "/v1/handovers/{id}/objections/{objection}/_answer", ObjectionAnswer => Created;
}

gets! {
    /// Whose page this is, and who is responsible.
    own_page(): "/v1/own" => OwnPage;
    /// The aftercare of the learner.
    own_aftercare(): "/v1/own/aftercare" => OwnAftercareList;
    /// Everything that is kept about the learner.
    take_along(): "/v1/own/take-along" => TakeAlong;
    /// A handover about the learner, with all that is in it.
    own_handover(id): "/v1/own/handovers/{id}" => OwnHandover;
    /// What was stated about the sections of a handover.
    own_consents(id): "/v1/own/handovers/{id}/consents" => ConsentList;
    /// What the learner asked, and what came of it.
    own_requests(id): "/v1/own/handovers/{id}/rights-requests" => RightsRequestList;
    /// What the learner asked about a handover.
    requests(id): "/v1/handovers/{id}/rights-requests" => RightsRequestList;
    /// What granting a request to erase would do.
    preview_erasure(id, request): "/v1/handovers/{id}/rights-requests/{request}/erasure" => ErasurePreview;
    /// The objections to sections of a handover.
    objections(id): "/v1/handovers/{id}/objections" => ObjectionList;
}

pages! {
    /// Who saw what of the learner and why, day by day.
    own_access_log(): "/v1/own/access-log" => OwnAccessLog;
    /// The handovers about the learner.
    own_handovers(): "/v1/own/handovers" => OwnHandoverPage;
}

impl Client {
    /// Lets the learner token count no longer.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn leave(&self) -> Result<()> {
        self.send(Request::new(Method::POST, "/v1/own/_leave").json(&NoDetails {}).once()).await?.succeeded()
    }
}
