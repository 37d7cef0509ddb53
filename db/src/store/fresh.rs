//! What changes seldom and is asked all the time: held by each process for a few seconds, then looked up again.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, TimeDelta, Utc};

/// How long a process goes by what it looked up.
const LASTS: TimeDelta = TimeDelta::seconds(2);

/// A value of the database that a process may hold for [`LASTS`].
#[derive(Debug)]
pub(crate) struct Fresh<T>(RwLock<Option<(DateTime<Utc>, Arc<T>)>>);

impl<T> Default for Fresh<T> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<T> Fresh<T> {
    /// The value, looked up if it is not fresh; whoever comes meanwhile waits for that.
    pub(crate) fn get<E>(&self, now: DateTime<Utc>, look_up: impl FnOnce() -> Result<T, E>) -> Result<Arc<T>, E> {
        if let Some(held) = fresh(self.0.read().unwrap_or_else(PoisonError::into_inner).as_ref(), now) {
            return Ok(held);
        }
        let mut slot = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = fresh(slot.as_ref(), now) {
            return Ok(held);
        }
        let found = Arc::new(look_up()?);
        *slot = Some((now, Arc::clone(&found)));
        Ok(found)
    }
}

/// A clock that was set back makes nothing last longer.
fn fresh<T>(held: Option<&(DateTime<Utc>, Arc<T>)>, now: DateTime<Utc>) -> Option<Arc<T>> {
    held.filter(|(since, _)| *since <= now && now < *since + LASTS).map(|(_, value)| Arc::clone(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_looked_up_once_and_again_when_it_is_no_longer_fresh() {
        let noon: DateTime<Utc> = "2026-05-01T12:00:00Z".parse().unwrap();
        let fresh = Fresh::default();
        let at = |seconds: i64, value: u8| *fresh.get(noon + TimeDelta::seconds(seconds), || Ok::<_, ()>(value)).unwrap();
        assert_eq!([at(0, 1), at(1, 2), at(2, 3), at(3, 4)], [1, 1, 3, 3]);
        assert_eq!(at(-60, 5), 5, "a clock that was set back makes nothing last longer");
        assert!(fresh.get(noon, || Err::<u8, _>("gone")).is_err());
    }
}
