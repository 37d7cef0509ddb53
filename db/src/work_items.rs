//! The work list: what waits for a partner or one of its professionals, most urgent first.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use diesel::prelude::*;
use estafette_contract::{AftercareMoment, PartnerView, Party, Urgency, WatchRow, WorkItem, WorkItemPage, scope::HandoversRead};

use crate::{
    DbResult, Fault, PageRequest, aftercare, cursor, dutch_day,
    handovers::demand_professional,
    partners,
    schema::{aftercare_items, handover_terms, handovers, work_items},
    store::{Cx, Tx},
    stored,
};

/// An item with what it takes to tell it.
#[derive(Debug, Queryable)]
struct Row {
    place: String,
    party: String,
    term: String,
    stage: String,
    due_at: NaiveDateTime,
    handover_id: String,
    transition: String,
    status: String,
    urgency: String,
    sender_partner_id: String,
    sender_desk: Option<String>,
    receiver_partner_id: String,
    receiver_desk: Option<String>,
}

/// A moment of aftercare with what it takes to tell it.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = aftercare_items)]
struct Moment {
    aftercare_id: String,
    keeper_id: String,
    party: String,
    moment: String,
    stage: String,
    due_at: NaiveDateTime,
    place: String,
}

/// What stands on the list, whatever it is about.
enum Listed {
    Handover(Box<Row>),
    Aftercare(Moment),
}

impl Listed {
    fn place(&self) -> &str {
        match self {
            Self::Handover(row) => &row.place,
            Self::Aftercare(row) => &row.place,
        }
    }

    fn partners(&self) -> Vec<&str> {
        match self {
            Self::Handover(row) => vec![&row.sender_partner_id, &row.receiver_partner_id],
            Self::Aftercare(row) => vec![&row.keeper_id],
        }
    }
}

/// What waits for this partner, or for the acting professional alone.
///
/// # Errors
/// When the page asked for cannot be, or no professional acts.
pub fn list(tx: &mut Tx<'_, HandoversRead>, mine: bool, page: &PageRequest) -> DbResult<WorkItemPage> {
    let cx = &mut tx.cx;
    if mine {
        demand_professional(cx)?;
    }
    let whose = cx.actor.professional.as_ref().map(|person| person.pseudonym.clone()).filter(|_| mine);
    let list = format!("work-items|{}", whose.as_deref().unwrap_or_default());
    let (size, after) = (page.size()?, page.after(cx, &list)?);
    let mut listed: Vec<Listed> =
        rows(cx, whose.clone(), after.clone(), size)?.into_iter().map(|row| Listed::Handover(Box::new(row))).collect();
    listed.extend(moments(cx, whose, after, size)?.into_iter().map(Listed::Aftercare));
    // Either list comes in order; what a page holds of both does not.
    listed.sort_unstable_by(|one, other| one.place().cmp(other.place()));
    let next_cursor = cursor::cut(cx, &list, &mut listed, size, Listed::place)?;
    let ids: Vec<&str> = listed.iter().flat_map(Listed::partners).collect();
    let known = partners::views(cx, &ids)?;
    Ok(WorkItemPage { items: listed.into_iter().map(|one| item(one, &known)).collect::<DbResult<_>>()?, next_cursor })
}

fn rows(cx: &mut Cx<'_>, whose: Option<String>, after: Option<String>, size: usize) -> DbResult<Vec<Row>> {
    let of_item = handover_terms::handover_id.eq(work_items::handover_id).and(handover_terms::term.eq(work_items::term));
    let mut query = work_items::table
        .inner_join(handover_terms::table.on(of_item))
        .inner_join(handovers::table.on(handovers::id.eq(work_items::handover_id)))
        .filter(work_items::partner_id.eq(cx.partner()))
        .order(work_items::place)
        .limit(size as i64 + 1)
        .select((
            work_items::place,
            work_items::party,
            work_items::term,
            handover_terms::stage,
            handover_terms::due_at,
            handovers::id,
            handovers::transition,
            handovers::status,
            handovers::urgency,
            handovers::sender_partner_id,
            handovers::sender_desk,
            handovers::receiver_partner_id,
            handovers::receiver_desk,
        ))
        .into_boxed();
    if let Some(whose) = whose {
        query = query.filter(work_items::professional.eq(whose));
    }
    if let Some(after) = after {
        query = query.filter(work_items::place.gt(after));
    }
    Ok(query.load(cx.conn)?)
}

fn moments(cx: &mut Cx<'_>, whose: Option<String>, after: Option<String>, size: usize) -> DbResult<Vec<Moment>> {
    let mut query = aftercare_items::table
        .filter(aftercare_items::partner_id.eq(cx.partner()))
        .order(aftercare_items::place)
        .limit(size as i64 + 1)
        .select(Moment::as_select())
        .into_boxed();
    if let Some(whose) = whose {
        query = query.filter(aftercare_items::professional.eq(whose));
    }
    if let Some(after) = after {
        query = query.filter(aftercare_items::place.gt(after));
    }
    Ok(query.load(cx.conn)?)
}

fn item(listed: Listed, known: &[PartnerView]) -> DbResult<WorkItem> {
    match listed {
        Listed::Handover(row) => of_handover(*row, known),
        Listed::Aftercare(row) => of_aftercare(&row, known),
    }
}

fn partner(known: &[PartnerView], id: &str) -> Result<Option<PartnerView>, Fault> {
    known.iter().find(|partner| partner.id.to_string() == id).cloned().map(Some).ok_or(Fault::Stored("a partner"))
}

fn of_handover(row: Row, known: &[PartnerView]) -> DbResult<WorkItem> {
    let (term, stage, due_at) = (stored::code(&row.term)?, stored::code(&row.stage)?, stored::instant(row.due_at));
    let watch = WatchRow::of(term).ok_or(Fault::Stored("a term"))?;
    let party: Party = stored::code(&row.party)?;
    Ok(WorkItem {
        handover_id: Some(stored::id(&row.handover_id)?),
        aftercare_id: None,
        term,
        stage,
        reason: watch.sentence(stage, last_day(due_at)),
        due_at,
        party,
        desk: match party {
            Party::Sender => row.sender_desk,
            Party::Receiver => row.receiver_desk,
            _ => None,
        },
        transition: Some(stored::code(&row.transition)?),
        status: Some(stored::code(&row.status)?),
        urgency: stored::code(&row.urgency)?,
        sender: partner(known, &row.sender_partner_id)?,
        receiver: partner(known, &row.receiver_partner_id)?,
        keeper: None,
    })
}

fn of_aftercare(row: &Moment, known: &[PartnerView]) -> DbResult<WorkItem> {
    let (moment, due_at): (AftercareMoment, _) = (stored::code(&row.moment)?, stored::instant(row.due_at));
    Ok(WorkItem {
        handover_id: None,
        aftercare_id: Some(stored::id(&row.aftercare_id)?),
        term: moment.length(),
        stage: stored::code(&row.stage)?,
        reason: aftercare::sentence(moment, last_day(due_at)),
        due_at,
        party: stored::code(&row.party)?,
        desk: None,
        transition: None,
        status: None,
        urgency: Urgency::Normal,
        sender: None,
        receiver: None,
        keeper: partner(known, &row.keeper_id)?,
    })
}

/// The last day on which something that is due then is in time.
fn last_day(due_at: DateTime<Utc>) -> NaiveDate {
    dutch_day(due_at - TimeDelta::seconds(1))
}
