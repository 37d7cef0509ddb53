//! Who saw what of a learner and why, as Dutch sentences.

use chrono::NaiveDate;
use estafette_contract::{
    AccessLog, AccessLogLine, CodeList, ObjectKind, OwnAccessLog, OwnLogDay, OwnLogLine, OwnLogSection, scope::AccessLogRead,
};
use uuid::Uuid;

use super::{
    page::{self, Read, Whose},
    reference,
    teller::Teller,
};
use crate::{
    DbResult, PageRequest, dutch_day,
    learners::Learner,
    own::{OwnScope, Session},
    store::Tx,
};

/// The entries about a learner this partner knows, newest first, each as a sentence.
///
/// # Errors
/// Not found when the partner knows no learner by that id.
pub fn access_log(tx: &mut Tx<'_, AccessLogRead>, pseudonym: Uuid, page: &PageRequest) -> DbResult<AccessLog> {
    let cx = &mut tx.cx;
    let learner = Learner::by_pseudonym(cx, pseudonym)?;
    let subject = reference(cx.house, ObjectKind::Learner, &learner.id)?;
    let (read, next_cursor) = page::read(cx, "access-log", &Whose::SubjectToPartners(subject), page)?;
    let teller = Teller::for_partner(cx, &learner, &read)?;
    let line = |read: &Read| {
        let entry = &read.record.entry;
        AccessLogLine {
            event_id: entry.event_id,
            happened_at: entry.happened_at,
            sentence: teller.sentence(&read.record),
            leaf_hash: read.leaf.to_string(),
            proof: format!("/v1/learners/{pseudonym}/access-log/{}/proof", entry.event_id),
        }
    };
    Ok(AccessLog { items: read.iter().map(line).collect(), next_cursor })
}

/// Everything in the log about the learner who asks, newest first, day by day.
///
/// # Errors
/// When the page asked for cannot be.
pub fn own_access_log(tx: &mut Tx<'_, OwnScope>, who: &Session, page: &PageRequest) -> DbResult<OwnAccessLog> {
    let cx = &mut tx.cx;
    let (learner, _) = who.learner(cx)?;
    let subject = reference(cx.house, ObjectKind::Learner, &learner.id)?;
    let list = format!("own-access-log|{subject}");
    let (read, next_cursor) = page::read(cx, &list, &Whose::Subject(subject), page)?;
    let teller = Teller::for_learner(cx, &read)?;
    let mut days: Vec<OwnLogDay> = Vec::new();
    for read in &read {
        put(&mut days, dutch_day(read.record.entry.happened_at), own_line(&teller, read));
    }
    Ok(OwnAccessLog { days, next_cursor })
}

fn put(days: &mut Vec<OwnLogDay>, happened_on: NaiveDate, line: OwnLogLine) {
    match days.last_mut().filter(|day| day.happened_on == happened_on) {
        Some(day) => day.lines.push(line),
        None => days.push(OwnLogDay { happened_on, lines: vec![line] }),
    }
}

fn own_line(teller: &Teller, read: &Read) -> OwnLogLine {
    let entry = &read.record.entry;
    let who = teller.who(entry);
    OwnLogLine {
        event_id: entry.event_id,
        happened_at: entry.happened_at,
        from: who.is_partner.then(|| entry.actor.partner_kind.term().nl.to_owned()),
        role: entry.actor.role.filter(|_| who.is_partner).map(|role| role.term().nl.to_owned()),
        who: who.name.to_owned(),
        why: entry.processing_activity.term().nl.to_owned(),
        sections: teller.used(&read.record).map(|used| OwnLogSection { section: used.section, ground: used.ground }).collect(),
        sentence: teller.sentence(&read.record),
        leaf_hash: read.leaf.to_string(),
    }
}
