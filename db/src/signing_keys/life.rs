//! Where a signing key stands: a matter of its instants and the clock.

use chrono::{DateTime, Utc};
use estafette_contract::SigningKeyStatus;
use uuid::Uuid;

/// A signing key as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptKey {
    /// Its id.
    pub id: Uuid,
    /// Its name, an RFC 7638 thumbprint.
    pub kid: String,
    /// The public half as PEM.
    pub public_pem: String,
    /// The private half, sealed; gone when it never signs again.
    pub private: Option<Sealed>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// From when it signs.
    pub active_at: DateTime<Utc>,
    /// From when nothing it signed counts.
    pub gone_at: Option<DateTime<Utc>>,
}

/// A private key that only the keys of this region open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed(pub(super) Vec<u8>);

impl KeptKey {
    /// Whether nothing it signed counts any more.
    #[must_use]
    pub fn is_gone(&self, now: DateTime<Utc>) -> bool {
        self.gone_at.is_some_and(|gone| gone <= now)
    }

    pub(super) fn is_pending(&self, now: DateTime<Utc>) -> bool {
        self.active_at > now
    }
}

/// The key that signs: of those that may, the one that began last; where a clock was set back, the one that will be first.
#[must_use]
pub fn active(keys: &[KeptKey], now: DateTime<Utc>) -> Option<&KeptKey> {
    let counting = || keys.iter().filter(|key| !key.is_gone(now));
    let order = |key: &&KeptKey| (key.active_at, key.kid.clone());
    counting().filter(|key| !key.is_pending(now)).max_by_key(order).or_else(|| counting().min_by_key(order))
}

pub(super) fn pending(keys: &[KeptKey], now: DateTime<Utc>) -> Option<&KeptKey> {
    keys.iter().find(|key| key.is_pending(now) && !key.is_gone(now))
}

pub(super) fn status(key: &KeptKey, keys: &[KeptKey], now: DateTime<Utc>) -> SigningKeyStatus {
    match key {
        key if key.is_gone(now) => SigningKeyStatus::Gone,
        key if active(keys, now).is_some_and(|active| active.id == key.id) => SigningKeyStatus::Active,
        key if key.is_pending(now) => SigningKeyStatus::Pending,
        _ => SigningKeyStatus::Retiring,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + second, 0).unwrap()
    }

    fn key(kid: &str, active: i64, gone: Option<i64>) -> KeptKey {
        let (created_at, active_at) = (at(0), at(active));
        KeptKey {
            id: Uuid::now_v7(),
            kid: kid.into(),
            public_pem: String::new(),
            private: None,
            created_at,
            active_at,
            gone_at: gone.map(at),
        }
    }

    #[test]
    fn where_a_key_stands_follows_from_its_instants_and_the_clock() {
        use SigningKeyStatus::{Active, Gone, Pending, Retiring};
        let keys = [key("old", 0, Some(630)), key("new", 300, None)];
        for (second, expected) in
            [(0, [Active, Pending]), (299, [Active, Pending]), (300, [Retiring, Active]), (629, [Retiring, Active]), (630, [Gone, Active])]
        {
            assert_eq!(keys.each_ref().map(|key| status(key, &keys, at(second))), expected, "{second}");
        }
        assert_eq!(status(&keys[0], &keys, at(-60)), Active, "a clock that was set back leaves nobody without a key");
    }

    #[test]
    fn of_two_keys_that_began_together_every_process_takes_the_same() {
        let (one, other) = (key("a", 0, None), key("b", 0, None));
        for keys in [[one.clone(), other.clone()], [other, one]] {
            assert_eq!(active(&keys, at(1)).map(|key| key.kid.as_str()), Some("b"));
        }
        assert_eq!(active(&[key("a", 0, Some(1))], at(1)), None);
    }
}
