//! Whether a consent stands: who may give it, who disagrees, and what the sixteenth birthday changes.

use chrono::{DateTime, NaiveDate, Utc};
use estafette_contract::{ConsentStatement, Giver};

use crate::{birthday, clock::days_after, dutch_day};

/// The age from which a young person speaks for themself (art. 8 GDPR, art. 5 UAVG).
pub(crate) const AGE_OF_CONSENT: u32 = 16;

/// One statement on record about a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Counts the statements about the section.
    pub version: i64,
    /// Given, refused or withdrawn.
    pub statement: ConsentStatement,
    /// Who stated it.
    pub giver: Giver,
    /// Which representative, if one did.
    pub representative: Option<String>,
    /// The first day it holds, if not from when it was stated.
    pub from_on: Option<NaiveDate>,
    /// The last day it holds, if it has one.
    pub until_on: Option<NaiveDate>,
}

impl Statement {
    /// Whether this is one of the days it holds.
    fn holds_on(&self, today: NaiveDate) -> bool {
        self.from_on.is_none_or(|from| from <= today) && self.until_on.is_none_or(|until| today <= until)
    }
}

/// What else decides whether a consent stands.
#[derive(Debug, Clone, Copy)]
pub struct ConsentFacts {
    /// The learner's day of birth.
    pub born_on: NaiveDate,
    /// Now.
    pub now: DateTime<Utc>,
    /// Since when the disclosure runs, if the transfer has started.
    pub running_since: Option<DateTime<Utc>>,
    /// For how many days after the sixteenth birthday a running disclosure may go on.
    pub confirmation_days: u32,
    /// Whether only the learner's own act counts.
    pub own_act_only: bool,
}

/// Whether a consent stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsentState {
    /// It stands, by the statement of this version.
    Live(i64),
    /// A representative gave it; since the sixteenth birthday the student has to confirm it.
    NeedsConfirmation,
    /// It was refused or withdrawn, or two representatives disagree.
    Refused,
    /// Nobody who may give it has said anything.
    Missing,
}

/// Decides from the statements about one section, oldest first, whether consent stands now.
#[must_use]
pub fn consent_state(statements: &[Statement], facts: &ConsentFacts) -> ConsentState {
    state_on(statements, facts, dutch_day(facts.now))
}

/// The first day on which a consent that stands now no longer does, if nobody says anything more; none if it does not, or has no end.
#[must_use]
pub fn consent_ends_on(statements: &[Statement], facts: &ConsentFacts) -> Option<NaiveDate> {
    let today = dutch_day(facts.now);
    let sixteenth = birthday(facts.born_on, AGE_OF_CONSENT);
    let over = statements.iter().filter_map(|statement| statement.until_on).map(|until| days_after(until, 1));
    let mut turns: Vec<NaiveDate> = over.chain([sixteenth, days_after(sixteenth, facts.confirmation_days.into())]).collect();
    turns.sort_unstable();
    let stands = |day| matches!(state_on(statements, facts, day), ConsentState::Live(_));
    turns.into_iter().find(|day| stands(today) && *day > today && !stands(*day))
}

/// Whether the consent that stands is a representative's, for a student who was meanwhile asked to confirm it.
#[must_use]
pub fn is_running_out(statements: &[Statement], facts: &ConsentFacts) -> bool {
    let ConsentState::Live(version) = consent_state(statements, facts) else { return false };
    let by_representative = |s: &Statement| s.version == version && s.giver == Giver::LegalRepresentative;
    dutch_day(facts.now) >= birthday(facts.born_on, AGE_OF_CONSENT) && statements.iter().any(by_representative)
}

fn state_on(statements: &[Statement], facts: &ConsentFacts, today: NaiveDate) -> ConsentState {
    let latest = latest_per_giver(statements);
    let own = latest.iter().find(|s| s.giver == Giver::Student);
    let represented: Vec<&Statement> = latest.iter().filter(|s| s.giver == Giver::LegalRepresentative).copied().collect();
    let sixteenth = birthday(facts.born_on, AGE_OF_CONSENT);
    match own {
        Some(own) if facts.own_act_only || today >= sixteenth => return of_all(&[own], today),
        None if facts.own_act_only => return ConsentState::Missing,
        _ => {}
    }
    match of_all(&represented, today) {
        ConsentState::Live(version) if today >= sixteenth => after_birthday(version, sixteenth, today, facts),
        state => state,
    }
}

