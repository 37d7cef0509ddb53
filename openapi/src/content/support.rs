//! Support, wellbeing and what a workplace should arrange.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{FieldProblem, SupportDomain, SupportLine, SupportStatement, Text};

/// Content of `support_needs`: a statement with three values, and the needs if there are any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SupportNeeds {
    /// Needs described, no need, or nothing known.
    pub statement: SupportStatement,
    /// Whether the sender stands behind the statement.
    pub attested_by_sender: bool,
    /// Whether the learner stands behind the statement.
    pub attested_by_learner: bool,
    /// What is needed and what works.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 40)]
    #[serde(deserialize_with = "crate::bounded::at_most::<40, _, _>")]
    pub needs: Vec<SupportNeed>,
}

/// One support need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SupportNeed {
    /// The part of school or working life it is about.
    pub domain: SupportDomain,
    /// What is needed.
    pub need: Text<1000>,
    /// What works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what_helps: Option<Text<1000>>,
    /// The line that gives it.
    pub line: SupportLine,
    /// Who provides it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provided_by: Option<Text<160>>,
    /// Since when.
    #[serde(default, deserialize_with = "crate::time::some_day", skip_serializing_if = "Option::is_none")]
    pub since_on: Option<NaiveDate>,
    /// Until when it holds.
    #[serde(default, deserialize_with = "crate::time::some_day", skip_serializing_if = "Option::is_none")]
    pub until_on: Option<NaiveDate>,
    /// Whether it was agreed with the learner.
    pub agreed_with_learner: bool,
}

impl SupportNeeds {
    pub(super) fn problems(&self) -> Vec<FieldProblem> {
        let wrong = |pointer: &str, detail: &str| {
            vec![FieldProblem { pointer: pointer.into(), code: "statement-mismatch".into(), detail: detail.into() }]
        };
        match self.statement {
            SupportStatement::NeedsDescribed if self.needs.is_empty() => {
                wrong("/needs", "Describe at least one need, or choose another statement.")
            }
            SupportStatement::NoNeed if !self.needs.is_empty() => wrong("/needs", "Leave the needs out, or state needs_described."),
            SupportStatement::NoNeed if !(self.attested_by_sender && self.attested_by_learner) => {
                wrong("/statement", "no_need holds only when sender and learner both attest it; otherwise state nothing_known.")
            }
            SupportStatement::NothingKnown if !self.needs.is_empty() => wrong("/needs", "Leave the needs out, or state needs_described."),
            _ => Vec::new(),
        }
    }
}

/// Content of `social_emotional`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SocialEmotional {
    /// What is noticed, without diagnoses.
    pub description: Text<4000>,
    /// What helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what_helps: Option<Text<2000>>,
}

/// Content of `workplace_needs`: three functional flags and a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WorkplaceNeeds {
    /// The environment has to be adapted.
    pub adapted_environment: bool,
    /// Guidance at work is needed.
    pub guidance: bool,
    /// Variation of work is needed.
    pub variation_of_work: bool,
    /// What helps me at work, in the learner's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_own_words: Option<Text<300>>,
}

/// Content of `health`: only what must be known, and only on explicit consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HealthSection {
    /// What must be known.
    #[schema(max_items = 20)]
    #[serde(deserialize_with = "crate::bounded::at_most::<20, _, _>")]
    pub items: Vec<HealthItem>,
}

/// One thing about health.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HealthItem {
    /// What it is.
    pub description: Text<1000>,
    /// What to do or avoid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what_helps: Option<Text<1000>>,
    /// Since when.
    #[serde(default, deserialize_with = "crate::time::some_day", skip_serializing_if = "Option::is_none")]
    pub since_on: Option<NaiveDate>,
}

/// Content of `home_situation`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HomeSituation {
    /// What matters for this transition.
    pub description: Text<2000>,
    /// What helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what_helps: Option<Text<2000>>,
}
