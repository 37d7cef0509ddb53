//! The one way a handover moves: look the move up in the table, check its guards, change it once, remember it.

use chrono::NaiveDateTime;
use diesel::{insert_into, prelude::*, update};
use estafette_contract::{ApplicationReference, CodeList, HandoverStatus, MOVES, Move, MoveRow, NamedPerson, Party, ProblemKind, Text};
use uuid::Uuid;

use super::{
    Handover, guards, quality,
    watched::{self, Running},
};
use crate::{
    DbError, DbResult, Refusal, aftercare, events, facts,
    learners::{Learner, PERSON, pseudonym_for},
    plan_steps, referrals,
    rules::Relation,
    schema::{handover_moves, handovers},
    store::{Cx, Repeated, new_id, on_each},
};

/// A move somebody wants to make, with what they give along.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step<'a> {
    pub(super) name: Move,
    pub(super) by: Party,
    pub(super) reason: Option<&'a str>,
    pub(super) explanation: Option<&'a Text<1000>>,
    pub(super) person: Option<&'a NamedPerson>,
    pub(super) desk: Option<&'a Text<80>>,
    pub(super) application: Option<&'a ApplicationReference>,
}

impl<'a> Step<'a> {
    /// A move with nothing but its name.
    pub(super) fn plain(name: Move, by: Party) -> Self {
        Self { name, by, reason: None, explanation: None, person: None, desk: None, application: None }
    }

    /// A move with its reason.
    pub(super) fn because(name: Move, by: Party, reason: Option<&'a str>, explanation: Option<&'a Text<1000>>) -> Self {
        Self { reason, explanation, ..Self::plain(name, by) }
    }
}

/// What a move changes in the row; what is absent stays.
#[derive(Debug, Default, AsChangeset)]
#[diesel(table_name = handovers)]
struct Changes {
    status: Option<&'static str>,
    status_since: Option<NaiveDateTime>,
    term_ends_at: Option<Option<NaiveDateTime>>,
    resumes_to: Option<Option<String>>,
    sender_person: Option<Vec<u8>>,
    receiver_person: Option<Vec<u8>>,
    receiver_desk: Option<String>,
    application_reference: Option<String>,
    transfer_started_at: Option<NaiveDateTime>,
    taken_over_at: Option<NaiveDateTime>,
    sender_professional: Option<String>,
    receiver_professional: Option<String>,
    matrix_version: Option<String>,
}

/// Makes a move; the learner must be held. Answers where the handover stands then.
pub(super) fn advance(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, step: Step<'_>) -> DbResult<HandoverStatus> {
    let row = row_of(cx, handover, &step)?;
    check_reason(cx, handover, &step)?;
    guards::check_all(cx, handover, learner, row, &step)?;
    let to = destination(handover, row)?;
    let mut running = watched::after(cx, handover, to, step.name == Move::Resume)?;
    let moved = change(cx, handover, learner, to, watched::shown_end(&running, to), &step)?;
    remember(cx, handover, Some(step.name), to, &step, learner)?;
    events::moved(cx, handover, &moved)?;
    let quality = (to == HandoverStatus::Offered && step.name == Move::Offer).then(|| quality::met(cx, handover)).transpose()?;
    facts::moved(cx, handover, to, step.reason, quality)?;
    if to == HandoverStatus::Offered && handover.transition()?.is_within_one_partner() {
        referrals::offered(cx, handover)?;
    }
    learner.raise_grounds(cx)?;
    if to == HandoverStatus::InTransfer {
        // From here on the receiver knows the learner, under a name of its own.
        pseudonym_for(cx, &handover.receiver_partner_id, &learner.id)?;
    }
    if to == HandoverStatus::TakenOver {
        running.extend(plan_steps::travel(cx, handover, learner)?.terms(cx));
    }
    watch(cx, &moved, learner, &running)?;
    if to == HandoverStatus::TakenOver && handover.moves_responsibility {
        aftercare::taken_over(cx, handover, learner, step.person)?;
        place_siblings_elsewhere(cx, handover, learner)?;
    }
    Ok(to)
}

