//! The statement on support as a receiver meets it: which of the three values, since when, from whom, and with a fresh look at the needs.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    PartnerView, SupportStatement,
    content::{SupportNeed, SupportNeeds},
};

/// Which statement was made on support, by whom and since when.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SupportStanding {
    /// Needs described, no need, or nothing known: no need is never said by leaving something out.
    pub statement: SupportStatement,
    /// When it was written.
    pub stated_at: DateTime<Utc>,
    /// Who wrote it.
    pub stated_by: PartnerView,
    /// Whether the sender stands behind it.
    pub attested_by_sender: bool,
    /// Whether the learner stands behind it.
    pub attested_by_learner: bool,
    /// How many needs have expired and are not shown; ask with `expired=true` to see them.
    pub expired_needs: u32,
}

/// A need that the learner says is no longer true.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewPastNeed {
    /// The version of the section that was read.
    #[schema(minimum = 1)]
    pub version: i64,
    /// The place of the need in its list, counted from 1.
    #[schema(minimum = 1, maximum = 40)]
    pub number: u32,
}

impl SupportNeed {
    /// Whether it holds no longer on this day.
    #[must_use]
    pub fn is_expired(&self, today: NaiveDate) -> bool {
        self.until_on.is_some_and(|until| until < today)
    }
}

impl SupportNeeds {
    /// The same with a fresh look: without the needs that are past, by their places counted from 1, and without the expired ones unless
    /// they are asked for. Answers how many of those are left out.
    #[must_use]
    pub fn fresh(mut self, today: NaiveDate, past: &[i64], expired_too: bool) -> (Self, u32) {
        let (mut number, mut expired) = (0, 0);
        self.needs.retain(|need| {
            number += 1;
            let stays = !past.contains(&number);
            let hidden = stays && !expired_too && need.is_expired(today);
            expired += u32::from(hidden);
            stays && !hidden
        });
        (self, expired)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SupportDomain, SupportLine, Text};

    fn need(what: &str, until_on: Option<&str>) -> SupportNeed {
        SupportNeed {
            domain: SupportDomain::Planning,
            need: Text::new(what).unwrap(),
            what_helps: None,
            line: SupportLine::Basic,
            provided_by: None,
            since_on: None,
            until_on: until_on.map(|day| day.parse().unwrap()),
            agreed_with_learner: true,
        }
    }

    #[test]
    fn a_fresh_look_leaves_out_what_expired_and_what_the_learner_says_is_past() {
        let needs = vec![need("a", None), need("b", Some("2026-03-31")), need("c", Some("2026-04-01")), need("d", None)];
        let all = SupportNeeds { statement: SupportStatement::NeedsDescribed, attested_by_sender: true, attested_by_learner: true, needs };
        let look = |today: &str, past: &[i64], expired_too| {
            let (fresh, expired) = all.clone().fresh(today.parse().unwrap(), past, expired_too);
            (fresh.needs.iter().map(|need| need.need.to_string()).collect::<String>(), expired)
        };
        assert_eq!(look("2026-03-31", &[], false), ("abcd".into(), 0), "the last day counts");
        assert_eq!(look("2026-04-01", &[], false), ("acd".into(), 1));
        assert_eq!(look("2026-04-02", &[2, 4], false), ("a".into(), 1), "what is past is not counted as expired");
        assert_eq!(look("2026-04-02", &[4], true), ("abc".into(), 0), "what is past is shown to nobody");
    }
}
