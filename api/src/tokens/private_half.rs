//! Whether the private members of a JWK belong to its public ones: nobody may have another's key burnt with a made-up private half.

use openssl::{
    bn::{BigNum, BigNumContext},
    ec::EcKey,
    error::ErrorStack,
    pkey::{Id, PKey},
};

use super::{
    es256,
    jwks::{Members, RSA_BITS, bytes, number, text},
};

/// Whether this is a key that could be registered, shown with the private half that belongs to it.
pub(super) fn is_shown(jwk: &Members) -> bool {
    match text(jwk, "kty") {
        Some("EC") => ec(jwk),
        Some("OKP") => ed(jwk),
        Some("RSA") => rsa(jwk),
        _ => None,
    }
    .unwrap_or(false)
}

fn ec(jwk: &Members) -> Option<bool> {
    let point = [vec![4], bytes(jwk, "x", 32).ok()?, bytes(jwk, "y", 32).ok()?].concat();
    let public = es256::public_key(&point).ok()??;
    let private = BigNum::from_slice(&bytes(jwk, "d", 32).ok()?).ok()?;
    let pair = EcKey::from_private_components(public.group(), &private, public.public_key()).ok()?;
    Some(pair.check_key().is_ok())
}

fn ed(jwk: &Members) -> Option<bool> {
    let private = PKey::private_key_from_raw_bytes(&bytes(jwk, "d", 32).ok()?, Id::ED25519).ok()?;
    Some(private.raw_public_key().ok()? == bytes(jwk, "x", 32).ok()?)
}

fn rsa(jwk: &Members) -> Option<bool> {
    let (n, e) = (number(jwk, "n").ok()?, number(jwk, "e").ok()?);
    if !RSA_BITS.contains(&n.num_bits()) || e.num_bits() > 32 {
        return None;
    }
    let undoes = number(jwk, "d").is_ok_and(|d| d < n && undoes(&n, &e, &d).unwrap_or(false));
    let divides = |name| number(jwk, name).is_ok_and(|factor| divides(&n, &factor).unwrap_or(false));
    Some(undoes || divides("p") || divides("q"))
}

/// Whether raising to `d` takes back raising to `e`.
fn undoes(n: &BigNum, e: &BigNum, d: &BigNum) -> Result<bool, ErrorStack> {
    let mut context = BigNumContext::new()?;
    let (two, mut there, mut back) = (BigNum::from_u32(2)?, BigNum::new()?, BigNum::new()?);
    there.mod_exp(&two, e, n, &mut context)?;
    back.mod_exp(&there, d, n, &mut context)?;
    Ok(back == two)
}

fn divides(n: &BigNum, factor: &BigNum) -> Result<bool, ErrorStack> {
    let mut rest = BigNum::new()?;
    rest.checked_rem(n, factor, &mut *BigNumContext::new()?)?;
    Ok(factor.num_bits() > 1 && factor < n && rest.num_bits() == 0)
}

#[cfg(test)]
mod tests {
    use openssl::rsa::Rsa;
    use serde_json::{Value, json};

    use super::*;
    use crate::tokens::{alg::Alg, jwks::export};

    fn encode(bytes: &[u8]) -> String {
        use base64::Engine;
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
    }

    fn shown(public: &Value, name: &str, secret: &[u8]) -> bool {
        let mut jwk = public.as_object().unwrap().clone();
        jwk.insert(name.into(), json!(encode(secret)));
        is_shown(&jwk)
    }

    fn public(key: &PKey<openssl::pkey::Private>, alg: Alg) -> Value {
        export(&String::from_utf8(key.public_key_to_pem().unwrap()).unwrap(), alg).unwrap()
    }

    #[test]
    fn a_private_half_is_known_by_its_public_one_and_by_no_other() {
        let curve = || EcKey::generate(&es256::curve().unwrap()).unwrap();
        let (one, other) = (curve(), curve());
        let secret = |key: &EcKey<openssl::pkey::Private>| key.private_key().to_vec_padded(32).unwrap();
        let jwk = public(&PKey::from_ec_key(one.clone()).unwrap(), Alg::Es256);
        assert!(shown(&jwk, "d", &secret(&one)) && !shown(&jwk, "d", &secret(&other)));

        let (one, other) = (PKey::generate_ed25519().unwrap(), PKey::generate_ed25519().unwrap());
        let jwk = public(&one, Alg::EdDsa);
        assert!(shown(&jwk, "d", &one.raw_private_key().unwrap()) && !shown(&jwk, "d", &other.raw_private_key().unwrap()));

        let (one, other) = (Rsa::generate(3072).unwrap(), Rsa::generate(3072).unwrap());
        let jwk = public(&PKey::from_rsa(one.clone()).unwrap(), Alg::Ps256);
        let secrets = |rsa: &Rsa<openssl::pkey::Private>| [rsa.d().to_vec(), rsa.p().unwrap().to_vec(), rsa.q().unwrap().to_vec()];
        for ((name, own), foreign) in ["d", "p", "q"].iter().zip(secrets(&one)).zip(secrets(&other)) {
            assert!(shown(&jwk, name, &own) && !shown(&jwk, name, &foreign), "{name}");
        }
    }

    #[test]
    fn what_is_made_up_is_no_private_half() {
        let jwk = public(&PKey::from_rsa(Rsa::generate(3072).unwrap()).unwrap(), Alg::Ps256);
        let n = number(jwk.as_object().unwrap(), "n").unwrap().to_vec();
        for (name, secret) in [("d", vec![1]), ("p", vec![1]), ("p", n.clone()), ("q", vec![2]), ("d", n), ("k", vec![1])] {
            assert!(!shown(&jwk, name, &secret), "{name}");
        }
    }
}
