//! Everything Estafette promises, told through the front door, on both databases.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on stops and says why")]

mod aftercare;
mod aliases;
mod at_rest;
mod bad_input;
mod cases;
mod cli;
mod consent;
mod continuing;
mod contract;
mod documents;
mod drills;
mod events;
mod import;
mod items;
mod limits;
mod log;
mod matrix;
mod moves;
mod onboarding;
mod own;
mod plan_steps;
mod plans;
mod races;
mod referrals;
mod relay;
mod reports;
mod retention;
mod search;
mod switch;
mod terms;
mod tokens;
mod transitions;
mod tree;
mod walls;
mod warmth;
mod who_may_read;
mod work_profile;
mod wrapping;
