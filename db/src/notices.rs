//! Notices: telling a partner what happened to a handover, until it says it knows.

use chrono::NaiveDateTime;
use diesel::{insert_into, prelude::*, update};
use estafette_contract::{CodeList, Notice, NoticeKind, NoticePage, Reading, Section, scope::HandoversRead};
use uuid::Uuid;

use crate::{
    DbError, DbResult, PageRequest, cursor, events,
    handovers::Handover,
    learners::Learner,
    schema::notices,
    store::{Cx, Tx, new_id},
    stored,
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = notices)]
struct Row {
    id: String,
    kind: String,
    handover_id: String,
    section: Option<String>,
    made_at: NaiveDateTime,
}

/// Tells the sender what becomes of a section, and the receiver too if it was given to it.
pub(crate) fn tell_of_section(
    cx: &mut Cx<'_>,
    handover: &Handover,
    kind: NoticeKind,
    section: Section,
    given_to_receiver: bool,
) -> DbResult<()> {
    tell(cx, &handover.sender_partner_id, handover, kind, Some(section))?;
    if given_to_receiver && handover.receiver_partner_id != handover.sender_partner_id {
        tell(cx, &handover.receiver_partner_id, handover, kind, Some(section))?;
    }
    Ok(())
}

/// Tells the sender what becomes of the learner, and the receiver too if it may have a copy.
pub(crate) fn tell_of_learner(cx: &mut Cx<'_>, handover: &Handover, kind: NoticeKind, given_to_receiver: bool) -> DbResult<()> {
    tell(cx, &handover.sender_partner_id, handover, kind, None)?;
    if given_to_receiver && handover.receiver_partner_id != handover.sender_partner_id {
        tell(cx, &handover.receiver_partner_id, handover, kind, None)?;
    }
    Ok(())
}

/// Tells the sender what happened to the handover as a whole.
pub(crate) fn tell_sender(cx: &mut Cx<'_>, handover: &Handover, kind: NoticeKind) -> DbResult<()> {
    tell(cx, &handover.sender_partner_id, handover, kind, None)
}

/// Tells every party that knows the learner what happened to the handover as a whole.
pub(crate) fn tell_who_knows(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, kind: NoticeKind) -> DbResult<()> {
    tell_sender(cx, handover, kind)?;
    let receiver = &handover.receiver_partner_id;
    if *receiver != handover.sender_partner_id && knows(handover, learner, receiver)? {
        tell(cx, receiver, handover, kind, None)?;
    }
    Ok(())
}

/// Whether a party of a handover knows whom it is about: the sender, the receiver from the transfer on, and whoever is responsible.
pub(crate) fn knows(handover: &Handover, learner: &Learner, partner: &str) -> DbResult<bool> {
    let received = handover.status()?.readings().receiver == Reading::Granted;
    let is_receiver = partner == handover.receiver_partner_id;
    Ok(partner == handover.sender_partner_id || is_receiver && (received || learner.responsible_partner_id == partner))
}

fn tell(cx: &mut Cx<'_>, partner: &str, handover: &Handover, kind: NoticeKind, section: Option<Section>) -> DbResult<()> {
    let id = new_id().to_string();
    let row = (
        notices::partner_id.eq(partner),
        notices::id.eq(&id),
        notices::handover_id.eq(&handover.id),
        notices::kind.eq(kind.code()),
        notices::section.eq(section.map(CodeList::code)),
        notices::made_at.eq(cx.at()),
    );
    insert_into(notices::table).values(row).execute(cx.conn)?;
    events::noticed(cx, partner, handover, &id)
}

/// What this partner was told and has not acknowledged, newest first.
///
/// # Errors
/// When the page asked for cannot be.
pub fn list(tx: &mut Tx<'_, HandoversRead>, page: &PageRequest) -> DbResult<NoticePage> {
    const LIST: &str = "notices";
    let cx = &mut tx.cx;
    let size = page.size()?;
    let mut query = notices::table
        .filter(notices::partner_id.eq(cx.partner()))
        .filter(notices::acknowledged_at.is_null())
        .order(notices::id.desc())
        .limit(size as i64 + 1)
        .select(Row::as_select())
        .into_boxed();
    if let Some(after) = page.after(cx, LIST)? {
        query = query.filter(notices::id.lt(after));
    }
    let mut rows = query.load(cx.conn)?;
    let next_cursor = cursor::cut(cx, LIST, &mut rows, size, |row| &row.id)?;
    Ok(NoticePage { items: rows.iter().map(view).collect::<DbResult<_>>()?, next_cursor })
}

/// Takes a notice off the list; once is enough, and again changes nothing.
///
/// # Errors
/// Not found when this partner was told nothing by that id.
pub fn acknowledge(tx: &mut Tx<'_, HandoversRead>, id: Uuid) -> DbResult<()> {
    let cx = &mut tx.cx;
    let own = notices::table.find((cx.partner(), id.to_string()));
    let told: i64 = own.clone().count().get_result(cx.conn)?;
    if told == 0 {
        return Err(DbError::not_found());
    }
    update(own.filter(notices::acknowledged_at.is_null())).set(notices::acknowledged_at.eq(cx.at())).execute(cx.conn)?;
    Ok(())
}

fn view(row: &Row) -> DbResult<Notice> {
    Ok(Notice {
        id: stored::id(&row.id)?,
        kind: stored::code(&row.kind)?,
        handover_id: stored::id(&row.handover_id)?,
        section: row.section.as_deref().map(stored::code).transpose()?,
        made_at: stored::instant(row.made_at),
    })
}
