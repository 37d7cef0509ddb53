//! Everything Estafette promises, told through the front door, on both databases.

mod at_rest;
mod consent;
mod import;
mod log;
mod moves;
mod races;
mod relay;
mod who_may_read;
