//! What was told to a subscription, what waits, and asking for something again.

use chrono::NaiveDateTime;
use diesel::{prelude::*, update};
use estafette_contract::{CodeList, DeliveryMoved, DeliveryPage, DeliveryStatus, DeliveryView, scope::SubscriptionsManage};
use uuid::Uuid;

use super::own;
use crate::{
    DbError, DbResult, Fault, PageRequest, cursor,
    schema::{deliveries, events},
    store::{Cx, Tx},
    stored,
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = deliveries)]
struct Row {
    event_id: String,
    position: i64,
    handover_id: Option<String>,
    status: String,
    tries: i64,
    next_at: NaiveDateTime,
    tried_at: Option<NaiveDateTime>,
    fault: Option<String>,
    answered_with: Option<i64>,
    delivered_at: Option<NaiveDateTime>,
}

/// The deliveries to a subscription of this partner, newest first.
///
/// # Errors
/// When this partner has no such subscription, or the page asked for cannot be.
pub fn list(tx: &mut Tx<'_, SubscriptionsManage>, subscription: Uuid, page: &PageRequest) -> DbResult<DeliveryPage> {
    let cx = &mut tx.cx;
    let (size, list) = (page.size()?, format!("deliveries|{subscription}"));
    let whose = own(cx, subscription)?;
    let before = match page.after(cx, &list)? {
        None => i64::MAX,
        Some(position) => position.parse().map_err(|_| Fault::Stored("a position"))?,
    };
    let mut rows: Vec<(Row, String)> = deliveries::table
        .inner_join(events::table.on(events::id.eq(deliveries::event_id)))
        .filter(deliveries::subscription_id.eq(&whose.id))
        .filter(deliveries::position.lt(before))
        .order(deliveries::position.desc())
        .limit(size as i64 + 1)
        .select((Row::as_select(), events::kind))
        .load(cx.conn)?;
    let more = rows.len() > size;
    rows.truncate(size);
    let last = rows.last().filter(|_| more);
    let next_cursor = last.map(|(row, _)| cursor::seal(cx, &list, &row.position.to_string())).transpose()?;
    Ok(DeliveryPage { items: rows.iter().map(|(row, kind)| view(row, kind)).collect::<DbResult<_>>()?, next_cursor })
}

/// Asks for a delivery again, whether or not it arrived; it keeps the id of its event, and its place among those of its handover.
///
/// # Errors
/// When this partner has no such subscription, or nothing was to be delivered by that id.
pub fn replay(tx: &mut Tx<'_, SubscriptionsManage>, subscription: Uuid, event: Uuid) -> DbResult<DeliveryMoved> {
    let cx = &mut tx.cx;
    let whose = own(cx, subscription)?;
    let one = deliveries::table.find((&whose.id, event.to_string()));
    let anew = (
        deliveries::status.eq(DeliveryStatus::Waiting.code()),
        deliveries::tries.eq(0),
        deliveries::next_at.eq(cx.at()),
        deliveries::first_tried_at.eq(None::<NaiveDateTime>),
        deliveries::delivered_at.eq(None::<NaiveDateTime>),
    );
    if update(one).set(anew).execute(cx.conn)? == 0 {
        return Err(DbError::not_found());
    }
    Ok(DeliveryMoved { event_id: event, status: DeliveryStatus::Waiting })
}

/// Makes everything that waits for a subscription due, as if it had never been tried.
pub(super) fn begin_anew(cx: &mut Cx<'_>, subscription: &str) -> DbResult<()> {
    let waiting = deliveries::table
        .filter(deliveries::subscription_id.eq(subscription))
        .filter(deliveries::status.eq(DeliveryStatus::Waiting.code()));
    let anew = (deliveries::tries.eq(0), deliveries::next_at.eq(cx.at()), deliveries::first_tried_at.eq(None::<NaiveDateTime>));
    update(waiting).set(anew).execute(cx.conn)?;
    Ok(())
}

fn view(row: &Row, kind: &str) -> DbResult<DeliveryView> {
    let status = stored::code(&row.status)?;
    Ok(DeliveryView {
        event_id: stored::id(&row.event_id)?,
        kind: stored::code(kind)?,
        handover_id: row.handover_id.as_deref().map(stored::id).transpose()?,
        status,
        tries: u32::try_from(row.tries).unwrap_or_default(),
        next_try_at: (status == DeliveryStatus::Waiting).then(|| stored::instant(row.next_at)),
        tried_at: row.tried_at.map(stored::instant),
        fault: row.fault.as_deref().map(stored::code).transpose()?,
        answered_with: row.answered_with.and_then(|status| u16::try_from(status).ok()),
        delivered_at: row.delivered_at.map(stored::instant),
    })
}
