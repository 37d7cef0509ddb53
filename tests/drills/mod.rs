//! Drills: what happens when the process dies.

mod at_the_answer;
mod killed;
mod relay_steps;
