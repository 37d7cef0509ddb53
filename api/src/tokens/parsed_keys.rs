//! Keys in the form OpenSSL works with, parsed once and kept.
//!
//! The library asks for a verifier or a signer per token, and parsing a PKCS #8 key costs twenty times as much as signing.

use std::sync::LazyLock;

use jsonwebtoken::errors::{ErrorKind, Result};
use openssl::ec::EcKey;
use openssl::error::ErrorStack;
use openssl::pkey::{HasPublic, Id, PKey, Private, Public};
use openssl::rsa::Rsa;
use openssl::sha::Sha256;
use quick_cache::sync::Cache;

use super::alg::Alg;
use super::es256;

/// RSA keys below this size are refused wherever they come from.
const MIN_RSA_BITS: u32 = 2048;
/// Every partner may have a few keys; beyond this many the least used is parsed again.
const MAX_PUBLIC: usize = 2048;
/// The server has an active and a retiring key, tests a few more.
const MAX_PRIVATE: usize = 16;

static PUBLIC: LazyLock<Cache<[u8; 32], PublicKey>> = LazyLock::new(|| Cache::new(MAX_PUBLIC));
static PRIVATE: LazyLock<Cache<[u8; 32], PrivateKey>> = LazyLock::new(|| Cache::new(MAX_PRIVATE));

/// A public key that fits its algorithm.
#[derive(Clone)]
pub enum PublicKey {
    /// A point on P-256.
    Ec(EcKey<Public>),
    /// RSA or Ed25519.
    Other(PKey<Public>),
}

/// A private key that fits its algorithm.
#[derive(Clone)]
pub enum PrivateKey {
    /// On P-256.
    Ec(EcKey<Private>),
    /// RSA or Ed25519.
    Other(PKey<Private>),
}

/// The public key in these bytes, in the form the library keeps them in.
pub fn public(alg: Alg, bytes: &[u8]) -> Result<PublicKey> {
    kept(&PUBLIC, alg, bytes, parse_public)
}

/// The private key in these DER bytes.
pub fn private(alg: Alg, bytes: &[u8]) -> Result<PrivateKey> {
    kept(&PRIVATE, alg, bytes, parse_private)
}

/// The entry is found by a digest so that no second copy of private key bytes stays in memory.
fn kept<K: Clone + Send + Sync + 'static>(
    cache: &Cache<[u8; 32], K>,
    alg: Alg,
    bytes: &[u8],
    parse: fn(Alg, &[u8]) -> Result<K>,
) -> Result<K> {
    let mut digest = Sha256::new();
    digest.update(alg.name().as_bytes());
    digest.update(bytes);
    let name = digest.finish();
    if let Some(key) = cache.get(&name) {
        return Ok(key);
    }
    let key = parse(alg, bytes)?;
    cache.insert(name, key.clone());
    Ok(key)
}

fn parse_public(alg: Alg, bytes: &[u8]) -> Result<PublicKey> {
    match alg {
        Alg::Es256 => es256::public_key(bytes).map_err(unreadable)?.map(PublicKey::Ec).ok_or(ErrorKind::InvalidEcdsaKey.into()),
        Alg::EdDsa => PKey::public_key_from_raw_bytes(bytes, Id::ED25519).map(PublicKey::Other).map_err(unreadable),
        Alg::Ps256 | Alg::Rs256 => {
            let key = Rsa::public_key_from_der_pkcs1(bytes).and_then(PKey::from_rsa).map_err(unreadable)?;
            large_enough(key).map(PublicKey::Other)
        }
    }
}

fn parse_private(alg: Alg, bytes: &[u8]) -> Result<PrivateKey> {
    match alg {
        Alg::Es256 => {
            let key = PKey::private_key_from_pkcs8(bytes).and_then(|key| key.ec_key()).map_err(unreadable)?;
            on_p256(key).map(PrivateKey::Ec)
        }
        Alg::EdDsa => {
            let key = PKey::private_key_from_pkcs8(bytes).map_err(unreadable)?;
            (key.id() == Id::ED25519).then_some(PrivateKey::Other(key)).ok_or(ErrorKind::InvalidEddsaKey.into())
        }
        Alg::Ps256 | Alg::Rs256 => {
            let key = Rsa::private_key_from_der(bytes).and_then(PKey::from_rsa).map_err(unreadable)?;
            large_enough(key).map(PrivateKey::Other)
        }
    }
}

fn on_p256(key: EcKey<Private>) -> Result<EcKey<Private>> {
    let fits = key.group().curve_name() == Some(openssl::nid::Nid::X9_62_PRIME256V1) && key.check_key().is_ok();
    fits.then_some(key).ok_or(ErrorKind::InvalidEcdsaKey.into())
}

fn large_enough<T: HasPublic>(key: PKey<T>) -> Result<PKey<T>> {
    if key.bits() < MIN_RSA_BITS {
        return Err(ErrorKind::InvalidRsaKey("the key is too small".into()).into());
    }
    Ok(key)
}

fn unreadable(error: ErrorStack) -> jsonwebtoken::errors::Error {
    ErrorKind::Provider(error.to_string()).into()
}
