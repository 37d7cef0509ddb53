//! The keys of an identity provider: fetched at the start and about every minute, never because somebody names one that is not known.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use estafette_db::Clock;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::IdentityProvider;
use crate::outbound::Outbound;
use crate::tokens::{
    alg::Alg,
    issuer::{Issuer, IssuerKey},
    jwks,
};

/// How long after an attempt there is no other.
const AT_MOST_EVERY: TimeDelta = TimeDelta::seconds(60);
/// How long keys count that could not be fetched again.
const COUNT_FOR: TimeDelta = TimeDelta::hours(1);
const EVERY: Duration = Duration::from_secs(61);

/// What keeps the keys of an identity provider at hand.
pub struct ProviderKeys {
    issuer: Arc<Issuer>,
    address: String,
    allowed: &'static [Alg],
    outbound: Outbound,
    clock: Clock,
    tried_at: Mutex<Option<DateTime<Utc>>>,
}

impl ProviderKeys {
    /// Prepares to fetch the keys; none are known yet.
    ///
    /// # Errors
    /// When the file of authorities cannot be read.
    pub fn of(provider: &IdentityProvider, clock: Clock) -> Result<Self, String> {
        let issuer = Issuer::foreign(&provider.issuer, &provider.audience, Box::new(provider.clone()));
        // The region itself names this address, and its provider may well stand in a network of its own.
        let anywhere = [IpNet::V4(Ipv4Net::default()), IpNet::V6(Ipv6Net::default())];
        Ok(Self {
            issuer: Arc::new(issuer),
            address: provider.jwks.clone(),
            allowed: if provider.rs256 { Alg::NL_GOV } else { Alg::USUAL },
            outbound: Outbound::new(&anywhere, provider.authorities.as_deref())?,
            clock,
            tried_at: Mutex::new(None),
        })
    }

    /// The issuer whose keys these are.
    #[must_use]
    pub fn issuer(&self) -> Arc<Issuer> {
        Arc::clone(&self.issuer)
    }

    /// Fetches the keys again and again, for as long as the process runs.
    pub async fn keep(self: Arc<Self>) {
        let mut every = tokio::time::interval(EVERY);
        every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            every.tick().await;
            self.refresh().await;
        }
    }

    /// Fetches the keys, unless that was tried less than a minute ago. Keys that are no longer there count no longer; when nothing can be
    /// fetched, those known count for an hour.
    pub async fn refresh(&self) {
        if !self.is_due() {
            return;
        }
        match self.fetch().await {
            Ok(keys) => self.issuer.replace_keys_until(keys, (self.clock.now() + COUNT_FOR).timestamp()),
            Err(reason) => tracing::warn!(reason, "the keys of the identity provider could not be fetched; it is tried again in a minute"),
        }
    }

    fn is_due(&self) -> bool {
        let now = self.clock.now();
        let mut tried_at = self.tried_at.lock().unwrap_or_else(PoisonError::into_inner);
        let due = tried_at.is_none_or(|at| now - at >= AT_MOST_EVERY);
        if due {
            *tried_at = Some(now);
        }
        due
    }

    async fn fetch(&self) -> Result<Vec<IssuerKey>, String> {
        let bytes = self.outbound.fetch(&self.address, jwks::MAX_FETCHED_BYTES).await.map_err(|fault| fault.to_string())?;
        let text = String::from_utf8(bytes).map_err(|_| "the answer is no text".to_owned())?;
        let keys = jwks::import_usable(&text, self.allowed).map_err(|fault| fault.to_string())?;
        Ok(keys.iter().filter_map(|key| IssuerKey::foreign(key).ok()).collect())
    }
}
