//! Running a table of altered access tokens.

use super::super::fault::TokenFault;
use super::*;

/// What was done to the token, the token, and the step that must refuse it.
pub type Row = (String, String, TokenFault);

/// Runs the table over a verifier that has just seen the good token, and over a fresh one.
pub fn all_refused(forge: &Forge, rows: Vec<Row>, at_least: usize) {
    let warm = forge.verifier();
    assert!(warm.verified(&forge.good(), at(NOW)).is_ok());
    assert!(rows.len() >= at_least, "only {} rows", rows.len());
    for (name, token, fault) in rows {
        for verifier in [&warm, &forge.verifier()] {
            assert_eq!(verifier.verified(&token, at(NOW)).map(|_| ()), Err(fault), "{name}");
        }
    }
}

pub fn row(name: impl ToString, token: String, fault: TokenFault) -> Row {
    (name.to_string(), token, fault)
}
