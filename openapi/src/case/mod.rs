//! Cases: young people who left without startkwalificatie, as the Doorstroompunt that follows them has them.

mod import;
mod region;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub use import::{VsvRejected, VsvRejection, VsvReport};
pub use region::RmcRegion;

use crate::{Brin, LearningPath, Month, Text, code_list, content::Address};

code_list! {
    /// Where a case stands.
    CaseStatus = "case-statuses" {
        Open = "open", "loopt", "running";
        Ended = "ended", "afgelopen", "over";
    }
}

code_list! {
    /// The level of the education a young person left.
    LeftLevel = "left-levels" {
        Mbo1 = "MBO-1", "mbo niveau 1 (entree)", "mbo level 1";
        Mbo2 = "MBO-2", "mbo niveau 2", "mbo level 2";
        Mbo3 = "MBO-3", "mbo niveau 3", "mbo level 3";
        Mbo4 = "MBO-4", "mbo niveau 4", "mbo level 4";
        HavoVwo = "havo_vwo", "havo of vwo, bovenbouw", "upper years of havo or vwo";
        Vmbo = "vmbo", "vmbo, bovenbouw", "upper years of vmbo";
    }
}

/// What the monthly file tells of the education a young person left.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LeftEducation {
    /// The registration of the school.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brin: Option<Brin>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub school: Option<Text<160>>,
    /// The part of the school.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<Text<160>>,
    /// The code of the programme in the register; not always an opleidingscode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme_code: Option<Text<10>>,
    /// The programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<Text<200>>,
    /// Its level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<LeftLevel>,
    /// How it was followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learning_path: Option<LearningPath>,
    /// Since when the young person is not in education.
    pub since: Month,
    /// The day of leaving, where the file has one.
    #[serde(default, deserialize_with = "crate::time::some_day", skip_serializing_if = "Option::is_none")]
    pub left_on: Option<NaiveDate>,
}

/// A case as one line of the list: no person in it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseLine {
    /// Its id.
    pub id: Uuid,
    /// This partner's own pseudonym for the learner.
    pub learner_id: Uuid,
    /// Where it stands.
    pub status: CaseStatus,
    /// The month whose file told of it last.
    pub reported_in: Month,
    /// Since when it is here.
    pub opened_at: DateTime<Utc>,
    /// Since when it is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
}

/// A page of the cases of a Doorstroompunt, the newest first.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CasePage {
    /// The cases.
    pub items: Vec<CaseLine>,
    /// Give this as `cursor` to read on; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// A case with the person it is about.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CaseView {
    /// Its id.
    pub id: Uuid,
    /// This partner's own pseudonym for the learner.
    pub learner_id: Uuid,
    /// Where it stands.
    pub status: CaseStatus,
    /// The month whose file told of it last.
    pub reported_in: Month,
    /// Since when it is here.
    pub opened_at: DateTime<Utc>,
    /// Since when it is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    /// The aftercare it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aftercare_id: Option<Uuid>,
    /// The given names.
    pub given_name: String,
    /// Particle before the family name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family_name_prefix: Option<String>,
    /// Family name.
    pub family_name: String,
    /// Day of birth.
    pub born_on: NaiveDate,
    /// Where the young person lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// The municipality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality: Option<Text<80>>,
    /// What was left.
    pub left: LeftEducation,
}
