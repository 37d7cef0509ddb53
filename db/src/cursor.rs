//! Cursors that say nothing and serve nobody else: sealed, and bound to one partner and one list.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

use crate::{DbError, DbResult, Fault, store::Cx};

/// A page as the caller asks for it.
#[derive(Debug, Clone, Default)]
pub struct PageRequest {
    /// The cursor of the page before.
    pub cursor: Option<String>,
    /// How many lines, at most [`PageRequest::MAX`].
    pub limit: Option<u32>,
}

impl PageRequest {
    /// The most lines a page has.
    pub const MAX: u32 = 100;
    const USUAL: u32 = 20;

    /// How many lines to give.
    ///
    /// # Errors
    /// When none or too many are asked for.
    pub(crate) fn size(&self) -> DbResult<usize> {
        match self.limit.unwrap_or(Self::USUAL) {
            limit @ 1..=Self::MAX => Ok(limit as usize),
            _ => Err(DbError::field("limit", "out-of-range", "Ask for 1 to 100 lines.")),
        }
    }

    /// The id to read on after, if this is not the first page.
    pub(crate) fn after(&self, cx: &Cx<'_>, list: &str) -> DbResult<Option<String>> {
        self.cursor.as_deref().map(|cursor| open(cx, list, cursor)).transpose()
    }
}

/// Seals the id after which the next page begins.
pub(crate) fn seal(cx: &Cx<'_>, list: &str, after: &str) -> Result<String, Fault> {
    Ok(BASE64_URL_SAFE_NO_PAD.encode(cx.house.keys.cursors().seal(&place(cx, list), after.as_bytes())?))
}

fn open(cx: &Cx<'_>, list: &str, cursor: &str) -> DbResult<String> {
    let refuse = || DbError::field("cursor", "foreign-cursor", "Use the cursor of this list's last page, or start without one.");
    let sealed = BASE64_URL_SAFE_NO_PAD.decode(cursor).map_err(|_| refuse())?;
    let after = cx.house.keys.cursors().open(&place(cx, list), &sealed).map_err(|_| refuse())?;
    String::from_utf8(after).map_err(|_| refuse())
}

fn place(cx: &Cx<'_>, list: &str) -> String {
    format!("cursor|{}|{list}", cx.actor.partner)
}

/// Cuts the extra row that tells whether there is a next page, and seals where it begins.
pub(crate) fn cut<T>(cx: &Cx<'_>, list: &str, rows: &mut Vec<T>, size: usize, id: impl Fn(&T) -> &str) -> DbResult<Option<String>> {
    let more = rows.len() > size;
    rows.truncate(size);
    match rows.last() {
        Some(last) if more => Ok(Some(seal(cx, list, id(last))?)),
        _ => Ok(None),
    }
}
