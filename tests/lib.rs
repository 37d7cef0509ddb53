//! The harness that the stories, drills and benchmarks share.

#![expect(clippy::expect_used, reason = "a test whose scene cannot be set fails right there")]

pub mod harness;
