//! Identifiers of the field, each with the shape its registry gives it.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, de::Error};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use crate::fault::InputFault;

/// A class of characters at one place of an identifier.
enum Class {
    Digit,
    Upper,
    UpperOrDigit,
    OneOf(&'static [u8]),
}

impl Class {
    fn holds(&self, byte: u8) -> bool {
        match self {
            Self::Digit => byte.is_ascii_digit(),
            Self::Upper => byte.is_ascii_uppercase(),
            Self::UpperOrDigit => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::OneOf(set) => set.contains(&byte),
        }
    }
}

fn fits(text: &str, shape: &[(Class, usize)]) -> bool {
    let mut bytes = text.bytes();
    let all = shape.iter().all(|(class, times)| (0..*times).all(|_| bytes.next().is_some_and(|b| class.holds(b))));
    all && bytes.next().is_none()
}

macro_rules! identifiers {
    ($($(#[$meta:meta])* $name:ident = $what:literal, $pattern:literal, |$text:ident| $fits:expr $(, $checked:ident)?;)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Checks the shape.
            ///
            /// # Errors
            /// Names the identifier and its pattern when the shape is wrong.
            pub fn new(text: impl Into<String>) -> Result<Self, InputFault> {
                let text = text.into();
                $($checked(&text)?;)?
                let fits = { let $text = text.as_str(); $fits };
                if fits { Ok(Self(text)) } else { Err(InputFault::WrongShape($what, $pattern)) }
            }

            /// The identifier as text.
            #[must_use]
            pub fn as_str(&self) -> &str { &self.0 }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::new(String::deserialize(deserializer)?).map_err(D::Error::custom)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }

        impl std::str::FromStr for $name {
            type Err = InputFault;
            fn from_str(text: &str) -> Result<Self, InputFault> { Self::new(text) }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new().schema_type(Type::String).pattern(Some($pattern)).description(Some($what)).into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> { Cow::Borrowed(stringify!($name)) }
        }
    )+};
}

identifiers! {
    /// The registration of a school at the Ministry (Basisregistratie Instellingen).
    Brin = "BRIN", "^[0-9]{2}[A-Z]{2}$", |text| fits(text, &[(Class::Digit, 2), (Class::Upper, 2)]);
    /// The organisation number of Logius (Organisatie-identificatienummer).
    Oin = "OIN", "^000000(01|02|03|04|06|07|08|09|10|11|99)[0-9A-Z]{9}000$", |text| is_oin(text);
    /// The number in the trade register of the Chamber of Commerce.
    Kvk = "KvK number", "^[0-9]{8}$", |text| fits(text, &[(Class::Digit, 8)]);
    /// The registration of a recognised training company at SBB.
    LeerbedrijfId = "Leerbedrijf-ID", "^[1-9][0-9]{8}$", |text| fits(text, &[(Class::OneOf(b"123456789"), 1), (Class::Digit, 8)]);
    /// The code of a qualification (crebo).
    Opleidingscode = "opleidingscode", "^[0-9]{5}$", |text| fits(text, &[(Class::Digit, 5)]);
    /// The code of an education provider or location in RIO.
    Rio = "RIO code", "^[0-9]{3}[AX][0-9]{3}$", |text| fits(text, &[(Class::Digit, 3), (Class::OneOf(b"AX"), 1), (Class::Digit, 3)]);
    /// A school year, its second year following its first.
    SchoolYear = "school year", "^[0-9]{4}-[0-9]{4}$", |text| is_school_year(text);
    /// A month of a year.
    Month = "month", "^[0-9]{4}-(0[1-9]|1[0-2])$", |text| is_month(text);
    /// A SHA-256 digest in hexadecimal.
    Sha256Hex = "SHA-256 digest", "^[0-9a-f]{64}$", |text| fits(text, &[(Class::OneOf(b"0123456789abcdef"), 64)]);
    /// The id a partner's client signs in with.
    ClientId = "client id", "^[a-z0-9][a-z0-9._-]{2,63}$", |text| is_client_id(text), no_national_number;
    /// An address that is asked over HTTPS.
    HttpsAddress = "HTTPS address", "^https://[!-~]{1,500}$", |text| is_https(text);
    /// The version of an exchange matrix.
    MatrixVersion = "matrix version", "^[A-Za-z0-9][A-Za-z0-9.-]{0,31}$", |text| is_matrix_version(text), no_national_number;
    /// A one-time code as somebody typed it.
    ClaimCode = "code", "^[0-9A-Za-z -]{8,64}$", |text| is_claim_code(text);
    /// The receiving school's own opaque reference to an application.
    ApplicationReference = "application reference", "^[A-Za-z0-9][A-Za-z0-9._-]{3,63}$", |text| is_reference(text), no_national_number;
}

fn is_oin(text: &str) -> bool {
    const PREFIXES: [&str; 11] = ["01", "02", "03", "04", "06", "07", "08", "09", "10", "11", "99"];
    fits(text, &[(Class::OneOf(b"0"), 6), (Class::Digit, 2), (Class::UpperOrDigit, 9), (Class::OneOf(b"0"), 3)])
        && PREFIXES.contains(&&text[6..8])
}

fn is_school_year(text: &str) -> bool {
    fits(text, &[(Class::Digit, 4), (Class::OneOf(b"-"), 1), (Class::Digit, 4)])
        && matches!((text[..4].parse::<u16>(), text[5..].parse::<u16>()), (Ok(first), Ok(second)) if second == first + 1)
}

fn is_month(text: &str) -> bool {
    fits(text, &[(Class::Digit, 4), (Class::OneOf(b"-"), 1), (Class::Digit, 2)]) && matches!(text[5..].parse::<u8>(), Ok(1..=12))
}

fn is_client_id(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    (3..=64).contains(&text.len()) && text.bytes().all(|b| plain(b) || b"._-".contains(&b)) && plain(text.as_bytes()[0])
}

fn is_https(text: &str) -> bool {
    text.strip_prefix("https://").is_some_and(|rest| (1..=500).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_graphic()))
}

