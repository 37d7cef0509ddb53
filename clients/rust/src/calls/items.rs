//! Questions and alternatives.

use estafette_contract::{
    AlternativeDecided, AlternativePage, AlternativeVerdict, Created, NewAlternative, NewAnswer, NewQuestion, QuestionMoved, QuestionPage,
};
use reqwest::Method;
use uuid::Uuid;

use super::{PageOptions, Result};
use crate::{Client, Request};

posts! {
    /// Asks the other side something.
    ask_question(id): "/v1/handovers/{id}/questions", NewQuestion => Created;
    /// Answers a question of the other side.
    answer_question(id, question): "/v1/handovers/{id}/questions/{question}/_answer", NewAnswer => QuestionMoved;
    /// Proposes another date, desk or partner.
    propose_alternative(id): "/v1/handovers/{id}/alternatives", NewAlternative => Created;
    /// Decides on an alternative.
    decide_alternative(id, alternative): "/v1/handovers/{id}/alternatives/{alternative}/_decide", AlternativeVerdict => AlternativeDecided;
}

pages! {
    /// The questions on a handover.
    questions(id): "/v1/handovers/{id}/questions" => QuestionPage;
    /// The alternatives on a handover.
    alternatives(id): "/v1/handovers/{id}/alternatives" => AlternativePage;
}
