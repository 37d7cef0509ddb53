//! What every request goes through, and what every answer looks like.

mod body;
pub mod certificate;
mod contract;
mod contract_examples;
mod contract_limits;
mod edge;
mod granted;
mod head;
mod limited;
mod mount;
mod own;
mod params;
mod problem;
mod query;
mod reader;
mod since;
mod strict_json;
mod strict_types;
mod trace;
mod within;

pub use body::{Body, read_limited, refuse};
pub use contract::{CONTRACT_VERSION, contract};
pub use edge::{around, fallback};
pub use granted::{Granted, record_refusal};
pub use limited::charge_partner;
pub use mount::mount;
pub use own::Own;
pub use params::{EntryOf, ExpiredToo, FreshQuery, Id, Ids, Page, PageQuery, SectionOf};
pub use problem::{Answer, Problem};
pub use query::{from_text, read_query};
pub use reader::Reader;
pub use since::{Since, SinceQuery};
pub use strict_types::Strictly;
pub use trace::current_trace;
pub use within::{AlternativeOf, ConversationOf, DeliveryOf, ObjectionOf, QuestionOf, RequestOf, StepOf};
