//! HMAC-SHA-256 (RFC 2104) under a key that is used over and over.

use openssl::sha::Sha256;

const BLOCK: usize = 64;

/// What the key alone determines, computed once: setting it up anew costs OpenSSL more than a short text does.
#[derive(Clone)]
pub(super) struct Mac {
    inner: Sha256,
    outer: Sha256,
}

impl Mac {
    pub(super) fn new(key: &[u8; 32]) -> Self {
        let begun = |pad: u8| {
            let mut block = [pad; BLOCK];
            block.iter_mut().zip(key).for_each(|(byte, key)| *byte ^= key);
            let mut hash = Sha256::new();
            hash.update(&block);
            hash
        };
        Self { inner: begun(0x36), outer: begun(0x5c) }
    }

    /// The code over parts, as if they were one text.
    pub(super) fn over<'a>(&self, parts: impl IntoIterator<Item = &'a [u8]>) -> [u8; 32] {
        let (mut inner, mut outer) = (self.inner.clone(), self.outer.clone());
        parts.into_iter().for_each(|part| inner.update(part));
        outer.update(&inner.finish());
        outer.finish()
    }
}

impl std::fmt::Debug for Mac {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mac(…)")
    }
}

#[cfg(test)]
mod tests {
    use openssl::{hash::MessageDigest, pkey::PKey, sign::Signer};

    use super::*;

    proptest::proptest! {
        #[test]
        fn it_is_what_openssl_says(key: [u8; 32], first in proptest::collection::vec(0u8..=255, 0..200), second in proptest::collection::vec(0u8..=255, 0..200)) {
            let pkey = PKey::hmac(&key).unwrap();
            let mut signer = Signer::new(MessageDigest::sha256(), &pkey).unwrap();
            let expected = signer.sign_oneshot_to_vec(&[&first[..], &second[..]].concat()).unwrap();
            proptest::prop_assert_eq!(Mac::new(&key).over([&first[..], &second[..]]).to_vec(), expected);
        }
    }
}
