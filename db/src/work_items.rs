//! The work list: what waits for a partner or one of its professionals, most urgent first.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use diesel::prelude::*;
use estafette_contract::{PartnerView, Party, WatchRow, WorkItem, WorkItemPage, scope::HandoversRead};

use crate::{
    DbResult, Fault, PageRequest, cursor, dutch_day,
    handovers::demand_professional,
    partners,
    schema::{handover_terms, handovers, work_items},
    store::{Cx, Tx},
    stored,
};

/// An item with what it takes to tell it.
#[derive(Debug, Queryable)]
struct Row {
    place: String,
    party: String,
    term: String,
    stage: String,
    due_at: NaiveDateTime,
    handover_id: String,
    transition: String,
    status: String,
    urgency: String,
    sender_partner_id: String,
    sender_desk: Option<String>,
    receiver_partner_id: String,
    receiver_desk: Option<String>,
}

/// What waits for this partner, or for the acting professional alone.
///
/// # Errors
/// When the page asked for cannot be, or no professional acts.
pub fn list(tx: &mut Tx<'_, HandoversRead>, mine: bool, page: &PageRequest) -> DbResult<WorkItemPage> {
    let cx = &mut tx.cx;
    if mine {
        demand_professional(cx)?;
    }
    let whose = cx.actor.professional.as_ref().map(|person| person.pseudonym.clone()).filter(|_| mine);
    let list = format!("work-items|{}", whose.as_deref().unwrap_or_default());
    let (size, after) = (page.size()?, page.after(cx, &list)?);
    let mut rows = rows(cx, whose, after, size)?;
    let next_cursor = cursor::cut(cx, &list, &mut rows, size, |row| &row.place)?;
    let ids: Vec<&str> = rows.iter().flat_map(|row| [row.sender_partner_id.as_str(), row.receiver_partner_id.as_str()]).collect();
    let known = partners::views(cx, &ids)?;
    Ok(WorkItemPage { items: rows.into_iter().map(|row| item(row, &known)).collect::<DbResult<_>>()?, next_cursor })
}

fn rows(cx: &mut Cx<'_>, whose: Option<String>, after: Option<String>, size: usize) -> DbResult<Vec<Row>> {
    let of_item = handover_terms::handover_id.eq(work_items::handover_id).and(handover_terms::term.eq(work_items::term));
    let mut query = work_items::table
        .inner_join(handover_terms::table.on(of_item))
        .inner_join(handovers::table.on(handovers::id.eq(work_items::handover_id)))
        .filter(work_items::partner_id.eq(cx.partner()))
        .order(work_items::place)
        .limit(size as i64 + 1)
        .select((
            work_items::place,
            work_items::party,
            work_items::term,
            handover_terms::stage,
            handover_terms::due_at,
            handovers::id,
            handovers::transition,
            handovers::status,
            handovers::urgency,
            handovers::sender_partner_id,
            handovers::sender_desk,
            handovers::receiver_partner_id,
            handovers::receiver_desk,
        ))
        .into_boxed();
    if let Some(whose) = whose {
        query = query.filter(work_items::professional.eq(whose));
    }
    if let Some(after) = after {
        query = query.filter(work_items::place.gt(after));
    }
    Ok(query.load(cx.conn)?)
}

fn item(row: Row, known: &[PartnerView]) -> DbResult<WorkItem> {
    let partner = |id: &str| known.iter().find(|partner| partner.id.to_string() == id).cloned().ok_or(Fault::Stored("a partner"));
    let (term, stage, due_at) = (stored::code(&row.term)?, stored::code(&row.stage)?, stored::instant(row.due_at));
    let watch = WatchRow::of(term).ok_or(Fault::Stored("a term"))?;
    let party: Party = stored::code(&row.party)?;
    Ok(WorkItem {
        handover_id: stored::id(&row.handover_id)?,
        term,
        stage,
        reason: watch.sentence(stage, last_day(due_at)),
        due_at,
        party,
        desk: match party {
            Party::Sender => row.sender_desk,
            Party::Receiver => row.receiver_desk,
            _ => None,
        },
        transition: stored::code(&row.transition)?,
        status: stored::code(&row.status)?,
        urgency: stored::code(&row.urgency)?,
        sender: partner(&row.sender_partner_id)?,
        receiver: partner(&row.receiver_partner_id)?,
    })
}

/// The last day on which something that is due then is in time.
fn last_day(due_at: DateTime<Utc>) -> NaiveDate {
    dutch_day(due_at - TimeDelta::seconds(1))
}
