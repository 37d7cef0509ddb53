//! Whose tokens are accepted: this service's own, and those of an identity provider that the region configures beside it.

use std::collections::HashMap;
use std::sync::{
    Arc, PoisonError, RwLock,
    atomic::{AtomicI64, Ordering},
};

use jsonwebtoken::DecodingKey;

use super::alg::Alg;
use super::caller::{OwnClaims, ReadsClaims};
use super::fault::TokenFault;
use super::jwks::ClientKey;
use super::provider;

/// A key whose tokens are accepted.
pub struct IssuerKey {
    kid: String,
    /// The one algorithm it is for.
    pub(super) alg: Alg,
    /// The public half, for the library.
    pub(super) decoding: DecodingKey,
    /// Set for our own keys, which never write the mirrored form.
    pub(super) low_s_only: bool,
    /// From when it counts no longer, in seconds since 1970.
    gone_at: Option<i64>,
}

impl IssuerKey {
    /// A key of this service, by its public half.
    pub fn own(kid: &str, pem: &str, gone_at: Option<i64>) -> Result<Self, TokenFault> {
        let key = ClientKey { kid: kid.to_owned(), alg: Alg::Es256, pem: pem.to_owned() };
        Ok(Self { low_s_only: true, gone_at, ..Self::foreign(&key)? })
    }

    /// A key of a region's own identity provider.
    pub fn foreign(key: &ClientKey) -> Result<Self, TokenFault> {
        let decoding = provider::decoding_key(key.alg, &key.pem).map_err(|_| TokenFault::KeyUnreadable)?;
        Ok(Self { kid: key.kid.clone(), alg: key.alg, decoding, low_s_only: false, gone_at: None })
    }

    /// Whether it is the very same key: a provider may put another under an old name, and what the old one signed must fall with it.
    pub(super) fn is(&self, other: &Self) -> bool {
        match (self.decoding.try_get_as_bytes(), other.decoding.try_get_as_bytes()) {
            (Ok(bytes), Ok(others)) => self.alg == other.alg && bytes == others,
            _ => false,
        }
    }
}

type Keys = HashMap<String, Arc<IssuerKey>>;

/// An issuer whose tokens are accepted, for one audience, under its own keys.
pub struct Issuer {
    /// The `iss` of its tokens.
    pub(super) name: String,
    /// The `aud` of its tokens.
    pub(super) audience: String,
    /// Whether its tokens must say from when they are valid.
    pub(super) needs_not_before: bool,
    /// How its claims say who calls.
    pub(super) claims: Box<dyn ReadsClaims>,
    keys: RwLock<Arc<Keys>>,
    /// Until when its keys count unless they are fetched again, in seconds since 1970.
    keys_until: AtomicI64,
}

impl Issuer {
    /// This service itself.
    pub fn own(name: &str, audience: &str) -> Self {
        Self { needs_not_before: true, keys_until: AtomicI64::new(i64::MAX), ..Self::foreign(name, audience, Box::new(OwnClaims)) }
    }

    /// A region's own identity provider; it has no keys yet.
    pub fn foreign(name: &str, audience: &str, claims: Box<dyn ReadsClaims>) -> Self {
        let (name, audience) = (name.into(), audience.into());
        Self { name, audience, needs_not_before: false, claims, keys: RwLock::default(), keys_until: AtomicI64::new(0) }
    }

    /// The `iss` of its tokens.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Puts other keys in place, at once and also for tokens verified earlier.
    pub fn replace_keys(&self, keys: impl IntoIterator<Item = IssuerKey>) {
        let keys = keys.into_iter().map(|key| (key.kid.clone(), Arc::new(key))).collect();
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
    }

    /// Puts other keys in place, which count until this moment unless they are replaced before.
    pub fn replace_keys_until(&self, keys: impl IntoIterator<Item = IssuerKey>, until: i64) {
        self.replace_keys(keys);
        self.keys_until.store(until, Ordering::Release);
    }

    /// Whether it is not known which keys it has now.
    pub(super) fn is_silent(&self, now: i64) -> bool {
        now >= self.keys_until.load(Ordering::Acquire)
    }

    /// The key of this name, unless it is gone.
    pub(super) fn key(&self, kid: &str, now: i64) -> Option<Arc<IssuerKey>> {
        if self.is_silent(now) {
            return None;
        }
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        keys.get(kid).filter(|key| key.gone_at.is_none_or(|gone| now < gone)).cloned()
    }

    /// Whether this key is still in place.
    pub(super) fn still_has(&self, key: &Arc<IssuerKey>, now: i64) -> bool {
        self.key(&key.kid, now).is_some_and(|there| Arc::ptr_eq(&there, key) || there.is(key))
    }
}
