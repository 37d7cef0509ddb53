//! The SHA-256 of a certificate: in hexadecimal where it is registered, as base64url in a token (RFC 8705).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openssl::sha::sha256;

/// The thumbprint of a certificate in DER form, in hexadecimal.
pub fn of_certificate(der: &[u8]) -> String {
    hex(&sha256(der))
}

/// The same thumbprint as a token spells it; none if it is no thumbprint.
pub fn for_token(hexadecimal: &str) -> Option<String> {
    let pair = |at: usize| hexadecimal.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    let bytes: Option<Vec<u8>> = (0..64).step_by(2).map(pair).collect();
    (hexadecimal.len() == 64).then_some(URL_SAFE_NO_PAD.encode(bytes?))
}

/// The same thumbprint as it is registered; none if it is no thumbprint.
pub fn from_token(base64url: &str) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(base64url).ok()?;
    (bytes.len() == 32).then(|| hex(&bytes))
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thumbprint_has_two_spellings_and_nothing_else_is_one() {
        let known = of_certificate(b"abc");
        assert_eq!(known, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let spelled = for_token(&known).unwrap();
        assert_eq!(from_token(&spelled).as_deref(), Some(known.as_str()));
        for other in ["", "abc", "zz", &known[1..], &format!("{known}00"), &known.replace('b', "é")] {
            assert_eq!(for_token(other), None, "{other}");
        }
        for other in ["", "abc", &spelled[1..], &format!("{spelled}="), "AAAA"] {
            assert_eq!(from_token(other), None, "{other}");
        }
    }
}
