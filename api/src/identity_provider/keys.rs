//! The keys of an identity provider: fetched at the start and about every minute, never because somebody names one that is not known.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use estafette_db::Clock;
use reqwest::{Certificate, Client, redirect::Policy};

use super::IdentityProvider;
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
/// How long fetching them may take.
const PATIENCE: Duration = Duration::from_secs(3);
/// The largest document that is read.
const MAX_BYTES: usize = 64 * 1024;

/// What keeps the keys of an identity provider at hand.
pub struct ProviderKeys {
    issuer: Arc<Issuer>,
    address: String,
    allowed: &'static [Alg],
    client: Client,
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
        Ok(Self {
            issuer: Arc::new(issuer),
            address: provider.jwks.clone(),
            allowed: if provider.rs256 { Alg::NL_GOV } else { Alg::USUAL },
            client: client(provider.authorities.as_deref())?,
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
        let text = self.document().await?;
        let keys = jwks::import_usable(&text, self.allowed).map_err(|fault| fault.to_string())?;
        Ok(keys.iter().filter_map(|key| IssuerKey::foreign(key).ok()).collect())
    }

    async fn document(&self) -> Result<String, String> {
        let answer = self.client.get(&self.address).send().await;
        let mut answer = answer.map_err(|error| error.without_url().to_string())?;
        if answer.status() != 200 {
            return Err(format!("it answers with status {}", answer.status().as_u16()));
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| error.without_url().to_string())? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > MAX_BYTES {
                return Err(format!("it answers with more than {MAX_BYTES} bytes"));
            }
        }
        String::from_utf8(bytes).map_err(|_| "it answers with no text".into())
    }
}

/// A client for the one address that the region itself names, which may well be in a network of its own.
fn client(authorities: Option<&Path>) -> Result<Client, String> {
    let read = |file: &Path| {
        let pem = std::fs::read(file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
        Certificate::from_pem_bundle(&pem).map_err(|_| format!("{} holds no certificates in PEM", file.display()))
    };
    let authorities = authorities.map(read).transpose()?.unwrap_or_default();
    let client = Client::builder().https_only(true).redirect(Policy::none()).no_proxy().referer(false).timeout(PATIENCE);
    let client = authorities.into_iter().fold(client, |client, authority| client.add_root_certificate(authority));
    client.build().map_err(|_| "cannot speak TLS".into())
}
