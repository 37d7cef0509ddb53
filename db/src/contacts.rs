//! What learners ask for: that somebody gets in touch, about a handover or in aftercare.

use chrono::NaiveDateTime;
use diesel::{insert_into, prelude::*};
use estafette_contract::{ContactRequestList, ContactRequestView, Created, NewContactRequest, NoticeKind, Text, scope::HandoversRead};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    DbError, DbResult, aftercare,
    handovers::{about, demand_professional, visible},
    learners::{Learner, Vault},
    notices,
    own::{OwnScope, Session},
    schema::contact_requests,
    store::{Cx, Tx, new_id},
    stored,
};

/// What is sealed of a request.
#[derive(Serialize, Deserialize)]
struct Asked {
    message: Text<1000>,
    reach_me: Option<Text<200>>,
}

/// A request, without what it hangs on.
type Row = (String, Vec<u8>, NaiveDateTime);

fn place(id: &str) -> String {
    format!("contact_requests.content|{id}")
}

/// Asks the parties of a handover to get in touch: the sender, and the receiver once it knows the learner.
///
/// # Errors
/// Not found when the handover is not about the learner who asks.
pub fn ask(tx: &mut Tx<'_, OwnScope>, who: &Session, handover: Uuid, new: &NewContactRequest) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let (learner, vault) = who.hold(cx)?;
    let handover = about(cx, &learner, handover)?;
    let id = insert(cx, &vault, (Some(&handover.id), None), new)?;
    notices::tell_who_knows(cx, &handover, &learner, NoticeKind::ContactAsked)?;
    Ok(Created { id })
}

/// Asks whoever keeps aftercare to get in touch: it comes on their work list at once.
///
/// # Errors
/// Not found when it is not about the learner who asks, or has ended.
pub fn ask_in_aftercare(tx: &mut Tx<'_, OwnScope>, who: &Session, aftercare: Uuid, new: &NewContactRequest) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let (learner, vault) = who.hold(cx)?;
    let aftercare = aftercare::running_of(cx, &learner, aftercare)?;
    let id = insert(cx, &vault, (None, Some(&aftercare)), new)?;
    aftercare::asked(cx, &aftercare, &learner)?;
    Ok(Created { id })
}

fn insert(cx: &mut Cx<'_>, vault: &Vault, about: (Option<&str>, Option<&str>), new: &NewContactRequest) -> DbResult<Uuid> {
    let id = new_id();
    let asked = Asked { message: new.message.clone(), reach_me: new.reach_me.clone() };
    let row = (
        contact_requests::id.eq(id.to_string()),
        contact_requests::handover_id.eq(about.0),
        contact_requests::aftercare_id.eq(about.1),
        contact_requests::content.eq(vault.conceal(&place(&id.to_string()), &asked)?),
        contact_requests::made_at.eq(cx.at()),
    );
    insert_into(contact_requests::table).values(row).execute(cx.conn)?;
    Ok(id)
}

/// What the learner asked of the parties of a handover.
///
/// # Errors
/// Not found when this partner may not know of the handover, or does not know the learner yet.
pub fn list(tx: &mut Tx<'_, HandoversRead>, handover: Uuid) -> DbResult<ContactRequestList> {
    let cx = &mut tx.cx;
    demand_professional(cx)?;
    let handover = visible(cx, handover)?;
    let learner = Learner::load(cx, &handover.learner_id)?;
    if !notices::knows(&handover, &learner, &cx.partner())? {
        return Err(DbError::not_found());
    }
    let vault = learner.vault(cx)?;
    let of_handover = contact_requests::table.filter(contact_requests::handover_id.eq(&handover.id)).order(contact_requests::id);
    let rows: Vec<Row> = of_handover.select((contact_requests::id, contact_requests::content, contact_requests::made_at)).load(cx.conn)?;
    Ok(ContactRequestList { items: rows.iter().map(|row| view(row, &vault)).collect::<DbResult<_>>()? })
}

/// What the learner asked of who keeps aftercare, oldest first.
pub(crate) fn in_aftercare(cx: &mut Cx<'_>, aftercare: &str, vault: &Vault) -> DbResult<Vec<ContactRequestView>> {
    let of_it = contact_requests::table.filter(contact_requests::aftercare_id.eq(aftercare)).order(contact_requests::id);
    let rows: Vec<Row> = of_it.select((contact_requests::id, contact_requests::content, contact_requests::made_at)).load(cx.conn)?;
    rows.iter().map(|row| view(row, vault)).collect()
}

/// When the learner last asked for contact in aftercare.
pub(crate) fn last_asked(cx: &mut Cx<'_>, aftercare: &str) -> DbResult<Option<NaiveDateTime>> {
    let of_it = contact_requests::table.filter(contact_requests::aftercare_id.eq(aftercare)).order(contact_requests::id.desc());
    Ok(of_it.select(contact_requests::made_at).first(cx.conn).optional()?)
}

fn view((id, content, made_at): &Row, vault: &Vault) -> DbResult<ContactRequestView> {
    let asked: Asked = vault.reveal(&place(id), content)?;
    Ok(ContactRequestView { id: stored::id(id)?, message: asked.message, reach_me: asked.reach_me, made_at: stored::instant(*made_at) })
}
