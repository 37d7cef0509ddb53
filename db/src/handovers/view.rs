//! A handover as one of its parties sees it.

use estafette_contract::{
    ApplicationReference, HandoverStatus, HandoverView, NamedPerson, Party, ProblemKind, Programme, Reading, Scope, SectionSummary,
    Urgency,
    scope::{HandoversRead, SectionsRead},
};
use uuid::Uuid;

use super::{Handover, engine, grounds::Grounds, party, record::Reader, sections, visible};
use crate::{
    DbError, DbResult, Fault,
    learners::{Learner, PERSON, Vault, pseudonym_of},
    partners,
    store::{Cx, Tx},
    stored,
};

/// Where a handover stands, and of what it is made as far as this partner may see.
///
/// # Errors
/// Not found when this partner may not know of it.
pub fn find(tx: &mut Tx<'_, HandoversRead>, id: Uuid) -> DbResult<HandoverView> {
    let cx = &mut tx.cx;
    let handover = visible(cx, id)?;
    let partner = cx.partner();
    let party = party(handover.relation(&partner)).ok_or_else(DbError::not_found)?;
    let reading = handover.reading(&partner)?;
    let mut view = announced(cx, &handover, party, reading)?;
    if reading == Reading::Nothing {
        return Err(DbError::refused(ProblemKind::NotFound, "Nothing of this handover can be read any more."));
    }
    let learner = Learner::load(cx, &handover.learner_id)?;
    let Some(vault) = learner.vault_if_kept(cx)? else {
        // All that was kept about the learner is erased; the course of the handover is not.
        view.reading = Reading::Skeleton;
        return Ok(view);
    };
    let accepted = handover.status()? != HandoverStatus::Offered;
    if party == Party::Sender || accepted {
        view.sender_contact = Some(handover.sender_contact(&vault)?);
        view.receiver_contact = handover.receiver_person.as_deref().map(|p| vault.reveal::<NamedPerson>(PERSON, p)).transpose()?;
    }
    if reading != Reading::Announcement {
        view.learner_id = Some(pseudonym_of(cx, &learner.id)?);
        view.responsible = Some(learner.responsible(cx, &vault)?);
        view.sections = summaries(cx, &handover, &learner, &vault)?;
    }
    Ok(view)
}

/// What an announcement holds: no person, and no word of which sections there are.
fn announced(cx: &mut Cx<'_>, handover: &Handover, party: Party, reading: Reading) -> DbResult<HandoverView> {
    Ok(HandoverView {
        id: stored::id(&handover.id)?,
        party,
        reading,
        transition: handover.transition()?,
        status: handover.status()?,
        status_since_at: stored::instant(handover.status_since),
        term_ends_at: handover.term_ends_at.map(stored::instant),
        possible_moves: engine::possible(cx, handover)?,
        sender: partners::view(cx, &handover.sender_partner_id)?,
        receiver: partners::view(cx, &handover.receiver_partner_id)?,
        receiver_desk: handover.receiver_desk.clone(),
        programme: handover.programme()?,
        urgency: stored::code(&handover.urgency)?,
        application_reference: handover.application_reference(),
        sender_contact: None,
        receiver_contact: None,
        learner_id: None,
        responsible: None,
        sections: None,
    })
}

/// The sections this partner may read, and no trace of others; none for who gets a projection.
fn summaries(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, vault: &Vault) -> DbResult<Option<Vec<SectionSummary>>> {
    cx.notes.stamp = Some((learner.id.clone(), learner.ground_version));
    let grounds = Grounds::load(cx, handover, learner, vault)?;
    // A list of sections is not their content, but who may not read about health is not told of it either.
    let scopes = format!("{} {}", cx.actor.scopes, SectionsRead::NAME);
    let reader = Reader { scopes, ..Reader::of(cx, handover)? };
    if reader.is_for_work(cx) {
        return Ok(None);
    }
    let mut summaries = Vec::new();
    for row in sections::all_current(cx, &handover.id)? {
        let section = stored::code(&row.section)?;
        let cell = sections::cell(cx, handover, section)?;
        if grounds.decide(&reader, cell).allows() {
            let written_at = stored::instant(row.written_at);
            summaries.push(SectionSummary { section, version: row.version, ground: stored::code(&row.ground)?, written_at });
        }
    }
    Ok(Some(summaries))
}

impl Handover {
    /// How urgent it is.
    pub(crate) fn urgency(&self) -> DbResult<Urgency> {
        Ok(stored::code(&self.urgency)?)
    }

    pub(crate) fn programme(&self) -> DbResult<Option<Programme>> {
        let programme = self.programme.as_deref().map(serde_json::from_str).transpose();
        programme.map_err(|_| Fault::Stored("a programme").into())
    }

    pub(super) fn application_reference(&self) -> Option<ApplicationReference> {
        self.application_reference.as_deref().and_then(|text| ApplicationReference::new(text).ok())
    }
}
