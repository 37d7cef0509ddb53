//! OpenSSL as the cryptography behind `jsonwebtoken`: ES256, PS256, Ed25519 and RS256, and nothing else.

use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result};
use jsonwebtoken::jwk::ThumbprintHash;
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, EncodingKey};
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private, Public};
use openssl::rsa::Padding;
use openssl::sha::sha256;
use openssl::sign::{RsaPssSaltlen, Signer, Verifier};

use super::alg::Alg;
use super::es256;
use super::parsed_keys::{self, PrivateKey, PublicKey};

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: new_signer,
    verifier_factory: new_verifier,
    key_utils: KeyUtils {
        // JWKs are read and written in `jwks.rs`; these would panic if left at the library's dummies.
        rsa_pub_components_from_private_key: |_| Err(ErrorKind::UnsupportedAlgorithm.into()),
        rsa_pub_components_from_public_key: |_| Err(ErrorKind::UnsupportedAlgorithm.into()),
        ec_pub_components_from_private_key: |_, _| Err(ErrorKind::UnsupportedAlgorithm.into()),
        ed_pub_components_from_private_key: |_, _| Err(ErrorKind::UnsupportedAlgorithm.into()),
        compute_digest,
    },
};

/// Makes OpenSSL the library's cryptography; calling it again changes nothing.
pub fn install() {
    // An error means that a provider is there already, and no other code in this process installs one.
    let _ = PROVIDER.install_default();
}

/// Signs the first two parts of a token and returns the third.
pub fn sign(signing_input: &str, key: &EncodingKey, alg: Alg) -> Result<String> {
    install();
    jsonwebtoken::crypto::sign(signing_input.as_bytes(), key, alg.library())
}

/// Whether the third part of a token fits the first two.
pub fn verify(signing_input: &str, signature: &str, key: &DecodingKey, alg: Alg) -> Result<bool> {
    install();
    jsonwebtoken::crypto::verify(signature, signing_input.as_bytes(), key, alg.library())
}

/// Reads a public key in PEM form for the library.
pub fn decoding_key(alg: Alg, pem: &str) -> Result<DecodingKey> {
    match alg {
        Alg::Es256 => DecodingKey::from_ec_pem(pem.as_bytes()),
        Alg::EdDsa => DecodingKey::from_ed_pem(pem.as_bytes()),
        Alg::Ps256 | Alg::Rs256 => DecodingKey::from_rsa_pem(pem.as_bytes()),
    }
}

struct Signing(Alg, PrivateKey);
struct Verifying(Alg, PublicKey);

fn new_signer(alg: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    let alg = allowed(*alg, key.family())?;
    Ok(Box::new(Signing(alg, parsed_keys::private(alg, key.as_bytes())?)))
}

fn new_verifier(alg: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    let alg = allowed(*alg, key.family())?;
    Ok(Box::new(Verifying(alg, parsed_keys::public(alg, key.try_get_as_bytes()?)?)))
}

/// The algorithm, when we know it and the key is of its family: a public key never verifies as a shared secret.
fn allowed(alg: Algorithm, family: AlgorithmFamily) -> Result<Alg> {
    match Alg::of_library(alg) {
        Some(known) if alg.family() == family => Ok(known),
        _ => Err(ErrorKind::InvalidAlgorithm.into()),
    }
}

impl JwtSigner for Signing {
    fn algorithm(&self) -> Algorithm {
        self.0.library()
    }
}

impl JwtVerifier for Verifying {
    fn algorithm(&self) -> Algorithm {
        self.0.library()
    }
}

impl signature::Signer<Vec<u8>> for Signing {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, signature::Error> {
        let signed = match &self.1 {
            PrivateKey::Ec(key) => es256::sign(message, key),
            PrivateKey::Other(key) => sign_other(self.0, key, message),
        };
        signed.map_err(signature::Error::from_source)
    }
}

impl signature::Verifier<Vec<u8>> for Verifying {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), signature::Error> {
        let fits = match &self.1 {
            PublicKey::Ec(key) => es256::verify(message, signature, key),
            PublicKey::Other(key) => verify_other(self.0, key, message, signature),
        };
        // OpenSSL may leave remarks about a bad signature in this thread's queue, where the next caller would trip over them.
        let _ = ErrorStack::get();
        match fits {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => Err(signature::Error::new()),
        }
    }
}

fn sign_other(alg: Alg, key: &PKey<Private>, message: &[u8]) -> std::result::Result<Vec<u8>, ErrorStack> {
    if alg == Alg::EdDsa {
        return Signer::new_without_digest(key)?.sign_oneshot_to_vec(message);
    }
    let mut signer = Signer::new(MessageDigest::sha256(), key)?;
    if alg == Alg::Ps256 {
        signer.set_rsa_padding(Padding::PKCS1_PSS)?;
        signer.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)?;
    }
    signer.sign_oneshot_to_vec(message)
}

fn verify_other(alg: Alg, key: &PKey<Public>, message: &[u8], signature: &[u8]) -> std::result::Result<bool, ErrorStack> {
    if alg == Alg::EdDsa {
        return Verifier::new_without_digest(key)?.verify_oneshot(signature, message);
    }
    let mut verifier = Verifier::new(MessageDigest::sha256(), key)?;
    if alg == Alg::Ps256 {
        verifier.set_rsa_padding(Padding::PKCS1_PSS)?;
        verifier.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)?;
    }
    verifier.verify_oneshot(signature, message)
}

fn compute_digest(data: &[u8], algorithm: ThumbprintHash) -> Result<Vec<u8>> {
    match algorithm {
        ThumbprintHash::SHA256 => Ok(sha256(data).to_vec()),
        _ => Err(ErrorKind::UnsupportedAlgorithm.into()),
    }
}
