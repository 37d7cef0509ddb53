//! `estafette new-key`: a partner makes its own key, and has something to give to the operators.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{
    key_file,
    outcome::{Outcome, because},
    say,
};

/// Make a private key, unless it is there, and print its public half as a JWKS to give to the operators.
#[derive(Debug, Args)]
pub(super) struct NewKey {
    /// Where the private key is kept, in PEM; its owner alone may read it
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl NewKey {
    /// Makes the key; nothing but the JWKS goes to standard output.
    pub(super) fn make(self) -> Outcome {
        let key = key_file::load_or_make(&self.file)?;
        let set = serde_json::to_string_pretty(&json!({ "keys": [key.public_jwk()] }));
        say(set.map_err(|error| because("cannot write the key as JSON", &error))?);
        Ok(())
    }
}
