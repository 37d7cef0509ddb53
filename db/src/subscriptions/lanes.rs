//! Lanes: one process at a time delivers to a subscription, and no subscription waits for another.
//!
//! What concerns one handover is delivered in order: nothing passes what still waits before it.

use std::collections::HashMap;

use chrono::{NaiveDateTime, TimeDelta};
use diesel::{dsl::exists, prelude::*, update};
use estafette_contract::{
    Act, CodeList, DeliveryFault, DeliveryStatus, Event, ObjectKind, ProblemKind, Scope, StopReason, SubscriptionStatus, scope,
};
use uuid::Uuid;

use super::{DeliverySigner, generations, pace};
use crate::{
    Action, DbError, DbResult, Store, Viewer, events as telling,
    schema::{deliveries, events, partners, subscriptions},
    store::{Conn, Cx, new_id},
    stored,
};

/// How long a lane is held without a sign of life.
const HELD: TimeDelta = TimeDelta::seconds(60);

/// How many deliveries are looked at in a round.
const ROUND: i64 = 100;

/// From how many failures in a row on a success means that the address is back.
const AWAY: i64 = 3;

/// The right to deliver to one subscription.
#[derive(Debug, Clone)]
pub struct Lane {
    /// The subscription.
    pub subscription: Uuid,
    /// Its address.
    pub address: String,
    /// What deliveries are signed with.
    pub signer: DeliverySigner,
    token: String,
}

/// What came of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tried {
    /// Why it came to nothing, unless it arrived.
    pub fault: Option<DeliveryFault>,
    /// The status that was answered.
    pub status: Option<u16>,
}

/// A delivery that waits.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = deliveries)]
struct Waiting {
    event_id: String,
    handover_id: Option<String>,
    tries: i64,
    next_at: NaiveDateTime,
}

impl Store {
    /// Takes the lane of every subscription for which something is due and which nobody delivers to now.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn due_lanes(&self) -> DbResult<Vec<Lane>> {
        let now = self.clock().now();
        let due = self.peek(move |conn| due(conn, now.naive_utc())).await?;
        let mut lanes = Vec::with_capacity(due.len());
        for (id, address, generation, rotated_at) in due {
            let token = new_id().to_string();
            let (subscription, taken) = (id.clone(), token.clone());
            if self.keep(move |conn| take(conn, &subscription, &taken, now.naive_utc())).await? {
                let signer = DeliverySigner::of(self.keys(), &id, generations(generation, rotated_at, now))?;
                lanes.push(Lane { subscription: stored::id(&id)?, address, signer, token });
            }
        }
        Ok(lanes)
    }

    /// What is due on a lane: of each handover in the order in which it happened; `source` is the address of this service.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn next_deliveries(&self, lane: &Lane, source: &str) -> DbResult<Vec<Event>> {
        let (subscription, source, now) = (lane.subscription.to_string(), source.to_owned(), self.clock().now());
        self.keep(move |conn| next(conn, &subscription, &source, now.naive_utc())).await
    }

    /// Records what came of a try; says whether the lane is still this process's.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn record_try(&self, lane: &Lane, event: Uuid, tried: Tried) -> DbResult<bool> {
        let action = Action::on(Act::EventDeliver, ObjectKind::Subscription, lane.subscription);
        let lane = lane.clone();
        match self.write(Viewer::house(), action, move |tx| record(&mut tx.cx, &lane, &event.to_string(), tried)).await {
            Ok(()) => Ok(true),
            Err(DbError::Refused(_)) => Ok(false),
            Err(fault) => Err(fault),
        }
    }

    /// Lets a lane go.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn leave_lane(&self, lane: Lane) -> DbResult<()> {
        let now = self.clock().now().naive_utc();
        let left = (subscriptions::lane.eq(None::<String>), subscriptions::lane_until.eq(now));
        self.keep(move |conn| {
            let own = subscriptions::table.find(lane.subscription.to_string()).filter(subscriptions::lane.eq(lane.token));
            update(own).set(left).execute(conn)?;
            Ok(())
        })
        .await
    }
}

