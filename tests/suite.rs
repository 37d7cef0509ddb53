//! Everything Estafette promises, told through the front door, on both databases.

mod contract;
mod relay;
