//! The harness that the stories, drills and benchmarks share.

pub mod harness;
