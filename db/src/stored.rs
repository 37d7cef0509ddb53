//! Reading back what this release stored: ids, codes and instants.

use chrono::{DateTime, NaiveDateTime, Utc};
use estafette_contract::CodeList;
use uuid::Uuid;

use crate::Fault;

/// The code list value a column holds.
pub(crate) fn code<L: CodeList>(text: &str) -> Result<L, Fault> {
    L::from_code(text).ok_or(Fault::Stored(L::NAME))
}

/// The id a column holds.
pub(crate) fn id(text: &str) -> Result<Uuid, Fault> {
    text.parse().map_err(|_| Fault::Stored("an id"))
}

/// The instant a column holds.
pub(crate) fn instant(at: NaiveDateTime) -> DateTime<Utc> {
    at.and_utc()
}
