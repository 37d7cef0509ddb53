//! Limits: a token bucket for each caller and class of call, in this process. A bucket holds a minute's calls and fills evenly.

mod rates;

use std::{
    collections::HashMap,
    net::IpAddr,
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
};

use estafette_contract::CallClass;
use estafette_db::Clock;
use governor::{Quota, RateLimiter, clock, middleware::StateInformationMiddleware, nanos::Nanos, state::keyed::HashMapStateStore};
pub use rates::Rates;
use uuid::Uuid;

/// After so many calls the buckets that are full again are forgotten.
const TIDY_EVERY: u32 = 4096;

/// Whose bucket it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    /// A partner that proved who it is.
    Partner(Uuid),
    /// Anybody at an address.
    Address(IpAddr),
}

/// What a bucket said to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// The class of the call.
    pub class: CallClass,
    /// How many calls are granted in a minute.
    pub quota: u32,
    /// How many are left now.
    pub left: u32,
    /// After how many seconds the next call is granted, if this one was not.
    pub again_after: Option<u64>,
}

impl Allowance {
    /// In how many seconds the bucket is full.
    #[must_use]
    pub fn full_after(&self) -> u64 {
        (u64::from(self.quota - self.left) * 60).div_ceil(u64::from(self.quota))
    }
}

/// All buckets of this process.
pub struct Limits {
    classes: HashMap<CallClass, Buckets>,
    news: Buckets,
}

impl Limits {
    /// Full buckets, by the house's clock.
    #[must_use]
    pub fn new(rates: &Rates, clock: &Clock) -> Self {
        let buckets = |(class, rate)| Some((class, Buckets::new(NonZeroU32::new(rate)?, clock)));
        Self { classes: rates.limited().filter_map(buckets).collect(), news: Buckets::new(NonZeroU32::MIN, clock) }
    }

    /// Takes a call out of a bucket; nothing if its class is not limited.
    #[must_use]
    pub fn take(&self, class: CallClass, who: Who) -> Option<Allowance> {
        let buckets = self.classes.get(&class)?;
        let (left, again_after) = buckets.take(&who);
        Some(Allowance { class, quota: buckets.quota.get(), left, again_after })
    }

    /// Whether nobody was told within the last minute that this one calls too often.
    #[must_use]
    pub fn is_news(&self, who: Who) -> bool {
        self.news.take(&who).1.is_none()
    }
}

/// The buckets of one class.
struct Buckets {
    quota: NonZeroU32,
    limiter: RateLimiter<Who, HashMapStateStore<Who>, Ticks, StateInformationMiddleware>,
    clock: Ticks,
    taken: AtomicU32,
}

impl Buckets {
    fn new(quota: NonZeroU32, clock: &Clock) -> Self {
        let clock = Ticks(clock.clone());
        let limiter = RateLimiter::new(Quota::per_minute(quota), HashMapStateStore::default(), clock.clone());
        Self { quota, limiter, clock, taken: AtomicU32::new(0) }
    }

    /// How many calls are left, and after how many seconds the next is granted if this one was not.
    fn take(&self, who: &Who) -> (u32, Option<u64>) {
        if self.taken.fetch_add(1, Ordering::Relaxed) % TIDY_EVERY == TIDY_EVERY - 1 {
            self.limiter.retain_recent();
        }
        match self.limiter.check_key(who) {
            Ok(state) => (state.remaining_burst_capacity(), None),
            Err(not_until) => {
                let wait = not_until.wait_time_from(clock::Clock::now(&self.clock));
                (0, Some(wait.as_millis().div_ceil(1000).max(1).try_into().unwrap_or(60)))
            }
        }
    }
}

/// The house's clock, as the buckets read it.
#[derive(Debug, Clone)]
struct Ticks(Clock);

impl clock::Clock for Ticks {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        let micros = u64::try_from(self.0.now().timestamp_micros()).unwrap_or_default();
        Nanos::new(micros.saturating_mul(1000))
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    const WHO: Who = Who::Partner(Uuid::nil());

    fn limits(clock: &Clock) -> Limits {
        Limits::new(&"read=6, change=0".parse().unwrap(), clock)
    }

    #[test]
    fn a_bucket_grants_a_minutes_calls_and_then_one_every_so_often() {
        let clock = Clock::default();
        let limits = limits(&clock);
        let take = || limits.take(CallClass::Read, WHO).unwrap();
        let left: Vec<u32> = (0..6).map(|_| take().left).collect();
        assert_eq!(left, [5, 4, 3, 2, 1, 0]);
        let refused = take();
        assert_eq!((refused.again_after, refused.full_after()), (Some(10), 60));
        clock.advance(TimeDelta::seconds(11));
        assert_eq!((take().again_after, take().again_after.is_some()), (None, true));
        clock.advance(TimeDelta::seconds(61));
        assert_eq!(take(), Allowance { class: CallClass::Read, quota: 6, left: 5, again_after: None });
        assert_eq!(take().full_after(), 20);
    }

    #[test]
    fn nobody_uses_up_the_bucket_of_another_or_of_another_class() {
        let clock = Clock::default();
        let limits = limits(&clock);
        while limits.take(CallClass::Read, WHO).unwrap().again_after.is_none() {}
        let others = [Who::Partner(Uuid::max()), Who::Address("192.0.2.1".parse().unwrap()), Who::Address("::1".parse().unwrap())];
        assert!(others.iter().all(|who| limits.take(CallClass::Read, *who).unwrap().again_after.is_none()));
        assert!(limits.take(CallClass::Open, WHO).unwrap().again_after.is_none());
        assert_eq!(limits.take(CallClass::Change, WHO), None, "a class without a number is not limited");
    }

    #[test]
    fn buckets_that_are_full_again_are_forgotten() {
        let clock = Clock::default();
        let limits = limits(&clock);
        for number in 0..2 * TIDY_EVERY {
            let _ = limits.take(CallClass::Read, Who::Address(IpAddr::V4(number.into())));
            clock.advance(TimeDelta::seconds(1));
        }
        assert!(limits.classes[&CallClass::Read].limiter.len() < 100);
    }
}
