//! Drills: what happens when the process dies, or when two contend, and how soon one hears of the other.

mod at_the_answer;
mod canaries;
mod contest;
mod full;
mod killed;
mod paused;
mod relay_steps;
mod restored;
mod revocation;
mod rewraps;
