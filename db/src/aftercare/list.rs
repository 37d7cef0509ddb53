//! The aftercare a partner keeps.

use diesel::prelude::*;
use estafette_contract::{
    AftercareEnd, AftercareLine, AftercarePage, AftercareView, Known, NamedPerson, TermKind, Text, scope::AftercareRead,
};
use uuid::Uuid;

use super::{Aftercare, contacts, course, end_place, owner_place};
use crate::{
    DbResult, Fault, PageRequest, contacts as asked, cursor, dutch_day,
    handovers::demand_professional,
    learners::{Learner, pseudonym_of},
    schema::aftercare,
    store::{Cx, Tx},
    stored,
};

/// The aftercare of this partner that runs, most urgent first.
///
/// # Errors
/// When the page asked for cannot be.
pub fn list(tx: &mut Tx<'_, AftercareRead>, page: &PageRequest) -> DbResult<AftercarePage> {
    const LIST: &str = "aftercare";
    let cx = &mut tx.cx;
    let size = page.size()?;
    let mut query = aftercare::table
        .filter(aftercare::partner_id.eq(cx.partner()))
        .filter(aftercare::place.is_not_null())
        .order(aftercare::place)
        .limit(size as i64 + 1)
        .select(Aftercare::as_select())
        .into_boxed();
    if let Some(after) = page.after(cx, LIST)? {
        query = query.filter(aftercare::place.gt(after));
    }
    let mut rows = query.load(cx.conn)?;
    let next_cursor = cursor::cut(cx, LIST, &mut rows, size, |row| row.place.as_deref().unwrap_or_default())?;
    Ok(AftercarePage { items: rows.iter().map(|row| line(cx, row)).collect::<DbResult<_>>()?, next_cursor })
}

fn line(cx: &Cx<'_>, row: &Aftercare) -> DbResult<AftercareLine> {
    let running = row.moment()?.zip(row.due_at.map(stored::instant));
    let (moment, due_at) = running.ok_or(Fault::Stored("aftercare that runs"))?;
    Ok(AftercareLine {
        id: stored::id(&row.id)?,
        learner_id: pseudonym_of(cx, &row.learner_id)?,
        reason: row.reason()?,
        owned: row.owner.is_some(),
        moment,
        due_at,
        stage: course::stage(&cx.house.terms, due_at, cx.now),
        told: course::sentence(moment, dutch_day(due_at - chrono::TimeDelta::seconds(1))),
    })
}

/// Aftercare of this partner with all there is of it.
///
/// # Errors
/// Not found when it is none of this partner's, and when no professional acts.
pub fn find(tx: &mut Tx<'_, AftercareRead>, id: Uuid) -> DbResult<AftercareView> {
    let cx = &mut tx.cx;
    let row = Aftercare::own(cx, id)?;
    let learner = Learner::load(cx, &row.learner_id)?;
    cx.notes.stamp = Some((learner.id.clone(), learner.ground_version));
    demand_professional(cx)?;
    let vault = learner.vault(cx)?;
    let born_on = learner.personal(&vault)?.born_on;
    let known = Known {
        born_on,
        diploma: row.diploma()?,
        in_education: row.end_reason()? == Some(AftercareEnd::FurtherEducation),
        followed_until: cx.house.terms.count(TermKind::FollowedUntil),
    };
    Ok(AftercareView {
        id,
        learner_id: pseudonym_of(cx, &row.learner_id)?,
        reason: row.reason()?,
        began_on: row.began_on,
        diploma: known.diploma,
        owner: vault.reveal_some::<NamedPerson>(&owner_place(&row.id), row.owner.as_deref())?,
        moments: course::moments(&cx.house.terms, row.began_on, born_on),
        contacts: contacts::all(cx, &row.id, &vault)?,
        contact_requests: asked::in_aftercare(cx, &row.id, &vault)?,
        facts: known.facts(dutch_day(cx.now)),
        ended_at: row.ended_at.map(stored::instant),
        end_reason: row.end_reason()?,
        end_note: vault.reveal_some::<Text<2000>>(&end_place(&row.id), row.end_note.as_deref())?,
    })
}
