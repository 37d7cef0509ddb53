//! Numbering: what arrived gets its position, and a delivery for each subscription it is told to.
//!
//! A position is given when the act is committed and not before it, so that nobody who reads on from a position ever misses what was
//! committed late. What concerns one handover arrives in the order in which it happened, for each act holds its learner.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::{delete, insert_into, prelude::*, update};
use estafette_contract::{CodeList, DeliveryStatus, SubscriptionStatus};

use crate::{
    DbResult, Fault, Store,
    schema::{deliveries, events, house, subscriptions},
    store::{Conn, Cx, Repeated, on_each},
};

/// What the house keeps the last position under, and the last of what was thrown away.
pub(super) const LAST: &str = "events";
pub(super) const GONE: &str = "events-gone";

/// How many are numbered at once.
const AT_ONCE: i64 = 200;

/// The lease of whoever numbers.
const LEASE: &str = "events";
const LASTS: TimeDelta = TimeDelta::seconds(30);

/// How many are thrown away at once.
const OLD_AT_ONCE: i64 = 5000;

/// How long events are kept.
const KEPT: TimeDelta = TimeDelta::days(90);

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = events)]
struct Arrived {
    arrival: i64,
    id: String,
    partner_id: String,
    kind: String,
    handover_id: Option<String>,
    subscription_id: Option<String>,
    happened_at: NaiveDateTime,
}

/// A subscription that may be told.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = subscriptions)]
struct Told {
    id: String,
    partner_id: String,
    kinds: String,
    created_at: NaiveDateTime,
}

impl Store {
    /// Numbers what arrived, unless another process does; answers how many events.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn number_events(&self) -> DbResult<usize> {
        let mut numbered = 0;
        loop {
            let any = self.peek(|conn| Ok(arrived().select(events::arrival).first::<i64>(conn).optional()?)).await?;
            if any.is_none() {
                return Ok(numbered);
            }
            let Some(lease) = self.lease(LEASE, LASTS).await? else { return Ok(numbered) };
            let now = self.clock().now();
            numbered += self
                .keep(move |conn| {
                    lease.hold(conn, now)?;
                    number(conn, now.naive_utc())
                })
                .await?;
        }
    }
}

/// What has no position yet, in the order in which it arrived.
#[diesel::dsl::auto_type(no_type_alias)]
fn arrived() -> _ {
    let none: i64 = 0;
    events::table.filter(events::position.eq(none)).order(events::arrival)
}

fn number(conn: &mut Conn, now: NaiveDateTime) -> DbResult<usize> {
    let rows: Vec<Arrived> = arrived().limit(AT_ONCE).select(Arrived::as_select()).load(conn)?;
    let active = subscriptions::table.order(subscriptions::id).select(Told::as_select());
    let told: Vec<Told> = active.load(conn)?;
    let first = kept(conn, LAST)? + 1;
    for (position, row) in (first..).zip(&rows) {
        let put = update(events::table.find(row.arrival)).set(events::position.eq(position));
        on_each!(conn, |c| Repeated(put.returning(events::arrival)).get_result::<i64>(c))?;
        for subscription in told.iter().filter(|subscription| subscription.wants(row)) {
            deliver(conn, subscription, row, position, now)?;
        }
    }
    keep(conn, LAST, first - 1 + i64::try_from(rows.len()).unwrap_or_default())?;
    Ok(rows.len())
}

impl Told {
    /// Also a subscription that was stopped: what waits is delivered once it is resumed.
    fn wants(&self, row: &Arrived) -> bool {
        let asked_for = self.kinds.is_empty() || self.kinds.split(' ').any(|kind| kind == row.kind);
        match &row.subscription_id {
            Some(tested) => *tested == self.id,
            None => self.partner_id == row.partner_id && asked_for && row.happened_at >= self.created_at,
        }
    }
}

fn deliver(conn: &mut Conn, subscription: &Told, row: &Arrived, position: i64, now: NaiveDateTime) -> QueryResult<()> {
    let delivery = (
        deliveries::subscription_id.eq(&subscription.id),
        deliveries::event_id.eq(&row.id),
        deliveries::position.eq(position),
        deliveries::handover_id.eq(&row.handover_id),
        deliveries::status.eq(DeliveryStatus::Waiting.code()),
        deliveries::tries.eq(0),
        deliveries::next_at.eq(now),
    );
    insert_into(deliveries::table).values(delivery).execute(conn).map(drop)
}

/// Throws away what is too old and waits nowhere.
pub(crate) fn forget_old(cx: &mut Cx<'_>) -> DbResult<usize> {
    use diesel::dsl::{exists, not};
    let waits = deliveries::table
        .inner_join(subscriptions::table.on(subscriptions::id.eq(deliveries::subscription_id)))
        .filter(deliveries::event_id.eq(events::id))
        .filter(deliveries::status.eq(DeliveryStatus::Waiting.code()))
        .filter(subscriptions::status.eq(SubscriptionStatus::Active.code()));
    let old = events::table.filter(events::happened_at.lt(cx.at() - KEPT)).filter(events::position.gt(0)).filter(not(exists(waits)));
    let found: Vec<(i64, i64)> =
        old.order(events::position).limit(OLD_AT_ONCE).select((events::arrival, events::position)).load(cx.conn)?;
    let Some((_, last)) = found.last().copied() else { return Ok(0) };
    let arrivals: Vec<i64> = found.into_iter().map(|(arrival, _)| arrival).collect();
    let thrown_away = on_each!(cx.conn, |c| delete(events::table.filter(events::arrival.eq_any(arrivals))).execute(c))?;
    keep(cx.conn, GONE, last)?;
    Ok(thrown_away)
}

/// A position the house keeps.
pub(super) fn kept(conn: &mut Conn, name: &str) -> DbResult<i64> {
    let value: Option<String> = house::table.find(name).select(house::value).first(conn).optional()?;
    Ok(value.and_then(|value| value.parse().ok()).ok_or(Fault::Stored("a position"))?)
}

fn keep(conn: &mut Conn, name: &str, position: i64) -> QueryResult<()> {
    update(house::table.find(name)).set(house::value.eq(position.to_string())).execute(conn).map(drop)
}
