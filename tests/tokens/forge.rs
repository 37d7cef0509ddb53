//! Signing what no client and no service would: whatever header and claims, under a key that is accepted.

use estafette_tests::harness::TestApp;
use openssl::{
    base64::{decode_block, encode_block},
    bn::{BigNum, BigNumContext},
    ec::{EcGroup, EcKey},
    ecdsa::EcdsaSig,
    hash::MessageDigest,
    nid::Nid,
    pkey::{PKey, Private},
    sha::sha256,
    sign::Signer,
};
use serde_json::Value;

/// A private key on P-256, and what it can be made to sign.
pub struct Forge {
    key: EcKey<Private>,
}

impl Forge {
    /// A key given as PEM.
    pub fn of_pem(pem: &[u8]) -> Self {
        Self { key: PKey::private_key_from_pem(pem).unwrap().ec_key().unwrap() }
    }

    /// The very key that the service signs with.
    pub fn of_service(app: &TestApp) -> Self {
        let (tell, told) = std::sync::mpsc::channel();
        let _watch = app.store().watch(move |standing, _| drop(tell.send(standing))).unwrap();
        let standing = told.recv().unwrap();
        let key = estafette_db::signing_keys::active(&standing.keys, app.clock().now()).unwrap();
        Self::of_pem(&app.store().open_signing_key(&key.kid, key.private.as_ref().unwrap()).unwrap())
    }

    /// A token of exactly these texts, with a good signature in the form the service writes.
    pub fn sign(&self, header: &str, claims: &str) -> String {
        let input = format!("{}.{}", encode(header), encode(claims));
        let signature = EcdsaSig::sign(&sha256(input.as_bytes()), &self.key).unwrap();
        let bytes = [signature.r().to_vec_padded(32).unwrap(), low(signature.s()).to_vec_padded(32).unwrap()].concat();
        format!("{input}.{}", encode(bytes))
    }
}

/// A token of these texts under a shared secret.
pub fn hmac(secret: &[u8], header: &str, claims: &str) -> String {
    let input = format!("{}.{}", encode(header), encode(claims));
    let key = PKey::hmac(secret).unwrap();
    let mut signer = Signer::new(MessageDigest::sha256(), &key).unwrap();
    let mac = signer.sign_oneshot_to_vec(input.as_bytes()).unwrap();
    format!("{input}.{}", encode(mac))
}

/// The other signature that fits the same message: (r, n − s).
pub fn mirrored(signature: &[u8]) -> Vec<u8> {
    let (r, s) = signature.split_at(32);
    let mirror = &order() - &BigNum::from_slice(s).unwrap();
    [r.to_vec(), mirror.to_vec_padded(32).unwrap()].concat()
}

fn low(s: &openssl::bn::BigNumRef) -> BigNum {
    let mirror = &order() - s;
    if mirror < *s { mirror } else { s.to_owned().unwrap() }
}

fn order() -> BigNum {
    let mut order = BigNum::new().unwrap();
    EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap().order(&mut order, &mut BigNumContext::new().unwrap()).unwrap();
    order
}

/// Base64url without padding.
pub fn encode(bytes: impl AsRef<[u8]>) -> String {
    encode_block(bytes.as_ref()).replace('+', "-").replace('/', "_").trim_end_matches('=').to_owned()
}

/// The bytes of one part of a token.
pub fn decode(part: &str) -> Vec<u8> {
    let mut text = part.replace('-', "+").replace('_', "/");
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    decode_block(&text).unwrap()
}

/// One part of a token as JSON: 0 is its header, 1 its claims.
pub fn part(token: &str, which: usize) -> Value {
    serde_json::from_slice(&decode(token.split('.').nth(which).unwrap())).unwrap()
}

/// An object with one member set, or taken away when there is no value.
pub fn with(object: &Value, name: &str, value: Option<Value>) -> Value {
    let mut changed = object.clone();
    let members = changed.as_object_mut().unwrap();
    match value {
        Some(value) => drop(members.insert(name.to_owned(), value)),
        None => drop(members.remove(name)),
    }
    changed
}

/// Values that are not of the type a text or a number should be.
pub fn confused() -> Vec<Option<Value>> {
    use serde_json::json;
    vec![None, Some(json!(null)), Some(json!(1.5)), Some(json!(true)), Some(json!(["x"])), Some(json!({ "x": "x" }))]
}
