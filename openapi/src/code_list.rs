//! The macro behind every code list: one enum is the wire form, the vocabulary and the label.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer,
    de::{Error, Visitor},
};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, schema::Type};

/// One entry of a code list as the vocabulary serves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The code on the wire; it never changes.
    pub code: &'static str,
    /// What a Dutch reader sees.
    pub nl: &'static str,
    /// What an English reader sees.
    pub en: &'static str,
}

/// A closed list of codes that knows its name and its labels.
pub trait CodeList: Sized + Copy + 'static {
    /// The name under `/v1/vocabularies`.
    const NAME: &'static str;
    /// Every value, in the order the list is shown.
    const ALL: &'static [Self];
    /// The code and labels of this value.
    fn term(self) -> Term;
    /// The code on the wire.
    fn code(self) -> &'static str {
        self.term().code
    }
    /// The value with this code.
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.code() == code)
    }
}

/// Declares an enum that is one code list: serde, schema, labels and parsing come from the same rows.
#[macro_export]
macro_rules! code_list {
    ($(#[$meta:meta])* $name:ident = $list:literal { $($(#[$vmeta:meta])* $variant:ident = $code:literal, $nl:literal, $en:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
        pub enum $name {
            $(#[doc = $en] $(#[$vmeta])* #[serde(rename = $code)] $variant,)+
        }

        impl $crate::CodeList for $name {
            const NAME: &'static str = $list;
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            fn term(self) -> $crate::Term {
                match self {
                    $(Self::$variant => $crate::Term { code: $code, nl: $nl, en: $en },)+
                }
            }
        }

        // Written out: a code is also known by other words, of the shared language and of whoever sends it.
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::code_list::read(deserializer)
            }
        }

        // Written out: a derived schema does not see the codes through the macro, and would name the variants.
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                $crate::code_list::schema::<Self>()
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::Borrowed(stringify!($name))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::CodeList::code(*self))
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownCode;
            fn from_str(code: &str) -> Result<Self, Self::Err> {
                <Self as $crate::CodeList>::from_code(code).ok_or($crate::UnknownCode($list))
            }
        }
    };
}

/// The codes of a list, as the contract shows them.
#[must_use]
pub fn schema<L: CodeList>() -> RefOr<Schema> {
    let codes: Vec<&str> = L::ALL.iter().map(|value| value.code()).collect();
    let described = format!("A code of /v1/vocabularies/{}.", L::NAME);
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(codes)).description(Some(described)).into()
}

/// Reads a code, or a word that stands for one.
///
/// # Errors
/// When it is neither.
pub fn read<'de, L: CodeList, D: Deserializer<'de>>(deserializer: D) -> Result<L, D::Error> {
    deserializer.deserialize_str(Word(PhantomData))
}

struct Word<L>(PhantomData<L>);

impl<L: CodeList> Visitor<'_> for Word<L> {
    type Value = L;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a code of /v1/vocabularies/{}", L::NAME)
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<L, E> {
        crate::alias::read(word).ok_or_else(|| E::unknown_variant(word, &[]))
    }
}

/// A text that is not a code of the named list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownCode(pub &'static str);

impl std::fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "not a code of /v1/vocabularies/{}", self.0)
    }
}

impl std::error::Error for UnknownCode {}
