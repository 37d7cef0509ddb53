//! Items on a running handover: questions and alternatives, which stand in nobody's way.

mod alternatives;
mod questions;
