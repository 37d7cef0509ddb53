//! Whose work lists a term stands on: whoever has to act, then the responsible party, then the Doorstroompunt.

use diesel::{delete, prelude::*};
use estafette_contract::{CodeList, PartnerKind, Party, Reading, TermKind, TermStage, Urgency};

use super::{Handover, watched::Running};
use crate::{
    DbResult, birthday, dutch_day,
    learners::Learner,
    partners,
    schema::work_items,
    store::{Cx, insert_several},
    stored,
};

/// Puts a term on the work lists it belongs on by now, and takes it off others.
pub(super) fn list_anew(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, term: &Running) -> DbResult<()> {
    let of_term = work_items::table.filter(work_items::handover_id.eq(&handover.id)).filter(work_items::term.eq(term.watch.term.code()));
    delete(of_term).execute(cx.conn)?;
    list(cx, handover, learner, std::slice::from_ref(term))
}

/// An item on a work list.
#[derive(Insertable)]
#[diesel(table_name = work_items, treat_none_as_default_value = false)]
struct Item<'h> {
    handover_id: &'h str,
    term: &'static str,
    partner_id: String,
    party: &'static str,
    professional: Option<&'h str>,
    place: String,
}

/// Puts terms that stand on no list yet on those they belong on by now.
pub(super) fn list(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, running: &[Running]) -> DbResult<()> {
    let mut items = Vec::new();
    for term in running.iter().filter(|term| !term.is_held()) {
        let (stage, _) = term.stage(&cx.house.terms, cx.now);
        if stage != TermStage::Waiting {
            items.extend(items_of(cx, handover, learner, term, stage)?);
        }
    }
    if items.is_empty() {
        return Ok(());
    }
    insert_several!(cx.conn, work_items::table, &items, work_items::partner_id)?;
    Ok(())
}

/// One item for each partner that hears of a term, as the first party it is to it.
fn items_of<'h>(cx: &mut Cx<'_>, handover: &'h Handover, learner: &Learner, term: &Running, stage: TermStage) -> DbResult<Vec<Item<'h>>> {
    let place = place(handover, term, stage)?;
    let mut items: Vec<Item<'h>> = Vec::new();
    for (party, partner_id) in who_hears(cx, handover, learner, term, stage)? {
        if items.iter().any(|item| item.partner_id == partner_id) {
            continue;
        }
        let professional = professional(handover, party, &partner_id);
        let (term, party) = (term.watch.term.code(), party.code());
        items.push(Item { handover_id: &handover.id, term, partner_id, party, professional, place: place.clone() });
    }
    Ok(items)
}

/// Where an item stands on any list: how far the term has run, how urgent the handover is, when the term ends.
fn place(handover: &Handover, term: &Running, stage: TermStage) -> DbResult<String> {
    let urgency: Urgency = stored::code(&handover.urgency)?;
    let (run, urgent) = (from_the_end(stage), from_the_end(urgency));
    Ok(format!("{run}{urgent}-{}-{}-{}", term.due_at.format("%Y%m%d%H%M%S"), handover.id, term.watch.term))
}

/// How far from the end of its list a code stands: what comes last sorts first.
pub(crate) fn from_the_end<L: CodeList + PartialEq>(code: L) -> usize {
    L::ALL.iter().rev().position(|known| *known == code).unwrap_or_default()
}

/// Who hears of a term that has run so far, the one who has to act first.
fn who_hears(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, term: &Running, stage: TermStage) -> DbResult<Vec<(Party, String)>> {
    let responsible = responsible(handover, learner)?;
    let mut hears = vec![match term.watch.by {
        Party::Receiver => (Party::Receiver, handover.receiver_partner_id.clone()),
        Party::Responsible => (Party::Responsible, responsible.clone()),
        _ => (Party::Sender, handover.sender_partner_id.clone()),
    }];
    if matches!(stage, TermStage::Escalated | TermStage::Referred) {
        hears.push((Party::Responsible, responsible));
    }
    if stage == TermStage::Referred
        && let Some(doorstroompunt) = doorstroompunt(cx, learner)?
    {
        hears.push((Party::Doorstroompunt, doorstroompunt));
    }
    Ok(hears)
}

/// The responsible party, as far as it may know of this handover; else the sender, who began it.
fn responsible(handover: &Handover, learner: &Learner) -> DbResult<String> {
    let receiver_knows = handover.status()?.readings().receiver != Reading::Nothing;
    let responsible = &learner.responsible_partner_id;
    let knows = receiver_knows && *responsible == handover.receiver_partner_id;
    Ok(if knows { responsible.clone() } else { handover.sender_partner_id.clone() })
}

/// The region's Doorstroompunt, if one is set and it still follows a learner of this age.
pub(crate) fn doorstroompunt(cx: &mut Cx<'_>, learner: &Learner) -> DbResult<Option<String>> {
    let (Some(client), Some(_)) = (&cx.house.terms.doorstroompunt, &learner.data_key) else { return Ok(None) };
    let born_on = learner.personal(&learner.vault(cx)?)?.born_on;
    if dutch_day(cx.now) >= birthday(born_on, cx.house.terms.count(TermKind::FollowedUntil)) {
        return Ok(None);
    }
    let found = partners::by_client(cx, client)?.filter(|partner| partner.active);
    let is_one = found.as_ref().map(|partner| partner.kind()).transpose()? == Some(PartnerKind::Doorstroompunt);
    Ok(found.filter(|_| is_one).map(|partner| partner.id))
}

/// Who last acted for this partner, on the side that hears of it.
fn professional<'h>(handover: &'h Handover, party: Party, partner: &str) -> Option<&'h str> {
    let of_receiver = party == Party::Receiver || party == Party::Responsible && partner != handover.sender_partner_id;
    match party {
        Party::Doorstroompunt => None,
        _ if of_receiver => handover.receiver_professional.as_deref(),
        _ => handover.sender_professional.as_deref(),
    }
}
