//! Conversations and feedback.

use estafette_contract::{ConversationList, Created, FeedbackList, NewConversation, NewFeedback};
use reqwest::Method;
use uuid::Uuid;

use super::Result;
use crate::{Client, Request};

posts! {
    /// Records a conversation or a waiver.
    record_conversation(id): "/v1/handovers/{id}/conversations", NewConversation => Created;
    /// Gives feedback.
    give_feedback(id): "/v1/handovers/{id}/feedback", NewFeedback => Created;
}

gets! {
    /// The conversations of a handover.
    conversations(id): "/v1/handovers/{id}/conversations" => ConversationList;
    /// The feedback on a handover.
    feedback(id): "/v1/handovers/{id}/feedback" => FeedbackList;
}
