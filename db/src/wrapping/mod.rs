//! Wrapping keys in use: which one new data keys are under, and the change from one to the next.

mod check;
mod round;

use chrono::NaiveDateTime;
use diesel::{insert_into, prelude::*, update};
use estafette_contract::{Created, ProblemKind, WrappingRotationList, WrappingRotationStatus, WrappingRotationView, scope::KeysManage};
use uuid::Uuid;

pub(crate) use check::{NAME, check};

use crate::{
    DbError, DbResult, Fault,
    schema::{house, learners, wrapping_keys, wrapping_rotations},
    store::{Conn, Cx, Tx, lock_house, new_id, wrapping_key},
    stored,
};
use check::probe;

/// The change from one wrapping key to the next, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = wrapping_rotations)]
struct Rotation {
    id: String,
    from_key: i64,
    to_key: i64,
    total: i64,
    rewrapped: i64,
    begun_at: NaiveDateTime,
    rewrapped_at: Option<NaiveDateTime>,
    finished_at: Option<NaiveDateTime>,
}

/// The number of the wrapping key that new data keys are under; it stays so until the transaction ends.
pub(crate) fn current(cx: &mut Cx<'_>) -> DbResult<i64> {
    Ok(wrapping_key(cx.conn)?.parse().map_err(|_| Fault::Stored("the number of a wrapping key"))?)
}

/// How many data keys are under a wrapping key.
fn under(conn: &mut Conn, number: i64) -> DbResult<i64> {
    let there = learners::table.filter(learners::wrapped_under.eq(number)).filter(learners::data_key.is_not_null());
    Ok(there.count().get_result(conn)?)
}

/// Makes a new wrapping key; new data keys are under it from now on, and the others follow by themselves.
///
/// # Errors
/// Refused while another change runs.
pub fn begin(tx: &mut Tx<'_, KeysManage>) -> DbResult<Created> {
    let cx = &mut tx.cx;
    lock_house(cx.conn)?;
    if running(cx.conn)?.is_some() {
        let detail = "The change to the newest wrapping key is not finished; see where it stands, and begin again after it.";
        return Err(DbError::refused(ProblemKind::Conflict, detail));
    }
    let from = newest(cx.conn)?;
    let to = from + 1;
    cx.house.keys.wrapping().make(to).map_err(Fault::from)?;
    add(cx.conn, cx.house.keys.wrapping(), to, cx.now.naive_utc())?;
    // Waits for whoever is wrapping a data key under the old one right now.
    update(house::table.find(NAME)).set(house::value.eq(to.to_string())).execute(cx.conn)?;
    let id = new_id();
    let row = (
        wrapping_rotations::id.eq(id.to_string()),
        wrapping_rotations::from_key.eq(from),
        wrapping_rotations::to_key.eq(to),
        wrapping_rotations::total.eq(under(cx.conn, from)?),
        wrapping_rotations::rewrapped.eq(0),
        wrapping_rotations::begun_at.eq(cx.at()),
    );
    insert_into(wrapping_rotations::table).values(row).execute(cx.conn)?;
    cx.notes.object = Some(id);
    Ok(Created { id })
}

/// Every change of the wrapping key, the newest first.
///
/// # Errors
/// A fault on our side.
pub fn list(tx: &mut Tx<'_, KeysManage>) -> DbResult<WrappingRotationList> {
    let rows: Vec<Rotation> =
        wrapping_rotations::table.order(wrapping_rotations::id.desc()).select(Rotation::as_select()).load(tx.cx.conn)?;
    Ok(WrappingRotationList { items: rows.iter().map(view).collect::<DbResult<_>>()? })
}

/// One change of the wrapping key, and how far it is.
///
/// # Errors
/// Not found, when there is no such change.
pub fn find(tx: &mut Tx<'_, KeysManage>, id: Uuid) -> DbResult<WrappingRotationView> {
    let one = wrapping_rotations::table.find(id.to_string()).select(Rotation::as_select());
    view(&one.first(tx.cx.conn).optional()?.ok_or_else(DbError::not_found)?)
}

fn running(conn: &mut Conn) -> DbResult<Option<Rotation>> {
    let running = wrapping_rotations::table.filter(wrapping_rotations::finished_at.is_null());
    Ok(running.select(Rotation::as_select()).first(conn).optional()?)
}

fn newest(conn: &mut Conn) -> DbResult<i64> {
    let newest: Option<i64> = wrapping_keys::table.select(diesel::dsl::max(wrapping_keys::number)).first(conn)?;
    Ok(newest.ok_or(Fault::Stored("wrapping keys"))?)
}

fn add(conn: &mut Conn, keys: &dyn crate::WrappingKeys, number: i64, at: NaiveDateTime) -> DbResult<()> {
    let row = (
        wrapping_keys::number.eq(number),
        wrapping_keys::probe.eq(probe(keys, number).map_err(Fault::from)?),
        wrapping_keys::made_at.eq(at),
    );
    insert_into(wrapping_keys::table).values(row).execute(conn)?;
    Ok(())
}

fn view(row: &Rotation) -> DbResult<WrappingRotationView> {
    let status = match (row.rewrapped_at, row.finished_at) {
        (_, Some(_)) => WrappingRotationStatus::Finished,
        (Some(_), None) => WrappingRotationStatus::Waiting,
        (None, None) => WrappingRotationStatus::Rewrapping,
    };
    Ok(WrappingRotationView {
        id: stored::id(&row.id)?,
        status,
        from_key: row.from_key,
        to_key: row.to_key,
        total: row.total,
        rewrapped: row.rewrapped,
        begun_at: stored::instant(row.begun_at),
        rewrapped_at: row.rewrapped_at.map(stored::instant),
        finished_at: row.finished_at.map(stored::instant),
    })
}
