//! What every request has at hand.

use std::sync::Arc;

use estafette_db::Store;

use crate::outbound::Outbound;
use crate::tokens::{access::Verifier, signing_key::SigningKey};

/// Shared by all workers of one process.
pub struct State {
    /// The two doors to the data.
    pub store: Store,
    /// Checks access tokens.
    pub verifier: Verifier,
    /// Signs access tokens.
    pub signing_key: SigningKey,
    /// The way out, to addresses that partners gave.
    pub outbound: Outbound,
    /// The issuer of tokens and the audience of assertions: the address partners know this service by.
    pub issuer: String,
    /// The contract as it is served.
    pub contract: Arc<Contract>,
}

/// The contract, and what is read off it.
pub struct Contract {
    /// The document as JSON.
    pub json: String,
    /// Each path template with its methods, to answer 405 from.
    pub methods: Vec<(String, Vec<String>)>,
}
