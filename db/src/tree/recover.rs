//! Going on after an older database was restored: a new shard begins, and says which leaves of the one before are gone.

use diesel::{dsl::insert_into, prelude::*};
use estafette_contract::{Act, ObjectKind, ProblemKind, tlog::Checkpoint};

use super::{
    head::Head,
    rows::{self, Shard},
};
use crate::{
    Action, DbError, DbResult, Store, Viewer,
    keys::LogKeys,
    schema::audit_shards,
    store::{Conn, Cx},
};

/// What was signed and is not in the database any more, and the shard that goes on after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The shard that broke off.
    pub of: String,
    /// How many of its entries are there.
    pub kept: u64,
    /// How many of its entries were signed.
    pub signed: u64,
    /// The shard that begins.
    pub opens: String,
}

impl Store {
    /// What is missing, if the database is older than the log; nothing when the log goes on where it was.
    ///
    /// # Errors
    /// When something else is wrong with the log, which no new shard mends.
    pub fn gap(&self) -> DbResult<Option<Gap>> {
        Ok(missing(&mut self.own_connection()?, self.log_keys())?.map(|(gap, ..)| gap))
    }

    /// Opens the shard that goes on after what is missing, and leaves that in the log.
    ///
    /// # Errors
    /// When nothing is missing, or something else is wrong with the log.
    pub fn open_shard(&self) -> DbResult<Gap> {
        let mut conn = self.own_connection()?;
        let action = Action::all(Act::LogRecover, ObjectKind::List);
        self.write_on(&mut conn, &Viewer::house(), action, |tx| open(&mut tx.cx, self.log_keys()))
    }
}

fn open(cx: &mut Cx<'_>, keys: &LogKeys) -> DbResult<Gap> {
    let nothing = || DbError::refused(ProblemKind::Conflict, "The log goes on where it was; there is nothing to recover.");
    let (gap, mut old, lost_to) = missing(cx.conn, keys)?.ok_or_else(nothing)?;
    if rows::newest_shard(cx.conn)?.is_none() {
        old.opened_at = cx.at();
        insert_into(audit_shards::table).values(&old).execute(cx.conn)?;
    }
    let first_leaf = old.first_leaf + gap.kept.cast_signed();
    let shard = Shard {
        shard: old.shard + 1,
        origin: gap.opens.clone(),
        first_leaf,
        lost_from: Some(first_leaf),
        lost_to: Some(lost_to),
        opened_at: cx.at(),
    };
    insert_into(audit_shards::table).values(&shard).execute(cx.conn)?;
    Ok(gap)
}

/// The gap, the shard that it is in, and the leaf after the last that was signed.
fn missing(conn: &mut Conn, keys: &LogKeys) -> DbResult<Option<(Gap, Shard, i64)>> {
    let wrong =
        |why: &dyn std::fmt::Display| DbError::refused(ProblemKind::Conflict, format!("{why}. Restore a backup of the time before."));
    let Some(signed) = keys.kept().map_err(|error| wrong(&error))? else { return Ok(None) };
    let newest = rows::newest_shard(conn)?.unwrap_or_else(|| first(&signed));
    if newest.origin != signed.origin {
        return Ok(None);
    }
    let head = Head::read(conn, newest, keys)?.map_err(|inconsistent| wrong(&inconsistent))?;
    let kept = head.edge.size();
    if kept >= signed.size {
        return Ok(None);
    }
    let lost_to = head.shard.first_leaf + signed.size.cast_signed();
    let base = rows::shards(conn)?.first().map_or_else(|| signed.origin.clone(), |first| first.origin.clone());
    let opens = format!("{base}/{}", head.shard.shard + 1);
    Ok(Some((Gap { of: signed.origin, kept, signed: signed.size, opens }, head.shard, lost_to)))
}

/// The shard that the kept checkpoint is of, in a database that knows none.
fn first(signed: &Checkpoint) -> Shard {
    let opened_at = chrono::DateTime::UNIX_EPOCH.naive_utc();
    Shard { shard: 1, origin: signed.origin.clone(), first_leaf: 1, lost_from: None, lost_to: None, opened_at }
}