/// The id, the address and the keys of a subscription.
type Found = (String, String, i64, Option<NaiveDateTime>);

fn due(conn: &mut Conn, now: NaiveDateTime) -> DbResult<Vec<Found>> {
    use subscriptions as s;
    let waits = deliveries::table
        .filter(deliveries::subscription_id.eq(s::id))
        .filter(deliveries::status.eq(DeliveryStatus::Waiting.code()))
        .filter(deliveries::next_at.le(now));
    let rows: Vec<(Found, String)> = s::table
        .inner_join(partners::table.on(partners::id.eq(s::partner_id)))
        .filter(partners::active.eq(true))
        .filter(s::status.eq(SubscriptionStatus::Active.code()))
        .filter(s::rests_until.le(now))
        .filter(s::lane_until.le(now))
        .filter(exists(waits))
        .select(((s::id, s::address, s::generation, s::rotated_at), partners::scopes))
        .load(conn)?;
    // Whoever may not read where handovers stand is not told either.
    let may = |scopes: &str| scope::carries(scopes, scope::HandoversRead::NAME);
    Ok(rows.into_iter().filter(|(_, scopes)| may(scopes)).map(|(found, _)| found).collect())
}

fn take(conn: &mut Conn, id: &str, token: &str, now: NaiveDateTime) -> DbResult<bool> {
    let free = subscriptions::table.find(id).filter(subscriptions::lane_until.le(now));
    let taken = (subscriptions::lane.eq(token), subscriptions::lane_until.eq(now + HELD));
    Ok(update(free).set(taken).execute(conn)? == 1)
}

fn next(conn: &mut Conn, subscription: &str, source: &str, now: NaiveDateTime) -> DbResult<Vec<Event>> {
    let rows: Vec<(Waiting, telling::Row)> = deliveries::table
        .inner_join(events::table.on(events::id.eq(deliveries::event_id)))
        .filter(deliveries::subscription_id.eq(subscription))
        .filter(deliveries::status.eq(DeliveryStatus::Waiting.code()))
        .order(deliveries::position)
        .limit(ROUND)
        .select((Waiting::as_select(), telling::Row::as_select()))
        .load(conn)?;
    // What waits first of each handover: when it is due, and how often it was tried.
    let mut heads: HashMap<&str, (NaiveDateTime, i64)> = HashMap::new();
    let mut due = Vec::new();
    for (waiting, row) in &rows {
        let of = waiting.handover_id.as_deref().unwrap_or(&waiting.event_id);
        let (until, tries) = *heads.entry(of).or_insert((waiting.next_at, waiting.tries));
        if until <= now {
            due.push((tries, telling::view(row, source)?));
        } else if waiting.next_at < until {
            push(conn, subscription, of, until)?;
        }
    }
    // What never failed goes first, so that what does fail again and again holds up its own handover only.
    due.sort_by_key(|(tries, _)| *tries);
    Ok(due.into_iter().map(|(_, event)| event).collect())
}

/// Makes what waits of a handover wait for what is before it.
fn push(conn: &mut Conn, subscription: &str, handover: &str, until: NaiveDateTime) -> QueryResult<()> {
    let behind = deliveries::table
        .filter(deliveries::subscription_id.eq(subscription))
        .filter(deliveries::status.eq(DeliveryStatus::Waiting.code()))
        .filter(deliveries::handover_id.eq(handover))
        .filter(deliveries::next_at.lt(until));
    update(behind).set(deliveries::next_at.eq(until)).execute(conn).map(drop)
}

fn record(cx: &mut Cx<'_>, lane: &Lane, event: &str, tried: Tried) -> DbResult<()> {
    let own = subscriptions::table.find(lane.subscription.to_string()).filter(subscriptions::lane.eq(&lane.token));
    if update(own).set(subscriptions::lane_until.eq(cx.at() + HELD)).execute(cx.conn)? != 1 {
        return Err(DbError::refused(ProblemKind::Conflict, "Another process delivers to this subscription now."));
    }
    cx.notes.reason = tried.fault.map(|fault| fault.code().to_owned());
    match tried.fault {
        None => arrived(cx, lane, event, tried),
        Some(DeliveryFault::Gone) => {
            note(cx, lane, event, tried)?;
            stop(cx, lane, StopReason::Gone)
        }
        Some(_) => failed(cx, lane, event, tried),
    }
}

