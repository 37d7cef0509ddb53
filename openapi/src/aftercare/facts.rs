//! Facts that follow from rules: computed with the version of the rules, never typed in.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{birthday, code_list};

/// The version of the rules below; it changes with them.
pub const RULES_VERSION: &str = "2026-1";

/// From when one is of age (art. 1:233 BW).
const OF_AGE: u32 = 18;
/// In the school year in which one turns so old, leerplicht ends (art. 3 Leerplichtwet 1969).
const LEERPLICHT_ENDS: u32 = 16;
/// From the month after one turns so old, leerplicht begins (art. 3 Leerplichtwet 1969).
const LEERPLICHT_BEGINS: u32 = 5;

code_list! {
    /// The highest diploma somebody has.
    HighestDiploma = "diplomas" {
        Nothing = "none", "geen diploma", "no diploma";
        Vmbo = "vmbo", "vmbo", "vmbo";
        Mbo1 = "MBO-1", "mbo niveau 1 (entree)", "mbo level 1";
        Mbo2 = "MBO-2", "mbo niveau 2", "mbo level 2";
        Mbo3 = "MBO-3", "mbo niveau 3", "mbo level 3";
        Mbo4 = "MBO-4", "mbo niveau 4", "mbo level 4";
        Havo = "havo", "havo", "havo";
        Vwo = "vwo", "vwo", "vwo";
        Hbo = "hbo", "hbo", "university of applied sciences";
    }
}

impl HighestDiploma {
    /// Whether it is a startkwalificatie: havo, vwo, or mbo from level 2 on.
    #[must_use]
    pub fn is_startkwalificatie(self) -> bool {
        !matches!(self, Self::Nothing | Self::Vmbo | Self::Mbo1)
    }
}

code_list! {
    /// Which duty to follow education somebody has.
    EducationDuty = "education-duties" {
        Leerplicht = "leerplicht", "leerplicht", "compulsory schooling";
        Kwalificatieplicht = "kwalificatieplicht", "kwalificatieplicht", "duty to gain a startkwalificatie";
        NoDuty = "none", "geen plicht", "no duty";
    }
}

/// What is known, and what the facts follow from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// The day of birth.
    pub born_on: NaiveDate,
    /// The highest diploma, if one is known.
    pub diploma: Option<HighestDiploma>,
    /// Whether the person follows education; who switches does.
    pub in_education: bool,
    /// Up to which age a young person is followed here.
    pub followed_until: u32,
}

/// What follows from the rules on one day.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DerivedFacts {
    /// The version of the rules.
    #[schema(example = "2026-1")]
    pub rules_version: String,
    /// The day for which they were applied.
    pub judged_on: NaiveDate,
    /// Whether the person is of age.
    pub of_age: bool,
    /// Whether the person has a startkwalificatie.
    pub startkwalificatie: bool,
    /// Whether the person is a drop-out: out of education without a startkwalificatie, and of an age that is followed.
    pub vsv: bool,
    /// Which duty to follow education the person has.
    pub education_duty: EducationDuty,
    /// The day from which the person is no longer followed.
    pub followed_until_on: NaiveDate,
}

impl Known {
    /// What follows from the rules on this day.
    #[must_use]
    pub fn facts(&self, judged_on: NaiveDate) -> DerivedFacts {
        let startkwalificatie = self.diploma.is_some_and(HighestDiploma::is_startkwalificatie);
        let followed_until_on = birthday(self.born_on, self.followed_until);
        DerivedFacts {
            rules_version: RULES_VERSION.to_owned(),
            judged_on,
            of_age: judged_on >= birthday(self.born_on, OF_AGE),
            startkwalificatie,
            vsv: !self.in_education && !startkwalificatie && judged_on < followed_until_on,
            education_duty: self.duty(judged_on, startkwalificatie),
            followed_until_on,
        }
    }

    fn duty(&self, on: NaiveDate, startkwalificatie: bool) -> EducationDuty {
        if on < first_of_next_month(birthday(self.born_on, LEERPLICHT_BEGINS)) {
            EducationDuty::NoDuty
        } else if on <= end_of_school_year(birthday(self.born_on, LEERPLICHT_ENDS)) {
            EducationDuty::Leerplicht
        } else if on < birthday(self.born_on, OF_AGE) && !startkwalificatie {
            EducationDuty::Kwalificatieplicht
        } else {
            EducationDuty::NoDuty
        }
    }
}

fn first_of_next_month(day: NaiveDate) -> NaiveDate {
    let (year, month) = if day.month() == 12 { (day.year() + 1, 1) } else { (day.year(), day.month() + 1) };
    NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(day)
}

