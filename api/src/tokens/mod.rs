//! Keys, client assertions and access tokens.
//!
//! Everything here is strict and in a fixed order: one function per step, one [`fault::TokenFault`] per refusal.
//! Time is always an argument, and nothing here touches the database or the network.

pub mod alg;
pub mod assertion;
pub mod caller;
mod checks;
pub mod claims;
mod ed25519_point;
mod es256;
pub mod fault;
pub mod issuer;
mod json;
pub mod jwk_fault;
pub mod jwks;
pub mod key_fault;
pub mod mint;
mod parsed_keys;
mod private_half;
pub mod provider;
pub mod signing_key;
pub mod step;
pub mod strict;
#[cfg(test)]
mod tests;
pub mod thumbprint;
pub mod validation;
