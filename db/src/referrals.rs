//! Referrals: what one line of a school asks another, what comes of it, and until when feedback is owed.

use chrono::NaiveDateTime;
use diesel::{insert_into, prelude::*, update};
use estafette_contract::{
    CodeList, Created, EventType, HandoverStatus, NewReferral, NewReferralAnswer, Party, ProblemKind, ReferralAnswerView, ReferralOutcome,
    ReferralView, SupportLine, Text,
    report::ReferralStanding,
    scope::{FeedbackWrite, HandoversOffer, HandoversRead},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    DbError, DbResult, events, facts,
    handovers::{self, Handover, demand_professional, held, held_by_sender, move_refused, visible},
    learners::{Learner, Vault},
    schema::{referral_answers, referrals},
    store::{Cx, Tx, new_id},
    stored,
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = referrals)]
struct Row {
    line: String,
    content: Vec<u8>,
    asked_at: NaiveDateTime,
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = referral_answers)]
struct AnswerRow {
    id: String,
    outcome: String,
    content: Vec<u8>,
    answered_at: NaiveDateTime,
}

/// What is sealed of a referral.
#[derive(Serialize, Deserialize)]
struct Asked {
    question: Text<2000>,
    tried: Text<2000>,
    wish: Text<2000>,
}

/// What is sealed of an answer.
#[derive(Serialize, Deserialize)]
struct Answered {
    answer: Text<4000>,
    line: SupportLine,
    handed_on_to: Option<Text<160>>,
}

fn place(handover: &str) -> String {
    format!("referrals.content|{handover}")
}

fn answer_place(id: &str) -> String {
    format!("referral_answers.content|{id}")
}

/// Makes a draft between two desks of one school a referral, or words it anew.
///
/// # Errors
/// When it is no such draft, or this partner is not the sender.
pub fn ask(tx: &mut Tx<'_, HandoversOffer>, handover: Uuid, new: &NewReferral) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let (handover, learner) = held_by_sender(cx, handover)?;
    if !handover.transition()?.is_within_one_partner() {
        return Err(DbError::refused(ProblemKind::NotAllowed, "A referral goes from one desk of a school to another: internal_line."));
    }
    if !matches!(handover.status()?, HandoverStatus::Draft | HandoverStatus::InReview) {
        return Err(move_refused(cx, &handover, "A referral is worded before it is ready to be offered.")?);
    }
    let asked = Asked { question: new.question.clone(), tried: new.tried.clone(), wish: new.wish.clone() };
    let content = learner.vault(cx)?.conceal(&place(&handover.id), &asked)?;
    let worded = (referrals::line.eq(new.line.code()), referrals::content.eq(content), referrals::asked_at.eq(cx.at()));
    if update(referrals::table.find(&handover.id)).set(worded.clone()).execute(cx.conn)? == 0 {
        insert_into(referrals::table).values((referrals::handover_id.eq(&handover.id), worded)).execute(cx.conn)?;
    }
    Ok(Created { id: stored::id(&handover.id)? })
}

/// Answers a referral, gives it back, or hands it on; who asked is told. Until it is answered or given back, feedback is owed.
///
/// # Errors
/// When there is no referral here that was accepted and waits, or nobody is named as handed on to.
pub fn answer(tx: &mut Tx<'_, FeedbackWrite>, handover: Uuid, new: &NewReferralAnswer) -> DbResult<Created> {
    use HandoverStatus as S;
    let cx = &mut tx.cx;
    demand_professional(cx)?;
    let (handover, learner) = held(cx, handover)?;
    check_handing_on(new)?;
    let vault = learner.vault(cx)?;
    let asked = row(cx, &handover.id)?.ok_or_else(DbError::not_found)?;
    if !matches!(handover.status()?, S::Accepted | S::InTransfer | S::TakenOver) {
        return Err(move_refused(cx, &handover, "A referral is answered once it was accepted.")?);
    }
    if !is_open(cx, &handover.id)? {
        return Err(DbError::refused(ProblemKind::Conflict, "This referral was answered or given back; begin another."));
    }
    let id = new_id();
    let line = new.line.map_or_else(|| stored::code(&asked.line), Ok)?;
    let answered = Answered { answer: new.answer.clone(), line, handed_on_to: new.handed_on_to.clone() };
    let row = (
        referral_answers::handover_id.eq(&handover.id),
        referral_answers::id.eq(id.to_string()),
        referral_answers::outcome.eq(new.outcome.code()),
        referral_answers::content.eq(vault.conceal(&answer_place(&id.to_string()), &answered)?),
        referral_answers::answered_at.eq(cx.at()),
    );
    insert_into(referral_answers::table).values(row).execute(cx.conn)?;
    handovers::referral_told(cx, &handover, &learner, new.outcome == ReferralOutcome::HandedOn)?;
    facts::referred(cx, &handover, new.outcome.standing())?;
    events::told_side(cx, &handover, Party::Sender, EventType::ReferralAnswered)?;
    Ok(Created { id })
}

