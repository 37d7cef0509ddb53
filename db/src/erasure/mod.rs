//! Erasing: a learner by destroying the data key, a section by deleting it; recorded outside the database, and done again after a backup
//! was put back.

mod restored;
mod settle;

use chrono::NaiveDateTime;
use diesel::{delete, insert_into, prelude::*, update};

use crate::{
    DbResult, Fault, aftercare, cases, handovers,
    keys::{Erased, Erasure},
    learners::Learner,
    schema::{claims, erasures, introductions, learners, own_sessions},
    store::{Cx, new_id},
    stored,
};

/// What was erased, and how far that is.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = erasures)]
struct Row {
    id: String,
    learner_id: Option<String>,
    handover_id: Option<String>,
    section: Option<String>,
    erased_at: NaiveDateTime,
    recorded_at: Option<NaiveDateTime>,
}

impl Row {
    fn erasure(&self) -> Result<Erasure, Fault> {
        let what = match (&self.learner_id, &self.handover_id, &self.section) {
            (Some(learner), ..) => Erased::Learner(learner.clone()),
            (None, Some(handover), Some(section)) => Erased::Section { handover: handover.clone(), section: section.clone() },
            _ => return Err(Fault::Stored("an erasure")),
        };
        Ok(Erasure { at: stored::instant(self.erased_at), what })
    }
}

/// Erases all that is kept about a learner, who must be held: the data key goes, and with it every name, text and section.
///
/// What runs ends, and every receiver is told. The course of each handover, the statements of consent and the log stay.
pub(crate) fn erase_learner(cx: &mut Cx<'_>, learner: &Learner) -> DbResult<()> {
    handovers::end_all(cx, learner)?;
    aftercare::end_erased(cx, &learner.id)?;
    cases::forget_learner(cx, &learner.id)?;
    delete(claims::table.filter(claims::learner_id.eq(&learner.id))).execute(cx.conn)?;
    delete(own_sessions::table.filter(own_sessions::learner_id.eq(&learner.id))).execute(cx.conn)?;
    delete(introductions::table.filter(introductions::learner_id.eq(&learner.id))).execute(cx.conn)?;
    let gone = (learners::data_key.eq(None::<Vec<u8>>), learners::responsible_desk.eq(None::<String>));
    update(learners::table.find(&learner.id)).set(gone).execute(cx.conn)?;
    learner.raise_grounds(cx)?;
    put(cx, Some(&learner.id), None)
}

/// Remembers that a section was erased, for the ledger.
pub(crate) fn section_erased(cx: &mut Cx<'_>, handover: &str, section: &str) -> DbResult<()> {
    put(cx, None, Some((handover, section)))
}

fn put(cx: &mut Cx<'_>, learner: Option<&String>, section: Option<(&str, &str)>) -> DbResult<()> {
    let row = (
        erasures::id.eq(new_id().to_string()),
        erasures::learner_id.eq(learner),
        erasures::handover_id.eq(section.map(|(handover, _)| handover)),
        erasures::section.eq(section.map(|(_, section)| section)),
        erasures::erased_at.eq(cx.at()),
    );
    insert_into(erasures::table).values(row).execute(cx.conn)?;
    Ok(())
}
