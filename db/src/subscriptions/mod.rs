//! Subscriptions: the addresses at which a partner is told what happens.

mod deliveries;
mod lanes;
mod pace;
mod signing;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use diesel::{delete, insert_into, prelude::*, update};
use estafette_contract::{
    CodeList, Created, DeliveryStatus, EventType, HttpsAddress, NewSubscription, ProblemKind, SubscriptionList, SubscriptionMade,
    SubscriptionMoved, SubscriptionStatus, SubscriptionView, scope::SubscriptionsManage,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use deliveries::{list as list_deliveries, replay};
pub use lanes::{Lane, Tried};
pub use signing::DeliverySigner;

use crate::{
    DbError, DbResult, Fault, Store, events,
    schema::{deliveries as rows_of_deliveries, subscriptions},
    store::{Cx, Tx, lock_partner, new_id},
    stored,
};

/// How many addresses a partner may give.
const MOST: i64 = 10;

/// How long the keys before a rotation sign along.
const SIGNS_ALONG: TimeDelta = TimeDelta::hours(24);

/// A subscription's row.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = subscriptions)]
struct Row {
    id: String,
    address: String,
    kinds: String,
    status: String,
    stopped_for: Option<String>,
    generation: i64,
    rotated_at: Option<NaiveDateTime>,
    delivered_at: Option<NaiveDateTime>,
    created_at: NaiveDateTime,
}

/// What is remembered of keys that were made, to tell them again to who asked for them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Made {
    id: Uuid,
    generation: i64,
}

impl Store {
    /// The keys themselves.
    ///
    /// # Errors
    /// A fault on our side.
    pub fn subscription_made(&self, made: &Made) -> DbResult<SubscriptionMade> {
        let signer = DeliverySigner::of(self.keys(), &made.id.to_string(), [made.generation])?;
        Ok(SubscriptionMade { id: made.id, secret: signer.secret(), public_key: signer.public()?.concat() })
    }
}

/// Gives an address at which this partner is told what happens from now on.
///
/// # Errors
/// When it has as many as it may.
pub fn make(tx: &mut Tx<'_, SubscriptionsManage>, new: &NewSubscription) -> DbResult<Made> {
    let cx = &mut tx.cx;
    lock_partner(cx.conn, &cx.actor.partner.to_string())?;
    let there: i64 = subscriptions::table.filter(subscriptions::partner_id.eq(cx.partner())).count().get_result(cx.conn)?;
    if there >= MOST {
        return Err(DbError::refused(ProblemKind::Conflict, "There are ten addresses already; take one away first."));
    }
    let id = new_id();
    let kinds: Vec<&str> = new.types.iter().map(|kind| kind.code()).collect();
    let row = (
        subscriptions::id.eq(id.to_string()),
        subscriptions::partner_id.eq(cx.partner()),
        subscriptions::address.eq(new.address.as_str()),
        subscriptions::kinds.eq(kinds.join(" ")),
        subscriptions::status.eq(SubscriptionStatus::Active.code()),
        subscriptions::generation.eq(1),
        subscriptions::failures.eq(0),
        subscriptions::rests_until.eq(cx.at()),
        subscriptions::lane_until.eq(cx.at()),
        subscriptions::created_at.eq(cx.at()),
    );
    insert_into(subscriptions::table).values(row).execute(cx.conn)?;
    cx.notes.object = Some(id);
    Ok(Made { id, generation: 1 })
}

/// The subscriptions of this partner.
///
/// # Errors
/// A fault on our side.
pub fn list(tx: &mut Tx<'_, SubscriptionsManage>) -> DbResult<SubscriptionList> {
    let cx = &mut tx.cx;
    let own = subscriptions::table.filter(subscriptions::partner_id.eq(cx.partner())).order(subscriptions::id);
    let rows: Vec<Row> = own.select(Row::as_select()).load(cx.conn)?;
    Ok(SubscriptionList { items: rows.iter().map(|row| view(cx, row)).collect::<DbResult<_>>()? })
}

/// One subscription of this partner.
///
/// # Errors
/// When it has none by this id.
pub fn find(tx: &mut Tx<'_, SubscriptionsManage>, id: Uuid) -> DbResult<SubscriptionView> {
    let row = own(&mut tx.cx, id)?;
    view(&mut tx.cx, &row)
}

/// Takes a subscription away, with what waits for it.
///
/// # Errors
/// When this partner has none by this id.
pub fn end(tx: &mut Tx<'_, SubscriptionsManage>, id: Uuid) -> DbResult<()> {
    let row = own(&mut tx.cx, id)?;
    delete(rows_of_deliveries::table.filter(rows_of_deliveries::subscription_id.eq(&row.id))).execute(tx.cx.conn)?;
    delete(subscriptions::table.find(&row.id)).execute(tx.cx.conn)?;
    Ok(())
}

