//! Public keys as JWK: a partner's keys come in, our own go out.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openssl::bn::BigNum;
use openssl::pkey::{Id, PKey, Public};
use openssl::rsa::Rsa;
use openssl::sha::sha256;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashSet};

use super::alg::Alg;
use super::jwk_fault::JwkFault;
use super::{ed25519_point, es256, json, private_half};

/// The largest document of keys we are given.
pub const MAX_BYTES: usize = 16 * 1024;
/// The largest document of keys we fetch.
pub const MAX_FETCHED_BYTES: usize = 64 * 1024;
/// The most keys a partner may have.
pub const MAX_KEYS: usize = 10;
const MAX_KID: usize = 128;
pub(super) const RSA_BITS: std::ops::RangeInclusive<i32> = 3072..=8192;
/// Every member that holds a secret, of any key type.
const PRIVATE_MEMBERS: [&str; 9] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];

pub(super) type Members = Map<String, Value>;

/// A partner's public key, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientKey {
    /// The partner's name for it.
    pub kid: String,
    /// The one algorithm it is for.
    pub alg: Alg,
    /// The key in PEM form.
    pub pem: String,
}

/// Reads one JWK from text, in which no member may occur twice.
pub fn import_text(text: &str, allowed: &[Alg]) -> Result<ClientKey, JwkFault> {
    import_members(&document(text, MAX_BYTES)?, allowed)
}

/// Reads one JWK that was parsed elsewhere.
pub fn import(jwk: &Value, allowed: &[Alg]) -> Result<ClientKey, JwkFault> {
    import_members(jwk.as_object().ok_or(JwkFault::NotAnObject)?, allowed)
}

/// Reads a whole set; one bad key refuses all of them, so that nobody believes half a set was taken.
pub fn import_set(text: &str, allowed: &[Alg]) -> Result<Vec<ClientKey>, JwkFault> {
    import_list(&list_in(text, MAX_BYTES)?, allowed).map_err(|(_, fault)| fault)
}

/// The list of keys in a set of at most so many bytes, each still to be imported.
pub fn list_in(text: &str, max_bytes: usize) -> Result<Vec<Value>, JwkFault> {
    match document(text, max_bytes)?.remove("keys") {
        Some(Value::Array(list)) => Ok(list),
        _ => Err(JwkFault::NoKeys),
    }
}

/// Reads the keys of a set; the fault of a bad one comes with its place in the list.
pub fn import_list(list: &[Value], allowed: &[Alg]) -> Result<Vec<ClientKey>, (Option<usize>, JwkFault)> {
    match list.len() {
        0 => return Err((None, JwkFault::NoKeys)),
        1..=MAX_KEYS => {}
        _ => return Err((None, JwkFault::TooManyKeys)),
    }
    let mut keys: Vec<ClientKey> = Vec::with_capacity(list.len());
    for (nth, jwk) in list.iter().enumerate() {
        let key = import(jwk, allowed).map_err(|fault| (Some(nth), fault))?;
        if keys.iter().any(|other| other.kid == key.kid) {
            return Err((Some(nth), JwkFault::DuplicateKid));
        }
        keys.push(key);
    }
    Ok(keys)
}

/// The thumbprints of the keys in a list, as far as one is read, whose private half is shown: they must be considered leaked.
pub fn shown_private(list: &[Value]) -> Vec<String> {
    let shown = list.iter().take(MAX_KEYS).filter(|jwk| jwk.as_object().is_some_and(private_half::is_shown));
    shown.filter_map(thumbprint).collect()
}

/// Reads those keys of an identity provider's set that can be used here: it also publishes keys for others, and for other uses.
pub fn import_usable(text: &str, allowed: &[Alg]) -> Result<Vec<ClientKey>, JwkFault> {
    let list = list_in(text, MAX_FETCHED_BYTES)?;
    let keys: Vec<ClientKey> = list.iter().filter_map(|jwk| import(jwk, allowed).ok()).collect();
    let kids: HashSet<&str> = keys.iter().map(|key| key.kid.as_str()).collect();
    match keys.len() {
        0 => Err(JwkFault::NoKeys),
        many if many > kids.len() => Err(JwkFault::DuplicateKid),
        _ => Ok(keys),
    }
}