fn check_handing_on(new: &NewReferralAnswer) -> DbResult<()> {
    match (new.outcome, &new.handed_on_to) {
        (ReferralOutcome::HandedOn, None) => Err(DbError::field("/handedOnTo", "missing", "Say to whom it was handed on.")),
        (ReferralOutcome::Answered | ReferralOutcome::GivenBack, Some(_)) => {
            Err(DbError::field("/handedOnTo", "not-handed-on", "Leave it out, or choose handed_on."))
        }
        _ => Ok(()),
    }
}

/// The referral of a handover, with what came of it.
///
/// # Errors
/// Not found when this partner may not know of the handover, or there is no referral.
pub fn read(tx: &mut Tx<'_, HandoversRead>, handover: Uuid) -> DbResult<ReferralView> {
    let cx = &mut tx.cx;
    demand_professional(cx)?;
    let handover = visible(cx, handover)?;
    let vault = Learner::load(cx, &handover.learner_id)?.vault(cx)?;
    of(cx, &handover, &vault)?.ok_or_else(DbError::not_found)
}

/// The referral that a handover is, if it is one.
pub(crate) fn of(cx: &mut Cx<'_>, handover: &Handover, vault: &Vault) -> DbResult<Option<ReferralView>> {
    let Some(row) = row(cx, &handover.id)? else { return Ok(None) };
    let asked: Asked = vault.reveal(&place(&handover.id), &row.content)?;
    let answers = answers(cx, &handover.id)?;
    Ok(Some(ReferralView {
        line: stored::code::<SupportLine>(&row.line)?,
        question: asked.question,
        tried: asked.tried,
        wish: asked.wish,
        urgency: handover.urgency()?,
        asked_at: stored::instant(row.asked_at),
        answers: answers.iter().map(|row| view(row, vault)).collect::<DbResult<_>>()?,
        feedback_due_at: handovers::referral_due(cx, &handover.id)?,
    }))
}

fn row(cx: &mut Cx<'_>, handover: &str) -> DbResult<Option<Row>> {
    Ok(referrals::table.find(handover).select(Row::as_select()).first(cx.conn).optional()?)
}

fn answers(cx: &mut Cx<'_>, handover: &str) -> DbResult<Vec<AnswerRow>> {
    let of_handover = referral_answers::table.filter(referral_answers::handover_id.eq(handover)).order(referral_answers::id);
    Ok(of_handover.select(AnswerRow::as_select()).load(cx.conn)?)
}

/// A referral was offered: reports count it as asked.
pub(crate) fn offered(cx: &mut Cx<'_>, handover: &Handover) -> DbResult<()> {
    if row(cx, &handover.id)?.is_some() { facts::referred(cx, handover, ReferralStanding::Asked) } else { Ok(()) }
}

/// Whether a handover is a referral on which feedback is owed: asked, and neither answered nor given back.
pub(crate) fn is_open(cx: &mut Cx<'_>, handover: &str) -> DbResult<bool> {
    let handed_on = ReferralOutcome::HandedOn.code();
    Ok(row(cx, handover)?.is_some() && answers(cx, handover)?.iter().all(|row| row.outcome == handed_on))
}

fn view(row: &AnswerRow, vault: &Vault) -> DbResult<ReferralAnswerView> {
    let answered: Answered = vault.reveal(&answer_place(&row.id), &row.content)?;
    Ok(ReferralAnswerView {
        outcome: stored::code(&row.outcome)?,
        answer: answered.answer,
        line: answered.line,
        handed_on_to: answered.handed_on_to,
        answered_at: stored::instant(row.answered_at),
    })
}