/// Makes the next keys; those before them sign along for a day.
///
/// # Errors
/// When this partner has none by this id, or its keys before the last ones still sign along.
pub fn rotate(tx: &mut Tx<'_, SubscriptionsManage>, id: Uuid) -> DbResult<Made> {
    let cx = &mut tx.cx;
    let row = own(cx, id)?;
    if signs_along_until(&row, cx.now).is_some() {
        let detail = "The keys were rotated less than a day ago, and those before them still sign along. Rotate again after that.";
        return Err(DbError::refused(ProblemKind::Conflict, detail));
    }
    let generation = row.generation + 1;
    let unchanged = subscriptions::table.find(&row.id).filter(subscriptions::generation.eq(row.generation));
    let next = (subscriptions::generation.eq(generation), subscriptions::rotated_at.eq(cx.at()));
    if update(unchanged).set(next).execute(cx.conn)? != 1 {
        return Err(DbError::refused(ProblemKind::Conflict, "Somebody else rotated these keys at the same moment."));
    }
    Ok(Made { id, generation })
}

/// Sends an event that says nothing but that it is a test.
///
/// # Errors
/// When this partner has none by this id.
pub fn test(tx: &mut Tx<'_, SubscriptionsManage>, id: Uuid) -> DbResult<Created> {
    let row = own(&mut tx.cx, id)?;
    Ok(Created { id: events::tested(&mut tx.cx, &row.id)? })
}

/// Goes on with a subscription that was stopped, or that rests: what waits is delivered in the order in which it happened.
///
/// # Errors
/// When this partner has none by this id.
pub fn resume(tx: &mut Tx<'_, SubscriptionsManage>, id: Uuid) -> DbResult<SubscriptionMoved> {
    let cx = &mut tx.cx;
    let row = own(cx, id)?;
    let active = (
        subscriptions::status.eq(SubscriptionStatus::Active.code()),
        subscriptions::stopped_for.eq(None::<String>),
        subscriptions::failures.eq(0),
        subscriptions::rests_until.eq(cx.at()),
    );
    update(subscriptions::table.find(&row.id)).set(active).execute(cx.conn)?;
    deliveries::begin_anew(cx, &row.id)?;
    Ok(SubscriptionMoved { id, status: SubscriptionStatus::Active })
}

/// The subscription with this id, if it is this partner's.
fn own(cx: &mut Cx<'_>, id: Uuid) -> DbResult<Row> {
    let found = subscriptions::table.find(id.to_string()).filter(subscriptions::partner_id.eq(cx.partner()));
    found.select(Row::as_select()).first(cx.conn).optional()?.ok_or_else(DbError::not_found)
}

fn view(cx: &mut Cx<'_>, row: &Row) -> DbResult<SubscriptionView> {
    let waits = rows_of_deliveries::table
        .filter(rows_of_deliveries::subscription_id.eq(&row.id))
        .filter(rows_of_deliveries::status.eq(DeliveryStatus::Waiting.code()));
    let waiting: i64 = waits.count().get_result(cx.conn)?;
    let signer = DeliverySigner::of(&cx.house.keys, &row.id, generations(row.generation, row.rotated_at, cx.now))?;
    Ok(SubscriptionView {
        id: stored::id(&row.id)?,
        address: HttpsAddress::new(row.address.as_str()).map_err(|_| Fault::Stored("an address"))?,
        types: row.kinds.split(' ').filter(|kind| !kind.is_empty()).filter_map(EventType::from_code).collect(),
        status: stored::code(&row.status)?,
        stopped_for: row.stopped_for.as_deref().map(stored::code).transpose()?,
        public_keys: signer.public()?,
        signs_along_until_at: signs_along_until(row, cx.now),
        waiting: waiting.unsigned_abs(),
        delivered_at: row.delivered_at.map(stored::instant),
        created_at: stored::instant(row.created_at),
    })
}

fn signs_along_until(row: &Row, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    row.rotated_at.map(|at| stored::instant(at) + SIGNS_ALONG).filter(|until| *until > now)
}

/// The generations whose keys sign now.
fn generations(newest: i64, rotated_at: Option<NaiveDateTime>, now: DateTime<Utc>) -> Vec<i64> {
    let along = rotated_at.is_some_and(|at| stored::instant(at) + SIGNS_ALONG > now);
    if along { vec![newest, newest - 1] } else { vec![newest] }
}
