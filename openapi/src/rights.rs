//! Requests by the rights of the person concerned (art. 15 to 21 GDPR), each answered within a month.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{Section, Text, code_list};

code_list! {
    /// What is asked for.
    RightKind = "rights" {
        Inspect = "inspect", "inzien wat er nog meer is", "to see what else there is";
        Rectify = "rectify", "verbeteren wat niet klopt", "to have corrected what is wrong";
        Erase = "erase", "laten wissen", "to have erased";
        Restrict = "restrict", "laten stilleggen", "to have it lie still";
        TakeAlong = "take_along", "meenemen wat er nog meer is", "to take along what else there is";
        Object = "object", "bezwaar maken", "to object";
    }
}

code_list! {
    /// What came of a request.
    RightOutcome = "right-outcomes" {
        Granted = "granted", "toegewezen", "granted";
        Partly = "partly", "deels toegewezen", "granted in part";
        Refused = "refused", "afgewezen", "refused";
    }
}

code_list! {
    /// What of a handover outlives an erasure.
    ErasureStays = "erasure-stays" {
        Course = "course", "welke stappen de overdracht zette, en wanneer", "which moves the handover made, and when";
        Statements = "statements", "dat is geïnformeerd, gevraagd en toegestemd, zonder wat erin stond", "that the learner was informed, asked and consented, without what it said";
        Log = "log", "de regels in het logboek, zonder namen en zonder tekst", "the entries in the log, without names and without text";
    }
}

/// What granting a request to erase would do, before it is done.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ErasurePreview {
    /// The sections of this handover that would go, in every version.
    pub sections: Vec<Section>,
    /// Those of them that the receiver could read, and would be asked to erase in its own copy.
    pub receiver_told: Vec<Section>,
    /// Whether the learner's data key would be destroyed, and with it every name, text and section, here and in every other handover.
    pub everything: bool,
    /// The handovers of this partner that run and would end.
    pub ends: Vec<Uuid>,
    /// What would stay.
    pub stays: Vec<ErasureStays>,
}

/// What the learner asks of the sender of a handover.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewRightsRequest {
    /// By which right.
    pub kind: RightKind,
    /// The section it is about; the whole handover when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<Section>,
    /// Whether everything that is kept about you is meant, and not only this handover; only to have erased.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub everything: bool,
    /// What should happen, and why.
    pub explanation: Text<2000>,
}

/// The sender's answer.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RightsAnswer {
    /// What comes of it: an erasure that is granted is done at once, and cannot be undone; a correction is made by writing the section.
    pub outcome: RightOutcome,
    /// What is done, or why not; the learner reads it.
    pub answer: Text<4000>,
}

/// A request on record.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RightsRequestView {
    /// Its id.
    pub id: Uuid,
    /// By which right.
    pub kind: RightKind,
    /// The section it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<Section>,
    /// Whether everything that is kept about the learner is meant.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub everything: bool,
    /// What should happen, and why.
    pub explanation: Text<2000>,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Until when it has to be answered.
    pub due_at: DateTime<Utc>,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<RightOutcome>,
    /// What is done, or why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Text<4000>>,
    /// When it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<DateTime<Utc>>,
    /// When the correction was made, or the erasure; or when what lay still was let go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_at: Option<DateTime<Utc>>,
}

/// The requests about one handover.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RightsRequestList {
    /// The requests, oldest first.
    pub items: Vec<RightsRequestView>,
}
