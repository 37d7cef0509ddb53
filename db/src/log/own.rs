//! A partner's own entries.

use estafette_contract::{AuditPage, scope::AuditRead};

use super::page::{self, Whose};
use crate::{DbResult, PageRequest, store::Tx};

/// The entries of this partner, newest first.
///
/// # Errors
/// When the page asked for cannot be.
pub fn own_entries(tx: &mut Tx<'_, AuditRead>, page: &PageRequest) -> DbResult<AuditPage> {
    let whose = Whose::Partner(tx.cx.partner());
    let (read, next_cursor) = page::read(&mut tx.cx, "audit", whose, page)?;
    Ok(AuditPage { items: read.into_iter().map(|read| read.record).collect(), next_cursor })
}
