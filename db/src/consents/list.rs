//! The ledger as the sender reads it, and the receipt of one line.

use std::collections::HashMap;

use estafette_contract::{ConsentList, ConsentReceipt, ConsentView, RECEIPT_STANDARD, RepresentationGround, Text, scope::ConsentsWrite};
use uuid::Uuid;

use super::ledger::{self, Row};
use crate::{
    DbError, DbResult, dutch_day,
    handovers::{Handover, about, standings, visible},
    learners::{Learner, Vault, pseudonym_of, representatives},
    own::{OwnScope, Session},
    partners,
    rules::Relation,
    store::{Cx, Tx},
    stored,
};

/// Every statement about the sections of a handover, oldest first within each section, and how the consents stand now.
///
/// # Errors
/// When this partner is not the sender.
pub fn list(tx: &mut Tx<'_, ConsentsWrite>, handover: Uuid) -> DbResult<ConsentList> {
    let cx = &mut tx.cx;
    Reader::open(cx, handover)?.list(cx)
}

/// The same for the learner they are about, or who represents the learner.
///
/// # Errors
/// Not found when the handover is not about the learner who asks.
pub fn list_own(tx: &mut Tx<'_, OwnScope>, who: &Session, handover: Uuid) -> DbResult<ConsentList> {
    let cx = &mut tx.cx;
    let (learner, vault) = who.learner(cx)?;
    let handover = about(cx, &learner, handover)?;
    Reader::with(cx, handover, learner, Some(vault))?.list(cx)
}

/// The same, of a handover at hand.
pub(crate) fn of(cx: &mut Cx<'_>, handover: Handover, learner: Learner) -> DbResult<ConsentList> {
    let vault = learner.vault(cx)?;
    Reader::with(cx, handover, learner, Some(vault))?.list(cx)
}

/// One statement with everything about it, for the learner to keep.
///
/// # Errors
/// When this partner is not the sender, or there is no such statement.
pub fn receipt(tx: &mut Tx<'_, ConsentsWrite>, handover: Uuid, consent: Uuid) -> DbResult<ConsentReceipt> {
    let cx = &mut tx.cx;
    let reader = Reader::open(cx, handover)?;
    let rows = ledger::rows(cx, &reader.handover.id)?;
    let row = rows.iter().find(|row| row.id == consent.to_string()).ok_or_else(DbError::not_found)?;
    Ok(ConsentReceipt {
        standard: RECEIPT_STANDARD.into(),
        learner_id: pseudonym_of(cx, &reader.learner.id)?,
        controller: partners::view(cx, &reader.handover.sender_partner_id)?,
        recipient: partners::view(cx, &reader.handover.receiver_partner_id)?,
        transition: reader.handover.transition()?,
        record: reader.view(row)?,
    })
}

/// Who reads the ledger, with what opens it.
struct Reader {
    handover: Handover,
    learner: Learner,
    /// Nothing once the learner is erased: what was stated stays, and what for does not.
    vault: Option<Vault>,
    /// On what ground each representative on record represents the learner.
    represented: HashMap<String, RepresentationGround>,
}

impl Reader {
    fn open(cx: &mut Cx<'_>, handover: Uuid) -> DbResult<Self> {
        let handover = visible(cx, handover)?;
        if handover.relation(&cx.partner()) != Relation::Sender {
            return Err(DbError::not_found());
        }
        let learner = Learner::load(cx, &handover.learner_id)?;
        let vault = learner.vault_if_kept(cx)?;
        Self::with(cx, handover, learner, vault)
    }

    fn with(cx: &mut Cx<'_>, handover: Handover, learner: Learner, vault: Option<Vault>) -> DbResult<Self> {
        let known = representatives::list(cx, &learner.id)?;
        let represented = known.into_iter().map(|row| Ok((row.id, stored::code(&row.ground)?))).collect::<DbResult<_>>()?;
        Ok(Self { handover, learner, vault, represented })
    }

    fn list(&self, cx: &mut Cx<'_>) -> DbResult<ConsentList> {
        let items = ledger::rows(cx, &self.handover.id)?.iter().map(|row| self.view(row)).collect::<DbResult<_>>()?;
        let standings = match &self.vault {
            Some(vault) => standings(cx, &self.handover, &self.learner, vault)?,
            None => Vec::new(),
        };
        Ok(ConsentList { items, standings })
    }

    fn view(&self, row: &Row) -> DbResult<ConsentView> {
        let content = self.vault.as_ref().map(|vault| row.open(vault)).transpose()?;
        let content = content.as_ref();
        let stated_at = stored::instant(row.stated_at);
        Ok(ConsentView {
            id: stored::id(&row.id)?,
            section: stored::code(&row.section)?,
            statement: stored::code(&row.statement)?,
            giver: stored::code(&row.giver)?,
            representative_id: row.representative_id.as_deref().map(stored::id).transpose()?,
            representation_ground: row.representative_id.as_ref().and_then(|id| self.represented.get(id).copied()),
            version: row.version,
            purpose: content.map(|content| content.purpose.to_string()).unwrap_or_default(),
            ground: stored::code(&row.ground)?,
            matrix_version: row.matrix_version.clone(),
            channel: stored::code(&row.channel)?,
            scan_reference: content.and_then(|content| content.scan_reference.as_ref()).map(Text::to_string),
            witness: content.and_then(|content| content.witness.clone()),
            note: content.and_then(|content| content.note.as_ref()).map(Text::to_string),
            from_on: row.from_on.unwrap_or_else(|| dutch_day(stated_at)),
            until_on: row.until_on,
            text_version: row.text_version.clone(),
            text_language: stored::code(&row.text_language)?,
            text_sha256: row.text_sha256.clone(),
            stated_at,
            recorded_at: stored::instant(row.recorded_at),
        })
    }
}
