//! What the region shares.

use estafette_contract::{Aliases, ConsentTextList, ExchangeMatrix, MatrixList, PartnerList, VocabularyView};
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

    /// Reads one vocabulary as lines.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn vocabulary_csv(&self, name: &str) -> Result<String> {
        let reply = self.send(Request::new(Method::GET, format!("/v1/vocabularies/{name}/table"))).await?;
        reply.succeeded()?;
        Ok(String::from_utf8_lossy(&reply.body).into_owned())
    }

    /// Reads the words this partner has of its own for a vocabulary.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn aliases(&self, name: &str) -> Result<Aliases> {
        self.send(Request::new(Method::GET, format!("/v1/vocabularies/{name}/aliases"))).await?.read()
    }

    /// Gives the words this partner has of its own for a vocabulary, in the place of those before.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn put_aliases(&self, name: &str, aliases: &Aliases) -> Result<()> {
        self.send(Request::new(Method::PUT, format!("/v1/vocabularies/{name}/aliases")).json(aliases)).await?.succeeded()
    }
}
