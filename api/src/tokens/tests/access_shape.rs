//! Access tokens of another shape or with another signature.

use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::super::es256;
use super::super::fault::TokenFault::*;
use super::table::{all_refused, row};
use super::*;

#[test]
fn shapes() {
    let forge = Forge::new();
    let token = forge.good();
    let [h, c, s] = <[&str; 3]>::try_from(token.split('.').collect::<Vec<_>>()).unwrap();
    // 64 bytes leave four unused bits in the last character; a lenient decoder gives the same bytes whatever they are.
    let with_last = |part: &str, change: fn(u8) -> u8| {
        let mut bytes = part.as_bytes().to_vec();
        let last = bytes.pop().unwrap();
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let index = alphabet.iter().position(|&b| b == last).unwrap() as u8;
        bytes.push(alphabet[usize::from(change(index))]);
        String::from_utf8(bytes).unwrap()
    };
    let standard = STANDARD.encode(URL_SAFE_NO_PAD.decode(s).unwrap());
    let rows = vec![
        row("empty", String::new(), Parts),
        row("one part", h.into(), Parts),
        row("two parts", format!("{h}.{c}"), Parts),
        row("four parts", format!("{token}.{s}"), Parts),
        row("five parts", format!("{h}.{c}.{s}.{s}.{s}"), Parts),
        row("trailing dot", format!("{token}."), Parts),
        row("leading dot", format!(".{token}"), Parts),
        row("dots only", "..".into(), HeaderEncoding),
        row("no header", format!(".{c}.{s}"), HeaderEncoding),
        row("no claims", format!("{h}..{s}"), Signature),
        row("no signature", format!("{h}.{c}."), SignatureEncoding),
        row("padded signature", format!("{token}=="), Characters),
        row("padded header", format!("{h}=.{c}.{s}"), Characters),
        row("standard alphabet", format!("{h}.{c}.{standard}"), Characters),
        row("leading space", format!(" {token}"), Characters),
        row("line break", format!("{token}\n"), Characters),
        row("line break within", format!("{h}.\r\n{c}.{s}"), Characters),
        row("NUL", format!("{token}\0"), Characters),
        row("percent", format!("{h}%2E{c}.{s}"), Characters),
        row("not ASCII", format!("{token}é"), Characters),
        row("JSON serialisation", json!({ "payload": c, "protected": h, "signature": s }).to_string(), Characters),
        row("signature with left-over bits", format!("{h}.{c}.{}", with_last(s, |i| i | 1)), SignatureEncoding),
        row("signature with other left-over bits", format!("{h}.{c}.{}", with_last(s, |i| i | 2)), SignatureEncoding),
        row("signature one character short", format!("{h}.{c}.{}", &s[..s.len() - 1]), SignatureEncoding),
        row("header of impossible length", format!("{}.{c}.{s}", &h[..h.len() / 4 * 4 - 3]), HeaderEncoding),
        row("nested token", forge.sign(&forge.header().to_string(), &token), ClaimsJson),
        row("too long", format!("{token}{}", "A".repeat(8192)), TooLong),
        row("one byte too long", "A".repeat(8193), TooLong),
        row("as long as allowed", "A".repeat(8192), Parts),
        row("deep header", forge.sign(&"[".repeat(3000), "{}"), HeaderJson),
    ];
    all_refused(&forge, rows, 30);
}

#[test]
fn signatures() {
    let (forge, other) = (Forge::new(), Forge::new());
    let token = forge.good();
    let (input, signature) = token.rsplit_once('.').unwrap();
    let bytes = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let signed = |bytes: &[u8]| format!("{input}.{}", encode(bytes));
    let flipped = |index: usize| {
        let mut copy = bytes.clone();
        copy[index] ^= 1;
        signed(&copy)
    };
    let der = openssl::ecdsa::EcdsaSig::from_private_components(
        openssl::bn::BigNum::from_slice(&bytes[..32]).unwrap(),
        openssl::bn::BigNum::from_slice(&bytes[32..]).unwrap(),
    );
    let more = forge.claims(&json!({ "scope": "partners:manage" }));
    let more_input = more.rsplit_once('.').unwrap().0;
    let same_header_other_key = other.sign(&forge.header().to_string(), &claims_with(&json!({})));
    let rows = vec![
        row("r changed", flipped(0), Signature),
        row("r changed at its end", flipped(31), Signature),
        row("s changed", flipped(32), Signature),
        row("s changed at its end", flipped(63), Signature),
        // (r, n − s) is a valid ECDSA signature of the same token: only our own rule refuses it.
        row("mirrored s", signed(&es256::mirrored(&bytes).unwrap()), SignatureForm),
        row("all zero", signed(&[0; 64]), Signature),
        row("r zero", signed(&[&[0; 32][..], &bytes[32..]].concat()), Signature),
        row("s zero", signed(&[&bytes[..32], &[0; 32][..]].concat()), Signature),
        row("all ones", signed(&[0xff; 64]), Signature),
        row("63 bytes", signed(&bytes[..63]), Signature),
        row("65 bytes", signed(&[&bytes[..], &[0]].concat()), Signature),
        row("zero in front", signed(&[&[0], &bytes[..]].concat()), Signature),
        row("one byte", signed(&[1]), Signature),
        row("DER", signed(&der.unwrap().to_der().unwrap()), Signature),
        row("r and s swapped", signed(&[&bytes[32..], &bytes[..32]].concat()), Signature),
        row("signature of another token", format!("{more_input}.{signature}"), Signature),
        row("another key under our name", same_header_other_key, Signature),
        row("another key under its own name", other.good(), KeyUnknown),
    ];
    all_refused(&forge, rows, 18);
}
