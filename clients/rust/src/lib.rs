//! A small typed client for the Estafette API: one method an operation, tokens fetched and renewed by itself.

pub mod assertion_key;
mod calls;
mod credentials;
mod error;
mod transport;
mod watch;

pub use calls::{ImportOptions, PageOptions, VsvOptions};
pub use credentials::{Credentials, Professional};
pub use error::ClientError;
pub use reqwest::Method;
pub use transport::{Client, ClientBuilder, Reply, Request};
pub use watch::{Seen, WatchError};
