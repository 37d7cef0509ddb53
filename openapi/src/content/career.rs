//! The career profile and the plan.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{FieldProblem, Opleidingscode, Party, Role, Text};

/// Content of `career_profile`, owned by the student.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CareerProfile {
    /// What the student wants to become or do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ambitions: Option<Text<4000>>,
    /// What the student is good at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 20)]
    #[serde(deserialize_with = "crate::bounded::at_most::<20, _, _>")]
    pub strengths: Vec<Text<300>>,
    /// The step the student wants to take next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<Text<1000>>,
    /// Programmes the student chose to go on with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 10)]
    #[serde(deserialize_with = "crate::bounded::at_most::<10, _, _>")]
    pub programme_choices: Vec<ProgrammeChoice>,
    /// What is in the portfolio.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 40)]
    #[serde(deserialize_with = "crate::bounded::at_most::<40, _, _>")]
    pub portfolio: Vec<PortfolioItem>,
    /// What the receiver may ask the student for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 20)]
    #[serde(deserialize_with = "crate::bounded::at_most::<20, _, _>")]
    pub ask_for: Vec<Text<300>>,
}

/// A programme the student chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProgrammeChoice {
    /// The qualification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opleidingscode: Option<Opleidingscode>,
    /// The programme's name.
    pub name: Text<200>,
}

/// One item of a portfolio.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PortfolioItem {
    /// What it is.
    pub title: Text<200>,
    /// What it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text<2000>>,
}

/// Content of `plan` (stappenplan): questions with their approach, and steps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Plan {
    /// What is going on, and what we shall do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 20)]
    #[serde(deserialize_with = "crate::bounded::at_most::<20, _, _>")]
    pub pairs: Vec<QuestionApproach>,
    /// Steps with owner and due day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 40)]
    #[serde(deserialize_with = "crate::bounded::at_most::<40, _, _>")]
    pub steps: Vec<PlanStep>,
}

/// A question and its approach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QuestionApproach {
    /// What is going on.
    pub question: Text<2000>,
    /// What shall we do.
    pub approach: Text<2000>,
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlanStep {
    /// What will be done.
    pub what: Text<1000>,
    /// Who does it: a role at a partner, or the student.
    pub owner: Role,
    /// At which side of the handover: sender or receiver; absent for the student.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_side: Option<Party>,
    /// By when.
    #[serde(default, deserialize_with = "crate::time::some_day", skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// Whether it is done.
    pub done: bool,
    /// Who agreed to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 6)]
    #[serde(deserialize_with = "crate::bounded::at_most::<6, _, _>")]
    pub agreed_by: Vec<Role>,
    /// The step that travelled with an earlier handover and goes on in this one, as copying it wrote it down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step_id: Option<Uuid>,
}

impl Plan {
    pub(super) fn problems(&self) -> Vec<FieldProblem> {
        let is_side = |side: Party| matches!(side, Party::Sender | Party::Receiver);
        let wrong = self.steps.iter().enumerate().filter(|(_, step)| step.owner_side.is_some_and(|side| !is_side(side)));
        wrong
            .map(|(at, _)| FieldProblem {
                pointer: format!("/steps/{at}/ownerSide"),
                code: "not-a-side".into(),
                detail: "Name sender or receiver, or leave it out for the student.".into(),
            })
            .collect()
    }
}
