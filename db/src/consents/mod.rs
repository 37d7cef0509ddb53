//! Consents: what was stated about each section, in a ledger that is only ever added to.

mod ledger;
mod list;
mod record;
mod withdraw;

pub(crate) use ledger::{Statements, carry, statements};
pub(crate) use list::of;
pub use list::{list, list_own, receipt};
pub use record::{record, state};
pub use withdraw::{take_back_own, withdraw};
