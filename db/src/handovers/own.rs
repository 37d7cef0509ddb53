//! Handovers as the learner they are about reads them.

use diesel::prelude::*;
use estafette_contract::{
    CodeList, GroundUsed, HandoverStatus, Move, Moved, NamedPerson, OwnHandover, OwnHandoverLine, OwnHandoverPage, OwnSection, PartnerView,
    Party, Reading, Section, TakeAlong, TakenHandover, Text,
};
use uuid::Uuid;

use super::{
    Handover,
    contents::Contents,
    engine::{self, Step},
    fresh::Known,
    grounds::Grounds,
    guards,
    sections::{self, SectionRow, necessity_place, place},
};
use crate::{
    DbError, DbResult, Fault, PageRequest, aftercare, consents, cursor,
    learners::{Learner, PERSON, Vault},
    objections,
    own::{OwnScope, Session},
    partners, referrals,
    schema::handovers,
    store::{Cx, Tx},
    stored,
};

/// The statuses in which the learner reads all of it.
fn readable() -> Vec<&'static str> {
    HandoverStatus::ALL.iter().filter(|status| status.readings().learner == Reading::Full).map(|status| status.code()).collect()
}

/// The handovers about the learner who asks, from the review on, newest first.
///
/// # Errors
/// When the page asked for cannot be.
pub fn own_list(tx: &mut Tx<'_, OwnScope>, who: &Session, page: &PageRequest) -> DbResult<OwnHandoverPage> {
    let cx = &mut tx.cx;
    let (learner, _) = who.learner(cx)?;
    let (size, list) = (page.size()?, format!("own-handovers|{}", learner.id));
    let mut query = handovers::table
        .filter(handovers::learner_id.eq(&learner.id))
        .filter(handovers::status.eq_any(readable()))
        .order(handovers::id.desc())
        .limit(size as i64 + 1)
        .select(Handover::as_select())
        .into_boxed();
    if let Some(after) = page.after(cx, &list)? {
        query = query.filter(handovers::id.lt(after));
    }
    let mut rows: Vec<Handover> = query.load(cx.conn)?;
    let next_cursor = cursor::cut(cx, &list, &mut rows, size, |row| &row.id)?;
    Ok(OwnHandoverPage { items: rows.iter().map(|row| line(cx, row)).collect::<DbResult<_>>()?, next_cursor })
}

/// One handover with all that is in it: the sections, what they go on, and what was said of them.
///
/// # Errors
/// Not found when it is not about the learner who asks, or not there to be read yet.
pub fn own_read(tx: &mut Tx<'_, OwnScope>, who: &Session, id: Uuid) -> DbResult<OwnHandover> {
    let cx = &mut tx.cx;
    let (learner, vault) = who.learner(cx)?;
    let handover = about(cx, &learner, id)?;
    whole(cx, &handover, &learner, &vault)
}

/// Everything that is kept about the learner who asks, to take along.
///
/// # Errors
/// A fault on our side.
pub fn take_along(tx: &mut Tx<'_, OwnScope>, who: &Session) -> DbResult<TakeAlong> {
    let cx = &mut tx.cx;
    let (learner, vault) = who.learner(cx)?;
    let of_learner = handovers::table.filter(handovers::learner_id.eq(&learner.id)).filter(handovers::status.eq_any(readable()));
    let rows: Vec<Handover> = of_learner.order(handovers::id).select(Handover::as_select()).load(cx.conn)?;
    let mut taken = Vec::new();
    for row in rows {
        let handover = whole(cx, &row, &learner, &vault)?;
        taken.push(TakenHandover { handover, consents: consents::of(cx, row, learner.clone())? });
    }
    let personal = learner.personal(&vault)?;
    Ok(TakeAlong {
        made_at: cx.now,
        given_name: personal.given_name.to_string(),
        family_name_prefix: personal.family_name_prefix.as_ref().map(Text::to_string),
        family_name: personal.family_name.to_string(),
        born_on: personal.born_on,
        responsible: learner.responsible(cx, &vault)?,
        handovers: taken,
        aftercare: aftercare::of_learner(cx, &learner, &vault)?.items,
    })
}

