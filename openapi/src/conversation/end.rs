//! How a conversation ended, what was agreed, and who stands behind it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Agreement, Channel, ConversationForm, ConversationKind, ConversationOutcome, FieldProblem, Party, Role, Text};

/// How a planned conversation ended.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConversationEnd {
    /// Held, missed or waived.
    pub outcome: ConversationOutcome,
    /// The form it had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<ConversationForm>,
    /// When it took place, was missed or was waived.
    #[serde(deserialize_with = "crate::time::instant")]
    pub held_at: DateTime<Utc>,
    /// Which roles took part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 12)]
    #[serde(deserialize_with = "crate::bounded::at_most::<12, _, _>")]
    pub participants: Vec<Role>,
    /// What was agreed, for everybody who reads the conversation; the written reason when it was missed or waived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Text<4000>>,
    /// What was agreed, point by point, each read by the parties it concerns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 20)]
    #[serde(deserialize_with = "crate::bounded::at_most::<20, _, _>")]
    pub points: Vec<AgreedPoint>,
    /// What others could overhear, when the place was not private.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privacy_note: Option<Text<500>>,
    /// For which side it is put on record; to be named only where a school hands over within itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Party>,
}

/// One point that was agreed, and whom it concerns.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AgreedPoint {
    /// What was agreed.
    pub text: Text<1000>,
    /// The parties it concerns: sender, receiver, learner. Nobody else reads it, but whoever put it on record.
    #[schema(min_items = 1, max_items = 3)]
    #[serde(deserialize_with = "crate::bounded::at_most::<3, _, _>")]
    pub parties: Vec<Party>,
}

/// Whether a party stands behind what was agreed.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewConfirmation {
    /// Whose word it is: the acting side's when absent, or `learner`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<Party>,
    /// Yes or no.
    pub agreed: Agreement,
    /// What is not right, or should be added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<Text<1000>>,
    /// How the learner's word reached the partner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
}

impl ConversationEnd {
    /// What does not hold for a conversation of this kind that ended so.
    #[must_use]
    pub fn problems(&self, kind: ConversationKind) -> Vec<FieldProblem> {
        let problem =
            |pointer: &str, code: &str, detail: &str| FieldProblem { pointer: pointer.into(), code: code.into(), detail: detail.into() };
        let mut problems = Vec::new();
        let held = self.outcome == ConversationOutcome::Held;
        if self.outcome == ConversationOutcome::Waived && self.agreed.is_none() {
            problems.push(problem("/agreed", "missing", "A waiver holds only with its reason in writing."));
        }
        if held && self.participants.len() < 2 {
            problems.push(problem("/participants", "missing", "Name the roles of those who spoke, at least two."));
        } else if held && !kind.is_complete(&self.participants) {
            problems.push(problem("/participants", "somebody-missing", kind.who_belongs()));
        }
        if held && kind == ConversationKind::Trialogue && self.agreed.is_some() {
            let detail = "Of a trialogue each party sees its part: give what was agreed in points, each with the parties it concerns.";
            problems.push(problem("/agreed", "use-points", detail));
        }
        if !held && !self.points.is_empty() {
            problems.push(problem("/points", "not-held", "Only in a conversation that was held something is agreed."));
        }
        problems.extend(self.points.iter().enumerate().filter(|(_, point)| !point.names_parties()).map(|(at, _)| {
            let pointer = format!("/points/{at}/parties");
            problem(&pointer, "not-a-party", "Name at least one of sender, receiver and learner, and nobody else.")
        }));
        problems
    }
}

impl AgreedPoint {
    fn names_parties(&self) -> bool {
        !self.parties.is_empty() && self.parties.iter().all(|party| matches!(party, Party::Sender | Party::Receiver | Party::Learner))
    }
}

impl ConversationKind {
    /// Groups of roles of which at least one each belongs at the table.
    #[must_use]
    pub fn table(self) -> &'static [&'static [Role]] {
        const SCHOOL: &[Role] = &[
            Role::Mentor,
            Role::Decaan,
            Role::Coach,
            Role::SlbEr,
            Role::Zorgcoordinator,
            Role::Intaker,
            Role::Loopbaanbegeleider,
            Role::BpvBegeleider,
        ];
        match self {
            Self::Intake | Self::WarmHandover => &[],
            Self::Trialogue => &[&[Role::Student], SCHOOL, &[Role::Praktijkopleider]],
            Self::SecondLine => &[&[Role::Zorgcoordinator]],
        }
    }

    fn is_complete(self, participants: &[Role]) -> bool {
        self.table().iter().all(|group| group.iter().any(|role| participants.contains(role)))
    }

    fn who_belongs(self) -> &'static str {
        match self {
            Self::Trialogue => "A trialogue is held with the student, somebody of the school and the praktijkopleider.",
            _ => "A second-line discussion is held with the zorgcoordinator.",
        }
    }
}
