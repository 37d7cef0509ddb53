//! The house's part of a change: it re-wraps data keys a few at a time while all is served, then destroys the old wrapping key.
//!
//! What was re-wrapped stands in the rows, so whoever takes over from a process that stopped goes on where it was.

use chrono::{TimeDelta, Utc};
use diesel::{prelude::*, update};
use estafette_contract::{Act, ObjectKind};

use super::{Rotation, running, under};
use crate::{
    Action, DbError, DbResult, Fault, Keyring, Store, Viewer,
    schema::{learners, wrapping_keys, wrapping_rotations},
    store::{Conn, Cx, Lease, Rewrapped, put_data_keys},
    stored,
};

/// How many data keys go over in one transaction; so few that nobody notices the wait for it.
const BATCH: i64 = 250;

const LEASE: &str = "wrapping";
/// Prolonged with every batch; short, so that another process soon goes on where one was killed.
const LASTS: TimeDelta = TimeDelta::seconds(15);

/// How long the old wrapping key stays when nothing is under it any more: longer than any call that read a row before takes to open it.
const GRACE: TimeDelta = TimeDelta::seconds(60);

impl Store {
    /// Goes on with the change of the wrapping key, if one runs and no other process does; answers how many data keys went over.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn rewrap(&self) -> DbResult<usize> {
        let Some(rotation) = self.running_rotation().await? else { return Ok(0) };
        if let Some(rewrapped_at) = rotation.rewrapped_at.map(stored::instant) {
            if self.clock().now() >= rewrapped_at + GRACE && self.held_back().is_none() {
                self.finish(rotation).await?;
            }
            return Ok(0);
        }
        match self.pass_over(&rotation).await {
            Err(DbError::Fault(Fault::LeaseLost)) => Ok(0),
            done => done,
        }
    }

    /// The change that runs; lets go of the wrapping keys that are destroyed.
    async fn running_rotation(&self) -> DbResult<Option<Rotation>> {
        let keys = self.keys().clone();
        self.peek(move |conn| {
            let left = wrapping_keys::table.filter(wrapping_keys::destroyed_at.is_null()).select(wrapping_keys::number);
            keys.wrapping().keep_only(&left.load(conn)?);
            running(conn)
        })
        .await
    }

    /// Once over all that is under the old wrapping key; what somebody holds meanwhile is left for the next time.
    async fn pass_over(&self, rotation: &Rotation) -> DbResult<usize> {
        let (mut done, mut after) = (0, String::new());
        while let Some(lease) = self.lease(LEASE, LASTS).await? {
            let (rewrapped, last) = self.rewrapped(rotation, after).await?;
            match last {
                Some(last) => after = last,
                None => return self.close_if_empty(lease, rotation).await.map(|()| done),
            }
            done += self.put(lease, rotation, rewrapped).await?;
        }
        Ok(done)
    }

    /// The next data keys, wrapped anew, and the id of the last that was looked at.
    async fn rewrapped(&self, rotation: &Rotation, after: String) -> DbResult<(Vec<Rewrapped>, Option<String>)> {
        let (keys, from, to) = (self.keys().clone(), rotation.from_key, rotation.to_key);
        self.peek(move |conn| {
            let rows = next(conn, from, &after)?;
            let last = rows.last().map(|(id, _)| id.clone());
            let rewrapped = rows.into_iter().filter_map(|(id, old)| rewrap_one(&keys, (from, to), id, old));
            Ok((rewrapped.collect(), last))
        })
        .await
    }

    async fn put(&self, lease: Lease, rotation: &Rotation, rewrapped: Vec<Rewrapped>) -> DbResult<usize> {
        let (rotation, now) = (rotation.clone(), self.clock().now());
        self.keep(move |conn| {
            lease.hold(conn, now)?;
            let put = put_data_keys(conn, (rotation.from_key, rotation.to_key), &rewrapped)?;
            let counted = wrapping_rotations::rewrapped.eq(wrapping_rotations::rewrapped + i64::try_from(put).unwrap_or_default());
            update(wrapping_rotations::table.find(&rotation.id)).set(counted).execute(conn)?;
            Ok(put)
        })
        .await
    }

    async fn close_if_empty(&self, lease: Lease, rotation: &Rotation) -> DbResult<()> {
        let (rotation, now) = (rotation.clone(), self.clock().now());
        self.keep(move |conn| {
            lease.hold(conn, now)?;
            let left = under(conn, rotation.from_key)?;
            if left == 0 {
                return set_rewrapped(conn, &rotation, Some(now));
            }
            tracing::warn!(left, from = rotation.from_key, "data keys are still under the old wrapping key; they are tried again");
            Ok(())
        })
        .await
    }

    /// Destroys the old wrapping key, and leaves the entry that says so.
    async fn finish(&self, rotation: Rotation) -> DbResult<()> {
        let Some(lease) = self.lease(LEASE, LASTS).await? else { return Ok(()) };
        let action = Action::on(Act::WrappingFinish, ObjectKind::WrappingRotation, stored::id(&rotation.id)?);
        self.write(Viewer::house(), action, move |tx| {
            lease.hold(tx.cx.conn, tx.cx.now)?;
            destroy_old(&mut tx.cx, &rotation)
        })
        .await
    }
}

/// The next data keys under a wrapping key.
fn next(conn: &mut Conn, from: i64, after: &str) -> DbResult<Vec<(String, Vec<u8>)>> {
    let rows: Vec<(String, Option<Vec<u8>>)> = learners::table
        .filter(learners::wrapped_under.eq(from))
        .filter(learners::data_key.is_not_null())
        .filter(learners::id.gt(after))
        .order(learners::id)
        .limit(BATCH)
        .select((learners::id, learners::data_key))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(id, key)| Some((id, key?))).collect())
}

/// A data key under the new wrapping key; one that does not open holds up only the end.
fn rewrap_one(keys: &Keyring, (from, to): (i64, i64), learner: String, old: Vec<u8>) -> Option<Rewrapped> {
    let new = keys.unwrap(from, &learner, &old).and_then(|key| keys.wrap(to, &learner, &key));
    match new {
        Ok(new) => Some(Rewrapped { learner, old, new }),
        Err(fault) => {
            tracing::error!(error = &fault as &dyn std::error::Error, from, "a data key cannot be re-wrapped; it is tried again");
            None
        }
    }
}

fn set_rewrapped(conn: &mut Conn, rotation: &Rotation, at: Option<chrono::DateTime<Utc>>) -> DbResult<()> {
    let at = at.map(|at| at.naive_utc());
    update(wrapping_rotations::table.find(&rotation.id)).set(wrapping_rotations::rewrapped_at.eq(at)).execute(conn)?;
    Ok(())
}

/// Only when no data key is under it: whatever came back, from a backup say, goes over first.
fn destroy_old(cx: &mut Cx<'_>, rotation: &Rotation) -> DbResult<()> {
    if under(cx.conn, rotation.from_key)? > 0 {
        return set_rewrapped(cx.conn, rotation, None);
    }
    cx.house.keys.wrapping().destroy(rotation.from_key).map_err(Fault::from)?;
    update(wrapping_keys::table.find(rotation.from_key)).set(wrapping_keys::destroyed_at.eq(cx.at())).execute(cx.conn)?;
    update(wrapping_rotations::table.find(&rotation.id)).set(wrapping_rotations::finished_at.eq(cx.at())).execute(cx.conn)?;
    Ok(())
}
