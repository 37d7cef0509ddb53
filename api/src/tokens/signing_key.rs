//! The server's own key, with which it signs access tokens.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::EncodingKey;
use openssl::ec::EcKey;
use openssl::pkey::{PKey, Private};
use serde::Serialize;
use serde_json::{Value, json};

use super::alg::Alg;
use super::jwk_fault::JwkFault;
use super::key_fault::KeyFault;
use super::{es256, jwks, provider};

/// A key file is well under this; reading stops here, whatever the path points to.
const MAX_FILE_BYTES: u64 = 16 * 1024;
/// The permission bits of everyone but the owner.
const OTHERS: u32 = 0o077;

/// An ES256 key pair with its name.
pub struct SigningKey {
    kid: String,
    jwk: Value,
    public_pem: String,
    key: PKey<Private>,
    encoding: EncodingKey,
}

impl SigningKey {
    /// Makes a new key.
    pub fn generate() -> Result<Self, KeyFault> {
        let key = EcKey::generate(&*es256::curve()?)?;
        Self::from_pkey(PKey::from_ec_key(key)?)
    }

    /// Reads a key from a PEM file that only its owner may read.
    pub fn load(path: &Path) -> Result<Self, KeyFault> {
        let pem = read_private(path)?;
        let not_a_key = || KeyFault::NotAKey { path: path.to_owned() };
        let key = PKey::private_key_from_pem(&pem).map_err(|_| not_a_key())?;
        Self::from_pkey(key).map_err(|_| not_a_key())
    }

    /// Writes the key to a new file that only its owner may read; an existing file is never overwritten.
    pub fn save(&self, path: &Path) -> Result<(), KeyFault> {
        let pem = self.key.private_key_to_pem_pkcs8()?;
        write_private(path, &pem).map_err(|source| KeyFault::Io { path: path.to_owned(), source })
    }

    /// The key's name: its RFC 7638 thumbprint.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The public half as a JWK, to be published.
    pub fn public_jwk(&self) -> &Value {
        &self.jwk
    }

    /// The public half in PEM form.
    pub fn public_pem(&self) -> &str {
        &self.public_pem
    }

    /// Signs claims into a token of the given type; algorithm and key name are always this key's own.
    pub fn sign<C: Serialize>(&self, typ: &str, claims: &C) -> Result<String, KeyFault> {
        let header = json!({ "alg": Alg::Es256.name(), "kid": self.kid, "typ": typ });
        let header = URL_SAFE_NO_PAD.encode(header.to_string());
        let claims = URL_SAFE_NO_PAD.encode(serde_json::to_vec(claims)?);
        let signing_input = format!("{header}.{claims}");
        let signature = provider::sign(&signing_input, &self.encoding, Alg::Es256)?;
        Ok(format!("{signing_input}.{signature}"))
    }

    fn from_pkey(key: PKey<Private>) -> Result<Self, KeyFault> {
        let public_pem = String::from_utf8_lossy(&key.public_key_to_pem()?).into_owned();
        let jwk = jwks::export(&public_pem, Alg::Es256)?;
        let kid = jwks::thumbprint(&jwk).ok_or(JwkFault::KeyType)?;
        let encoding = EncodingKey::from_ec_der(&key.private_key_to_pkcs8()?);
        Ok(Self { kid, jwk, public_pem, key, encoding })
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}

/// The permissions are those of the opened file, so that it cannot be swapped between the look and the reading.
fn read_private(path: &Path) -> Result<Vec<u8>, KeyFault> {
    let failed = |source| KeyFault::Io { path: path.to_owned(), source };
    let file = File::open(path).map_err(failed)?;
    let mode = file.metadata().map_err(failed)?.mode() & 0o777;
    if mode & OTHERS != 0 {
        return Err(KeyFault::Exposed { path: path.to_owned(), mode });
    }
    let mut pem = Vec::new();
    file.take(MAX_FILE_BYTES).read_to_end(&mut pem).map_err(failed)?;
    Ok(pem)
}

fn write_private(path: &Path, pem: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    if let Err(error) = file.write_all(pem).and_then(|()| file.sync_all()) {
        // Half a key would stand in the way of the next attempt.
        let _ = fs::remove_file(path);
        return Err(error);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Without this the name may be gone after a power cut although the bytes are on disk.
    File::open(folder)?.sync_all()
}
