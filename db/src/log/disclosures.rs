//! Who received what about whom, for a breach notice.
//!
//! Operators see what every partner received, and no person: only the references by which the log knows them. A partner sees what it
//! received itself, and what others received about learners it knows, as far as the access log of that learner shows it too.

use std::collections::HashMap;

use estafette_contract::{
    AuditEntry, AuditOutcome, Disclosure, DisclosurePage, DisclosureSearch, ObjectKind, PartnerKind, PartnerView, Section,
    scope::DisclosuresRead,
};
use uuid::Uuid;

use super::{
    own::list,
    page::{self, Read, Sieve, Whose},
    reference,
    teller::those_who_acted,
};
use crate::{
    DbError, DbResult, PageRequest, handovers,
    learners::{Learner, learner_behind, pseudonyms_of_partner},
    store::{Cx, Tx},
};

/// The most persons one search is about.
const PERSONS: usize = 100;

/// Disclosures that fit, newest first.
///
/// # Errors
/// When the page or a field of the search cannot be, or a person is not known to this partner.
pub fn disclosures(tx: &mut Tx<'_, DisclosuresRead>, wanted: &DisclosureSearch, page: &PageRequest) -> DbResult<DisclosurePage> {
    let cx = &mut tx.cx;
    if wanted.from_at >= wanted.until_at {
        return Err(DbError::field("/untilAt", "out-of-range", "Let the time end after it begins."));
    }
    if wanted.person_ids.len() > PERSONS {
        return Err(DbError::field("/personIds", "too-many", "Ask about at most 100 persons at a time."));
    }
    let asker = Asker::of(cx, wanted)?;
    let whose = asker.whose(cx, wanted)?;
    let sieve = Sieve { from: Some(wanted.from_at), until: Some(wanted.until_at), fits: &gave_something };
    let (read, next_cursor) = page::sift(cx, &list("disclosures", wanted)?, &whose, &sieve, page)?;
    let receivers = those_who_acted(cx, &read)?;
    let persons = asker.names(cx, &read)?;
    let items = read.iter().filter_map(|read| asker.told(read, &receivers, &persons)).collect();
    Ok(DisclosurePage { items, next_cursor })
}

/// Whether somebody received something about a person by it.
fn gave_something(entry: &AuditEntry) -> bool {
    let done = matches!(entry.outcome, AuditOutcome::Done | AuditOutcome::Replayed);
    done && entry.subject.is_some() && entry.act.discloses() && entry.actor.partner_id.as_u128() > 1
}

/// Who asks, and about whom.
enum Asker {
    /// An operator, about these references, or about everybody.
    Operator(Vec<String>),
    /// A partner, and the learners it asks about by their references.
    Partner { id: Uuid, about: HashMap<String, Known> },
}

/// A learner as the partner that asks knows them.
struct Known {
    pseudonym: String,
    /// The sections it wrote itself.
    written: Vec<Section>,
}

impl Asker {
    fn of(cx: &mut Cx<'_>, wanted: &DisclosureSearch) -> DbResult<Self> {
        let persons = wanted.person_ids.iter().map(AsRef::as_ref);
        if cx.actor.kind == PartnerKind::Region {
            return Ok(Self::Operator(persons.map(str::to_owned).collect()));
        }
        let mut about = HashMap::new();
        for person in persons {
            let learner = known(cx, person)?;
            let known = Known { pseudonym: person.to_owned(), written: handovers::written_by_partner(cx, &learner)? };
            about.insert(reference(cx.house, ObjectKind::Learner, &learner)?, known);
            cx.notes.subject = (wanted.person_ids.len() == 1).then_some(learner);
        }
        Ok(Self::Partner { id: cx.actor.partner, about })
    }

    fn whose(&self, cx: &Cx<'_>, wanted: &DisclosureSearch) -> DbResult<Whose> {
        let receiver = wanted.receiver_id.map(|id| id.to_string());
        let about: Vec<String> = match self {
            Self::Operator(references) => references.clone(),
            Self::Partner { about, .. } => about.keys().cloned().collect(),
        };
        Ok(match (receiver, about.is_empty(), self) {
            (Some(receiver), true, Self::Operator(_)) => Whose::Partner(receiver),
            (None, true, Self::Operator(_)) => Whose::Partners,
            (Some(receiver), true, Self::Partner { .. }) if receiver != cx.partner() => return Err(whom()),
            (_, true, Self::Partner { .. }) => Whose::Partner(cx.partner()),
            (Some(receiver), false, _) => Whose::PartnerAbout(receiver, about),
            (None, false, _) => Whose::AboutToPartners(about),
        })
    }

    /// What whoever asks calls the persons of these entries.
    fn names(&self, cx: &mut Cx<'_>, read: &[Read]) -> DbResult<HashMap<String, String>> {
        let subjects = read.iter().filter_map(|read| read.record.entry.subject.clone());
        match self {
            Self::Operator(_) => Ok(subjects.map(|subject| (subject.clone(), subject)).collect()),
            Self::Partner { about, .. } if about.is_empty() => all_names(cx),
            Self::Partner { about, .. } => Ok(about.iter().map(|(subject, known)| (subject.clone(), known.pseudonym.clone())).collect()),
        }
    }

    /// A line of the answer; nothing about persons this partner has no name for.
    fn told(&self, read: &Read, receivers: &[PartnerView], persons: &HashMap<String, String>) -> Option<Disclosure> {
        let entry = &read.record.entry;
        let subject = entry.subject.as_ref()?;
        let used = read.record.details.iter().flat_map(|details| &details.grounds);
        Some(Disclosure {
            event_id: entry.event_id,
            happened_at: entry.happened_at,
            receiver: receivers.iter().find(|receiver| receiver.id == entry.actor.partner_id)?.clone(),
            role: entry.actor.role,
            act: entry.act,
            person_id: persons.get(subject)?.clone(),
            sections: used.filter(|used| self.may_know(entry, subject, used.section)).cloned().collect(),
            decision: entry.decision(),
        })
    }

    /// Whether whoever asks may know that this section exists.
    fn may_know(&self, entry: &AuditEntry, subject: &str, section: Section) -> bool {
        match self {
            Self::Operator(_) => true,
            Self::Partner { id, about } => {
                let wrote = about.get(subject).is_some_and(|known| known.written.contains(&section));
                entry.actor.partner_id == *id || !section.is_special() || wrote
            }
        }
    }
}

/// What this partner calls every learner it has a name for; a reference does not lead back to whom it is of.
fn all_names(cx: &mut Cx<'_>) -> DbResult<HashMap<String, String>> {
    let all = pseudonyms_of_partner(cx)?;
    all.into_iter().map(|(pseudonym, learner)| Ok((reference(cx.house, ObjectKind::Learner, &learner)?, pseudonym))).collect()
}

/// A learner this partner may ask about, whoever received it.
fn known(cx: &mut Cx<'_>, person: &str) -> DbResult<String> {
    let unknown = || DbError::field("/personIds", "unknown-learner", "Name learners by the ids under which this partner knows them.");
    let pseudonym: Uuid = person.parse().map_err(|_| unknown())?;
    let learner = learner_behind(cx, pseudonym)?.ok_or_else(unknown)?;
    let learner = Learner::load(cx, &learner)?;
    if learner.is_known(cx)? { Ok(learner.id) } else { Err(unknown()) }
}

fn whom() -> DbError {
    DbError::field("/personIds", "missing", "Say about whom: this partner sees what others received only of learners it knows.")
}