fn whole(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, vault: &Vault) -> DbResult<OwnHandover> {
    let Contents { sections, statements, views, held, known } = Contents::load(cx, handover)?;
    let grounds = Grounds::of(cx, handover, learner, vault, statements, held)?;
    Ok(OwnHandover {
        summary: line(cx, handover)?,
        sender_contact: handover.sender_contact(vault)?,
        receiver_contact: handover.receiver_person.as_deref().map(|person| vault.reveal::<NamedPerson>(PERSON, person)).transpose()?,
        sections: sections.iter().map(|row| section(cx, handover, row, (&grounds, &known), vault)).collect::<DbResult<_>>()?,
        views: views.iter().map(|view| view.open(vault, Section::ALL)).collect::<DbResult<_>>()?,
        referral: if handover.transition()?.is_within_one_partner() { referrals::of(cx, handover, vault)? } else { None },
    })
}

/// Withdraws a handover that rests on consent.
///
/// # Errors
/// As the state table says.
pub fn own_withdraw(tx: &mut Tx<'_, OwnScope>, who: &Session, id: Uuid) -> DbResult<Moved> {
    let cx = &mut tx.cx;
    let (learner, _) = who.hold(cx)?;
    let handover = about(cx, &learner, id)?;
    let status = engine::advance(cx, &handover, &learner, Step::plain(Move::Withdraw, Party::Learner))?;
    Ok(Moved { id, status })
}

/// The handover with this id, if it is about this learner and there to be read.
pub(crate) fn about(cx: &mut Cx<'_>, learner: &Learner, id: Uuid) -> DbResult<Handover> {
    let own = handovers::table.find(id.to_string()).filter(handovers::learner_id.eq(&learner.id));
    let found: Option<Handover> = own.select(Handover::as_select()).first(cx.conn).optional()?;
    let handover = found.ok_or_else(DbError::not_found)?;
    if handover.status()?.readings().learner == Reading::Full { Ok(handover) } else { Err(DbError::not_found()) }
}

fn line(cx: &mut Cx<'_>, row: &Handover) -> DbResult<OwnHandoverLine> {
    let known = partners::views(cx, &[&row.sender_partner_id, &row.receiver_partner_id])?;
    let partner = |id: &str| -> DbResult<PartnerView> {
        Ok(known.iter().find(|partner| partner.id.to_string() == id).cloned().ok_or(Fault::Stored("a partner"))?)
    };
    Ok(OwnHandoverLine {
        id: stored::id(&row.id)?,
        transition: row.transition()?,
        status: row.status()?,
        status_since_at: stored::instant(row.status_since),
        sender: partner(&row.sender_partner_id)?,
        receiver: partner(&row.receiver_partner_id)?,
        programme: row.programme()?,
        waits_for_your_view: row.status()? == HandoverStatus::InReview && !guards::was_viewed(cx, row)?,
    })
}

fn section(
    cx: &mut Cx<'_>,
    handover: &Handover,
    row: &SectionRow,
    (grounds, known): (&Grounds, &Known),
    vault: &Vault,
) -> DbResult<OwnSection> {
    let cell = sections::cell_of_row(cx, handover, row)?;
    cx.note_ground(GroundUsed { section: cell.section, ground: cell.ground, consent_version: None });
    Ok(OwnSection {
        section: cell.section,
        version: row.version,
        ground: cell.ground,
        written_at: stored::instant(row.written_at),
        necessity: vault.reveal_some(&necessity_place(&row.handover_id, &row.section, row.version), row.necessity.as_deref())?,
        consent: cell.ground.needs_consent().then(|| grounds.standing(cell)),
        objection: objections::last_about(cx, handover, vault, cell.section)?,
        past_needs: if cell.section == Section::SupportNeeds { known.past_of(row.version) } else { Vec::new() },
        content: vault.reveal(&place(&row.handover_id, &row.section, row.version), &row.content)?,
    })
}
