//! How many calls of each class are granted in a minute: a setting of the region.

use std::{collections::HashMap, str::FromStr};

use estafette_contract::{CallClass, CodeList};

/// Calls a minute, by class; without a number a class is not limited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rates(HashMap<CallClass, u32>);

impl Default for Rates {
    /// What one busy partner needs, with room to spare, and one small machine can give to many.
    fn default() -> Self {
        Self(HashMap::from([(CallClass::Read, 1200), (CallClass::Change, 600), (CallClass::SignIn, 60), (CallClass::Open, 1200)]))
    }
}

impl Rates {
    /// No limits at all.
    #[must_use]
    pub fn off() -> Self {
        Self(HashMap::new())
    }

    /// Each class that is limited, with its number.
    pub fn limited(&self) -> impl Iterator<Item = (CallClass, u32)> {
        self.0.iter().map(|(class, rate)| (*class, *rate))
    }
}

impl FromStr for Rates {
    type Err = String;

    /// Reads `read=1200, change=600`: what is not named keeps its default, 0 takes a limit away, `off` takes all away.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.trim() == "off" {
            return Ok(Self::off());
        }
        let mut rates = Self::default();
        for part in text.split(',') {
            let (class, rate) = part.split_once('=').and_then(|(class, rate)| one(class.trim(), rate.trim())).ok_or_else(how)?;
            if rate == 0 {
                rates.0.remove(&class)
            } else {
                rates.0.insert(class, rate)
            };
        }
        Ok(rates)
    }
}

fn one(class: &str, rate: &str) -> Option<(CallClass, u32)> {
    Some((CallClass::from_code(class)?, rate.parse().ok()?))
}

fn how() -> String {
    let classes: Vec<&str> = CallClass::ALL.iter().map(|class| class.code()).collect();
    format!("give calls a minute such as read=1200, change=600, or off; the classes are {}", classes.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(CallClass, u32)> {
        let mut all: Vec<_> = text.parse::<Rates>().unwrap().limited().collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn every_class_is_limited_unless_the_region_says_otherwise() {
        assert_eq!(Rates::default().limited().count(), CallClass::ALL.len());
        assert_eq!(read("off"), []);
        assert_eq!(read("read=5, open=0"), [(CallClass::Read, 5), (CallClass::Change, 600), (CallClass::SignIn, 60)]);
    }

    #[test]
    fn what_is_no_rate_is_refused_in_words() {
        for wrong in ["", "read", "read=", "reads=5", "read=-1", "read=5;change=5", "read=5,"] {
            assert!(wrong.parse::<Rates>().unwrap_err().contains("sign_in"), "{wrong}");
        }
    }
}
