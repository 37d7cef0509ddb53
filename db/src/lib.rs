//! What Estafette remembers and what may happen: the store with its two doors, one module per capability
//! with its rows, rules and queries, and the log. Knows no HTTP.

mod action;
pub mod aftercare;
pub mod aliases;
pub mod alternatives;
pub mod cases;
pub mod claims;
pub mod clients;
mod clock;
pub mod consents;
pub mod contacts;
pub mod conversations;
mod cursor;
pub mod desks;
mod erasure;
pub mod events;
mod facts;
pub mod feedback;
pub mod handovers;
mod housekeeping;
pub mod informings;
mod keys;
pub mod learners;
pub mod log;
pub mod matrices;
pub mod notices;
pub mod objections;
pub mod own;
pub mod partners;
pub mod plan_steps;
pub mod proposals;
pub mod questions;
pub mod referrals;
mod refusal;
pub mod reports;
pub mod retention;
pub mod rights;
pub mod rules;
mod schema;
pub mod sign_in;
pub mod signing_keys;
pub mod standing;
mod store;
mod stored;
pub mod subscriptions;
mod terms;
mod tree;
mod viewer;
pub mod views;
pub mod work_items;
pub mod wrapping;

pub use action::Action;
pub use clock::{Clock, birthday, dutch_day};
pub use cursor::PageRequest;
pub use keys::{Key, KeyFileError, Keyring, LedgerError, WrappingKeyError, WrappingKeys};
pub use refusal::{DbError, DbResult, Fault, Refusal};
pub use store::{
    Address, ExclusiveError, KeyCheckError, MigrationError, Once, OpenError, Repeated, Store, StoreConfig, Tx, UnknownDatabase,
};
pub use terms::Terms;
pub use tree::{Gap, LogCheck, check_log};
pub use viewer::{Actor, LogReceipt, Professional, Receipt, Trace, Viewer};
