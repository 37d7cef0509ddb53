//! The harness that the stories and drills share.

#![expect(clippy::expect_used, reason = "a test whose scene cannot be set fails right there")]

pub mod harness;
