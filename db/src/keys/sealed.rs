//! Authenticated encryption: AES-256-GCM with the place a text belongs to as associated data.

use std::sync::LazyLock;

use openssl::{cipher::Cipher, cipher_ctx::CipherCtx, error::ErrorStack, rand::rand_bytes};

use crate::Fault;

const NONCE: usize = 12;
const TAG: usize = 16;
const VERSION: u8 = 1;

/// Fetched once: looking the algorithm up takes OpenSSL as long as a short text.
static CIPHER: LazyLock<Option<Cipher>> = LazyLock::new(|| Cipher::fetch(None, "AES-256-GCM", None).ok());

/// A 256-bit key.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl Key {
    /// A fresh random key.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn random() -> Result<Self, Fault> {
        let mut bytes = [0; 32];
        rand_bytes(&mut bytes).map_err(|_| Fault::Crypto("no randomness"))?;
        Ok(Self(bytes))
    }

    /// A key from its 32 bytes.
    ///
    /// # Errors
    /// When there are not exactly 32.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, Fault> {
        bytes.try_into().map(Self).map_err(|_| Fault::Crypto("a key has 32 bytes"))
    }

    /// The bytes themselves.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Seals `plain` for one place: version, nonce, ciphertext, tag.
    ///
    /// # Errors
    /// When OpenSSL fails.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, Fault> {
        let mut nonce = [0; NONCE];
        rand_bytes(&mut nonce).map_err(|_| Fault::Crypto("no randomness"))?;
        self.encrypt(&nonce, place.as_bytes(), plain).map_err(|_| Fault::Crypto("sealing failed"))
    }

    /// Opens what was sealed for the same place.
    ///
    /// # Errors
    /// When it was sealed for another place, by another key, or altered.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Fault> {
        const WRONG: Fault = Fault::Crypto("sealed data do not open");
        let (&version, rest) = sealed.split_first().ok_or(WRONG)?;
        if version != VERSION || rest.len() < NONCE + TAG {
            return Err(WRONG);
        }
        let (nonce, rest) = rest.split_at(NONCE);
        let (body, tag) = rest.split_at(rest.len() - TAG);
        self.decrypt(nonce, place.as_bytes(), body, tag).map_err(|_| WRONG)
    }

    fn encrypt(&self, nonce: &[u8], place: &[u8], plain: &[u8]) -> Result<Vec<u8>, ErrorStack> {
        let mut sealed = Vec::with_capacity(1 + NONCE + plain.len() + TAG);
        sealed.push(VERSION);
        sealed.extend_from_slice(nonce);
        let mut cipher = CipherCtx::new()?;
        cipher.encrypt_init(CIPHER.as_deref(), Some(&self.0), Some(nonce))?;
        cipher.cipher_update(place, None)?;
        cipher.cipher_update_vec(plain, &mut sealed)?;
        cipher.cipher_final_vec(&mut sealed)?;
        let mut tag = [0; TAG];
        cipher.tag(&mut tag)?;
        sealed.extend_from_slice(&tag);
        Ok(sealed)
    }

    fn decrypt(&self, nonce: &[u8], place: &[u8], body: &[u8], tag: &[u8]) -> Result<Vec<u8>, ErrorStack> {
        let mut plain = Vec::with_capacity(body.len());
        let mut cipher = CipherCtx::new()?;
        cipher.decrypt_init(CIPHER.as_deref(), Some(&self.0), Some(nonce))?;
        cipher.set_tag(tag)?;
        cipher.cipher_update(place, None)?;
        cipher.cipher_update_vec(body, &mut plain)?;
        cipher.cipher_final_vec(&mut plain)?;
        Ok(plain)
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn what_was_sealed_opens_at_its_place_and_nowhere_else(plain in proptest::collection::vec(0u8..=255, 0..200), flip in 0usize..400) {
            let key = Key::random().unwrap();
            let sealed = key.seal("here", &plain).unwrap();
            proptest::prop_assert_eq!(key.open("here", &sealed).unwrap(), plain);
            proptest::prop_assert!(key.open("there", &sealed).is_err());
            proptest::prop_assert!(Key::random().unwrap().open("here", &sealed).is_err());
            let mut altered = sealed.clone();
            let bit = flip % (sealed.len() * 8);
            altered[bit / 8] ^= 1 << (bit % 8);
            proptest::prop_assert!(key.open("here", &altered).is_err());
        }
    }
}
