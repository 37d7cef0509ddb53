//! Inbox and outbox: what stands where, without a person in it.

use diesel::prelude::*;
use estafette_contract::{Announcement, AnnouncementPage, PartnerView, scope::HandoversRead};

use super::{Handover, SeenByReceiver};
use crate::{
    DbResult, Fault, PageRequest, cursor, partners,
    schema::handovers,
    store::{Cx, Tx},
    stored,
};

/// What was sent to this partner and waits for it or runs, newest first.
///
/// # Errors
/// When the page asked for cannot be.
pub fn inbox(tx: &mut Tx<'_, HandoversRead>, page: &PageRequest) -> DbResult<AnnouncementPage> {
    const LIST: &str = "inbox";
    let cx = &mut tx.cx;
    let size = page.size()?;
    let mut query = handovers::table
        .filter(handovers::receiver_partner_id.eq(cx.partner()))
        .filter(SeenByReceiver)
        .order(handovers::id.desc())
        .limit(size as i64 + 1)
        .select(Handover::as_select())
        .into_boxed();
    if let Some(after) = page.after(cx, LIST)? {
        query = query.filter(handovers::id.lt(after));
    }
    let rows = query.load(cx.conn)?;
    announce(cx, LIST, rows, size, |row| &row.sender_partner_id)
}

/// What this partner sent or is writing, newest first.
///
/// # Errors
/// When the page asked for cannot be.
pub fn outbox(tx: &mut Tx<'_, HandoversRead>, page: &PageRequest) -> DbResult<AnnouncementPage> {
    const LIST: &str = "outbox";
    let cx = &mut tx.cx;
    let size = page.size()?;
    let mut query = handovers::table
        .filter(handovers::sender_partner_id.eq(cx.partner()))
        .order(handovers::id.desc())
        .limit(size as i64 + 1)
        .select(Handover::as_select())
        .into_boxed();
    if let Some(after) = page.after(cx, LIST)? {
        query = query.filter(handovers::id.lt(after));
    }
    let rows = query.load(cx.conn)?;
    announce(cx, LIST, rows, size, |row| &row.receiver_partner_id)
}

fn announce(
    cx: &mut Cx<'_>,
    list: &str,
    mut rows: Vec<Handover>,
    size: usize,
    other: impl Fn(&Handover) -> &String,
) -> DbResult<AnnouncementPage> {
    let next_cursor = cursor::cut(cx, list, &mut rows, size, |row| &row.id)?;
    let ids: Vec<&str> = rows.iter().map(|row| other(row).as_str()).collect();
    let known = partners::views(cx, &ids)?;
    let items = rows.iter().map(|row| line(row, other(row), &known)).collect::<DbResult<_>>()?;
    Ok(AnnouncementPage { items, next_cursor })
}

fn line(row: &Handover, other: &str, known: &[PartnerView]) -> DbResult<Announcement> {
    let partner = known.iter().find(|partner| partner.id.to_string() == other).ok_or(Fault::Stored("a partner"))?;
    Ok(Announcement {
        id: stored::id(&row.id)?,
        transition: row.transition()?,
        status: row.status()?,
        status_since_at: stored::instant(row.status_since),
        term_ends_at: row.term_ends_at.map(stored::instant),
        partner: partner.clone(),
        programme: row.programme()?,
        urgency: stored::code(&row.urgency)?,
        application_reference: row.application_reference(),
    })
}
