//! Time zones by their IANA name, so that an agreed hour stays the hour that was agreed.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use crate::InputFault;

/// A time zone of the IANA database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeZone(Tz);

impl TimeZone {
    /// Where Estafette is at home.
    pub const NETHERLANDS: Self = Self(Tz::Europe__Amsterdam);

    /// The zone of this name.
    ///
    /// # Errors
    /// When there is none.
    pub fn new(name: &str) -> Result<Self, InputFault> {
        name.parse().map(Self).map_err(|_| InputFault::WrongShape("time zone", "Europe/Amsterdam"))
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// What a clock on the wall there shows at this instant.
    #[must_use]
    pub fn clock_at(self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.0).format("%Y-%m-%d %H:%M").to_string()
    }

    /// When a day begins there; nothing where no clock shows its first moment.
    #[must_use]
    pub fn begins(self, day: NaiveDate) -> Option<DateTime<Utc>> {
        day.and_time(NaiveTime::MIN).and_local_timezone(self.0).earliest().map(|at| at.to_utc())
    }
}

impl Serialize for TimeZone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for TimeZone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl PartialSchema for TimeZone {
    fn schema() -> RefOr<Schema> {
        let described = "A time zone of the IANA database, by its name.";
        ObjectBuilder::new().schema_type(Type::String).description(Some(described)).examples([Self::NETHERLANDS.name()]).into()
    }
}

impl ToSchema for TimeZone {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("TimeZone")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_on_the_wall_follows_summer_and_winter() {
        let shown = |zone: &str, at: &str| TimeZone::new(zone).unwrap().clock_at(at.parse().unwrap());
        assert_eq!(shown("Europe/Amsterdam", "2026-06-03T13:00:00Z"), "2026-06-03 15:00");
        assert_eq!(shown("Europe/Amsterdam", "2026-12-03T13:00:00Z"), "2026-12-03 14:00");
        assert_eq!(shown("America/Curacao", "2026-06-04T02:00:00Z"), "2026-06-03 22:00");
        let begins = |day: &str| TimeZone::NETHERLANDS.begins(day.parse().unwrap()).unwrap().to_rfc3339();
        assert_eq!(
            (begins("2026-06-03").as_str(), begins("2026-12-03").as_str()),
            ("2026-06-02T22:00:00+00:00", "2026-12-02T23:00:00+00:00")
        );
        for name in ["CEST", "Europe/Utrecht", "+02:00", "", "europe/amsterdam"] {
            assert!(TimeZone::new(name).is_err(), "{name}");
        }
    }
}
