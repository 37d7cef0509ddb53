//! Why an address was not called, or what came of calling it.

use estafette_contract::DeliveryFault;
use thiserror::Error;

/// The reason, in words for whoever gave the address.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum OutboundFault {
    /// Not HTTPS, or with a user or a fragment in it.
    #[error("the address is not an https:// address without user and fragment")]
    NotHttps,
    /// The name leads nowhere.
    #[error("the name in the address could not be looked up")]
    Unresolved,
    /// Not an address on the public internet, nor in a network the region allows.
    #[error("the address leads to a network that may not be called")]
    NotPublic,
    /// No connection, or no trusted certificate.
    #[error("the address could not be reached over TLS with a trusted certificate")]
    Unreachable,
    /// It answers that the thing is elsewhere.
    #[error("the address answers with a redirect, which is not followed")]
    Redirected,
    /// It answers something else than 200.
    #[error("the address answers with status {0}")]
    Status(u16),
    /// The answer is too large.
    #[error("the answer is larger than {0} bytes")]
    TooLarge(usize),
    /// Not done in time.
    #[error("the answer did not arrive within three seconds")]
    Late,
}

impl OutboundFault {
    /// The stable code of the reason.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotHttps => "not-https",
            Self::Unresolved => "unresolved",
            Self::NotPublic => "not-public",
            Self::Unreachable => "unreachable",
            Self::Redirected => "redirected",
            Self::Status(_) => "status",
            Self::TooLarge(_) => "too-large",
            Self::Late => "late",
        }
    }

    /// The reason as a sentence.
    pub fn sentence(self) -> String {
        let text = self.to_string();
        let mut letters = text.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default() + "."
    }

    /// What a delivery that came to this is noted with.
    pub fn of_delivery(self) -> DeliveryFault {
        match self {
            Self::NotHttps => DeliveryFault::NotHttps,
            Self::Unresolved => DeliveryFault::Unresolved,
            Self::NotPublic => DeliveryFault::NotPublic,
            Self::Unreachable => DeliveryFault::Unreachable,
            Self::Redirected => DeliveryFault::Redirected,
            Self::Status(_) | Self::TooLarge(_) => DeliveryFault::Status,
            Self::Late => DeliveryFault::Late,
        }
    }
}