fn is_claim_code(text: &str) -> bool {
    (8..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b" -".contains(&b))
}

impl ClaimCode {
    /// The code as it was made, however it was typed: what is easily taken for a digit is that digit.
    #[must_use]
    pub fn plain(&self) -> String {
        let typed = self.as_str().chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase());
        let taken_for = |c| match c {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        typed.map(taken_for).collect()
    }
}

fn is_reference(text: &str) -> bool {
    (4..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
        && text.as_bytes()[0].is_ascii_alphanumeric()
}

fn is_matrix_version(text: &str) -> bool {
    (1..=32).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b".-".contains(&b))
        && text.as_bytes()[0].is_ascii_alphanumeric()
}

/// What a school makes up itself can be a number it may not send; what a registry gives out cannot.
fn no_national_number(text: &str) -> Result<(), InputFault> {
    if crate::text::holds_national_number(text) { Err(InputFault::NationalNumber) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_was_typed() {
        let typed = ["7K3QW-9M2X1", "7k3qw 9m2xi", "7K3QW9M2XL"].map(|text| ClaimCode::new(text).unwrap().plain());
        assert!(typed.iter().all(|code| code == "7K3QW9M2X1"), "{typed:?}");
        assert!(ClaimCode::new("7K3QW").is_err() && ClaimCode::new("7K3QW_9M2XA").is_err());
    }

    #[test]
    fn shapes_follow_their_registries() {
        assert!(Brin::new("99XA").is_ok() && Brin::new("9XA9").is_err() && Brin::new("99xa").is_err() && Brin::new("99XAB").is_err());
        assert!(Oin::new("00000003123456789000").is_ok() && Oin::new("00000005123456789000").is_err());
        assert!(Opleidingscode::new("25180").is_ok() && Opleidingscode::new("2518").is_err() && Opleidingscode::new("２5180").is_err());
        assert!(Rio::new("100A178").is_ok() && Rio::new("100B178").is_err());
        assert!(LeerbedrijfId::new("100000009").is_ok() && LeerbedrijfId::new("000000009").is_err());
        assert!(SchoolYear::new("2025-2026").is_ok() && SchoolYear::new("2025-2027").is_err());
        assert!(ApplicationReference::new("A-2026-0017").is_ok() && ApplicationReference::new("A/1").is_err());
        assert!(Kvk::new("01234567").is_ok() && Kvk::new("1234567").is_err() && Kvk::new("012345678").is_err());
        assert!(ClientId::new("vmbo-de-linde").is_ok() && ClientId::new("Vmbo").is_err() && ClientId::new("-ab").is_err());
        assert!(
            HttpsAddress::new("https://a").is_ok() && HttpsAddress::new("http://a").is_err() && HttpsAddress::new("https://a b").is_err()
        );
        assert!(MatrixVersion::new("2026-1").is_ok() && MatrixVersion::new("2026/1").is_err() && MatrixVersion::new("").is_err());
        assert_eq!(ApplicationReference::new("111222333"), Err(InputFault::NationalNumber));
    }
}