/// Writes a public key in PEM form as a JWK whose `kid` is its thumbprint.
pub fn export(pem: &str, alg: Alg) -> Result<Value, JwkFault> {
    let key = PKey::public_key_from_pem(pem.as_bytes())?;
    let mut jwk = match alg {
        Alg::Es256 => ec_members(&key)?,
        Alg::EdDsa if key.id() == Id::ED25519 => json!({ "kty": "OKP", "crv": "Ed25519", "x": encode(&key.raw_public_key()?) }),
        Alg::EdDsa => return Err(JwkFault::Curve),
        Alg::Ps256 | Alg::Rs256 => {
            let rsa = key.rsa().map_err(|_| JwkFault::Curve)?;
            json!({ "kty": "RSA", "n": encode(&rsa.n().to_vec()), "e": encode(&rsa.e().to_vec()) })
        }
    };
    let kid = thumbprint(&jwk).ok_or(JwkFault::KeyType)?;
    for (name, value) in [("use", "sig"), ("alg", alg.name()), ("kid", kid.as_str())] {
        jwk[name] = Value::from(value);
    }
    Ok(jwk)
}

/// The RFC 7638 thumbprint of a JWK, also of one that was refused, so that a leaked key can be remembered.
pub fn thumbprint(jwk: &Value) -> Option<String> {
    let required: &[&str] = match jwk.get("kty")?.as_str()? {
        "EC" => &["crv", "kty", "x", "y"],
        "OKP" => &["crv", "kty", "x"],
        "RSA" => &["e", "kty", "n"],
        _ => return None,
    };
    let members: Option<BTreeMap<&str, &str>> = required.iter().map(|name| Some((*name, jwk.get(*name)?.as_str()?))).collect();
    let canonical = serde_json::to_string(&members?).ok()?;
    Some(encode(&sha256(canonical.as_bytes())))
}

fn document(text: &str, max_bytes: usize) -> Result<Members, JwkFault> {
    if text.len() > max_bytes {
        return Err(JwkFault::TooLarge);
    }
    Ok(json::object(text.as_bytes())?)
}

fn import_members(jwk: &Members, allowed: &[Alg]) -> Result<ClientKey, JwkFault> {
    holds_no_secret(jwk)?;
    for_verifying(jwk)?;
    let kid = kid_of(jwk)?;
    let alg = algorithm_of(jwk, allowed)?;
    let key = match alg {
        Alg::Es256 => ec_key(jwk)?,
        Alg::EdDsa => ed_key(jwk)?,
        Alg::Ps256 | Alg::Rs256 => rsa_key(jwk)?,
    };
    let pem = String::from_utf8(key.public_key_to_pem()?).map_err(|_| JwkFault::Pem)?;
    Ok(ClientKey { kid, alg, pem })
}

fn holds_no_secret(jwk: &Members) -> Result<(), JwkFault> {
    if text(jwk, "kty") == Some("oct") {
        return Err(JwkFault::Symmetric);
    }
    if PRIVATE_MEMBERS.iter().any(|name| jwk.contains_key(*name)) {
        return Err(JwkFault::Private);
    }
    Ok(())
}

fn for_verifying(jwk: &Members) -> Result<(), JwkFault> {
    if jwk.get("use").is_some_and(|value| value != "sig") {
        return Err(JwkFault::Use);
    }
    if jwk.get("key_ops").is_some_and(|value| *value != json!(["verify"])) {
        return Err(JwkFault::KeyOps);
    }
    Ok(())
}

fn kid_of(jwk: &Members) -> Result<String, JwkFault> {
    let fits = |kid: &&str| (1..=MAX_KID).contains(&kid.len()) && kid.bytes().all(|byte| byte.is_ascii_graphic());
    text(jwk, "kid").filter(fits).map(str::to_owned).ok_or(JwkFault::Kid)
}

