//! Reports: releases are counted, guarded, looked at by the ledger, signed and kept; only what was released can be read.

mod basis;
mod count;
mod publish;
mod quarter;
mod read;

pub use count::Counted;
pub use publish::release;
pub use read::{list, report};
