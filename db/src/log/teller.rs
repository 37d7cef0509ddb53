//! Telling entries as Dutch sentences, with what the reader may know of each.

use estafette_contract::{AuditEntry, AuditOutcome, AuditRecord, CodeList, GroundUsed, PartnerView, Role, Section};
use uuid::Uuid;

use super::page::Read;
use crate::{DbResult, handovers, learners::Learner, own::OWN_PAGE, partners, store::Cx};

/// What it takes to tell a reader what others did.
pub(super) struct Teller {
    partners: Vec<PartnerView>,
    /// The partner that reads, with the sections it wrote itself; the learner may know of all.
    reader: Option<(Uuid, Vec<Section>)>,
}

/// Who did it.
pub(super) struct Who<'a> {
    pub(super) name: &'a str,
    pub(super) is_partner: bool,
}

impl Teller {
    /// For a partner that knows this learner.
    pub(super) fn for_partner(cx: &mut Cx<'_>, learner: &Learner, read: &[Read]) -> DbResult<Self> {
        let written = handovers::written_by_partner(cx, &learner.id)?;
        Ok(Self { partners: those_who_acted(cx, read)?, reader: Some((cx.actor.partner, written)) })
    }

    /// For the learner.
    pub(super) fn for_learner(cx: &mut Cx<'_>, read: &[Read]) -> DbResult<Self> {
        Ok(Self { partners: those_who_acted(cx, read)?, reader: None })
    }

    /// Who did what an entry tells.
    pub(super) fn who(&self, entry: &AuditEntry) -> Who<'_> {
        if let Some(partner) = self.partners.iter().find(|partner| partner.id == entry.actor.partner_id) {
            return Who { name: &partner.name, is_partner: true };
        }
        let name = match entry.actor.role {
            _ if entry.actor.client_id != OWN_PAGE => "Estafette",
            Some(Role::Student) => "Iemand met jouw eigen toegang",
            Some(_) => "Iemand met de toegang van je vertegenwoordiger",
            None => "Iemand",
        };
        Who { name, is_partner: false }
    }

    /// "ROC Maasdal (intaker) heeft je gegevens gelezen: schoolloopbaan (wettelijke taak)."
    pub(super) fn sentence(&self, record: &AuditRecord) -> String {
        let entry = &record.entry;
        let who = self.who(entry);
        let role = entry.actor.role.filter(|_| who.is_partner).map(|role| format!(" ({})", role.term().nl)).unwrap_or_default();
        let what = format!("{}{role} {}{}", who.name, entry.act.term().nl, self.sections(record));
        match entry.outcome {
            AuditOutcome::Done => format!("{what}."),
            AuditOutcome::Replayed => format!("{what} (hetzelfde antwoord, nog eens gegeven)."),
            AuditOutcome::Refused => format!("Geweigerd: {what}."),
            AuditOutcome::Failed => format!("Niet gelukt: {what}."),
        }
    }

    /// The sections with their grounds, each of which this reader may know to exist.
    pub(super) fn used<'r>(&'r self, record: &'r AuditRecord) -> impl Iterator<Item = &'r GroundUsed> {
        let may_know = move |section: Section| match &self.reader {
            None => true,
            Some((reader, written)) => record.entry.actor.partner_id == *reader || !section.is_special() || written.contains(&section),
        };
        record.details.iter().flat_map(|details| &details.grounds).filter(move |used| may_know(used.section))
    }

    fn sections(&self, record: &AuditRecord) -> String {
        let used: Vec<String> = self.used(record).map(|used| format!("{} ({})", used.section.term().nl, used.ground.term().nl)).collect();
        if used.is_empty() { String::new() } else { format!(": {}", used.join(", ")) }
    }
}

/// The partners that did what these entries tell.
pub(super) fn those_who_acted(cx: &mut Cx<'_>, read: &[Read]) -> DbResult<Vec<PartnerView>> {
    let ids: Vec<String> = read.iter().map(|read| read.record.entry.actor.partner_id.to_string()).collect();
    partners::views(cx, &ids.iter().map(String::as_str).collect::<Vec<_>>())
}
