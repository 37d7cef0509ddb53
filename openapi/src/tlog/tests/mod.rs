//! What the mathematics of the log promises.

mod altered;
mod files;
mod grown;
mod reference;

use std::convert::Infallible;

use openssl::pkey::PKey;

use super::*;

/// A key to sign with.
fn signer(name: &str) -> NoteSigner {
    NoteSigner::new(name, PKey::generate_ed25519().unwrap()).unwrap()
}

/// Nodes of a tree, straight from its leaves.
fn nodes(leaves: &[Hash]) -> impl FnMut(u32, u64) -> Result<Hash, Infallible> {
    move |level, index| {
        let width = 1usize << level;
        let mut row = leaves[index as usize * width..(index as usize + 1) * width].to_vec();
        while row.len() > 1 {
            row = row.chunks(2).map(|pair| Hash::node(pair[0], pair[1])).collect();
        }
        Ok(row[0])
    }
}

/// Leaves that all differ.
fn leaves(count: u64) -> Vec<Hash> {
    (0..count).map(|number| Hash::leaf(&number.to_be_bytes())).collect()
}
