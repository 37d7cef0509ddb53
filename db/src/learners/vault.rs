//! A learner's vault: the data key, and the places what it seals is bound to.

use serde::{Serialize, de::DeserializeOwned};

use crate::{DbError, DbResult, Fault, Key, Keyring};

/// Opens and seals what belongs to one learner.
pub(crate) struct Vault {
    learner: String,
    key: Key,
}

impl Vault {
    /// A vault with a fresh key, and that key wrapped for storage under the wrapping key of this number.
    pub(crate) fn create(keys: &Keyring, learner: &str, under: i64) -> Result<(Self, Vec<u8>), Fault> {
        let key = Key::random()?;
        let wrapped = keys.wrap(under, learner, &key)?;
        Ok((Self { learner: learner.to_owned(), key }, wrapped))
    }

    /// The vault of a learner whose key still exists.
    pub(crate) fn open(keys: &Keyring, learner: &str, wrapped: Option<&[u8]>, under: i64) -> DbResult<Self> {
        let wrapped = wrapped.ok_or_else(DbError::not_found)?;
        Ok(Self { learner: learner.to_owned(), key: keys.unwrap(under, learner, wrapped)? })
    }

    /// Seals a value for one place.
    pub(crate) fn conceal(&self, place: &str, value: &impl Serialize) -> Result<Vec<u8>, Fault> {
        let plain = serde_json::to_vec(value).map_err(|_| Fault::Stored("a value to seal"))?;
        self.key.seal(&format!("{}|{place}", self.learner), &plain)
    }

    /// Seals a value if there is one.
    pub(crate) fn conceal_some(&self, place: &str, value: Option<&impl Serialize>) -> Result<Option<Vec<u8>>, Fault> {
        value.map(|value| self.conceal(place, value)).transpose()
    }

    /// Opens what was sealed for the same place.
    pub(crate) fn reveal<T: DeserializeOwned>(&self, place: &str, sealed: &[u8]) -> DbResult<T> {
        let plain = self.key.open(&format!("{}|{place}", self.learner), sealed)?;
        serde_json::from_slice(&plain).map_err(|_| Fault::Stored("a sealed value").into())
    }

    /// Opens a sealed value if there is one.
    pub(crate) fn reveal_some<T: DeserializeOwned>(&self, place: &str, sealed: Option<&[u8]>) -> DbResult<Option<T>> {
        sealed.map(|sealed| self.reveal(place, sealed)).transpose()
    }
}
