//! Referrals: one line asks another, inside one school, and hears back.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{SupportLine, Text, Urgency, code_list, report::ReferralStanding};

code_list! {
    /// What the asked line does with a referral.
    ReferralOutcome = "referral-outcomes" {
        Answered = "answered", "beantwoord", "answered";
        GivenBack = "given_back", "teruggegeven", "given back";
        HandedOn = "handed_on", "doorverwezen", "handed on";
    }
}

impl ReferralOutcome {
    /// How reports count a referral that this was said of: what was handed on is still asked.
    #[must_use]
    pub fn standing(self) -> ReferralStanding {
        match self {
            Self::Answered => ReferralStanding::Answered,
            Self::GivenBack => ReferralStanding::GivenBack,
            Self::HandedOn => ReferralStanding::Asked,
        }
    }
}

/// What one line asks another about a learner.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewReferral {
    /// The line that is asked.
    pub line: SupportLine,
    /// The question.
    pub question: Text<2000>,
    /// What was tried already.
    pub tried: Text<2000>,
    /// What the student wants.
    pub wish: Text<2000>,
}

/// What the asked line says.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewReferralAnswer {
    /// What it does with it.
    pub outcome: ReferralOutcome,
    /// The answer: what was found and done, why it comes back, or why it goes on.
    pub answer: Text<4000>,
    /// The line that answers, when it is not the one that was asked: `external` for care outside, whose answer the desk passes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<SupportLine>,
    /// With `handed_on`: to whom, inside the school or outside it. Feedback is owed on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_on_to: Option<Text<160>>,
}

/// One answer to a referral.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReferralAnswerView {
    /// What was done with it.
    pub outcome: ReferralOutcome,
    /// The answer.
    pub answer: Text<4000>,
    /// The line that answered.
    pub line: SupportLine,
    /// To whom it was handed on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_on_to: Option<Text<160>>,
    /// When.
    pub answered_at: DateTime<Utc>,
}

/// A referral with what came of it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReferralView {
    /// The line that is asked.
    pub line: SupportLine,
    /// The question.
    pub question: Text<2000>,
    /// What was tried already.
    pub tried: Text<2000>,
    /// What the student wants.
    pub wish: Text<2000>,
    /// How urgent it is, as the handover says.
    pub urgency: Urgency,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// The answers, oldest first; the last word counts.
    pub answers: Vec<ReferralAnswerView>,
    /// Until when feedback is owed, while it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback_due_at: Option<DateTime<Utc>>,
}

/// How much a desk of this partner can carry.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewDesk {
    /// The desk, as handovers name it.
    pub name: Text<80>,
    /// How many learners at once.
    #[schema(minimum = 0, maximum = 10_000)]
    pub capacity: u16,
}

/// What a desk carries.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeskLoad {
    /// The desk.
    pub name: Text<80>,
    /// How many learners at once it can carry, if that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u16>,
    /// What it was offered and has not answered.
    pub waiting: u64,
    /// What it accepted, and what it still owes feedback on.
    pub open: u64,
}

/// The desks of a partner.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeskList {
    /// The desks, by name.
    pub items: Vec<DeskLoad>,
}

/// What a learner asks: that somebody gets in touch.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewContactRequest {
    /// What about.
    pub message: Text<1000>,
    /// How you are best reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach_me: Option<Text<200>>,
}

/// That a learner asks for contact.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ContactRequestView {
    /// Its id.
    pub id: Uuid,
    /// What about.
    pub message: Text<1000>,
    /// How the learner is best reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach_me: Option<Text<200>>,
    /// When it was asked.
    pub made_at: DateTime<Utc>,
}

/// What a learner asked for.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ContactRequestList {
    /// Oldest first.
    pub items: Vec<ContactRequestView>,
}
