//! Aftercare as it is watched: each moment is a term, on the work list of who keeps in touch, and told on when it stays over.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::{delete, dsl, insert_into, prelude::*, update};
use estafette_contract::{Act, CodeList, Party, ProblemKind, TermStage, Urgency};
use uuid::Uuid;

use super::{Aftercare, course};
use crate::{
    DbError, DbResult, contacts,
    handovers::{doorstroompunt, from_the_end},
    learners::Learner,
    schema::{aftercare, aftercare_contacts, aftercare_items},
    store::{Conn, Cx},
    stored,
};

/// The state of what runs.
const RUNNING: &str = "running";

/// How many are looked up at once.
const AT_ONCE: i64 = 200;

/// Aftercare that the clock has something to do about.
pub(crate) struct Due {
    pub(crate) id: Uuid,
    /// What it does.
    pub(crate) act: Act,
}

/// What the clock has something to do about by now.
pub(crate) fn due(conn: &mut Conn, terms: &estafette_contract::Terms, now: DateTime<Utc>) -> DbResult<Vec<Due>> {
    let rows: Vec<(String, Option<NaiveDateTime>)> = aftercare::table
        .filter(aftercare::state.eq(RUNNING))
        .filter(aftercare::next_at.le(now.naive_utc()))
        .order(aftercare::next_at)
        .limit(AT_ONCE)
        .select((aftercare::id, aftercare::due_at))
        .load(conn)?;
    let act = |due_at: Option<NaiveDateTime>| match due_at.map(|at| course::stage(terms, stored::instant(at), now)) {
        Some(TermStage::Escalated) => Act::AftercareEscalate,
        Some(TermStage::Referred) => Act::AftercareRefer,
        _ => Act::AftercareRemind,
    };
    rows.iter().map(|(id, due_at)| Ok(Due { id: stored::id(id)?, act: act(*due_at) })).collect()
}

/// Looks at one, unless somebody was first.
pub(crate) fn look_at(cx: &mut Cx<'_>, id: Uuid) -> DbResult<()> {
    let seen: String = aftercare::table.find(id.to_string()).select(aftercare::learner_id).first(cx.conn)?;
    let learner = Learner::lock(cx, &seen)?;
    let due = aftercare::table.find(id.to_string()).filter(aftercare::state.eq(RUNNING)).filter(aftercare::next_at.le(cx.at()));
    if due.count().get_result::<i64>(cx.conn)? == 0 {
        return Err(DbError::refused(ProblemKind::Conflict, "This moment is over already."));
    }
    cx.notes.subject = Some(learner.id.clone());
    list_anew(cx, &id.to_string(), &learner)
}

type Acts = dsl::Eq<aftercare::professional, Option<String>>;

/// Who acts on it, under the pseudonym of their partner: on whose own list it stands.
pub(super) fn acts(cx: &Cx<'_>) -> Acts {
    aftercare::professional.eq(cx.actor.professional.as_ref().map(|person| person.pseudonym.clone()))
}

