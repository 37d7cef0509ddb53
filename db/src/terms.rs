//! The terms of a region, in days; every one can be set.

use serde::{Deserialize, Serialize};

/// How long things may take, in days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Terms {
    /// For the learner to read and react.
    pub review: u32,
    /// For the receiver to answer an offer.
    pub offer: u32,
    /// For the warm conversation after acceptance.
    pub conversation: u32,
    /// For the receiver to read on after takeover and make its own copy.
    pub copying: u32,
    /// For the last feedback, after which the handover closes by itself.
    pub feedback: u32,
    /// For disclosures on a representative's consent to end after the sixteenth birthday.
    pub confirmation: u32,
}

impl Default for Terms {
    fn default() -> Self {
        Self { review: 10, offer: 14, conversation: 21, copying: 30, feedback: 365, confirmation: 30 }
    }
}
