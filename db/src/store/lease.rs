//! Leases: work of the house that one process does at a time, on PostgreSQL with any number of them.
//!
//! Whoever holds a lease shows it again in every transaction it writes in. A process that was paused past the end of its lease
//! then finds it in other hands, and writes nothing.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use diesel::{prelude::*, update};

use super::{Conn, Store, backend};
use crate::{DbResult, Fault, schema::leases};

/// A lease as this process holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lease {
    name: &'static str,
    epoch: i64,
}

impl Store {
    /// Takes a lease for this process, or prolongs it; nothing while another process holds it.
    ///
    /// # Errors
    /// A fault on our side.
    pub(crate) async fn lease(&self, name: &'static str, lasts: TimeDelta) -> DbResult<Option<Lease>> {
        let (holder, now) = (self.inner.process.clone(), self.clock().now());
        self.keep(move |conn| Ok(Lease::take(conn, name, &holder, now, lasts)?)).await
    }
}

impl Lease {
    /// Takes a lease for this holder, or prolongs it.
    pub(super) fn take(
        conn: &mut Conn,
        name: &'static str,
        holder: &str,
        now: DateTime<Utc>,
        lasts: TimeDelta,
    ) -> QueryResult<Option<Self>> {
        let expires_at = (now + lasts).naive_utc();
        let seen: Option<(String, i64, NaiveDateTime)> =
            leases::table.find(name).select((leases::holder, leases::epoch, leases::expires_at)).first(conn).optional()?;
        let Some((whose, seen, until)) = seen else { return begin(conn, name, holder, expires_at) };
        // The lock on an SQLite file says that no other process lives.
        let free = until <= now.naive_utc() || matches!(conn, Conn::Sqlite(_));
        let epoch = match (whose == holder, free) {
            (true, _) => seen,
            (false, true) => seen + 1,
            (false, false) => return Ok(None),
        };
        let unchanged = leases::table.find(name).filter(leases::epoch.eq(seen));
        let changes = (leases::holder.eq(holder), leases::epoch.eq(epoch), leases::expires_at.eq(expires_at));
        let taken = update(unchanged).set(changes).execute(conn)?;
        Ok((taken == 1).then_some(Self { name, epoch }))
    }

    /// Holds the lease until the transaction ends, so that nobody takes it meanwhile.
    ///
    /// # Errors
    /// When it has run out, or is in other hands.
    pub(crate) fn hold(&self, conn: &mut Conn, now: DateTime<Utc>) -> DbResult<()> {
        match backend::lease(conn, self.name)? {
            Some((epoch, until)) if epoch == self.epoch && until > now.naive_utc() => Ok(()),
            _ => Err(Fault::LeaseLost.into()),
        }
    }
}

/// The first lease there is by this name.
fn begin(conn: &mut Conn, name: &'static str, holder: &str, expires_at: NaiveDateTime) -> QueryResult<Option<Lease>> {
    let row = (leases::name.eq(name), leases::holder.eq(holder), leases::epoch.eq(1), leases::expires_at.eq(expires_at));
    let begun = backend::insert_unless_there!(conn, leases::table, row);
    Ok(begun.then_some(Lease { name, epoch: 1 }))
}

#[cfg(test)]
mod tests {
    use diesel::{SqliteConnection, connection::SimpleConnection};

    use super::*;

    const TABLE: &str = include_str!("../../migrations/sqlite/2026-02-04-000001_leases/up.sql");

    fn is_lost(lease: &Lease, conn: &mut Conn, now: DateTime<Utc>) -> bool {
        matches!(lease.hold(conn, now), Err(crate::DbError::Fault(Fault::LeaseLost)))
    }

    #[test]
    fn who_was_paused_past_the_end_of_a_lease_writes_nothing_more() {
        let mut conn = Conn::Sqlite(SqliteConnection::establish(":memory:").unwrap());
        conn.batch_execute(TABLE).unwrap();
        let now = crate::Clock::default().now();
        let soon = |seconds| now + TimeDelta::seconds(seconds);
        let take = |conn: &mut Conn, holder, at| Lease::take(conn, "clock", holder, at, TimeDelta::seconds(90)).unwrap().unwrap();

        let first = take(&mut conn, "one", now);
        assert!(first.hold(&mut conn, soon(89)).is_ok() && is_lost(&first, &mut conn, soon(90)));
        assert_eq!(take(&mut conn, "one", soon(60)), first, "whoever prolongs a lease keeps its epoch");
        assert!(first.hold(&mut conn, soon(100)).is_ok());

        let second = take(&mut conn, "two", soon(200));
        assert!(is_lost(&first, &mut conn, soon(201)) && second.hold(&mut conn, soon(201)).is_ok());
        let again = take(&mut conn, "one", soon(300));
        assert!(again != first && is_lost(&first, &mut conn, soon(301)), "a lease that comes back is another lease");
    }
}