fn arrived(cx: &mut Cx<'_>, lane: &Lane, event: &str, tried: Tried) -> DbResult<()> {
    use subscriptions as s;
    note(cx, lane, event, tried)?;
    let id = lane.subscription.to_string();
    let done = (deliveries::status.eq(DeliveryStatus::Delivered.code()), deliveries::delivered_at.eq(cx.at()));
    update(deliveries::table.find((&id, event))).set(done).execute(cx.conn)?;
    let failures: i64 = s::table.find(&id).select(s::failures).first(cx.conn)?;
    let well = (s::failures.eq(0), s::rests_until.eq(cx.at()), s::delivered_at.eq(cx.at()));
    update(s::table.find(&id)).set(well).execute(cx.conn)?;
    if failures >= AWAY {
        super::deliveries::begin_anew(cx, &id)?;
    }
    Ok(())
}

/// Tries again later, gives this one up while others arrive, or stops if nothing arrived since it was first tried.
fn failed(cx: &mut Cx<'_>, lane: &Lane, event: &str, tried: Tried) -> DbResult<()> {
    use subscriptions as s;
    let id = lane.subscription.to_string();
    let (tries, first) = note(cx, lane, event, tried)?;
    let (failures, delivered_at): (i64, Option<NaiveDateTime>) =
        s::table.find(&id).select((s::failures, s::delivered_at)).first(cx.conn)?;
    let rest = (s::failures.eq(failures + 1), s::rests_until.eq(cx.at() + pace::pause(failures + 1)));
    update(s::table.find(&id)).set(rest).execute(cx.conn)?;
    let one = deliveries::table.find((&id, event));
    match (pace::is_exhausted(tries, cx.at() - first), delivered_at.is_some_and(|at| at >= first)) {
        (true, true) => {
            update(one).set(deliveries::status.eq(DeliveryStatus::GivenUp.code())).execute(cx.conn)?;
        }
        (true, false) => stop(cx, lane, StopReason::Unreachable)?,
        (false, _) => {
            let next = cx.at() + pace::pause(tries);
            update(one).set(deliveries::next_at.eq(next)).execute(cx.conn)?;
            let handover: Option<String> = one.select(deliveries::handover_id).first(cx.conn)?;
            handover.map_or(Ok(()), |handover| push(cx.conn, &id, &handover, next))?;
        }
    }
    Ok(())
}

/// Notes a try with the delivery; answers how many there were, and when the first was.
fn note(cx: &mut Cx<'_>, lane: &Lane, event: &str, tried: Tried) -> DbResult<(i64, NaiveDateTime)> {
    use deliveries as d;
    let one = d::table.find((lane.subscription.to_string(), event));
    let before: Option<(i64, Option<NaiveDateTime>)> = one.clone().select((d::tries, d::first_tried_at)).first(cx.conn).optional()?;
    let Some((tries, first)) = before else { return Err(DbError::not_found()) };
    let first = first.unwrap_or_else(|| cx.at());
    let noted = (
        d::tries.eq(tries + 1),
        d::first_tried_at.eq(first),
        d::tried_at.eq(cx.at()),
        d::fault.eq(tried.fault.map(CodeList::code)),
        d::answered_with.eq(tried.status.map(i64::from)),
    );
    update(one).set(noted).execute(cx.conn)?;
    Ok((tries + 1, first))
}

fn stop(cx: &mut Cx<'_>, lane: &Lane, reason: StopReason) -> DbResult<()> {
    let stopped = (subscriptions::status.eq(SubscriptionStatus::Stopped.code()), subscriptions::stopped_for.eq(reason.code()));
    update(subscriptions::table.find(lane.subscription.to_string())).set(stopped).execute(cx.conn)?;
    Ok(())
}
