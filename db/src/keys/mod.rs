//! The keys that live outside the database.

mod file;
mod ledger;
mod log_keys;
mod mac;
mod sealed;
mod wrapping;

use std::{path::Path, sync::Arc};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use uuid::Uuid;

pub use file::KeyFileError;
pub use ledger::LedgerError;
pub(crate) use ledger::{Erased, Erasure, Ledger};
pub(crate) use log_keys::LogKeys;
pub use sealed::Key;
pub use wrapping::{WrappingKeyError, WrappingKeys};

use crate::Fault;
use mac::Mac;

/// What a keyed digest is for; digests for one purpose say nothing about those for another.
#[derive(Debug, Clone, Copy)]
pub enum Purpose {
    /// A partner's pseudonym for a learner.
    Pseudonym,
    /// A reference in the log.
    Reference,
    /// The fingerprint of a request.
    Fingerprint,
    /// An opaque version.
    Version,
    /// Which keys a database belongs to.
    Check,
    /// The key that seals the private halves of signing keys.
    SigningKeys,
    /// A one-time code, from its id.
    Claim,
    /// What is kept of the part of a code that finds it.
    ClaimLocator,
    /// What is kept of a whole code.
    ClaimSecret,
    /// What is kept of a learner token.
    LearnerToken,
    /// A person in an export of the log.
    ExportedSubject,
    /// The key of one Doorstroompunt that folds monthly files together.
    Folding,
    /// The secret that deliveries to a subscription are signed with.
    WebhookSecret,
    /// The private key that deliveries to a subscription are signed with.
    WebhookKey,
    /// What a handover or a learner is called in the facts.
    Fact,
    /// The key that seals what releases were made from.
    Release,
}

impl Purpose {
    fn label(self) -> &'static str {
        match self {
            Self::Pseudonym => "pseudonym",
            Self::Reference => "reference",
            Self::Fingerprint => "fingerprint",
            Self::Version => "version",
            Self::Check => "check",
            Self::SigningKeys => "signing-keys",
            Self::Claim => "claim",
            Self::ClaimLocator => "claim-locator",
            Self::ClaimSecret => "claim-secret",
            Self::LearnerToken => "learner-token",
            Self::ExportedSubject => "exported-subject",
            Self::Folding => "folding",
            Self::WebhookSecret => "webhook-secret",
            Self::WebhookKey => "webhook-key",
            Self::Fact => "fact",
            Self::Release => "release",
        }
    }
}

/// Folds numbers of persons into keyed hashes that nobody without the key can tell from chance.
#[derive(Debug)]
pub(crate) struct Folding(Mac);

impl Folding {
    /// What is kept of a number.
    pub(crate) fn fold(&self, number: &str) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0.over([number.as_bytes()]))
    }
}

/// The wrapping keys for data keys, the key of pseudonyms and references, the key of cursors, those that sign the log, and the ledger of erasures.
#[derive(Debug, Clone)]
pub struct Keyring {
    wrapping: Arc<dyn WrappingKeys>,
    pseudonyms: Key,
    cursors: Key,
    log: LogKeys,
    ledger: Ledger,
    /// The key of pseudonyms and references, ready for use.
    digests: Mac,
}

impl Keyring {
    /// Opens the key files in a folder, and makes those that are not there yet.
    ///
    /// # Errors
    /// When a file cannot be read or written, is not a key, or can be read by others than its owner.
    pub fn open_or_create(folder: &Path) -> Result<Self, KeyFileError> {
        let key = |name| file::open_or_create(&folder.join(name));
        let pseudonyms = key("pseudonyms.key")?;
        let digests = Mac::new(pseudonyms.bytes());
        Ok(Self {
            wrapping: Arc::new(wrapping::WrappingKeyFiles::within(folder)),
            pseudonyms,
            cursors: key("cursors.key")?,
            log: LogKeys::open_or_create(folder)?,
            ledger: Ledger::within(folder),
            digests,
        })
    }

