//! What the region shares.

use estafette_contract::{ConsentTextList, ExchangeMatrix, MatrixList, PartnerList, VocabularyView};
use reqwest::Method;

use super::Result;
use crate::{Client, Request};

gets! {
    /// The partners that take part.
    partners(): "/v1/partners" => PartnerList;
    /// The exchange matrix in force.
    exchange_matrix(): "/v1/exchange-matrix" => ExchangeMatrix;
    /// The exchange matrices there are.
    exchange_matrices(): "/v1/exchange-matrices" => MatrixList;
    /// The texts that learners and representatives are shown.
    consent_texts(): "/v1/consent-texts" => ConsentTextList;
}

impl Client {
    /// Reads the exchange matrix of a version.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn exchange_matrix_of(&self, version: &str) -> Result<ExchangeMatrix> {
        self.send(Request::new(Method::GET, format!("/v1/exchange-matrices/{version}"))).await?.read()
    }

    /// Reads one vocabulary.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn vocabulary(&self, name: &str) -> Result<VocabularyView> {
        self.send(Request::new(Method::GET, format!("/v1/vocabularies/{name}"))).await?.read()
    }
}
