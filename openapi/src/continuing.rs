//! Continuing from an earlier handover: what may be copied into a new draft, and why the rest was not.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{Decision, Section, SectionContent, SupportStatement, code_list};

code_list! {
    /// Why something was not copied into a draft that continues from an earlier handover.
    LeftOutReason = "left-out-reasons" {
        Forbidden = "forbidden", "mag bij deze overstap niet mee", "the exchange matrix forbids it at this transition";
        NotHeld = "not_held", "mag deze partij niet (meer) lezen", "this partner may not read it, or not any more";
        NotThere = "not_there", "staat niet in de eerdere overdracht", "it is not in the earlier handover";
        ExpiredLabels = "expired_labels", "verlopen ondersteuningsbehoeften", "support needs whose last day has passed";
        AttestAnew = "attest_anew", "moet opnieuw bevestigd worden", "it has to be attested anew by sender and student";
        DoneSteps = "done_steps", "stappen die klaar zijn", "steps that are done";
        StepsNotHeld = "steps_not_held", "stappen die bij een ander liggen", "steps that another party has";
    }
}

/// The earlier handover of this learner that a draft continues from.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ContinuesFrom {
    /// A handover this partner sent or took over.
    pub handover_id: Uuid,
    /// The sections to copy; all that can be when absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 14)]
    #[serde(deserialize_with = "crate::bounded::at_most::<14, _, _>")]
    pub sections: Vec<Section>,
}

/// A draft that was begun, and what was copied into it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Drafted {
    /// The handover.
    pub id: Uuid,
    /// The sections that were copied, wholly or in part; each needs its ground, necessity and consent anew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copied: Vec<Section>,
    /// What was not copied, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
}

/// Something that was not copied.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LeftOut {
    /// The section it is, or was part of.
    pub section: Section,
    /// Why.
    pub reason: LeftOutReason,
    /// With `not_held`: why this partner may not read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
}

impl SectionContent {
    /// What of a section goes into a new draft on this day, and why the rest does not; nothing when all of it has lapsed.
    #[must_use]
    pub fn renewed(mut self, today: NaiveDate) -> (Option<Self>, Vec<LeftOutReason>) {
        let mut left_out = Vec::new();
        let lasting = match &mut self {
            Self::SupportNeeds(support) => {
                let before = support.needs.len();
                support.needs.retain(|need| !need.is_expired(today));
                if support.needs.len() < before {
                    left_out.push(LeftOutReason::ExpiredLabels);
                }
                if support.statement == SupportStatement::NoNeed {
                    left_out.push(LeftOutReason::AttestAnew);
                }
                (support.attested_by_sender, support.attested_by_learner) = (false, false);
                support.statement == SupportStatement::NothingKnown || !support.needs.is_empty()
            }
            Self::Plan(plan) => {
                let before = plan.steps.len();
                plan.steps.retain(|step| !step.done);
                if plan.steps.len() < before {
                    left_out.push(LeftOutReason::DoneSteps);
                }
                !plan.pairs.is_empty() || !plan.steps.is_empty()
            }
            _ => true,
        };
        (lasting.then_some(self), left_out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Role, SupportDomain, SupportLine, Text,
        content::{Plan, PlanStep, SupportNeed, SupportNeeds},
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn need(until_on: Option<&str>) -> SupportNeed {
        SupportNeed {
            domain: SupportDomain::Planning,
            need: Text::new("Hulp bij plannen").unwrap(),
            what_helps: None,
            line: SupportLine::Basic,
            provided_by: None,
            since_on: None,
            until_on: until_on.map(day),
            agreed_with_learner: true,
        }
    }

    fn support(statement: SupportStatement, needs: Vec<SupportNeed>) -> SectionContent {
        SupportNeeds { statement, attested_by_sender: true, attested_by_learner: true, needs }.into()
    }

    #[test]
    fn a_label_lapses_after_its_last_day() {
        let labelled = || support(SupportStatement::NeedsDescribed, vec![need(Some("2026-07-01")), need(None)]);
        let (copied, left_out) = labelled().renewed(day("2026-07-01"));
        let Some(SectionContent::SupportNeeds(copied)) = copied else { panic!() };
        assert_eq!((copied.needs.len(), copied.attested_by_sender, copied.attested_by_learner), (2, false, false));
        assert!(left_out.is_empty());
        let (copied, left_out) = labelled().renewed(day("2026-07-02"));
        let Some(SectionContent::SupportNeeds(copied)) = copied else { panic!() };
        assert_eq!((copied.needs, left_out), (vec![need(None)], vec![LeftOutReason::ExpiredLabels]));
    }

    #[test]
    fn when_every_label_lapsed_or_no_need_was_attested_nothing_is_copied() {
        let lapsed = support(SupportStatement::NeedsDescribed, vec![need(Some("2026-07-01"))]);
        assert_eq!(lapsed.renewed(day("2027-01-01")), (None, vec![LeftOutReason::ExpiredLabels]));
        let none = support(SupportStatement::NoNeed, Vec::new());
        assert_eq!(none.renewed(day("2027-01-01")), (None, vec![LeftOutReason::AttestAnew]));
        assert!(support(SupportStatement::NothingKnown, Vec::new()).renewed(day("2027-01-01")).0.is_some());
    }

    #[test]
    fn done_steps_stay_behind() {
        let step = |done| PlanStep {
            what: Text::new("Rooster maken").unwrap(),
            owner: Role::Coach,
            owner_side: None,
            due_on: None,
            done,
            agreed_by: Vec::new(),
            step_id: None,
        };
        let plan = |steps| SectionContent::from(Plan { pairs: Vec::new(), steps });
        let (copied, left_out) = plan(vec![step(true), step(false)]).renewed(day("2026-07-01"));
        assert_eq!((copied, left_out), (Some(plan(vec![step(false)])), vec![LeftOutReason::DoneSteps]));
        assert_eq!(plan(vec![step(true)]).renewed(day("2026-07-01")), (None, vec![LeftOutReason::DoneSteps]));
    }
}