    /// Opens the key files in a folder that has them, and makes none.
    ///
    /// # Errors
    /// When there are none, and as [`Keyring::open_or_create`] does.
    pub fn open(folder: &Path) -> Result<Self, KeyFileError> {
        for name in ["pseudonyms.key", "log-signing.pem"] {
            let path = folder.join(name);
            if !path.exists() {
                return Err(KeyFileError::Missing(path));
            }
        }
        Self::open_or_create(folder)
    }

    /// The same, with wrapping keys that live elsewhere than in the folder.
    #[must_use]
    pub fn with_wrapping_keys(self, wrapping: Arc<dyn WrappingKeys>) -> Self {
        Self { wrapping, ..self }
    }

    /// The wrapping keys.
    pub(crate) fn wrapping(&self) -> &dyn WrappingKeys {
        &*self.wrapping
    }

    /// Wraps a learner's data key for storage, under the wrapping key of this number.
    pub(crate) fn wrap(&self, number: i64, learner: &str, data_key: &Key) -> Result<Vec<u8>, Fault> {
        Ok(self.wrapping.wrap(number, &data_key_of(learner), data_key.bytes())?)
    }

    /// Unwraps a learner's data key.
    pub(crate) fn unwrap(&self, number: i64, learner: &str, wrapped: &[u8]) -> Result<Key, Fault> {
        Key::from_slice(&self.wrapping.unwrap(number, &data_key_of(learner), wrapped)?)
    }

    /// The key that seals cursors.
    pub(crate) fn cursors(&self) -> &Key {
        &self.cursors
    }

    /// The key that seals the private halves of signing keys.
    pub(crate) fn token_keys(&self) -> Result<Key, Fault> {
        Key::from_slice(&self.digest(Purpose::SigningKeys, &[]))
    }

    /// The ledger of erasures beside the keys.
    pub(crate) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The keys that sign the log.
    pub(crate) fn log(&self) -> &LogKeys {
        &self.log
    }

    /// HMAC-SHA-256 over parts, under a purpose of its own.
    pub(crate) fn digest(&self, purpose: Purpose, parts: &[&[u8]]) -> [u8; 32] {
        let all: Vec<&[u8]> = std::iter::once(purpose.label().as_bytes()).chain(parts.iter().copied()).collect();
        let lengths: Vec<[u8; 8]> = all.iter().map(|part| (part.len() as u64).to_be_bytes()).collect();
        // A length before each part, so that no two lists of parts read the same.
        self.digests.over(lengths.iter().zip(&all).flat_map(|(length, part)| [&length[..], part]))
    }

    /// A value by which a database recognises its keys; it says nothing of them.
    pub(crate) fn check_value(&self) -> Result<String, Fault> {
        self.reference(Purpose::Check, &[self.pseudonyms.bytes()])
    }

    /// The key of one Doorstroompunt that folds monthly files together; without its salt nobody can make it again.
    pub(crate) fn folding(&self, partner: &str, salt: &[u8]) -> Folding {
        Folding(Mac::new(&self.digest(Purpose::Folding, &[partner.as_bytes(), salt])))
    }

    /// The digest as short text.
    pub(crate) fn reference(&self, purpose: Purpose, parts: &[&[u8]]) -> Result<String, Fault> {
        Ok(BASE64_URL_SAFE_NO_PAD.encode(&self.digest(purpose, parts)[..18]))
    }

    /// A partner's own pseudonym for a learner, as a version 8 UUID (RFC 9562).
    pub(crate) fn pseudonym(&self, partner: &str, learner: &str) -> Result<Uuid, Fault> {
        let digest = self.digest(Purpose::Pseudonym, &[partner.as_bytes(), learner.as_bytes()]);
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        Ok(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

/// The place a learner's wrapped data key is bound to.
fn data_key_of(learner: &str) -> String {
    format!("data-key|{learner}")
}