type Begun = (dsl::Eq<aftercare::state, Option<&'static str>>, dsl::Eq<aftercare::next_at, Option<NaiveDateTime>>, Acts);

/// What a row of this partner begins with: the clock looks at it when its first moment comes on the list.
pub(super) fn begun(cx: &Cx<'_>, partner: &str, due_at: NaiveDateTime) -> Begun {
    let (stage, next_at) = course::run(&cx.house.terms, stored::instant(due_at), cx.now);
    let next_at = if stage == TermStage::Waiting { next_at.naive_utc() } else { cx.at() };
    let acting = cx.actor.professional.as_ref().filter(|_| cx.partner() == partner).map(|person| person.pseudonym.clone());
    (aftercare::state.eq(Some(RUNNING)), aftercare::next_at.eq(Some(next_at)), aftercare::professional.eq(acting))
}

/// Takes what has ended off the work lists.
pub(super) fn over(cx: &mut Cx<'_>, id: &str) -> DbResult<()> {
    let rests = (aftercare::state.eq(None::<String>), aftercare::next_at.eq(None::<NaiveDateTime>));
    update(aftercare::table.find(id)).set(rests).execute(cx.conn)?;
    delete(aftercare_items::table.filter(aftercare_items::aftercare_id.eq(id))).execute(cx.conn)?;
    Ok(())
}

/// The learner asks for contact; the learner must be held.
pub(crate) fn asked(cx: &mut Cx<'_>, id: &str, learner: &Learner) -> DbResult<()> {
    list_anew(cx, id, learner)
}

/// Whether the learner asked for contact, and none was sought since.
fn waits_for_contact(cx: &mut Cx<'_>, id: &str) -> DbResult<bool> {
    let Some(asked_at) = contacts::last_asked(cx, id)? else { return Ok(false) };
    let since =
        aftercare_contacts::table.filter(aftercare_contacts::aftercare_id.eq(id)).filter(aftercare_contacts::recorded_at.ge(asked_at));
    Ok(since.count().get_result::<i64>(cx.conn)? == 0)
}

/// Puts the moment that comes next on the work lists it belongs on by now, and takes it off others; the learner must be held.
pub(super) fn list_anew(cx: &mut Cx<'_>, id: &str, learner: &Learner) -> DbResult<()> {
    delete(aftercare_items::table.filter(aftercare_items::aftercare_id.eq(id))).execute(cx.conn)?;
    let one = aftercare::table.find(id).select((Aftercare::as_select(), aftercare::professional));
    let (row, professional): (Aftercare, Option<String>) = one.first(cx.conn)?;
    let Some((moment, due_at)) = row.moment()?.zip(row.due_at) else { return Ok(()) };
    let (stage, next_at) = course::run(&cx.house.terms, stored::instant(due_at), cx.now);
    // Who is asked for contact does not wait for the moment.
    let stage = if stage == TermStage::Waiting && waits_for_contact(cx, id)? { TermStage::Open } else { stage };
    let next = (aftercare::state.eq(Some(RUNNING)), aftercare::next_at.eq(Some(next_at.naive_utc())));
    update(aftercare::table.find(id)).set(next).execute(cx.conn)?;
    let place = format!("{}{}-{}-{id}-{moment}", from_the_end(stage), from_the_end(Urgency::Normal), due_at.format("%Y%m%d%H%M%S"));
    for (party, partner) in who_hears(cx, &row, learner, stage)? {
        let item = (
            aftercare_items::aftercare_id.eq(id),
            aftercare_items::professional.eq(professional.as_ref().filter(|_| partner == row.partner_id)),
            aftercare_items::partner_id.eq(partner),
            aftercare_items::keeper_id.eq(&row.partner_id),
            aftercare_items::party.eq(party.code()),
            aftercare_items::moment.eq(moment.code()),
            aftercare_items::stage.eq(stage.code()),
            aftercare_items::due_at.eq(due_at),
            aftercare_items::place.eq(&place),
        );
        insert_into(aftercare_items::table).values(item).execute(cx.conn)?;
    }
    Ok(())
}

/// Who hears of a moment that has run so far, each once: who keeps in touch, who is responsible, and in the end the Doorstroompunt.
fn who_hears(cx: &mut Cx<'_>, row: &Aftercare, learner: &Learner, stage: TermStage) -> DbResult<Vec<(Party, String)>> {
    let mut hears = Vec::new();
    if stage != TermStage::Waiting {
        hears.push((Party::Responsible, row.partner_id.clone()));
    }
    if matches!(stage, TermStage::Escalated | TermStage::Referred) && learner.responsible_partner_id != row.partner_id {
        hears.push((Party::Responsible, learner.responsible_partner_id.clone()));
    }
    if stage == TermStage::Referred
        && let Some(told) = doorstroompunt(cx, learner)?
        && hears.iter().all(|(_, partner)| *partner != told)
    {
        hears.push((Party::Doorstroompunt, told));
    }
    Ok(hears)
}
