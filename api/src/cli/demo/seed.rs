//! Filling the region: every learner goes their way through the API, at the times the courses say.
//!
//! Each call carries an idempotency key of its own that is the same in every run, and so is its body. A seeding that
//! was broken off is therefore simply done over: what happened already answers as it did then.

use chrono::{DateTime, TimeDelta, Utc};
use estafette_db::{Clock, Store};
use futures_util::{TryStreamExt, stream};

use super::{
    course::{self, TIMES},
    script::Script,
    stage::{Seats, Stage},
    traveller::Traveller,
};
use crate::cli::{
    outcome::{Outcome, because},
    progress::Progress,
};

/// How many learners go at once; what they write together is committed together.
const AT_ONCE: usize = 16;

/// Fills the region, counting the days back from `began_at`.
pub(super) async fn fill(script: &Script, seats: &Seats<'_>, store: &Store, began_at: DateTime<Utc>) -> Outcome {
    let mut travellers: Vec<_> = script.learners.iter().enumerate().map(|(number, line)| Traveller::new(number, line)).collect();
    let progress = Progress::of("filling the region", steps(script));
    let mut hands = Hands::of(store.clock());
    for days_ago in TIMES {
        let at = began_at - TimeDelta::days(days_ago);
        // Counted from now and not from when it began: a seeding done over must not happen before what it did the first time.
        hands.turn_to(hands.home() - TimeDelta::days(days_ago));
        seats.sign_in().await?;
        // A little before the clock's time, so that nothing told lies in the future.
        let stage = Stage { script, seats, progress: &progress, days_ago, at: at - TimeDelta::minutes(1), began_at };
        let all = stream::iter(travellers.iter_mut().map(Ok));
        all.try_for_each_concurrent(AT_ONCE, |traveller| traveller.travel(&stage)).await?;
    }
    store.watch_terms().await.map_err(|error| because("the clock's moves", &error))?;
    progress.done();
    Ok(())
}

fn steps(script: &Script) -> usize {
    script.learners.iter().flat_map(|learner| &learner.legs).map(|leg| course::course(leg).len()).sum()
}

/// The hands of the one clock, turned back to tell what happened before today, and forward again.
pub(super) struct Hands {
    clock: Clock,
    turned: TimeDelta,
}

impl Hands {
    /// The hands of this clock, as nobody has turned them yet.
    pub(super) fn of(clock: &Clock) -> Self {
        Self { clock: clock.clone(), turned: TimeDelta::zero() }
    }

    /// What the clock says when nobody turned it.
    pub(super) fn home(&self) -> DateTime<Utc> {
        self.clock.now() - self.turned
    }

    pub(super) fn turn_to(&mut self, at: DateTime<Utc>) {
        // In whole milliseconds, as the clock counts, so that turning there and back ends where it began.
        let by = TimeDelta::milliseconds((at - self.home()).num_milliseconds()) - self.turned;
        self.clock.advance(by);
        self.turned += by;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_that_was_turned_back_comes_home() {
        let mut hands = Hands { clock: Clock::default(), turned: TimeDelta::zero() };
        hands.turn_to(hands.home() - TimeDelta::days(20));
        // Real time goes on between two looks at the clock.
        let about = |turned: TimeDelta, days: i64| (turned - TimeDelta::days(days)).abs() < TimeDelta::minutes(1);
        assert!(about(hands.turned, -20));
        hands.turn_to(hands.home());
        assert!(about(hands.turned, 0));
    }
}
