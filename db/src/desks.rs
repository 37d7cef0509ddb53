//! Desks: what each desk of a partner carries, and how much it can.

use std::collections::BTreeMap;

use diesel::{dsl::count_star, insert_into, prelude::*, update};
use estafette_contract::{
    CodeList, Created, DeskList, DeskLoad, HandoverStatus, NewDesk, TermKind, Text,
    scope::{HandoversRead, HandoversReceive},
};

use crate::{
    DbResult, Fault,
    schema::{desks, handover_terms, handovers},
    store::{Cx, Tx, lock_partner, new_id},
    stored,
};

/// Says how much a desk of this partner can carry; the last word counts.
///
/// # Errors
/// A fault on our side.
pub fn set(tx: &mut Tx<'_, HandoversReceive>, new: &NewDesk) -> DbResult<Created> {
    let cx = &mut tx.cx;
    lock_partner(cx.conn, &cx.actor.partner.to_string())?;
    let own = desks::table.filter(desks::partner_id.eq(cx.partner())).filter(desks::name.eq(new.name.as_str()));
    let known: Option<String> = own.select(desks::id).first(cx.conn).optional()?;
    let capacity = desks::capacity.eq(i64::from(new.capacity));
    if let Some(id) = known {
        update(desks::table.find(&id)).set(capacity).execute(cx.conn)?;
        return Ok(Created { id: stored::id(&id)? });
    }
    let id = new_id();
    let row = (desks::id.eq(id.to_string()), desks::partner_id.eq(cx.partner()), desks::name.eq(new.name.as_str()), capacity);
    insert_into(desks::table).values(row).execute(cx.conn)?;
    Ok(Created { id })
}

/// What each desk of this partner carries: what it was offered, and what it accepted or still owes feedback on.
///
/// # Errors
/// A fault on our side.
pub fn list(tx: &mut Tx<'_, HandoversRead>) -> DbResult<DeskList> {
    let cx = &mut tx.cx;
    let mut loads: BTreeMap<String, (Option<i64>, i64, i64)> = BTreeMap::new();
    for (name, capacity) in capacities(cx)? {
        loads.entry(name).or_default().0 = Some(capacity);
    }
    for (name, count) in received(cx, &[HandoverStatus::Offered])? {
        loads.entry(name).or_default().1 += count;
    }
    for (name, count) in received(cx, &[HandoverStatus::Accepted, HandoverStatus::InTransfer])?.into_iter().chain(owing(cx)?) {
        loads.entry(name).or_default().2 += count;
    }
    let load = |(name, (capacity, waiting, open)): (String, (Option<i64>, i64, i64))| {
        Ok(DeskLoad {
            name: Text::new(name).map_err(|_| Fault::Stored("a desk"))?,
            capacity: capacity.and_then(|capacity| u16::try_from(capacity).ok()),
            waiting: waiting.unsigned_abs(),
            open: open.unsigned_abs(),
        })
    };
    Ok(DeskList { items: loads.into_iter().map(load).collect::<DbResult<_>>()? })
}

fn capacities(cx: &mut Cx<'_>) -> DbResult<Vec<(String, i64)>> {
    Ok(desks::table.filter(desks::partner_id.eq(cx.partner())).select((desks::name, desks::capacity)).load(cx.conn)?)
}

/// How many handovers each desk has in these statuses.
fn received(cx: &mut Cx<'_>, statuses: &[HandoverStatus]) -> DbResult<Vec<(String, i64)>> {
    let codes: Vec<&str> = statuses.iter().map(|status| status.code()).collect();
    let rows: Vec<(Option<String>, i64)> = handovers::table
        .filter(handovers::receiver_partner_id.eq(cx.partner()))
        .filter(handovers::status.eq_any(codes))
        .group_by(handovers::receiver_desk)
        .select((handovers::receiver_desk, count_star()))
        .load(cx.conn)?;
    Ok(named(rows))
}

/// How many referrals each desk took over and owes feedback on.
fn owing(cx: &mut Cx<'_>) -> DbResult<Vec<(String, i64)>> {
    let owed = handover_terms::handover_id.eq(handovers::id).and(handover_terms::term.eq(TermKind::ReferralAnswer.code()));
    let rows: Vec<(Option<String>, i64)> = handovers::table
        .inner_join(handover_terms::table.on(owed))
        .filter(handovers::receiver_partner_id.eq(cx.partner()))
        .filter(handovers::status.eq(HandoverStatus::TakenOver.code()))
        .group_by(handovers::receiver_desk)
        .select((handovers::receiver_desk, count_star()))
        .load(cx.conn)?;
    Ok(named(rows))
}

/// What was sent to no desk in particular is nobody's load.
fn named(rows: Vec<(Option<String>, i64)>) -> Vec<(String, i64)> {
    rows.into_iter().filter_map(|(name, count)| Some((name?, count))).collect()
}
