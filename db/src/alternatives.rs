//! Alternatives on a running handover: another date, desk or partner, and what comes of it when it is accepted.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{insert_into, prelude::*, update};
use estafette_contract::{
    AlternativeDecided, AlternativeDecision, AlternativeKind, AlternativePage, AlternativeVerdict, AlternativeView, CodeList, Created,
    EventType, HandoverStatus, NewAlternative, Party, ProblemKind, Role, Text,
    scope::{AlternativesWrite, HandoversRead},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    DbError, DbResult, Fault, PageRequest, cursor, events,
    handovers::{
        self,
        items::{Running, Sight, opposite},
    },
    learners::Vault,
    partners,
    schema::alternatives,
    store::{Cx, Tx, new_id},
    stored,
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = alternatives)]
struct Row {
    id: String,
    kind: String,
    proposed_by: String,
    content: Vec<u8>,
    proposed_at: NaiveDateTime,
    decision: Option<String>,
    explanation: Option<Vec<u8>>,
    decided_at: Option<NaiveDateTime>,
}

/// What is sealed of a proposal.
#[derive(Serialize, Deserialize)]
struct Proposal {
    starts_on: Option<NaiveDate>,
    desk: Option<Text<80>>,
    partner_id: Option<Uuid>,
    explanation: Option<Text<1000>>,
    role: Option<Role>,
}

fn place(id: &str) -> String {
    format!("alternatives.content|{id}")
}

fn explanation_place(id: &str) -> String {
    format!("alternatives.explanation|{id}")
}

/// Proposes another date, desk or partner to the other side of a running handover.
///
/// # Errors
/// When it does not run, the field of the kind is missing, or what is proposed cannot be.
pub fn propose(tx: &mut Tx<'_, AlternativesWrite>, handover: Uuid, new: &NewAlternative) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let running = Running::hold(cx, handover)?;
    let side = running.side(cx, new.side)?;
    let problems = new.problems();
    if !problems.is_empty() {
        return Err(DbError::fields(ProblemKind::InvalidField, "Give the field that goes with the kind, and no other.", problems));
    }
    check_possible(cx, &running, side, new)?;
    keep_anonymous(&running, side, new.explanation.as_ref())?;
    let id = new_id();
    let proposal = Proposal {
        starts_on: new.starts_on,
        desk: new.desk.clone(),
        partner_id: new.partner_id,
        explanation: new.explanation.clone(),
        role: cx.role(),
    };
    let row = (
        alternatives::handover_id.eq(&running.handover.id),
        alternatives::id.eq(id.to_string()),
        alternatives::kind.eq(new.kind.code()),
        alternatives::proposed_by.eq(side.code()),
        alternatives::content.eq(running.vault.conceal(&place(&id.to_string()), &proposal)?),
        alternatives::proposed_at.eq(cx.at()),
    );
    insert_into(alternatives::table).values(row).execute(cx.conn)?;
    handovers::asked(cx, &running.handover, &running.learner, side)?;
    events::told_other(cx, &running.handover, side, EventType::AlternativeProposed)?;
    Ok(Created { id })
}

fn keep_anonymous(running: &Running, side: Party, explanation: Option<&Text<1000>>) -> DbResult<()> {
    running.keep_anonymous(side, explanation.map(|text| ("/explanation".to_owned(), text.as_str())))
}

/// Refuses what could not be done if it were accepted.
fn check_possible(cx: &mut Cx<'_>, running: &Running, side: Party, new: &NewAlternative) -> DbResult<()> {
    match (new.kind, new.partner_id) {
        (AlternativeKind::AnotherDate, _) if running.handover.programme()?.is_none() => {
            Err(DbError::field("/startsOn", "no-programme", "This handover names no programme that starts; plan a conversation instead."))
        }
        (AlternativeKind::AnotherPartner, _) if side == Party::Sender => {
            Err(DbError::field("/kind", "of-the-receiver", "Withdraw this handover and begin another one for the other partner."))
        }
        (AlternativeKind::AnotherPartner, Some(partner)) => {
            may_still_decline(cx, running)?;
            handovers::check_other_receiver(cx, &running.handover, partner)
        }
        _ => Ok(()),
    }
}

/// Another receiver ends the handover as declined, which the table allows until the transfer starts.
fn may_still_decline(cx: &mut Cx<'_>, running: &Running) -> DbResult<()> {
    if running.handover.status()? != HandoverStatus::InTransfer {
        return Ok(());
    }
    let detail = "The transfer runs; the sender asks to cancel it before another partner can be found.";
    Err(handovers::move_refused(cx, &running.handover, detail)?)
}

