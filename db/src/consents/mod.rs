//! Consents: what was stated about each section, in a ledger that is only ever added to.

mod ledger;
mod list;
mod record;
mod withdraw;

pub(crate) use ledger::{Statements, carry, statements};
pub use list::{list, receipt};
pub use record::record;
pub use withdraw::withdraw;
