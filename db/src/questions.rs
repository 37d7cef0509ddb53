//! Questions on a running handover, and their answers.

use chrono::NaiveDateTime;
use diesel::{insert_into, prelude::*, update};
use estafette_contract::{
    AnswerView, Attachment, CodeList, Created, EventType, NewAnswer, NewQuestion, ProblemKind, QuestionMoved, QuestionPage, QuestionStatus,
    QuestionView, Role, Text,
    scope::{HandoversRead, QuestionsWrite},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    DbError, DbResult, PageRequest, cursor, events,
    handovers::{
        self,
        items::{Running, Sight, opposite, texts_of},
    },
    learners::Vault,
    schema::questions,
    store::{Tx, new_id},
    stored,
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = questions)]
struct Row {
    id: String,
    asked_by: String,
    content: Vec<u8>,
    asked_at: NaiveDateTime,
    answer: Option<Vec<u8>>,
    answered_at: Option<NaiveDateTime>,
}

/// What is sealed of a question.
#[derive(Serialize, Deserialize)]
struct Asked {
    question: Text<2000>,
    attachments: Vec<Attachment>,
    role: Option<Role>,
}

/// What is sealed of an answer.
#[derive(Serialize, Deserialize)]
struct Answered {
    answer: Text<4000>,
    attachments: Vec<Attachment>,
    role: Option<Role>,
}

fn place(id: &str) -> String {
    format!("questions.content|{id}")
}

fn answer_place(id: &str) -> String {
    format!("questions.answer|{id}")
}

/// Asks the other side something about a running handover.
///
/// # Errors
/// When it does not run, or the text would tell the receiver who it is before the transfer.
pub fn ask(tx: &mut Tx<'_, QuestionsWrite>, handover: Uuid, new: &NewQuestion) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let running = Running::hold(cx, handover)?;
    let side = running.side(cx, new.side)?;
    let question = ("/question".to_owned(), new.question.as_str());
    running.keep_anonymous(side, std::iter::once(question).chain(texts_of(&new.attachments)))?;
    let id = new_id();
    let asked = Asked { question: new.question.clone(), attachments: new.attachments.clone(), role: cx.role() };
    let row = (
        questions::handover_id.eq(&running.handover.id),
        questions::id.eq(id.to_string()),
        questions::asked_by.eq(side.code()),
        questions::content.eq(running.vault.conceal(&place(&id.to_string()), &asked)?),
        questions::asked_at.eq(cx.at()),
    );
    insert_into(questions::table).values(row).execute(cx.conn)?;
    handovers::asked(cx, &running.handover, &running.learner, side)?;
    events::told_other(cx, &running.handover, side, EventType::QuestionAsked)?;
    Ok(Created { id })
}

/// Answers a question of the other side, once.
///
/// # Errors
/// When there is no such question for this partner, or it is its own or answered already.
pub fn answer(tx: &mut Tx<'_, QuestionsWrite>, handover: Uuid, id: Uuid, new: &NewAnswer) -> DbResult<QuestionMoved> {
    let cx = &mut tx.cx;
    let running = Running::hold(cx, handover)?;
    let one = questions::table.find((running.handover.id.clone(), id.to_string()));
    let row: Row = one.clone().select(Row::as_select()).first(cx.conn).optional()?.ok_or_else(DbError::not_found)?;
    let asked_by = stored::code(&row.asked_by)?;
    running.demand_sight(cx, asked_by)?;
    running.demand_side(cx, opposite(asked_by))?;
    if row.answered_at.is_some() {
        return Err(DbError::refused(ProblemKind::Conflict, "This question was answered; ask another if something is not clear."));
    }
    let answer = ("/answer".to_owned(), new.answer.as_str());
    running.keep_anonymous(opposite(asked_by), std::iter::once(answer).chain(texts_of(&new.attachments)))?;
    let answered = Answered { answer: new.answer.clone(), attachments: new.attachments.clone(), role: cx.role() };
    let sealed = running.vault.conceal(&answer_place(&row.id), &answered)?;
    update(one).set((questions::answer.eq(sealed), questions::answered_at.eq(cx.at()))).execute(cx.conn)?;
    handovers::settled(cx, &running.handover, &running.learner, asked_by)?;
    events::told_side(cx, &running.handover, asked_by, EventType::QuestionAnswered)?;
    Ok(QuestionMoved { id, status: QuestionStatus::Answered })
}

/// The questions on a handover, oldest first; a receiver that has not accepted yet sees those it asked itself.
///
/// # Errors
/// Not found when this partner may not know of it.
pub fn list(tx: &mut Tx<'_, HandoversRead>, handover: Uuid, page: &PageRequest) -> DbResult<QuestionPage> {
    let cx = &mut tx.cx;
    let size = page.size()?;
    let sight = Sight::of(cx, handover)?;
    let list = format!("questions|{handover}");
    let mut query = questions::table
        .filter(questions::handover_id.eq(&sight.handover.id))
        .order(questions::id)
        .limit(size as i64 + 1)
        .select(Row::as_select())
        .into_boxed();
    if let Some(side) = sight.only {
        query = query.filter(questions::asked_by.eq(side.code()));
    }
    if let Some(after) = page.after(cx, &list)? {
        query = query.filter(questions::id.gt(after));
    }
    let mut rows: Vec<Row> = query.load(cx.conn)?;
    let next_cursor = cursor::cut(cx, &list, &mut rows, size, |row| &row.id)?;
    Ok(QuestionPage { items: rows.iter().map(|row| view(row, &sight.vault)).collect::<DbResult<_>>()?, next_cursor })
}

fn view(row: &Row, vault: &Vault) -> DbResult<QuestionView> {
    let asked: Asked = vault.reveal(&place(&row.id), &row.content)?;
    let answered: Option<Answered> = vault.reveal_some(&answer_place(&row.id), row.answer.as_deref())?;
    let answer = answered.zip(row.answered_at).map(|(answered, at)| AnswerView {
        answer: answered.answer,
        attachments: answered.attachments,
        answered_in_role: answered.role,
        answered_at: stored::instant(at),
    });
    Ok(QuestionView {
        id: stored::id(&row.id)?,
        status: if answer.is_some() { QuestionStatus::Answered } else { QuestionStatus::Open },
        asked_by: stored::code(&row.asked_by)?,
        asked_in_role: asked.role,
        question: asked.question,
        attachments: asked.attachments,
        asked_at: stored::instant(row.asked_at),
        answer,
    })
}
