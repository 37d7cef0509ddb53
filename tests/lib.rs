//! The harness that the stories, drills and benchmarks share.

<<<<<<< HEAD
#![expect(clippy::expect_used, reason = "a test that cannot go on says why")]
=======
#![expect(clippy::expect_used, reason = "a test whose scene cannot be set fails right there")]
>>>>>>> h-c

pub mod harness;