/// Lists what waits now that the handover has moved, and with it perhaps the responsibility.
fn watch(cx: &mut Cx<'_>, moved: &Handover, learner: &Learner, running: &[Running]) -> DbResult<()> {
    if moved.moves_responsibility && moved.status()? == HandoverStatus::TakenOver {
        let learner = Learner::load(cx, &learner.id)?;
        return watched::keep(cx, moved, &learner, running);
    }
    watched::keep(cx, moved, learner, running)
}

/// The row of the state table for this move, or a refusal that tells what is possible.
fn row_of(cx: &mut Cx<'_>, handover: &Handover, step: &Step<'_>) -> DbResult<&'static MoveRow> {
    let status = handover.status()?;
    let named = |row: &&MoveRow| row.name == step.name;
    let found = MOVES.iter().filter(named).find(|row| row.by.contains(&step.by) && row.from.contains(&status));
    match found {
        Some(row) => Ok(row),
        None if MOVES.iter().filter(named).any(|row| row.by.contains(&step.by)) => {
            Err(not_possible(cx, handover, "Look at where the handover stands, and choose one of the possible moves.")?)
        }
        None => Err(DbError::refused(ProblemKind::NotAllowed, "The other party makes this move.")),
    }
}

/// Refuses a reason that does not go with the transition.
fn check_reason(cx: &Cx<'_>, handover: &Handover, step: &Step<'_>) -> DbResult<()> {
    let (Some(given), Some(known)) = (step.reason, handover.transition()?.reasons_of(step.name, &cx.matrix)) else { return Ok(()) };
    if known.iter().any(|reason| reason == given) {
        return Ok(());
    }
    let detail = format!("At this transition, choose one of {}.", known.join(", "));
    Err(DbError::field("/reason", "not-at-this-transition", &detail))
}

/// The refusal of a move, with where the handover stands and what the acting partner can do from there.
pub(super) fn telling(cx: &mut Cx<'_>, handover: &Handover, error: DbError) -> DbResult<DbError> {
    Ok(match error {
        DbError::Refused(refusal) if refusal.standing.is_none() => {
            let standing = Some((handover.status()?, possible(cx, handover)?));
            DbError::Refused(Box::new(Refusal { standing, ..*refusal }))
        }
        other => other,
    })
}

/// A refusal that tells where the handover stands and what the acting partner can do from there.
pub(super) fn not_possible(cx: &mut Cx<'_>, handover: &Handover, detail: &str) -> DbResult<DbError> {
    let standing = (handover.status()?, possible(cx, handover)?);
    let refusal = Refusal { kind: ProblemKind::MoveNotPossible, detail: detail.into(), errors: Vec::new(), standing: Some(standing) };
    Ok(DbError::Refused(Box::new(refusal)))
}

/// The moves the acting partner can make from where the handover stands, whatever their guards say.
pub(super) fn possible(cx: &mut Cx<'_>, handover: &Handover) -> DbResult<Vec<Move>> {
    let parties = parties(cx, handover)?;
    let rows = handover.status()?.moves().filter(|row| row.name != Move::Revise);
    Ok(rows.filter(|row| row.by.iter().any(|party| parties.contains(party))).map(|row| row.name).collect())
}

fn parties(cx: &mut Cx<'_>, handover: &Handover) -> DbResult<Vec<Party>> {
    let partner = cx.partner();
    let mut parties: Vec<Party> = super::party(handover.relation(&partner)).into_iter().collect();
    if handover.sender_partner_id == handover.receiver_partner_id && handover.relation(&partner) == Relation::Sender {
        parties.push(Party::Receiver);
    }
    if Learner::load(cx, &handover.learner_id)?.responsible_partner_id == partner {
        parties.push(Party::Responsible);
    }
    Ok(parties)
}

fn destination(handover: &Handover, row: &MoveRow) -> DbResult<HandoverStatus> {
    match (&handover.resumes_to, row.name) {
        (Some(before), Move::Resume) => Ok(crate::stored::code(before)?),
        _ => Ok(row.to),
    }
}

