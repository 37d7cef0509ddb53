//! The document: the checked-in one is the served one.
use std::{env, fs, path::PathBuf};

fn checked_in() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../openapi/openapi.json")
}

/// `UPDATE_OPENAPI=1 cargo test -p estafette-tests contract` accepts a change; the diff is then reviewed like any other.
#[test]
fn the_checked_in_contract_is_the_one_we_serve() {
    let served = estafette_api::app::contract_text();
    if env::var_os("UPDATE_OPENAPI").is_some() {
        fs::write(checked_in(), &served).unwrap();
    }
    let reviewed = fs::read_to_string(checked_in()).unwrap_or_default();
    assert!(reviewed == served, "openapi/openapi.json is not what is served: run UPDATE_OPENAPI=1 cargo test -p estafette-tests contract, and review the difference");
}
