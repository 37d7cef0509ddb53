//! The keys of a subscription: they follow from its id and generation under a key of the house, so that none is kept.

use base64::{Engine, prelude::BASE64_STANDARD};
use openssl::{
    hash::MessageDigest,
    pkey::{Id, PKey, Private},
    sign::Signer,
};

use crate::{Fault, Keyring, keys::Purpose};

const UNUSABLE: Fault = Fault::Crypto("a delivery cannot be signed");

/// The keys of one generation.
#[derive(Clone)]
struct Generation {
    secret: [u8; 32],
    private: PKey<Private>,
}

/// What a delivery is signed with: the newest keys first, and those before them for as long as they sign along.
#[derive(Clone)]
pub struct DeliverySigner(Vec<Generation>);

impl Generation {
    fn of(keys: &Keyring, subscription: &str, generation: i64) -> Result<Self, Fault> {
        let parts: [&[u8]; 2] = [subscription.as_bytes(), &generation.to_be_bytes()];
        let seed = keys.digest(Purpose::WebhookKey, &parts);
        let private = PKey::private_key_from_raw_bytes(&seed, Id::ED25519).map_err(|_| UNUSABLE)?;
        Ok(Self { secret: keys.digest(Purpose::WebhookSecret, &parts), private })
    }

    fn public(&self) -> Result<String, Fault> {
        Ok(format!("whpk_{}", BASE64_STANDARD.encode(self.private.raw_public_key().map_err(|_| UNUSABLE)?)))
    }

    fn signatures(&self, content: &[u8]) -> Result<[String; 2], openssl::error::ErrorStack> {
        let hmac = PKey::hmac(&self.secret)?;
        let symmetric = Signer::new(MessageDigest::sha256(), &hmac)?.sign_oneshot_to_vec(content)?;
        let asymmetric = Signer::new_without_digest(&self.private)?.sign_oneshot_to_vec(content)?;
        Ok([format!("v1,{}", BASE64_STANDARD.encode(symmetric)), format!("v1a,{}", BASE64_STANDARD.encode(asymmetric))])
    }
}

impl DeliverySigner {
    /// The keys of these generations.
    pub(super) fn of(keys: &Keyring, subscription: &str, generations: impl IntoIterator<Item = i64>) -> Result<Self, Fault> {
        generations.into_iter().map(|generation| Generation::of(keys, subscription, generation)).collect::<Result<_, _>>().map(Self)
    }

    /// What signatures `v1` of the newest keys are checked with.
    pub(super) fn secret(&self) -> String {
        self.0.first().map(|newest| format!("whsec_{}", BASE64_STANDARD.encode(newest.secret))).unwrap_or_default()
    }

    /// What signatures `v1a` are checked with.
    pub(super) fn public(&self) -> Result<Vec<String>, Fault> {
        self.0.iter().map(Generation::public).collect()
    }

    /// The signatures over the id of an event, the moment of the try and the body, as the header has them.
    ///
    /// # Errors
    /// When OpenSSL fails.
    pub fn sign(&self, id: &str, timestamp: i64, body: &str) -> Result<String, Fault> {
        let content = format!("{id}.{timestamp}.{body}");
        let signed: Result<Vec<_>, _> = self.0.iter().map(|keys| keys.signatures(content.as_bytes())).collect();
        Ok(signed.map_err(|_| UNUSABLE)?.concat().join(" "))
    }
}

impl std::fmt::Debug for DeliverySigner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DeliverySigner(…)")
    }
}
