//! Drills: what happens when the process dies, and how soon one process hears of the other.

mod at_the_answer;
mod killed;
mod relay_steps;
mod revocation;