/// Decides on an alternative of the other side, or takes back one's own.
///
/// # Errors
/// When there is no such alternative for this partner, it is decided, or the other side decides.
pub fn decide(tx: &mut Tx<'_, AlternativesWrite>, handover: Uuid, id: Uuid, verdict: &AlternativeVerdict) -> DbResult<AlternativeDecided> {
    let cx = &mut tx.cx;
    let running = Running::hold(cx, handover)?;
    let one = alternatives::table.find((running.handover.id.clone(), id.to_string()));
    let row: Row = one.clone().select(Row::as_select()).first(cx.conn).optional()?.ok_or_else(DbError::not_found)?;
    let proposed_by = stored::code(&row.proposed_by)?;
    running.demand_sight(cx, proposed_by)?;
    let decided_by = if verdict.decision == AlternativeDecision::Withdrawn { proposed_by } else { opposite(proposed_by) };
    running.demand_side(cx, decided_by)?;
    if row.decision.is_some() {
        return Err(DbError::refused(ProblemKind::Conflict, "This alternative was decided on; propose another."));
    }
    keep_anonymous(&running, decided_by, verdict.explanation.as_ref())?;
    let explanation = running.vault.conceal_some(&explanation_place(&row.id), verdict.explanation.as_ref())?;
    let decision = (
        alternatives::decision.eq(verdict.decision.code()),
        alternatives::explanation.eq(explanation),
        alternatives::decided_at.eq(cx.at()),
    );
    update(one).set(decision).execute(cx.conn)?;
    handovers::settled(cx, &running.handover, &running.learner, proposed_by)?;
    events::told_other(cx, &running.handover, decided_by, EventType::AlternativeDecided)?;
    let status = match verdict.decision {
        AlternativeDecision::Accepted => carry_out(cx, &running, &row)?,
        _ => running.handover.status()?,
    };
    Ok(AlternativeDecided { id, decision: verdict.decision, status })
}

/// Does what was accepted; answers where the handover stands then.
fn carry_out(cx: &mut Cx<'_>, running: &Running, row: &Row) -> DbResult<HandoverStatus> {
    const WRONG: Fault = Fault::Stored("an alternative");
    let proposal: Proposal = running.vault.reveal(&place(&row.id), &row.content)?;
    match stored::code(&row.kind)? {
        AlternativeKind::AnotherDate => handovers::move_start(cx, &running.handover, proposal.starts_on.ok_or(WRONG)?)?,
        AlternativeKind::AnotherDesk => handovers::change_desk(cx, &running.handover, &proposal.desk.ok_or(WRONG)?)?,
        AlternativeKind::AnotherPartner => {
            may_still_decline(cx, running)?;
            return handovers::decline_for_another(cx, &running.handover, &running.learner);
        }
    }
    running.handover.status()
}

/// The alternatives on a handover, oldest first; a receiver that has not accepted yet sees those it proposed itself.
///
/// # Errors
/// Not found when this partner may not know of it.
pub fn list(tx: &mut Tx<'_, HandoversRead>, handover: Uuid, page: &PageRequest) -> DbResult<AlternativePage> {
    let cx = &mut tx.cx;
    let size = page.size()?;
    let sight = Sight::of(cx, handover)?;
    let list = format!("alternatives|{handover}");
    let mut query = alternatives::table
        .filter(alternatives::handover_id.eq(&sight.handover.id))
        .order(alternatives::id)
        .limit(size as i64 + 1)
        .select(Row::as_select())
        .into_boxed();
    if let Some(side) = sight.only {
        query = query.filter(alternatives::proposed_by.eq(side.code()));
    }
    if let Some(after) = page.after(cx, &list)? {
        query = query.filter(alternatives::id.gt(after));
    }
    let mut rows: Vec<Row> = query.load(cx.conn)?;
    let next_cursor = cursor::cut(cx, &list, &mut rows, size, |row| &row.id)?;
    Ok(AlternativePage { items: rows.iter().map(|row| view(cx, row, &sight.vault)).collect::<DbResult<_>>()?, next_cursor })
}

fn view(cx: &mut Cx<'_>, row: &Row, vault: &Vault) -> DbResult<AlternativeView> {
    let proposal: Proposal = vault.reveal(&place(&row.id), &row.content)?;
    Ok(AlternativeView {
        id: stored::id(&row.id)?,
        kind: stored::code(&row.kind)?,
        proposed_by: stored::code(&row.proposed_by)?,
        proposed_in_role: proposal.role,
        starts_on: proposal.starts_on,
        desk: proposal.desk,
        partner: proposal.partner_id.map(|id| partners::view(cx, &id.to_string())).transpose()?,
        explanation: proposal.explanation,
        proposed_at: stored::instant(row.proposed_at),
        decision: row.decision.as_deref().map(stored::code).transpose()?,
        decision_explanation: vault.reveal_some(&explanation_place(&row.id), row.explanation.as_deref())?,
        decided_at: row.decided_at.map(stored::instant),
    })
}
