//! Who saw what of a learner and why, as Dutch sentences.

use estafette_contract::{
    AccessLog, AccessLogLine, AuditOutcome, AuditRecord, CodeList, ObjectKind, PartnerView, Section, scope::AccessLogRead,
};
use uuid::Uuid;

use super::{
    page::{self, Read, Whose},
    reference,
};
use crate::{
    DbResult, PageRequest, handovers,
    learners::Learner,
    partners,
    store::{Cx, Tx},
};

/// The entries about a learner this partner knows, newest first, each as a sentence.
///
/// # Errors
/// Not found when the partner knows no learner by that id.
pub fn access_log(tx: &mut Tx<'_, AccessLogRead>, pseudonym: Uuid, page: &PageRequest) -> DbResult<AccessLog> {
    let cx = &mut tx.cx;
    let learner = Learner::by_pseudonym(cx, pseudonym)?;
    let whose = Whose::Subject(reference(cx.house, ObjectKind::Learner, &learner.id)?);
    let (read, next_cursor) = page::read(cx, "access-log", whose, page)?;
    let teller = Teller::of(cx, &learner, &read)?;
    Ok(AccessLog { items: read.iter().map(|read| teller.line(pseudonym, read)).collect(), next_cursor })
}

/// What it takes to tell a partner's reader what others did.
struct Teller {
    reader: Uuid,
    partners: Vec<PartnerView>,
    written: Vec<Section>,
}

impl Teller {
    fn of(cx: &mut Cx<'_>, learner: &Learner, read: &[Read]) -> DbResult<Self> {
        let ids: Vec<String> = read.iter().map(|read| read.record.entry.actor.partner_id.to_string()).collect();
        let partners = partners::views(cx, &ids.iter().map(String::as_str).collect::<Vec<_>>())?;
        Ok(Self { reader: cx.actor.partner, partners, written: handovers::written_by_partner(cx, &learner.id)? })
    }

    fn line(&self, pseudonym: Uuid, read: &Read) -> AccessLogLine {
        let entry = &read.record.entry;
        AccessLogLine {
            event_id: entry.event_id,
            happened_at: entry.happened_at,
            sentence: self.sentence(&read.record),
            leaf_hash: read.leaf.to_string(),
            proof: format!("/v1/learners/{pseudonym}/access-log/{}/proof", entry.event_id),
        }
    }

    /// "ROC Maasdal (intaker) heeft je gegevens gelezen: schoolloopbaan (wettelijke taak)."
    fn sentence(&self, record: &AuditRecord) -> String {
        let entry = &record.entry;
        let name = self.partners.iter().find(|p| p.id == entry.actor.partner_id).map_or("Estafette", |p| p.name.as_str());
        let role = entry.actor.role.map(|role| format!(" ({})", role.term().nl)).unwrap_or_default();
        let what = format!("{name}{role} {}{}", entry.act.term().nl, self.sections(record));
        match entry.outcome {
            AuditOutcome::Done => format!("{what}."),
            AuditOutcome::Replayed => format!("{what} (hetzelfde antwoord, nog eens gegeven)."),
            AuditOutcome::Refused => format!("Geweigerd: {what}."),
            AuditOutcome::Failed => format!("Niet gelukt: {what}."),
        }
    }

    /// The sections with their grounds, each of which this reader may know to exist.
    fn sections(&self, record: &AuditRecord) -> String {
        let own = record.entry.actor.partner_id == self.reader;
        let may_know = |section: Section| own || !section.is_special() || self.written.contains(&section);
        let used: Vec<String> = record
            .details
            .iter()
            .flat_map(|details| &details.grounds)
            .filter(|used| may_know(used.section))
            .map(|used| format!("{} ({})", used.section.term().nl, used.ground.term().nl))
            .collect();
        if used.is_empty() { String::new() } else { format!(": {}", used.join(", ")) }
    }
}
