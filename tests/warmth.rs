//! Warmth: conversations planned, held, missed or waived, what is agreed in them, and people who can be reached.

mod confirming;
mod planning;
mod reachable;
mod trialogue;
