//! Everything Estafette promises, told through the front door, on both databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod at_rest;
mod cli;
mod consent;
mod contract;
mod drills;
mod import;
mod log;
mod moves;
mod races;
mod relay;
mod who_may_read;
