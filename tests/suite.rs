//! Everything Estafette promises, told through the front door, on both databases.

mod consent;
mod log;
mod moves;
mod races;
mod relay;
mod who_may_read;
