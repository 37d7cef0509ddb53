//! What the region shares.

use estafette_contract::{ConsentTextList, ExchangeMatrix, PartnerList, VocabularyView};
use reqwest::Method;

use super::Result;
use crate::{Client, Request};

gets! {
    /// The partners that take part.
    partners(): "/v1/partners" => PartnerList;
    /// The exchange matrix in force.
    exchange_matrix(): "/v1/exchange-matrix" => ExchangeMatrix;
    /// The texts that learners and representatives are shown.
    consent_texts(): "/v1/consent-texts" => ConsentTextList;
}

impl Client {
    /// Reads one vocabulary.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn vocabulary(&self, name: &str) -> Result<VocabularyView> {
        self.send(Request::new(Method::GET, format!("/v1/vocabularies/{name}"))).await?.read()
    }
}
