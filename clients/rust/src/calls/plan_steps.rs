//! The steps of a plan that travelled.

use estafette_contract::{NoDetails, PlanStepMoved, PlanStepPage, StepAcceptance, StepReturn};
use reqwest::Method;
use uuid::Uuid;

use super::{PageOptions, Result};
use crate::{Client, Request};

posts! {
    /// Accepts a step that was handed over.
    accept_step(id, step): "/v1/handovers/{id}/plan-steps/{step}/_accept", StepAcceptance => PlanStepMoved;
    /// Returns a step that was handed over.
    return_step(id, step): "/v1/handovers/{id}/plan-steps/{step}/_return", StepReturn => PlanStepMoved;
    /// Says that a step is done.
    complete_step(id, step): "/v1/handovers/{id}/plan-steps/{step}/_complete", NoDetails => PlanStepMoved;
}

pages! {
    /// The steps that travelled with a handover.
    plan_steps(id): "/v1/handovers/{id}/plan-steps" => PlanStepPage;
}
