//! Feedback.

use estafette_contract::{Created, FeedbackList, NewFeedback, NewSwitch, SwitchBegun};
use reqwest::Method;
use uuid::Uuid;

use super::Result;
use crate::{Client, Request};

posts! {
    /// Gives feedback.
    give_feedback(id): "/v1/handovers/{id}/feedback", NewFeedback => Created;
    /// Begins a switch to another college.
    switch(id): "/v1/handovers/{id}/_switch", NewSwitch => SwitchBegun;
}

gets! {
    /// The feedback on a handover.
    feedback(id): "/v1/handovers/{id}/feedback" => FeedbackList;
}
