//! Searching among the handovers a partner may know of, newest first.

use diesel::prelude::*;
use estafette_contract::{
    CodeList, FoundHandover, FoundHandoverPage, HandoverSearch, HandoverStatus, PartnerView, Party, Reading, scope::HandoversRead,
};

use super::{Handover, SeenByReceiver, party};
use crate::{
    DbError, DbResult, Fault, PageRequest, cursor,
    learners::Learner,
    partners,
    schema::handovers,
    store::{Cx, Tx},
    stored,
};

/// One pass over one index: a side of the acting partner, in one status or in all.
///
/// The databases give what one pass finds in the order of the list, however much there is; more than one of either would have to be sorted.
struct Pass<'a> {
    side: Party,
    status: Option<HandoverStatus>,
    wanted: &'a HandoverSearch,
    learner: Option<&'a str>,
    after: Option<&'a str>,
    size: usize,
}

/// What this partner may know of and fits the search.
///
/// # Errors
/// When the page asked for cannot be or belongs to another search, or a field of the search cannot be.
pub fn search(tx: &mut Tx<'_, HandoversRead>, wanted: &HandoverSearch, page: &PageRequest) -> DbResult<FoundHandoverPage> {
    let cx = &mut tx.cx;
    // A cursor is bound to what was searched for.
    let list = format!("search|{}", serde_json::to_string(wanted).map_err(|_| Fault::Stored("a search"))?);
    let (size, after) = (page.size()?, page.after(cx, &list)?);
    let learner = wanted.learner_id.map(|id| learner(cx, id)).transpose()?;
    let mut found = Vec::new();
    for side in sides(wanted)? {
        for status in statuses(wanted, side) {
            let pass = Pass { side, status, wanted, learner: learner.as_deref(), after: after.as_deref(), size };
            found.extend(pass.rows(cx)?);
        }
    }
    found.sort_unstable_by(|one, other| other.id.cmp(&one.id));
    // Within one school both sides are the same partner.
    found.dedup_by(|one, other| one.id == other.id);
    let next_cursor = cursor::cut(cx, &list, &mut found, size, |row| &row.id)?;
    Ok(FoundHandoverPage { items: lines(cx, &found)?, next_cursor })
}

/// The learner behind this partner's own pseudonym.
fn learner(cx: &mut Cx<'_>, pseudonym: uuid::Uuid) -> DbResult<String> {
    let known = Learner::by_pseudonym(cx, pseudonym);
    let known =
        known.map_err(|_| DbError::field("/learnerId", "unknown-learner", "Use the id under which this partner knows the learner."));
    Ok(known?.id)
}

/// The sides to look at.
fn sides(wanted: &HandoverSearch) -> DbResult<Vec<Party>> {
    match wanted.party {
        None => Ok(vec![Party::Sender, Party::Receiver]),
        Some(side @ (Party::Sender | Party::Receiver)) => Ok(vec![side]),
        Some(_) => Err(DbError::field("/party", "no-side", "Give sender or receiver, or leave it out.")),
    }
}

/// The statuses to look in, one at a time; all at once where that comes to the same.
fn statuses(wanted: &HandoverSearch, side: Party) -> Vec<Option<HandoverStatus>> {
    let by_person = wanted.learner_id.is_some();
    if wanted.statuses.is_empty() && (side == Party::Sender || !by_person) {
        return vec![None];
    }
    let known = |status: &&HandoverStatus| match status.readings().receiver {
        _ if side == Party::Sender => true,
        Reading::Nothing => false,
        // Of an announcement the receiver knows no person, so it is not found by one.
        Reading::Announcement => !by_person,
        _ => true,
    };
    let asked = HandoverStatus::ALL.iter().filter(|status| wanted.statuses.is_empty() || wanted.statuses.contains(status));
    asked.filter(known).copied().map(Some).collect()
}

impl Pass<'_> {
    fn rows(&self, cx: &mut Cx<'_>) -> DbResult<Vec<Handover>> {
        let all = handovers::table.order(handovers::id.desc()).limit(self.size as i64 + 1).select(Handover::as_select()).into_boxed();
        let (partner, wanted) = (cx.partner(), self.wanted);
        let other = wanted.partner_id.map(|id| id.to_string());
        let mut query = match self.side {
            Party::Sender => all.filter(handovers::sender_partner_id.eq(partner)),
            _ => all.filter(handovers::receiver_partner_id.eq(partner)),
        };
        query = match (self.status, self.side) {
            (Some(status), _) => query.filter(handovers::status.eq(status.code())),
            (None, Party::Sender) => query,
            (None, _) => query.filter(SeenByReceiver),
        };
        query = match (other, self.side) {
            (None, _) => query,
            (Some(other), Party::Sender) => query.filter(handovers::receiver_partner_id.eq(other)),
            (Some(other), _) => query.filter(handovers::sender_partner_id.eq(other)),
        };
        if !wanted.transitions.is_empty() {
            query = query.filter(handovers::transition.eq_any(wanted.transitions.iter().map(|transition| transition.code())));
        }
        if let Some(before) = wanted.term_ends_before_at {
            query = query.filter(handovers::term_ends_at.lt(before.naive_utc()));
        }
        if let Some(reference) = &wanted.application_reference {
            query = query.filter(handovers::application_reference.eq(reference.to_string()));
        }
        if let Some(learner) = self.learner {
            query = query.filter(handovers::learner_id.eq(learner));
        }
        if let Some(after) = self.after {
            query = query.filter(handovers::id.lt(after));
        }
        Ok(query.load(cx.conn)?)
    }
}

fn lines(cx: &mut Cx<'_>, found: &[Handover]) -> DbResult<Vec<FoundHandover>> {
    let ids: Vec<&str> = found.iter().flat_map(|row| [row.sender_partner_id.as_str(), row.receiver_partner_id.as_str()]).collect();
    let (partner, known) = (cx.partner(), partners::views(cx, &ids)?);
    found.iter().map(|row| line(row, &partner, &known)).collect()
}

fn line(row: &Handover, partner: &str, known: &[PartnerView]) -> DbResult<FoundHandover> {
    let view = |id: &str| known.iter().find(|partner| partner.id.to_string() == id).cloned().ok_or(Fault::Stored("a partner"));
    Ok(FoundHandover {
        id: stored::id(&row.id)?,
        party: party(row.relation(partner)).ok_or_else(DbError::not_found)?,
        transition: row.transition()?,
        status: row.status()?,
        status_since_at: stored::instant(row.status_since),
        term_ends_at: row.term_ends_at.map(stored::instant),
        sender: view(&row.sender_partner_id)?,
        receiver: view(&row.receiver_partner_id)?,
        programme: row.programme()?,
        urgency: stored::code(&row.urgency)?,
        application_reference: row.application_reference(),
    })
}
