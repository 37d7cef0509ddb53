//! The course of aftercare: which moments there are, when each is due, and which comes next.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use estafette_contract::{AftercareMoment, CodeList, MomentDue, Sentence, TermKind, TermStage, Terms};

use crate::{birthday, terms};

/// The moments for somebody born on this day; none lies after the age up to which a young person is followed.
pub(super) fn moments(terms: &Terms, began_on: NaiveDate, born_on: NaiveDate) -> Vec<MomentDue> {
    let followed_until = birthday(born_on, terms.count(TermKind::FollowedUntil));
    let due = |moment: &AftercareMoment| MomentDue { moment: *moment, due_on: began_on + Days::new(terms.count(moment.length()).into()) };
    AftercareMoment::ALL.iter().map(due).filter(|moment| moment.due_on < followed_until).collect()
}

/// The first of these moments that comes after one, or the first of all.
pub(super) fn next(moments: &[MomentDue], after: Option<AftercareMoment>) -> Option<MomentDue> {
    moments.iter().find(|due| after.is_none_or(|after| due.moment > after)).copied()
}

/// When the last day of a moment is over.
pub(super) fn due_at(due: MomentDue) -> DateTime<Utc> {
    terms::midnight(due.due_on + Days::new(1))
}

/// How far the term of a moment has run.
pub(super) fn stage(region: &Terms, due_at: DateTime<Utc>, now: DateTime<Utc>) -> TermStage {
    run(region, due_at, now).0
}

/// The same, and when there is something to do about it next.
pub(super) fn run(region: &Terms, due_at: DateTime<Utc>, now: DateTime<Utc>) -> (TermStage, DateTime<Utc>) {
    let opens_at = due_at - TimeDelta::days(region.count(TermKind::AftercareAhead).into());
    terms::run(region, true, opens_at, due_at, now)
}

/// What there is to do and until when.
pub(crate) fn sentence(moment: AftercareMoment, due_on: NaiveDate) -> Sentence {
    let (when, nl, en) = (CodeList::term(moment), due_on.format("%-d-%-m-%Y"), due_on.format("%-d %B %Y"));
    Sentence {
        nl: format!("Zoek contact met de jongere, {}: uiterlijk {nl}.", when.nl),
        en: format!("Seek contact with the young person, {}: by {en}.", when.en),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn there_are_four_moments_in_a_year_and_none_after_the_age_that_is_followed() {
        let terms = Terms::default();
        let all: Vec<String> = moments(&terms, day("2026-07-01"), day("2007-02-01")).iter().map(|due| due.due_on.to_string()).collect();
        assert_eq!(all, ["2026-08-12", "2026-09-30", "2026-12-30", "2027-07-01"]);
        let old = moments(&terms, day("2026-07-01"), day("1999-10-01"));
        assert_eq!(old.iter().map(|due| due.moment).collect::<Vec<_>>(), [AftercareMoment::SixWeeks, AftercareMoment::ThreeMonths]);
        assert!(moments(&terms, day("2026-07-01"), day("1999-07-01")).is_empty());
        assert_eq!(next(&old, Some(AftercareMoment::SixWeeks)).unwrap().moment, AftercareMoment::ThreeMonths);
        assert_eq!(next(&old, Some(AftercareMoment::ThreeMonths)), None);
    }

    #[test]
    fn a_moment_comes_on_the_list_two_weeks_before_it_is_due() {
        let (terms, due_at) = (Terms::default(), "2026-08-12T22:00:00Z".parse::<DateTime<Utc>>().unwrap());
        let stage = |days: i64| stage(&terms, due_at, due_at - TimeDelta::days(days));
        assert_eq!(
            [stage(15), stage(14), stage(3), stage(0), stage(-7)].map(CodeList::code),
            ["waiting", "open", "due_soon", "overdue", "escalated"]
        );
    }
}
