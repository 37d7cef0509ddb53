//! The number of an RMC region.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, de::Error};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use crate::fault::InputFault;

/// The number of an RMC region, 1 to 40: each has one Doorstroompunt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct RmcRegion(u8);

const WRONG: InputFault = InputFault::WrongShape("RMC region", "1 to 40");

impl RmcRegion {
    /// Checks the number.
    ///
    /// # Errors
    /// When there is no such region.
    pub fn new(number: u64) -> Result<Self, InputFault> {
        u8::try_from(number).ok().filter(|number| (1..=40).contains(number)).map(Self).ok_or(WRONG)
    }

    /// The number.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }
}

impl std::str::FromStr for RmcRegion {
    type Err = InputFault;

    /// Reads `28`, or `REGIO 28` as DUO writes it.
    fn from_str(text: &str) -> Result<Self, InputFault> {
        let digits = text.strip_prefix("REGIO ").unwrap_or(text);
        let written = digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse().ok().filter(|_| written).ok_or(WRONG).and_then(Self::new)
    }
}

impl std::fmt::Display for RmcRegion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for RmcRegion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(u64::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl PartialSchema for RmcRegion {
    fn schema() -> RefOr<Schema> {
        let described = "The number of an RMC region.";
        ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(40)).description(Some(described)).into()
    }
}

impl ToSchema for RmcRegion {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("RmcRegion")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_a_number_from_1_to_40() {
        let number = |text: &str| text.parse::<RmcRegion>().map(RmcRegion::number);
        assert_eq!((number("REGIO 28"), number("7"), number("07")), (Ok(28), Ok(7), Ok(7)));
        for wrong in ["", "0", "41", "REGIO", "REGIO 28 ", "+5", "-1", "REGIO 2８", "99999999999999999999"] {
            assert_eq!(number(wrong), Err(WRONG), "{wrong}");
        }
    }
}
