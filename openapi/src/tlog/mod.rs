//! The mathematics of the log: what a service proves with and what anybody checks with, offline.
//!
//! Hashes and proofs are those of RFC 6962, tiles, checkpoints and proof files those of C2SP (`tlog-tiles`, `tlog-checkpoint`,
//! `signed-note`, `tlog-proof`). Nothing here reads or writes.

mod canonical;
mod checkpoint;
mod consistency;
mod edge;
mod hash;
mod note;
mod proof;
mod tile;
mod tree;
mod verify;
mod whole;

#[cfg(test)]
mod tests;

pub use canonical::canonical_json;
pub use checkpoint::{Checkpoint, checkpoint_of};
pub use consistency::ConsistencyFile;
pub use edge::Edge;
pub use hash::Hash;
pub use note::{Note, NoteKey, NoteSigner};
pub use proof::ProofFile;
pub use tile::Tile;
pub use tree::{NodeSource, consistency_path, inclusion_path, node_in_tiles, root};
pub use verify::{verify_consistency, verify_inclusion};
pub use whole::{Difference, compare_whole};

/// Why something of the log does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogFault {
    /// It is not written as the format says.
    #[error("{0} is not written as the format says")]
    Malformed(&'static str),
    /// No key that is trusted signed it.
    #[error("no trusted key signed it")]
    Unsigned,
    /// A trusted key is named, and did not sign this text.
    #[error("the signature does not belong to the text")]
    WrongSignature,
    /// The proof leads to another root.
    #[error("the proof leads to another root")]
    WrongRoot,
    /// The proof has too many or too few hashes for these sizes.
    #[error("the proof does not fit these sizes")]
    WrongLength,
    /// OpenSSL failed.
    #[error("cryptography failed")]
    Crypto,
}
