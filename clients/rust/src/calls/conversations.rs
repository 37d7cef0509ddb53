//! Conversations.

use estafette_contract::{
    ConversationEnd, ConversationList, ConversationMoved, Created, NewConfirmation, NewConversation, TimeChosen, TimesProposed,
};
use reqwest::Method;
use uuid::Uuid;

use super::{PageOptions, Result};
use crate::{Client, Request};

posts! {
    /// Plans a conversation, or records one that is over.
    record_conversation(id): "/v1/handovers/{id}/conversations", NewConversation => Created;
    /// Proposes more times.
    propose_times(id, conversation): "/v1/handovers/{id}/conversations/{conversation}/_propose", TimesProposed => ConversationMoved;
    /// Agrees on a time.
    agree_on_time(id, conversation): "/v1/handovers/{id}/conversations/{conversation}/_agree", TimeChosen => ConversationMoved;
    /// Records how a planned conversation ended.
    end_conversation(id, conversation): "/v1/handovers/{id}/conversations/{conversation}/_end", ConversationEnd => ConversationMoved;
    /// Confirms what was agreed, or says what is not right.
    confirm_agreements(id, conversation): "/v1/handovers/{id}/conversations/{conversation}/_confirm", NewConfirmation => Created;
}

gets! {
    /// The first conversations of a handover.
    conversations(id): "/v1/handovers/{id}/conversations" => ConversationList;
}

pages! {
    /// A page of the conversations of a handover.
    conversations_page(id): "/v1/handovers/{id}/conversations" => ConversationList;
}

impl Client {
    /// The invitation to an agreed conversation, as an iCalendar file.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn invitation(&self, id: Uuid, conversation: Uuid) -> Result<String> {
        let path = format!("/v1/handovers/{id}/conversations/{conversation}/invitation");
        let reply = self.send(Request::new(Method::GET, path)).await?;
        reply.succeeded()?;
        Ok(String::from_utf8_lossy(&reply.body).into_owned())
    }
}
