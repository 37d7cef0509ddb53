//! Feedback (terugkoppeling): what became of the student.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{AgreementsKept, Destination, Drafted, FeedbackMoment, FeedbackOutcome, NamedPerson, Programme, Text};

/// What became of the student (terugkoppeling).
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewFeedback {
    /// At which moment.
    pub moment: FeedbackMoment,
    /// What became of the student.
    pub outcome: FeedbackOutcome,
    /// Since which day.
    #[serde(deserialize_with = "crate::time::day")]
    pub observed_on: NaiveDate,
    /// Whether what was agreed was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreements_kept: Option<AgreementsKept>,
    /// A word to the sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text<2000>>,
}

/// Feedback on record.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FeedbackView {
    /// Its id.
    pub id: Uuid,
    /// At which moment.
    pub moment: FeedbackMoment,
    /// What became of the student.
    pub outcome: FeedbackOutcome,
    /// Since which day.
    pub observed_on: NaiveDate,
    /// Whether what was agreed was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreements_kept: Option<AgreementsKept>,
    /// A word to the sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text<2000>>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// The feedback on a handover, oldest first.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FeedbackList {
    /// The feedback.
    pub items: Vec<FeedbackView>,
    /// As what the handover counts by now; a switch stays one, whatever comes after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts_as: Option<FeedbackOutcome>,
}

impl FeedbackList {
    /// The feedback, oldest first, with what it counts as.
    #[must_use]
    pub fn of(items: Vec<FeedbackView>) -> Self {
        let counts_as = FeedbackOutcome::counted(items.iter().map(|given| (given.moment, given.outcome)));
        Self { items, counts_as }
    }
}

impl FeedbackOutcome {
    /// What feedback counts as, of what was told at each moment in the order it was told: the last word at the latest moment.
    ///
    /// Whoever switched is followed on the handover that the switch began, and never counts as a drop-out here.
    #[must_use]
    pub fn counted(told: impl IntoIterator<Item = (FeedbackMoment, Self)>) -> Option<Self> {
        let later = |last: Option<(FeedbackMoment, Self)>, next: (FeedbackMoment, Self)| match last {
            Some((_, Self::Switched)) => last,
            Some((moment, _)) if moment > next.0 && next.1 != Self::Switched => last,
            _ => Some(next),
        };
        told.into_iter().fold(None, later).map(|(_, outcome)| outcome)
    }
}

/// A switch to a programme that fits better, at another college.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewSwitch {
    /// Where the learner goes.
    pub receiver: Destination,
    /// The desk that hands over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender_desk: Option<Text<80>>,
    /// Who can be spoken with.
    pub sender_contact: NamedPerson,
    /// The programme that fits better.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<Programme>,
    /// Since which day it is known.
    #[serde(deserialize_with = "crate::time::day")]
    pub observed_on: NaiveDate,
    /// Whether what was agreed was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreements_kept: Option<AgreementsKept>,
    /// A word to the sender of the handover that brought the learner here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text<2000>>,
}

/// A switch that began: the feedback that tells of it, and the handover that goes on from the previous record.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SwitchBegun {
    /// The feedback.
    pub feedback_id: Uuid,
    /// The draft from college to college.
    pub handover: Drafted,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::CodeList;

    fn told() -> impl Strategy<Value = Vec<(FeedbackMoment, FeedbackOutcome)>> {
        let one = (0..FeedbackMoment::ALL.len(), 0..FeedbackOutcome::ALL.len());
        prop::collection::vec(one.prop_map(|(moment, outcome)| (FeedbackMoment::ALL[moment], FeedbackOutcome::ALL[outcome])), 0..8)
    }

    proptest! {
        #[test]
        fn a_switch_is_never_counted_as_a_drop_out(told in told()) {
            let counted = FeedbackOutcome::counted(told.iter().copied());
            let switched = told.iter().any(|(_, outcome)| *outcome == FeedbackOutcome::Switched);
            prop_assert_eq!(switched, counted == Some(FeedbackOutcome::Switched));
            prop_assert_eq!(told.is_empty(), counted.is_none());
        }
    }

    #[test]
    fn the_last_word_at_the_latest_moment_counts() {
        use FeedbackMoment::{ExtendedIntake, OneYear};
        use FeedbackOutcome::{DroppedOut, NotReached, RightPlace};
        assert_eq!(FeedbackOutcome::counted([(ExtendedIntake, RightPlace), (OneYear, DroppedOut)]), Some(DroppedOut));
        assert_eq!(FeedbackOutcome::counted([(OneYear, RightPlace), (ExtendedIntake, DroppedOut)]), Some(RightPlace));
        assert_eq!(FeedbackOutcome::counted([(OneYear, NotReached), (OneYear, RightPlace)]), Some(RightPlace));
    }
}
