//! ES256 on OpenSSL's elliptic curve functions, with the signature as the 64 bytes r‖s that JOSE prescribes.
//!
//! For every valid (r, s) the mirrored (r, n − s) is valid too, so anyone can turn one signed token into a second one with
//! the same claims. We always write the smaller s and demand it of our own tokens. Partners' libraries do not, so an
//! assertion is accepted in both forms; its replay is recognised by `jti`, never by its bytes.

use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::{EcGroup, EcKey, EcPoint};
use openssl::ecdsa::EcdsaSig;
use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::pkey::{Private, Public};
use openssl::sha::sha256;

const HALF: usize = 32;

/// Half the order of P-256, rounded down: the largest s that is not the mirror of a smaller one.
const MAX_LOW_S: [u8; HALF] = [
    0x7f, 0xff, 0xff, 0xff, 0x80, 0x00, 0x00, 0x00, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xde, 0x73, 0x7d, 0x56, 0xd3, 0x8b,
    0xcf, 0x42, 0x79, 0xdc, 0xe5, 0x61, 0x7e, 0x31, 0x92, 0xa8,
];

/// The curve P-256.
pub fn curve() -> Result<EcGroup, ErrorStack> {
    EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)
}

/// Reads an uncompressed point of P-256 and checks that it is one.
pub fn public_key(point: &[u8]) -> Result<Option<EcKey<Public>>, ErrorStack> {
    if point.len() != 1 + 2 * HALF || point.first() != Some(&4) {
        return Ok(None);
    }
    let group = curve()?;
    let mut context = BigNumContext::new()?;
    let key = EcPoint::from_bytes(&group, point, &mut context)
        .and_then(|point| EcKey::from_public_key(&group, &point))
        .and_then(|key| key.check_key().map(|()| key));
    Ok(key.ok())
}

/// Signs, always with the smaller of the two possible values of s.
pub fn sign(message: &[u8], key: &EcKey<Private>) -> Result<Vec<u8>, ErrorStack> {
    let signature = EcdsaSig::sign(&sha256(message), key)?;
    let mut bytes = signature.r().to_vec_padded(HALF as i32)?;
    bytes.extend(signature.s().to_vec_padded(HALF as i32)?);
    if !has_low_s(&bytes) {
        bytes = mirrored(&bytes)?;
    }
    Ok(bytes)
}

/// Whether the signature, of exactly 64 bytes, fits.
pub fn verify(message: &[u8], signature: &[u8], key: &EcKey<Public>) -> Result<bool, ErrorStack> {
    if signature.len() != 2 * HALF {
        return Ok(false);
    }
    let (r, s) = signature.split_at(HALF);
    let parsed = EcdsaSig::from_private_components(BigNum::from_slice(r)?, BigNum::from_slice(s)?)?;
    parsed.verify(&sha256(message), key)
}

/// Whether s is in the lower half, the only form in which we sign.
pub fn has_low_s(signature: &[u8]) -> bool {
    signature.len() == 2 * HALF && signature[HALF..] <= MAX_LOW_S[..]
}

/// The other signature that fits the same message: (r, n − s).
pub fn mirrored(signature: &[u8]) -> Result<Vec<u8>, ErrorStack> {
    let (r, s) = signature.split_at(signature.len().min(HALF));
    let mut order = BigNum::new()?;
    curve()?.order(&mut order, &mut *BigNumContext::new()?)?;
    let mirror = &*order - &*BigNum::from_slice(s)?;
    let mut bytes = r.to_vec();
    bytes.extend(mirror.to_vec_padded(HALF as i32)?);
    Ok(bytes)
}
