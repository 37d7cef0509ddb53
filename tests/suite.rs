//! Everything Estafette promises, told through the front door, on both databases.

mod bad_input;
mod contract;
mod relay;
mod tokens;
