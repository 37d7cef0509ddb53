//! Everything Estafette promises, told through the front door, on both databases.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a story that cannot go on fails right there")]

mod at_rest;
mod consent;
mod import;
mod log;
mod moves;
mod races;
mod relay;
mod who_may_read;
