//! Whether 32 bytes are a usable Ed25519 public key. OpenSSL takes any bytes and only fails at the first signature.

use openssl::bn::{BigNum, BigNumContext, BigNumRef};
use openssl::error::ErrorStack;

/// The prime of the field, 2²⁵⁵ − 19.
const P: &str = "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed";
/// The constant of the curve −x² + y² = 1 + d·x²·y².
const D: &str = "52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3";
/// The y of the points of order 1, 4 and 8; order 2 is p − 1. Under such a key a signature fits many messages.
const SMALL_ORDER: [&str; 4] = [
    "01",
    "00",
    "7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7",
    "05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826",
];

/// Whether the bytes are the one spelling of a point on the curve that is not of small order.
pub fn is_usable(bytes: &[u8]) -> Result<bool, ErrorStack> {
    let Some(y) = y_of(bytes)? else { return Ok(false) };
    let p = BigNum::from_hex_str(P)?;
    if y >= p || has_small_order(&y, &p)? {
        return Ok(false);
    }
    has_x(&y, &p)
}

/// The bytes are little-endian with the sign of x in the top bit.
fn y_of(bytes: &[u8]) -> Result<Option<BigNum>, ErrorStack> {
    let Ok(mut bytes) = <[u8; 32]>::try_from(bytes) else { return Ok(None) };
    bytes[31] &= 0x7f;
    bytes.reverse();
    BigNum::from_slice(&bytes).map(Some)
}

fn has_small_order(y: &BigNumRef, p: &BigNumRef) -> Result<bool, ErrorStack> {
    for known in SMALL_ORDER {
        if *y == *BigNum::from_hex_str(known)? {
            return Ok(true);
        }
    }
    Ok(*y == *(p - &*BigNum::from_u32(1)?))
}

/// x² = (y² − 1) / (d·y² + 1) has a solution when the product of both is a square: Euler's criterion.
fn has_x(y: &BigNumRef, p: &BigNumRef) -> Result<bool, ErrorStack> {
    let mut context = BigNumContext::new()?;
    let one = BigNum::from_u32(1)?;
    let d = BigNum::from_hex_str(D)?;
    let (mut y2, mut above, mut dy2, mut below) = (BigNum::new()?, BigNum::new()?, BigNum::new()?, BigNum::new()?);
    y2.mod_sqr(y, p, &mut context)?;
    above.mod_sub(&y2, &one, p, &mut context)?;
    dy2.mod_mul(&d, &y2, p, &mut context)?;
    below.mod_add(&dy2, &one, p, &mut context)?;

    let (mut product, mut half, mut outcome) = (BigNum::new()?, BigNum::new()?, BigNum::new()?);
    product.mod_mul(&above, &below, p, &mut context)?;
    half.rshift1(p)?;
    outcome.mod_exp(&product, &half, p, &mut context)?;
    Ok(outcome == one)
}
