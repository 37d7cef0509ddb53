//! Events: what happened is told to each partner that may know of it, by a line written with the act itself.

mod feed;
mod number;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use estafette_contract::{CodeList, Event, EventData, EventType, HandoverStatus, Party, Reading};

pub use feed::feed;
pub(crate) use number::forget_old;

use crate::{
    DbResult,
    handovers::{Handover, items::opposite},
    schema::events,
    store::{Cx, insert_several, new_id},
    stored,
};

/// What is told, and what it is about.
#[derive(Debug, Clone, Default, Insertable)]
#[diesel(table_name = events, treat_none_as_default_value = false)]
struct NewRow {
    id: String,
    partner_id: String,
    kind: &'static str,
    handover_id: Option<String>,
    notice_id: Option<String>,
    subscription_id: Option<String>,
    application_reference: Option<String>,
    happened_at: NaiveDateTime,
}

/// An event as it is told.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = events)]
pub(crate) struct Row {
    id: String,
    kind: String,
    handover_id: Option<String>,
    notice_id: Option<String>,
    subscription_id: Option<String>,
    application_reference: Option<String>,
    happened_at: NaiveDateTime,
    position: i64,
}

impl NewRow {
    fn of(cx: &Cx<'_>, partner: &str, kind: EventType) -> Self {
        Self { id: new_id().to_string(), partner_id: partner.to_owned(), kind: kind.code(), happened_at: cx.at(), ..Self::default() }
    }

    fn about(cx: &Cx<'_>, partner: &str, kind: EventType, handover: &Handover) -> Self {
        Self { handover_id: Some(handover.id.clone()), ..Self::of(cx, partner, kind) }
    }
}

/// Tells both parties that a handover stands elsewhere now, each as far as it may know of it.
pub(crate) fn moved(cx: &mut Cx<'_>, before: &Handover, now: &Handover) -> DbResult<()> {
    let Some(kind) = EventType::of_status(now.status()?) else { return Ok(()) };
    let mut rows = vec![NewRow::about(cx, &now.sender_partner_id, kind, now)];
    if now.sender_partner_id != now.receiver_partner_id {
        rows.extend(told_to_receiver(cx, kind, before, now)?);
    }
    insert(cx, rows)
}

/// What the receiver is told of a move: where the handover stands, or that it reads it no longer; nothing of what it never knew.
fn told_to_receiver(cx: &Cx<'_>, kind: EventType, before: &Handover, now: &Handover) -> DbResult<Option<NewRow>> {
    let reads = |handover: &Handover| Ok::<_, crate::DbError>(handover.status()?.readings().receiver != Reading::Nothing);
    Ok(match (reads(before)?, reads(now)?) {
        (_, true) => Some(NewRow::about(cx, &now.receiver_partner_id, kind, now)),
        (true, false) => {
            let gone = NewRow::about(cx, &now.receiver_partner_id, EventType::Gone, now);
            Some(NewRow { application_reference: now.application_reference.clone(), ..gone })
        }
        (false, false) => None,
    })
}

/// Tells the sender that a handover began.
pub(crate) fn began(cx: &mut Cx<'_>, handover: &Handover) -> DbResult<()> {
    let row = NewRow::about(cx, &handover.sender_partner_id, EventType::Draft, handover);
    insert(cx, vec![row])
}

/// Tells a partner that there is a notice.
pub(crate) fn noticed(cx: &mut Cx<'_>, partner: &str, handover: &Handover, notice: &str) -> DbResult<()> {
    let row = NewRow { notice_id: Some(notice.to_owned()), ..NewRow::about(cx, partner, EventType::NoticeMade, handover) };
    insert(cx, vec![row])
}

/// Tells one side of a handover of something that hangs on it; the receiver only once it reads what the sender writes there.
pub(crate) fn told_side(cx: &mut Cx<'_>, handover: &Handover, side: Party, kind: EventType) -> DbResult<()> {
    let partner = match side {
        Party::Receiver if handover.status()?.readings().receiver != Reading::Nothing => &handover.receiver_partner_id,
        Party::Receiver => return Ok(()),
        _ => &handover.sender_partner_id,
    };
    let row = NewRow::about(cx, partner, kind, handover);
    insert(cx, vec![row])
}

/// Tells the other side of what this side did; a receiver that has not accepted yet reads nothing of what the sender does there.
pub(crate) fn told_other(cx: &mut Cx<'_>, handover: &Handover, by: Party, kind: EventType) -> DbResult<()> {
    if by == Party::Sender && handover.status()? == HandoverStatus::Offered {
        return Ok(());
    }
    told_side(cx, handover, opposite(by), kind)
}

/// Tells a subscription that it is tested; answers the id of the event.
pub(crate) fn tested(cx: &mut Cx<'_>, subscription: &str) -> DbResult<uuid::Uuid> {
    let row = NewRow { subscription_id: Some(subscription.to_owned()), ..NewRow::of(cx, &cx.partner(), EventType::SubscriptionTested) };
    let id = stored::id(&row.id)?;
    insert(cx, vec![row])?;
    Ok(id)
}

fn insert(cx: &mut Cx<'_>, rows: Vec<NewRow>) -> DbResult<()> {
    insert_several!(cx.conn, events::table, &rows, events::id)?;
    Ok(())
}

/// The event as everybody outside sees it.
pub(crate) fn view(row: &Row, source: &str) -> DbResult<Event> {
    let id = |id: &Option<String>| id.as_deref().map(stored::id).transpose();
    let handover_id = id(&row.handover_id)?;
    Ok(Event {
        specversion: "1.0".into(),
        id: stored::id(&row.id)?,
        source: source.to_owned(),
        kind: stored::code(&row.kind)?,
        time: stored::instant(row.happened_at),
        subject: handover_id,
        datacontenttype: "application/json".into(),
        data: EventData {
            handover_id,
            notice_id: id(&row.notice_id)?,
            subscription_id: id(&row.subscription_id)?,
            application_reference: row.application_reference.as_deref().and_then(|text| text.parse().ok()),
        },
    })
}
