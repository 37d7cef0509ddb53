//! Conversations: planned with times to choose from, or held, missed or waived, and what the parties confirm of it.

mod appointment;
mod end;
mod view;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use appointment::{Appointment, ConversationMoved, TimeChosen, TimeSlot, TimesProposed};
pub use end::{AgreedPoint, ConversationEnd, NewConfirmation};
pub use view::{ConfirmationView, ConversationList, ConversationView, TimeView};

use crate::{ConversationForm, ConversationKind, ConversationOutcome, FieldProblem, Party, Role, Text};

/// A conversation: one to plan, or one that was held, missed or waived.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewConversation {
    /// What it is for.
    pub kind: ConversationKind,
    /// When and where it is planned; absent for one that is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<Appointment>,
    /// How it ended; absent for one that is planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ConversationOutcome>,
    /// The form it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<ConversationForm>,
    /// When it took place, was missed or was waived; absent for one that is planned.
    #[serde(default, deserialize_with = "crate::time::some_instant", skip_serializing_if = "Option::is_none")]
    pub held_at: Option<DateTime<Utc>>,
    /// Which roles take part.
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

impl NewConversation {
    /// How it ended, for one that is not planned.
    ///
    /// # Errors
    /// The fields that are missing, or do not go together.
    pub fn ended(&self) -> Result<Option<ConversationEnd>, Vec<FieldProblem>> {
        let wrong = |pointer: &str, code: &str, detail: &str| {
            Err(vec![FieldProblem { pointer: pointer.into(), code: code.into(), detail: detail.into() }])
        };
        match (&self.planned, self.outcome, self.held_at) {
            (None, None, _) => wrong("/outcome", "missing", "Say how it ended, or give planned with times to choose from."),
            (None, Some(_), None) => wrong("/heldAt", "missing", "Give the moment at which it took place, was missed or was waived."),
            (Some(_), None, None) if self.agreed.is_none() && self.points.is_empty() && self.privacy_note.is_none() => Ok(None),
            (Some(_), ..) => wrong("/planned", "planned-and-over", "Plan it, or say how it ended: not both."),
            (None, Some(outcome), Some(held_at)) => Ok(Some(self.end(outcome, held_at))),
        }
    }

    fn end(&self, outcome: ConversationOutcome, held_at: DateTime<Utc>) -> ConversationEnd {
        ConversationEnd {
            outcome,
            form: self.form,
            held_at,
            participants: self.participants.clone(),
            agreed: self.agreed.clone(),
            points: self.points.clone(),
            privacy_note: self.privacy_note.clone(),
            side: self.side,
        }
    }
}
