//! Aftercare: keeping in touch after graduation or drop-out, by one partner at a time.

mod contacts;
mod course;
mod go_on;
mod keep;
mod list;
mod own;
mod watch;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use estafette_contract::{AftercareEnd, AftercareMoment, AftercareReason, CodeList, HighestDiploma};
use uuid::Uuid;

pub use contacts::record_contact;
pub(crate) use course::sentence;
pub(crate) use go_on::{begin_for_case, of_case, taken_over};
pub use keep::{assign, begin, end};
pub(crate) use keep::{end_erased, forget};
pub use list::{find, list};
pub(crate) use own::of_learner;
pub use own::own_list;
pub(crate) use watch::{Due, asked, due, look_at};

use crate::{DbError, DbResult, learners::Learner, schema::aftercare, store::Cx, stored};

/// A row of aftercare.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = aftercare)]
struct Aftercare {
    id: String,
    learner_id: String,
    partner_id: String,
    case_id: Option<String>,
    reason: String,
    began_on: NaiveDate,
    diploma: Option<String>,
    owner: Option<Vec<u8>>,
    moment: Option<String>,
    due_at: Option<NaiveDateTime>,
    place: Option<String>,
    ended_at: Option<NaiveDateTime>,
    end_reason: Option<String>,
    end_note: Option<Vec<u8>>,
}

impl Aftercare {
    /// The one with this id of the acting partner.
    fn own(cx: &mut Cx<'_>, id: Uuid) -> DbResult<Self> {
        let own = aftercare::table.find(id.to_string()).filter(aftercare::partner_id.eq(cx.partner()));
        own.select(Self::as_select()).first(cx.conn).optional()?.ok_or_else(DbError::not_found)
    }

    /// The same as it stands once its learner is held, and still runs.
    fn held(cx: &mut Cx<'_>, id: Uuid) -> DbResult<(Self, Learner)> {
        let seen = Self::own(cx, id)?;
        let learner = Learner::lock(cx, &seen.learner_id)?;
        let held = Self::own(cx, id)?;
        if held.ended_at.is_some() {
            return Err(DbError::refused(estafette_contract::ProblemKind::Conflict, "This aftercare has ended."));
        }
        Ok((held, learner))
    }

    fn reason(&self) -> DbResult<AftercareReason> {
        Ok(stored::code(&self.reason)?)
    }

    fn diploma(&self) -> DbResult<Option<HighestDiploma>> {
        Ok(self.diploma.as_deref().map(stored::code).transpose()?)
    }

    /// The moment that comes next, while it runs.
    fn moment(&self) -> DbResult<Option<AftercareMoment>> {
        Ok(self.moment.as_deref().map(stored::code).transpose()?)
    }

    fn end_reason(&self) -> DbResult<Option<AftercareEnd>> {
        Ok(self.end_reason.as_deref().map(stored::code).transpose()?)
    }
}

/// The id of aftercare that runs, if it is about this learner.
pub(crate) fn running_of(cx: &mut Cx<'_>, learner: &Learner, id: Uuid) -> DbResult<String> {
    let own = aftercare::table.find(id.to_string()).filter(aftercare::learner_id.eq(&learner.id)).filter(aftercare::ended_at.is_null());
    own.select(aftercare::id).first(cx.conn).optional()?.ok_or_else(DbError::not_found)
}

/// The place of who keeps in touch.
fn owner_place(id: &str) -> String {
    format!("aftercare.owner|{id}")
}

/// The place of a word on the end.
fn end_place(id: &str) -> String {
    format!("aftercare.end|{id}")
}

/// The place of what was said at a contact.
fn note_place(id: &str) -> String {
    format!("aftercare_contacts.note|{id}")
}

/// The code of a value, if there is one.
fn code_of<L: CodeList>(value: Option<L>) -> Option<&'static str> {
    value.map(CodeList::code)
}
