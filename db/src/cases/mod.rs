//! Cases: young people who left without startkwalificatie, each at the Doorstroompunt that follows them.

mod fold;
mod import;
mod list;
mod reported;
mod take;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use estafette_contract::{CaseStatus, LeftEducation, Month, Text, content::Address};
use serde::{Deserialize, Serialize};

pub(crate) use fold::{forget_case, forget_folds, forget_learner};
pub use import::import_vsv;
pub use list::{find, list};
pub use reported::{PersonNumber, Reported, Unread, VsvLine, VsvPart};

use crate::{DbResult, Fault, schema::cases, stored};

/// A case's row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = cases)]
struct Case {
    id: String,
    learner_id: String,
    status: String,
    reported_in: String,
    content: Vec<u8>,
    opened_at: NaiveDateTime,
    ended_at: Option<NaiveDateTime>,
}

impl Case {
    fn status(&self) -> DbResult<CaseStatus> {
        Ok(stored::code(&self.status)?)
    }

    fn reported_in(&self) -> DbResult<Month> {
        Ok(Month::new(&self.reported_in).map_err(|_| Fault::Stored("a month"))?)
    }
}

/// What is sealed of a case; who it is about is sealed with the learner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Content {
    address: Option<Address>,
    municipality: Option<Text<80>>,
    left: LeftEducation,
}

/// The place of what is sealed.
fn place(id: &str) -> String {
    format!("cases.content|{id}")
}
