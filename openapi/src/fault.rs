//! What can be wrong with one field, in a sentence a software vendor can act on.

/// One broken rule of a field; its display carries code and sentence through serde.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputFault {
    /// Nothing but white space.
    EmptyText,
    /// More characters than the limit given.
    TextTooLong(usize),
    /// More items than the limit given.
    TooManyItems(usize),
    /// A control character, NUL among them.
    ControlCharacter,
    /// Nine digits that pass the eleven-test.
    NationalNumber,
    /// An identifier of the wrong shape: what it is called and the pattern it should have.
    WrongShape(&'static str, &'static str),
    /// A day or instant of the right shape that does not exist, or lies out of reach.
    Impossible(&'static str),
}

/// Separates code and sentence in an error that travels through serde.
const MARK: char = '\u{1f}';

impl InputFault {
    /// The stable code of the rule.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::EmptyText => "empty-text",
            Self::TextTooLong(_) => "text-too-long",
            Self::TooManyItems(_) => "too-many-items",
            Self::ControlCharacter => "control-character",
            Self::NationalNumber => "national-number",
            Self::WrongShape(..) => "wrong-shape",
            Self::Impossible(_) => "impossible",
        }
    }

    /// What the sender should do.
    #[must_use]
    pub fn sentence(self) -> String {
        match self {
            Self::EmptyText => "Write a text or leave the field out.".into(),
            Self::TextTooLong(max) => format!("Shorten this text to at most {max} characters."),
            Self::TooManyItems(max) => format!("Send at most {max} items."),
            Self::ControlCharacter => "Remove control characters from this text.".into(),
            Self::NationalNumber => "This text holds a number that can be a national number (BSN). Estafette may not hold one: \
                 describe the person or the document without its number."
                .into(),
            Self::WrongShape(what, pattern) => format!("Give a {what} of the form {pattern}."),
            Self::Impossible(what) => format!("Give a {what} that exists, from 1900 to 2199."),
        }
    }

    /// Takes code and sentence out of an error text that carries a fault.
    #[must_use]
    pub fn unpack(message: &str) -> Option<(String, String)> {
        let mut parts = message.splitn(3, MARK);
        let (_, code, rest) = (parts.next()?, parts.next()?, parts.next()?);
        Some((code.to_owned(), rest.split(MARK).next().unwrap_or(rest).to_owned()))
    }
}

impl std::fmt::Display for InputFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{MARK}{}{MARK}{}{MARK}", self.code(), self.sentence())
    }
}

impl std::error::Error for InputFault {}
