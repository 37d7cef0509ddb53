//! The tree over the log: entries are numbered, hashed and signed after they were written, so that nobody can rewrite them.
//!
//! Writing an entry does not wait for this. One process at a time numbers what arrived, and signs what comes of it.

mod check;
mod head;
mod number;
mod recover;
mod rows;
mod sequencer;
mod serve;
mod start;

pub use check::{LogCheck, check_log};
pub(crate) use head::nodes;
pub use recover::Gap;
pub(crate) use rows::{leaf_of, newest_checkpoint, shard_of};
pub(crate) use sequencer::Sequencer;
pub(crate) use start::why_held_back;
