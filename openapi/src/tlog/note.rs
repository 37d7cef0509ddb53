//! Signed notes (C2SP `signed-note`): a text with the signatures of one or more keys below it.

use std::fmt;

use base64::{Engine, prelude::BASE64_STANDARD};
use openssl::{
    pkey::{Id, PKey, Private, Public},
    sha::Sha256,
    sign::{Signer, Verifier},
};

use super::LogFault;

/// How a key signs. The byte stands in the key's text, so a second way is a second row here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Algorithm {
    Ed25519 = 1,
}

const SIGNATURES_AT_MOST: usize = 16;

/// The public half of a key that signs notes: its name, and what its signatures are checked with.
#[derive(Clone)]
pub struct NoteKey {
    name: String,
    id: [u8; 4],
    algorithm: Algorithm,
    key: PKey<Public>,
}

impl NoteKey {
    fn new(name: &str, public: &[u8]) -> Result<Self, LogFault> {
        const MALFORMED: LogFault = LogFault::Malformed("the public key");
        if name.is_empty() || name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+') {
            return Err(LogFault::Malformed("the name of the key"));
        }
        let key = PKey::public_key_from_raw_bytes(public, Id::ED25519).map_err(|_| MALFORMED)?;
        let mut sha = Sha256::new();
        [name.as_bytes(), b"\n", &[Algorithm::Ed25519 as u8], public].iter().for_each(|part| sha.update(part));
        let [a, b, c, d, ..] = sha.finish();
        Ok(Self { name: name.to_owned(), id: [a, b, c, d], algorithm: Algorithm::Ed25519, key })
    }

    /// Reads a key from its text, `name+id+key`.
    ///
    /// # Errors
    /// When it is no key, or of an algorithm that is not known here.
    pub fn from_text(text: &str) -> Result<Self, LogFault> {
        const MALFORMED: LogFault = LogFault::Malformed("the public key");
        let (name, rest) = text.trim().split_once('+').ok_or(MALFORMED)?;
        let encoded = rest.split_once('+').ok_or(MALFORMED)?.1;
        let bytes = BASE64_STANDARD.decode(encoded).map_err(|_| MALFORMED)?;
        let key = match bytes.split_first() {
            Some((&algorithm, public)) if algorithm == Algorithm::Ed25519 as u8 => Self::new(name, public)?,
            _ => return Err(MALFORMED),
        };
        if key.to_string() == text.trim() { Ok(key) } else { Err(MALFORMED) }
    }

    /// Its name, which for a log is the origin.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    fn signed(&self, text: &str, signature: &[u8]) -> Result<(), LogFault> {
        let mut verifier = match self.algorithm {
            Algorithm::Ed25519 => Verifier::new_without_digest(&self.key).map_err(|_| LogFault::Crypto)?,
        };
        // OpenSSL tells a signature of another length as an error, and that is no more than a wrong one.
        if verifier.verify_oneshot(signature, text.as_bytes()).unwrap_or(false) { Ok(()) } else { Err(LogFault::WrongSignature) }
    }
}

impl fmt::Display for NoteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let public = self.key.raw_public_key().map_err(|_| fmt::Error)?;
        let encoded = BASE64_STANDARD.encode([&[self.algorithm as u8], &public[..]].concat());
        write!(f, "{}+{:08x}+{encoded}", self.name, u32::from_be_bytes(self.id))
    }
}

impl fmt::Debug for NoteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for NoteKey {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

/// A key that signs notes under a name.
pub struct NoteSigner {
    public: NoteKey,
    private: PKey<Private>,
}

impl NoteSigner {
    /// Lets an Ed25519 key sign under a name.
    ///
    /// # Errors
    /// When the key is of another kind, or the name is none.
    pub fn new(name: &str, private: PKey<Private>) -> Result<Self, LogFault> {
        let public = private.raw_public_key().map_err(|_| LogFault::Malformed("the private key"))?;
        Ok(Self { public: NoteKey::new(name, &public)?, private })
    }

    /// The public half.
    #[must_use]
    pub fn key(&self) -> &NoteKey {
        &self.public
    }

    fn line(&self, text: &str) -> Result<String, LogFault> {
        let mut signer = Signer::new_without_digest(&self.private).map_err(|_| LogFault::Crypto)?;
        let signature = signer.sign_oneshot_to_vec(text.as_bytes()).map_err(|_| LogFault::Crypto)?;
        let encoded = BASE64_STANDARD.encode([&self.public.id[..], &signature].concat());
        Ok(format!("— {} {encoded}\n", self.public.name))
    }
}

/// A text with its signatures, as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note<'a> {
    text: &'a str,
    signatures: Vec<(&'a str, [u8; 4], Vec<u8>)>,
}

impl<'a> Note<'a> {
    /// Signs a text, which ends with a new line, with every one of these keys.
    ///
    /// # Errors
    /// When a key does not sign.
    pub fn sign(text: &str, signers: &[NoteSigner]) -> Result<String, LogFault> {
        let lines: String = signers.iter().map(|signer| signer.line(text)).collect::<Result<_, _>>()?;
        Ok(format!("{text}\n{lines}"))
    }

    /// Reads a note; nothing in it may be trusted yet.
    ///
    /// # Errors
    /// When it is not written as the format says.
    pub fn read(note: &'a str) -> Result<Self, LogFault> {
        const MALFORMED: LogFault = LogFault::Malformed("the note");
        if note.contains(|c: char| c < ' ' && c != '\n') || !note.ends_with('\n') {
            return Err(MALFORMED);
        }
        let at = note.rfind("\n\n").ok_or(MALFORMED)? + 1;
        let (text, lines) = (&note[..at], &note[at + 1..]);
        let signatures: Vec<_> = lines.lines().map(signature).collect::<Option<_>>().ok_or(MALFORMED)?;
        if signatures.is_empty() || signatures.len() > SIGNATURES_AT_MOST {
            return Err(MALFORMED);
        }
        Ok(Self { text, signatures })
    }

    /// The text, once one of these keys signed it and none of them is misnamed.
    ///
    /// # Errors
    /// When no key signed it, or a signature in the name of one is not its own.
    pub fn signed_by(&self, keys: &[NoteKey]) -> Result<&'a str, LogFault> {
        let mut signed = false;
        for (name, id, signature) in &self.signatures {
            for key in keys.iter().filter(|key| key.name == *name && key.id == *id) {
                key.signed(self.text, signature)?;
                signed = true;
            }
        }
        if signed { Ok(self.text) } else { Err(LogFault::Unsigned) }
    }
}

fn signature(line: &str) -> Option<(&str, [u8; 4], Vec<u8>)> {
    let (name, encoded) = line.strip_prefix("— ")?.split_once(' ')?;
    let bytes = BASE64_STANDARD.decode(encoded).ok()?;
    let (id, signature) = bytes.split_first_chunk::<4>()?;
    Some((name, *id, signature.to_vec()))
}
