//! The ledger of releases: it looks at a release before it goes out, beside the one before it.

use super::{Counts, Guarded, protect::Earlier, protect::met};

/// Why a release may not go out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LedgerRefusal {
    /// It would show smaller groups than an earlier one of the same year.
    #[error("an earlier release of this school year hides what is below {0}; a release with a lower threshold would show it")]
    LowerThreshold(u32),
    /// It would show a cell from which one that was hidden follows.
    #[error("in the table {0} it would show what an earlier release of this school year hides")]
    ShowsHidden(String),
}

/// A table of the new release, beside the same table in the one before.
#[derive(Debug, Clone, Copy)]
pub struct Compared<'a> {
    /// Its code.
    pub code: &'a str,
    /// As it was counted now.
    pub counts: &'a Counts,
    /// As it would be published; none when it is withheld.
    pub guarded: Option<&'a Guarded>,
    /// As it was before.
    pub earlier: Earlier<'a>,
}

/// Refuses a release that would let a cell be computed which an earlier one hides.
///
/// # Errors
/// What it would show.
pub fn admit(threshold: u32, earlier_threshold: u32, tables: &[Compared<'_>]) -> Result<(), LedgerRefusal> {
    if threshold < earlier_threshold {
        return Err(LedgerRefusal::LowerThreshold(earlier_threshold));
    }
    match tables.iter().find(|table| shows_hidden(table, earlier_threshold)) {
        Some(table) => Err(LedgerRefusal::ShowsHidden(table.code.to_owned())),
        None => Ok(()),
    }
}

/// Whether any cell is published that meets one which still has to be hidden.
fn shows_hidden(table: &Compared<'_>, threshold: u32) -> bool {
    let (Some(now), Some(before)) = (table.guarded, table.earlier.guarded) else { return false };
    let binding = table.earlier.binding(table.counts, threshold);
    met(&now.grouping, before, &binding).iter().any(|place| !now.hidden.contains(place))
}
