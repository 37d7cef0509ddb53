//! What a client proves itself with.

use std::sync::Arc;

use crate::assertion_key::AssertionKey;

/// The professional a client acts for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Professional {
    /// The partner's own pseudonym for the person.
    pub pseudonym: String,
    /// The code of the role.
    pub role: String,
}

/// A client's id, its key, for whom it acts and which scopes it asks for.
#[derive(Clone)]
pub struct Credentials {
    /// The client id the region gave.
    pub client_id: String,
    /// The private key whose public half is registered.
    pub key: Arc<AssertionKey>,
    /// The professional acting, which some calls need.
    pub professional: Option<Professional>,
    /// The scopes asked for, separated by spaces; all granted ones when absent.
    pub scope: Option<String>,
}
