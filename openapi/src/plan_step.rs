//! The steps of a plan that travelled with a takeover: the next party accepts or returns each.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{Party, Role, Text, code_list};

code_list! {
    /// Where a step stands that travelled with a takeover.
    PlanStepStatus = "plan-step-statuses" {
        HandedOver = "handed_over", "meegegeven, nog niet beantwoord", "handed over and not answered yet";
        Accepted = "accepted", "aangenomen", "accepted by who took over";
        Returned = "returned", "teruggegeven", "returned to who handed over";
        Done = "done", "klaar", "done";
        PassedOn = "passed_on", "verder meegegeven", "accepted by a party after this one";
    }
}

/// A step on record.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlanStepView {
    /// Its id.
    pub id: Uuid,
    /// Where it stands.
    pub status: PlanStepStatus,
    /// Which side has it now: the sender until it is accepted, and once it is returned.
    pub held_by: Party,
    /// What will be done.
    pub what: Text<1000>,
    /// Who does it: a role at the party that has it, or the student.
    pub owner: Role,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// Who agreed to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agreed_by: Vec<Role>,
    /// Why it was returned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text<1000>>,
    /// When it was handed over.
    pub handed_over_at: DateTime<Utc>,
    /// When it was accepted or returned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<DateTime<Utc>>,
}

/// A page of the steps that travelled with a handover, in the order of the plan.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlanStepPage {
    /// The steps.
    pub items: Vec<PlanStepView>,
    /// Give this as `cursor` to read on; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// How a step is accepted.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StepAcceptance {
    /// The role that does it from now on; as it was when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Role>,
    /// By when; as it was when absent.
    #[serde(default, deserialize_with = "crate::time::some_day", skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// Who agreed to it; as it was when absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 6)]
    #[serde(deserialize_with = "crate::bounded::at_most::<6, _, _>")]
    pub agreed_by: Vec<Role>,
}

/// Why a step is returned.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StepReturn {
    /// The reason.
    pub reason: Text<1000>,
}

/// What going on with a step answers.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlanStepMoved {
    /// The step.
    pub id: Uuid,
    /// Where it stands now.
    pub status: PlanStepStatus,
}
