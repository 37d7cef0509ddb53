//! Drills: what happens when the process dies.

mod killed;
mod relay_steps;
