//! How soon something is tried again, and for how long.

use chrono::TimeDelta;
use openssl::rand::rand_bytes;

/// The first pauses, in seconds; after them it is an hour each time.
const PAUSES: [i64; 5] = [5, 30, 120, 600, 1800];
const HOURLY: i64 = 3600;

/// When a delivery was tried this often, over this long, it is not tried by itself any more.
const TRIES: i64 = 12;
const LONG_ENOUGH: TimeDelta = TimeDelta::hours(26);

/// The pause after so many tries in a row that failed: up to a fifth longer by chance, so that not everybody comes back at once.
pub(super) fn pause(failed: i64) -> TimeDelta {
    let at = usize::try_from(failed.max(1) - 1).unwrap_or(usize::MAX);
    let seconds = PAUSES.get(at).copied().unwrap_or(HOURLY);
    let mut chance = [0; 1];
    // Without randomness there is none, and that does no harm.
    let _ = rand_bytes(&mut chance);
    TimeDelta::milliseconds(seconds * 1000 + seconds * 200 * i64::from(chance[0]) / 255)
}

/// Whether it was tried often enough and for long enough.
pub(super) fn is_exhausted(tries: i64, since_the_first: TimeDelta) -> bool {
    tries >= TRIES && since_the_first >= LONG_ENOUGH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_an_hour_and_go_on_for_more_than_a_day() {
        let mut past = TimeDelta::zero();
        for failed in 1..=40 {
            let pause = pause(failed);
            let at_least = PAUSES.get(failed as usize - 1).copied().unwrap_or(HOURLY);
            assert!(pause >= TimeDelta::seconds(at_least) && pause <= TimeDelta::seconds(at_least + at_least / 5 + 1), "{failed}");
            if !is_exhausted(failed, past) {
                past += pause;
            }
        }
        assert!(past > TimeDelta::hours(24) && past < TimeDelta::hours(30), "{past}");
    }
}
