//! Taking along: everything that is kept about a learner, for that learner to keep.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ConsentList, OwnAftercare, OwnHandover, ResponsibleParty};

/// Everything that is kept about the learner and that the learner reads.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TakeAlong {
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// The name the learner goes by.
    pub given_name: String,
    /// Particle before the family name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family_name_prefix: Option<String>,
    /// Family name.
    pub family_name: String,
    /// Day of birth.
    pub born_on: NaiveDate,
    /// Who is responsible.
    pub responsible: ResponsibleParty,
    /// The handovers, oldest first.
    pub handovers: Vec<TakenHandover>,
    /// The aftercare, oldest first.
    pub aftercare: Vec<OwnAftercare>,
}

/// A handover to take along.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TakenHandover {
    /// What is in it.
    pub handover: OwnHandover,
    /// What was stated about its sections.
    pub consents: ConsentList,
}
