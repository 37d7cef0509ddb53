//! What a one-time code looks like, and what is kept of it.

use estafette_contract::ClaimForm;

use crate::{DbResult, Keyring, keys::Purpose};

/// Digits and capitals, without those that are taken for another (Crockford): five bits each.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many characters a code to type has, and how many the secret of a link: 130 bits.
const TYPED: usize = 10;
const LINKED: usize = 26;
/// How many of the first find a code; the others are the secret. A link is found by as many as cannot be tried out.
const FINDS_TYPED: usize = 4;
const FINDS_LINKED: usize = 13;

/// The code with this id. It follows from the id under a key, so that it can be told again to who asked for it and is kept nowhere.
pub(super) fn code(keys: &Keyring, id: &str, form: ClaimForm) -> String {
    let length = if form == ClaimForm::Code { TYPED } else { LINKED };
    let digest = keys.digest(Purpose::Claim, &[id.as_bytes()]);
    digest.iter().take(length).map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}

/// A code in groups, as it is easiest to type.
pub(super) fn grouped(code: &str) -> String {
    let (first, rest) = code.split_at(code.len() / 2);
    format!("{first}-{rest}")
}

/// The keyed hashes that are kept of a code: of what finds it, and of all of it.
pub(super) fn hashes(keys: &Keyring, code: &str) -> DbResult<(String, String)> {
    let finds = if code.len() == TYPED { FINDS_TYPED } else { FINDS_LINKED };
    let first = code.get(..finds).unwrap_or(code);
    let locator = keys.reference(Purpose::ClaimLocator, &[&code.len().to_be_bytes(), first.as_bytes()])?;
    Ok((locator, keys.reference(Purpose::ClaimSecret, &[code.as_bytes()])?))
}
