//! Reports that show nobody: what is counted, what of it may be published, and the ledger of what was. Pure; the facts come from elsewhere.

mod csv;
mod cube;
mod days;
mod fact;
mod grid;
mod hide;
pub mod invented;
mod ledger;
mod protect;
mod publish;
mod series;
mod table;
mod tally;
mod view;
mod way;

#[cfg(test)]
mod tests;

pub use cube::{BANDS, Column, Table, tables};
pub use fact::{AftercareReach, Fact, ReferralStanding, SupportSaid};
pub use grid::Grouping;
pub use ledger::{Compared, LedgerRefusal, admit};
pub use protect::{Earlier, Guarded, Place, Swap, protect};
pub use publish::{DAYS_TO_BEAT, Labels, ROUNDED_TO, publish, rounded};
pub use series::series;
pub use table::{DaysBetween, ReportDays, ReportHeading, ReportRow, ReportTable};
pub use tally::{Cell, Counts, tally};
pub use view::*;
pub use way::Way;

/// Below how many learners a cell is hidden, unless the region asks for more.
pub const USUAL_THRESHOLD: u32 = 10;

/// The lowest a threshold can be.
pub const LEAST_THRESHOLD: u32 = 5;