/// The type and curve decide; RSA keys must say whether they are for PSS or PKCS #1 v1.5.
fn algorithm_of(jwk: &Members, allowed: &[Alg]) -> Result<Alg, JwkFault> {
    let named = match jwk.get("alg") {
        Some(name) => Some(name.as_str().and_then(Alg::from_name).ok_or(JwkFault::Algorithm)?),
        None => None,
    };
    let alg = match (text(jwk, "kty"), text(jwk, "crv"), named) {
        (Some("EC"), Some("P-256"), None | Some(Alg::Es256)) => Alg::Es256,
        (Some("OKP"), Some("Ed25519"), None | Some(Alg::EdDsa)) => Alg::EdDsa,
        (Some("RSA"), None, Some(alg @ (Alg::Ps256 | Alg::Rs256))) => alg,
        (Some("RSA"), None, None) => return Err(JwkFault::Algorithm),
        (Some("EC" | "OKP" | "RSA"), _, _) => return Err(JwkFault::Curve),
        _ => return Err(JwkFault::KeyType),
    };
    if allowed.contains(&alg) { Ok(alg) } else { Err(JwkFault::Algorithm) }
}

fn ec_key(jwk: &Members) -> Result<PKey<Public>, JwkFault> {
    let point = [vec![4], bytes(jwk, "x", 32)?, bytes(jwk, "y", 32)?].concat();
    let key = es256::public_key(&point)?.ok_or(JwkFault::Point)?;
    Ok(PKey::from_ec_key(key)?)
}

fn ed_key(jwk: &Members) -> Result<PKey<Public>, JwkFault> {
    let point = bytes(jwk, "x", 32)?;
    if !ed25519_point::is_usable(&point)? {
        return Err(JwkFault::Point);
    }
    Ok(PKey::public_key_from_raw_bytes(&point, Id::ED25519)?)
}

fn rsa_key(jwk: &Members) -> Result<PKey<Public>, JwkFault> {
    let (n, e) = (number(jwk, "n")?, number(jwk, "e")?);
    if !RSA_BITS.contains(&n.num_bits()) || !n.is_bit_set(0) {
        return Err(JwkFault::Modulus);
    }
    if !(17..=32).contains(&e.num_bits()) || !e.is_bit_set(0) {
        return Err(JwkFault::Exponent);
    }
    Ok(PKey::from_rsa(Rsa::from_public_components(n, e)?)?)
}

fn ec_members(key: &PKey<Public>) -> Result<Value, JwkFault> {
    let key = key.ec_key().map_err(|_| JwkFault::Curve)?;
    let group = es256::curve()?;
    if key.group().curve_name() != group.curve_name() {
        return Err(JwkFault::Curve);
    }
    let (mut x, mut y) = (BigNum::new()?, BigNum::new()?);
    let mut context = openssl::bn::BigNumContext::new()?;
    key.public_key().affine_coordinates(&group, &mut x, &mut y, &mut context)?;
    let (x, y) = (x.to_vec_padded(32)?, y.to_vec_padded(32)?);
    Ok(json!({ "kty": "EC", "crv": "P-256", "x": encode(&x), "y": encode(&y) }))
}

pub(super) fn text<'a>(jwk: &'a Members, name: &str) -> Option<&'a str> {
    jwk.get(name).and_then(Value::as_str)
}

fn decoded(jwk: &Members, name: &str) -> Result<Vec<u8>, JwkFault> {
    text(jwk, name).and_then(|text| URL_SAFE_NO_PAD.decode(text).ok()).ok_or(JwkFault::Encoding)
}

pub(super) fn bytes(jwk: &Members, name: &str, length: usize) -> Result<Vec<u8>, JwkFault> {
    decoded(jwk, name).and_then(|bytes| if bytes.len() == length { Ok(bytes) } else { Err(JwkFault::Encoding) })
}

/// A number has no leading zero bytes, so that it has one spelling and one thumbprint.
pub(super) fn number(jwk: &Members, name: &str) -> Result<BigNum, JwkFault> {
    let bytes = decoded(jwk, name)?;
    if matches!(bytes.first(), None | Some(0)) {
        return Err(JwkFault::Encoding);
    }
    Ok(BigNum::from_slice(&bytes)?)
}

fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
