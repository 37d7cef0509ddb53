//! What every request goes through, and what every answer looks like.

mod body;
mod contract;
mod contract_examples;
mod edge;
mod granted;
mod head;
mod mount;
mod params;
mod problem;
mod strict_json;
mod trace;

pub use body::{Body, read_limited, refuse};
pub use contract::{CONTRACT_VERSION, contract};
pub use edge::{around, fallback};
pub use granted::Granted;
pub use mount::mount;
pub use params::{Id, Ids, Page, PageQuery, SectionOf};
pub use problem::{Answer, Problem};
use strict_json::parse as parse_strict;
pub use trace::current_trace;
