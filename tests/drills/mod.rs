//! Drills: what happens when the process dies, or when two contend.

mod at_the_answer;
mod contest;
mod killed;
mod relay_steps;
