//! The harness that the stories, drills and benchmarks share.

#![expect(clippy::expect_used, reason = "a test that cannot go on says why")]

pub mod harness;
