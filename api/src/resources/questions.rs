//! Questions on a running handover.

use actix_web::{HttpResponse, get, post, web::Json};
use estafette_contract::{
    Act, Created, NewAnswer, NewQuestion, QuestionMoved, QuestionPage,
    scope::{HandoversRead, QuestionsWrite},
};
use estafette_db::questions;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, Body, Granted, Id, Page, PageQuery, QuestionOf};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(ask_question).service(list_questions).service(answer_question);
}

/// Ask the other side something.
///
/// Possible while the handover is offered, accepted or in transfer; it holds up no move.
#[utoipa::path(tag = "items", params(Id), security(("partner_token" = ["questions:write"])), request_body = NewQuestion,
    responses((status = 201, description = "Asked.", body = Created)))]
#[post("/handovers/{id}/questions")]
async fn ask_question(granted: Granted<QuestionsWrite>, id: Id, body: Body<NewQuestion>) -> Answer<HttpResponse> {
    let created = granted.once(id.handover(Act::QuestionAsk), body, move |tx, new| questions::ask(tx, id.get()?, new)).await?;
    Ok(HttpResponse::Created().json(created))
}

/// List the questions on a handover.
///
/// A receiver that has not accepted yet sees those it asked itself.
#[utoipa::path(tag = "items", params(Id, PageQuery), security(("partner_token" = ["handovers:read"])),
    responses((status = 200, description = "Oldest first, with their answers.", body = QuestionPage)))]
#[get("/handovers/{id}/questions")]
async fn list_questions(granted: Granted<HandoversRead>, id: Id, page: Page) -> Answer<Json<QuestionPage>> {
    granted.read(id.handover(Act::QuestionList), move |tx| questions::list(tx, id.get()?, page.get()?)).await.map(Json)
}

/// Answer a question of the other side.
#[utoipa::path(tag = "items", params(QuestionOf), security(("partner_token" = ["questions:write"])), request_body = NewAnswer,
    responses((status = 200, description = "Answered.", body = QuestionMoved)))]
#[post("/handovers/{id}/questions/{questionId}/_answer")]
async fn answer_question(granted: Granted<QuestionsWrite>, ids: QuestionOf, body: Body<NewAnswer>) -> Answer<Json<QuestionMoved>> {
    let action = ids.0.handover(Act::QuestionAnswer);
    granted.once(action, body, move |tx, new| questions::answer(tx, ids.0.get()?, ids.1.get()?, new)).await.map(Json)
}