/// One conditional statement: whoever comes second finds nothing to change. Answers the row as it is then.
fn change(
    cx: &mut Cx<'_>,
    handover: &Handover,
    learner: &Learner,
    to: HandoverStatus,
    ends: Option<NaiveDateTime>,
    step: &Step<'_>,
) -> DbResult<Handover> {
    let vault = learner.vault(cx)?;
    let at = cx.at();
    let person_of = |side| step.person.filter(|_| step.by == side).map(|person| vault.conceal(PERSON, person)).transpose();
    let partner = cx.partner();
    let acting = |side, whose: &String| {
        let acts = step.by == side && *whose == partner;
        cx.actor.professional.as_ref().filter(|_| acts).map(|person| person.pseudonym.clone())
    };
    let changes = Changes {
        status: Some(to.code()),
        status_since: Some(at),
        term_ends_at: Some(ends),
        resumes_to: Some((to == HandoverStatus::OnHold).then(|| handover.status.clone())),
        sender_person: person_of(Party::Sender)?,
        receiver_person: person_of(Party::Receiver)?,
        receiver_desk: step.desk.map(Text::to_string),
        application_reference: step.application.map(ToString::to_string),
        transfer_started_at: (step.name == Move::Transfer).then_some(at),
        taken_over_at: (to == HandoverStatus::TakenOver).then_some(at),
        sender_professional: acting(Party::Sender, &handover.sender_partner_id),
        receiver_professional: acting(Party::Receiver, &handover.receiver_partner_id),
        matrix_version: Some(cx.matrix.version().to_owned()),
    };
    let standing = handovers::table.find(&handover.id).filter(handovers::status.eq(&handover.status));
    let moving = update(standing).set(changes);
    match on_each!(cx.conn, |c| Repeated(moving.returning(Handover::as_returning())).get_result(c)).optional()? {
        Some(moved) => Ok(moved),
        None => Err(not_possible(cx, handover, "Somebody else moved this handover at the same moment. Read it again.")?),
    }
}

fn remember(
    cx: &mut Cx<'_>,
    handover: &Handover,
    name: Option<Move>,
    to: HandoverStatus,
    step: &Step<'_>,
    learner: &Learner,
) -> DbResult<()> {
    let id = new_id().to_string();
    let explanation = learner.vault(cx)?.conceal_some(&explanation_place(&id), step.explanation)?;
    let row = (
        handover_moves::handover_id.eq(&handover.id),
        handover_moves::id.eq(&id),
        handover_moves::name.eq(name.map(CodeList::code)),
        handover_moves::status.eq(to.code()),
        handover_moves::party.eq(step.by.code()),
        handover_moves::partner_id.eq((!matches!(step.by, Party::Clock | Party::System | Party::Learner)).then(|| cx.partner())),
        handover_moves::reason.eq(step.reason),
        handover_moves::explanation.eq(explanation),
        handover_moves::moved_at.eq(cx.at()),
    );
    on_each!(cx.conn, |c| insert_into(handover_moves::table).values(row).execute(c))?;
    Ok(())
}

/// The place a move's explanation is bound to.
pub(super) fn explanation_place(id: &str) -> String {
    format!("handover_moves.explanation|{id}")
}

/// The first line of a handover's history.
pub(super) fn remember_beginning(cx: &mut Cx<'_>, handover: Uuid) -> DbResult<()> {
    let row = (
        handover_moves::handover_id.eq(handover.to_string()),
        handover_moves::id.eq(new_id().to_string()),
        handover_moves::status.eq(HandoverStatus::Draft.code()),
        handover_moves::party.eq(Party::Sender.code()),
        handover_moves::partner_id.eq(cx.partner()),
        handover_moves::moved_at.eq(cx.at()),
    );
    insert_into(handover_moves::table).values(row).execute(cx.conn)?;
    Ok(())
}

/// Ends the learner's other running offers, also those that only wait: only one can be taken over.
fn place_siblings_elsewhere(cx: &mut Cx<'_>, taken: &Handover, learner: &Learner) -> DbResult<()> {
    const RUNNING: [&str; 4] = ["offered", "accepted", "in_transfer", "cancellation_requested"];
    let running = handovers::table
        .filter(handovers::learner_id.eq(&taken.learner_id))
        .filter(handovers::id.ne(&taken.id))
        .filter(handovers::moves_responsibility.eq(true))
        .filter(handovers::status.nullable().eq_any(RUNNING).or(handovers::resumes_to.eq_any(RUNNING)));
    let siblings: Vec<Handover> = on_each!(cx.conn, |c| Repeated(running.select(Handover::as_select())).load(c))?;
    for sibling in &siblings {
        advance(cx, sibling, learner, Step::plain(Move::PlaceElsewhere, Party::System))?;
    }
    Ok(())
}
