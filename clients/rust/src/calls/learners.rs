//! Learners, and what they were told, said and agreed to.

use estafette_contract::{
    ConsentList, ConsentWithdrawal, Created, LearnerView, NewConsent, NewInforming, NewLearner, NewRepresentative, NewView, SignedReceipt,
};
use reqwest::Method;
use uuid::Uuid;

use super::Result;
use crate::{Client, Request};

posts! {
    /// Registers a learner.
    register_learner(): "/v1/learners", NewLearner => Created;
    /// Puts a legal representative on record.
    add_representative(id): "/v1/learners/{id}/representatives", NewRepresentative => Created;
    /// Records that the learner was informed.
    inform(id): "/v1/handovers/{id}/informings", NewInforming => Created;
    /// Records the learner's view.
    record_view(id): "/v1/handovers/{id}/views", NewView => Created;
    /// Records what was stated about one section.
    record_consent(id): "/v1/handovers/{id}/consents", NewConsent => Created;
}

gets! {
    /// A learner, with who is responsible.
    learner(id): "/v1/learners/{id}" => LearnerView;
    /// The statements about the sections of a handover.
    consents(id): "/v1/handovers/{id}/consents" => ConsentList;
    /// The receipt of one statement.
    receipt(id, consent): "/v1/handovers/{id}/consents/{consent}/receipt" => SignedReceipt;
}

impl Client {
    /// Records that a consent was taken back.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn withdraw_consent(&self, handover: Uuid, consent: Uuid, how: &ConsentWithdrawal) -> Result<Created> {
        let path = format!("/v1/handovers/{handover}/consents/{consent}/_withdraw");
        self.send(Request::new(Method::POST, path).json(how).once()).await?.read()
    }
}
