//! The Estafette REST service: tokens, one thin module a resource, and the command line. Knows no SQL.

pub mod app;
mod calendar;
pub mod cli;
mod http;
mod oauth;
pub mod oso;
pub mod outbound;
pub mod partner_keys;
mod resources;
pub mod settings;
mod state;
mod tls;
pub mod tokens;
