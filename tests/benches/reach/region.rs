//! The region that is measured: its partners and its handovers, seeded once and kept for the runs that follow.

use std::{fs, path::Path, sync::Arc};

use estafette_client::assertion_key::AssertionKey;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A partner, with what its client signs in with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Party {
    /// Its id.
    pub id: Uuid,
    /// The id its client signs in with.
    pub client_id: String,
    /// Its client's private key.
    pub pem: String,
    /// The professional's pseudonym.
    pub pseudonym: String,
    /// The professional's role.
    pub role: String,
}

/// A handover whose transfer runs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Seeded {
    /// Its id.
    pub id: Uuid,
    /// The school's pseudonym for the learner.
    pub learner: Uuid,
    /// Which school sends.
    pub school: usize,
    /// Which college receives.
    pub college: usize,
}

/// Who takes part, and what is handed over.
#[derive(Debug, Serialize, Deserialize)]
pub struct Region {
    /// The senders.
    pub schools: Vec<Party>,
    /// The receivers.
    pub colleges: Vec<Party>,
    /// The handovers, all in transfer.
    pub handovers: Vec<Seeded>,
    /// Rows made in a second while seeding, in handovers.
    pub rate: f64,
}

impl Region {
    /// The region kept in this folder, if there is one of this size.
    pub fn kept(folder: &Path, size: usize) -> Option<Self> {
        let text = fs::read(folder.join("region.json")).ok()?;
        serde_json::from_slice::<Self>(&text).ok().filter(|region| region.handovers.len() == size)
    }

    /// Keeps it.
    pub fn keep(&self, folder: &Path) {
        fs::write(folder.join("region.json"), serde_json::to_vec(self).expect("a region is JSON")).expect("the region is kept");
    }
}

impl Party {
    /// A signed assertion for this audience, valid for a minute.
    pub fn assertion(&self, key: &AssertionKey, audience: &str, now: i64) -> String {
        let acting = estafette_client::assertion_key::ActingFor { pseudonym: &self.pseudonym, role: &self.role };
        key.assertion(&self.client_id, audience, Some(acting), now).expect("an assertion can be signed")
    }

    /// Its key, read again.
    pub fn key(&self) -> Arc<AssertionKey> {
        Arc::new(AssertionKey::from_pem(&self.pem).expect("a key that was kept"))
    }
}
