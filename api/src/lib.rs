//! The Estafette REST service: tokens, one thin module a resource, and the command line. Knows no SQL.

pub mod app;
mod calendar;
pub mod cli;
pub mod delivering;
mod gate;
mod http;
pub mod identity_provider;
pub mod limits;
mod oauth;
pub mod oso;
pub mod outbound;
mod pages;
mod partner_certificates;
pub mod partner_keys;
mod private_file;
mod resources;
pub mod settings;
mod state;
mod tls;
pub mod tokens;
pub mod vsv;
