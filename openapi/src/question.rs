//! Questions on a running handover: asked by one side, answered by the other, never in the way of a move.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{Party, Role, Text, code_list};

code_list! {
    /// Where a question stands.
    QuestionStatus = "question-statuses" {
        Open = "open", "nog niet beantwoord", "not answered yet";
        Answered = "answered", "beantwoord", "answered";
    }
}

/// A piece of text that goes along with a question or an answer; files are not taken.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Attachment {
    /// What it is.
    pub title: Text<200>,
    /// The text itself.
    pub text: Text<8000>,
}

/// A question to the other side.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewQuestion {
    /// What is asked. Before the transfer the sender writes it without naming the learner.
    pub question: Text<2000>,
    /// Text that goes along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 5)]
    #[serde(deserialize_with = "crate::bounded::at_most::<5, _, _>")]
    pub attachments: Vec<Attachment>,
    /// For which side it is asked; to be named only where a school hands over within itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Party>,
}

/// An answer to a question of the other side.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewAnswer {
    /// The answer. Before the transfer the sender writes it without naming the learner.
    pub answer: Text<4000>,
    /// Text that goes along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 5)]
    #[serde(deserialize_with = "crate::bounded::at_most::<5, _, _>")]
    pub attachments: Vec<Attachment>,
}

/// What answering a question answers.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuestionMoved {
    /// The question.
    pub id: Uuid,
    /// Where it stands now.
    pub status: QuestionStatus,
}

/// A question on record, without the name of who asked.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuestionView {
    /// Its id.
    pub id: Uuid,
    /// Where it stands.
    pub status: QuestionStatus,
    /// Which side asked.
    pub asked_by: Party,
    /// In which role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_in_role: Option<Role>,
    /// What was asked.
    pub question: Text<2000>,
    /// Text that went along.
    pub attachments: Vec<Attachment>,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// The answer, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<AnswerView>,
}

/// An answer on record.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AnswerView {
    /// The answer.
    pub answer: Text<4000>,
    /// Text that went along.
    pub attachments: Vec<Attachment>,
    /// In which role it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_in_role: Option<Role>,
    /// When it was given.
    pub answered_at: DateTime<Utc>,
}

/// A page of the questions on a handover, oldest first.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuestionPage {
    /// The questions.
    pub items: Vec<QuestionView>,
    /// Give this as `cursor` to read on; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}