/// The last word of each giver.
fn latest_per_giver(statements: &[Statement]) -> Vec<&Statement> {
    let mut latest: Vec<&Statement> = Vec::new();
    for statement in statements {
        latest.retain(|kept| (kept.giver, &kept.representative) != (statement.giver, &statement.representative));
        latest.push(statement);
    }
    latest
}

/// Whoever may speak has to agree: one "no" is no consent. A consent whose days are over, or have yet to come, says nothing.
fn of_all(statements: &[&Statement], today: NaiveDate) -> ConsentState {
    if statements.iter().any(|s| s.statement != ConsentStatement::Given) {
        return ConsentState::Refused;
    }
    let given = statements.iter().filter(|s| s.holds_on(today)).map(|s| s.version).max();
    given.map_or(ConsentState::Missing, ConsentState::Live)
}

fn after_birthday(version: i64, sixteenth: NaiveDate, today: NaiveDate, facts: &ConsentFacts) -> ConsentState {
    let running = facts.running_since.is_some_and(|since| dutch_day(since) < sixteenth);
    if running && today < days_after(sixteenth, facts.confirmation_days.into()) {
        ConsentState::Live(version)
    } else {
        ConsentState::NeedsConfirmation
    }
}

#[cfg(test)]
mod tests {
    use ConsentStatement::{Given, Refused, Withdrawn};
    use Giver::{LegalRepresentative, Student};

    use super::*;

    fn said(version: i64, statement: ConsentStatement, giver: Giver, who: Option<&str>) -> Statement {
        Statement { version, statement, giver, representative: who.map(Into::into), from_on: None, until_on: None }
    }

    fn at(now: &str, running_since: Option<&str>) -> ConsentFacts {
        ConsentFacts {
            born_on: "2010-05-17".parse().unwrap(),
            now: now.parse().unwrap(),
            running_since: running_since.map(|t| t.parse().unwrap()),
            confirmation_days: 30,
            own_act_only: false,
        }
    }

    #[test]
    fn before_sixteen_the_representative_decides() {
        let facts = at("2026-05-01T10:00:00Z", None);
        assert_eq!(consent_state(&[said(1, Given, Student, None)], &facts), ConsentState::Missing);
        assert_eq!(consent_state(&[said(1, Given, LegalRepresentative, Some("a"))], &facts), ConsentState::Live(1));
    }

    #[test]
    fn two_representatives_who_disagree_are_no_consent() {
        let facts = at("2026-05-01T10:00:00Z", None);
        let mut said_so = vec![said(1, Given, LegalRepresentative, Some("a")), said(2, Refused, LegalRepresentative, Some("b"))];
        assert_eq!(consent_state(&said_so, &facts), ConsentState::Refused);
        said_so.push(said(3, Given, LegalRepresentative, Some("b")));
        assert_eq!(consent_state(&said_so, &facts), ConsentState::Live(3));
    }

    #[test]
    fn on_the_sixteenth_birthday_the_student_takes_over() {
        let given = [said(1, Given, LegalRepresentative, Some("a"))];
        // Midnight in the Netherlands is 22:00 UTC in May.
        assert_eq!(consent_state(&given, &at("2026-05-16T21:59:59Z", None)), ConsentState::Live(1));
        assert_eq!(consent_state(&given, &at("2026-05-16T22:00:00Z", None)), ConsentState::NeedsConfirmation);
        let running = Some("2026-05-01T10:00:00Z");
        assert_eq!(consent_state(&given, &at("2026-06-15T21:59:59Z", running)), ConsentState::Live(1));
        assert_eq!(consent_state(&given, &at("2026-06-15T22:00:00Z", running)), ConsentState::NeedsConfirmation);
        let confirmed = [given[0].clone(), said(2, Given, Student, None)];
        assert_eq!(consent_state(&confirmed, &at("2026-07-01T10:00:00Z", running)), ConsentState::Live(2));
    }

    #[test]
    fn a_withdrawal_is_the_last_word() {
        let facts = at("2027-01-01T10:00:00Z", None);
        let said_so = [said(1, Given, Student, None), said(2, Withdrawn, Student, None)];
        assert_eq!(consent_state(&said_so, &facts), ConsentState::Refused);
    }
}