/// The last day of the school year a day lies in: it runs from 1 August to 31 July (art. 1 Leerplichtwet 1969).
fn end_of_school_year(day: NaiveDate) -> NaiveDate {
    let year = if day.month() >= 8 { day.year() + 1 } else { day.year() };
    NaiveDate::from_ymd_opt(year, 7, 31).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;
    use crate::CodeList;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn known(born_on: &str, diploma: Option<HighestDiploma>) -> Known {
        Known { born_on: day(born_on), diploma, in_education: false, followed_until: 27 }
    }

    #[test]
    fn the_startkwalificatie_is_havo_vwo_or_mbo_from_level_2() {
        let with: Vec<&str> = HighestDiploma::ALL.iter().filter(|one| one.is_startkwalificatie()).map(|one| one.code()).collect();
        assert_eq!(with, ["MBO-2", "MBO-3", "MBO-4", "havo", "vwo", "hbo"]);
    }

    #[test]
    fn a_birthday_changes_the_facts_on_its_day() {
        let eve = known("2008-05-17", None);
        assert!(!eve.facts(day("2026-05-16")).of_age && eve.facts(day("2026-05-17")).of_age);
        assert_eq!(eve.facts(day("2026-05-16")).education_duty, EducationDuty::Kwalificatieplicht);
        assert_eq!(eve.facts(day("2026-05-17")).education_duty, EducationDuty::NoDuty);
        assert!(eve.facts(day("2035-05-16")).vsv && !eve.facts(day("2035-05-17")).vsv);
    }

    #[test]
    fn who_was_born_on_29_february_is_of_age_on_1_march_of_a_common_year() {
        let leap = known("2008-02-29", None);
        assert!(!leap.facts(day("2026-02-28")).of_age && leap.facts(day("2026-03-01")).of_age);
        let leap = known("2004-02-29", None);
        assert_eq!(leap.facts(day("2026-02-28")).followed_until_on, day("2031-03-01"));
    }

    #[test]
    fn leerplicht_ends_with_the_school_year_of_the_sixteenth_birthday() {
        for (born_on, last) in [("2010-07-31", "2026-07-31"), ("2010-08-01", "2027-07-31"), ("2010-01-01", "2026-07-31")] {
            let duty = |on: NaiveDate| known(born_on, None).facts(on).education_duty;
            assert_eq!(duty(day(last)), EducationDuty::Leerplicht, "{born_on}");
            assert_eq!(duty(day(last) + Days::new(1)), EducationDuty::Kwalificatieplicht, "{born_on}");
        }
        assert_eq!(known("2021-03-15", None).facts(day("2026-03-31")).education_duty, EducationDuty::NoDuty);
        assert_eq!(known("2021-03-15", None).facts(day("2026-04-01")).education_duty, EducationDuty::Leerplicht);
    }

    #[test]
    fn who_switches_is_no_drop_out_and_a_diploma_ends_the_duty() {
        let switching = Known { in_education: true, ..known("2008-05-17", None) };
        assert!(!switching.facts(day("2026-02-01")).vsv);
        let graduated = known("2008-10-17", Some(HighestDiploma::Mbo2)).facts(day("2026-02-01"));
        assert_eq!((graduated.vsv, graduated.startkwalificatie, graduated.education_duty), (false, true, EducationDuty::NoDuty));
    }

    fn diploma() -> impl Strategy<Value = Option<HighestDiploma>> {
        prop::option::of((0..HighestDiploma::ALL.len()).prop_map(|place| HighestDiploma::ALL[place]))
    }

    proptest! {
        #[test]
        fn the_facts_fit_each_other_on_every_day(
            born in 0u64..40_000, lived in 0u64..20_000, diploma in diploma(), in_education: bool, followed_until in 18u32..40,
        ) {
            let born_on = day("1950-01-01") + Days::new(born);
            let known = Known { born_on, diploma, in_education, followed_until };
            let on = born_on + Days::new(lived);
            let (facts, next) = (known.facts(on), known.facts(on + Days::new(1)));
            prop_assert_eq!(facts.vsv, !in_education && !facts.startkwalificatie && on < facts.followed_until_on);
            prop_assert!(!(facts.of_age && facts.education_duty == EducationDuty::Kwalificatieplicht));
            prop_assert!(!(facts.startkwalificatie && facts.education_duty == EducationDuty::Kwalificatieplicht));
            // What is over stays over.
            prop_assert!(!facts.of_age || next.of_age);
            prop_assert!(facts.vsv || !next.vsv);
            prop_assert_eq!(facts.followed_until_on, next.followed_until_on);
            let of_age_on = birthday(born_on, 18);
            prop_assert!(of_age_on.year() == born_on.year() + 18);
            prop_assert_eq!(facts.of_age, on >= of_age_on);
        }

        #[test]
        fn a_leapling_has_a_birthday_every_year(leap in 0i32..30, years in 0u32..40) {
            let born_on = NaiveDate::from_ymd_opt(1920 + leap * 4, 2, 29).unwrap();
            let turns = birthday(born_on, years);
            let leaps = turns.leap_year();
            prop_assert_eq!((turns.month(), turns.day()), if leaps { (2, 29) } else { (3, 1) });
        }
    }
}
