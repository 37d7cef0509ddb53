//! How the consent for a section stands now, and until when as far as can be foreseen.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Ground, Section, code_list};

code_list! {
    /// How the consent for a section stands.
    ConsentStanding = "consent-standings" {
        Live = "live", "geldig", "it stands";
        RunningOut = "running_out", "loopt af: de student moet bevestigen", "it ends soon: the student has to confirm it";
        NeedsConfirmation = "needs_confirmation", "de student moet bevestigen", "the student has to confirm it";
        Refused = "refused", "geweigerd, ingetrokken of niet eens", "refused, withdrawn, or two representatives disagree";
        Missing = "missing", "nog niet gevraagd, of de dagen zijn om", "not asked yet, or its days are over";
    }
}

/// How the consent for one section of a handover stands, for its sender.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SectionStanding {
    /// The section.
    pub section: Section,
    /// The ground it goes on.
    pub ground: Ground,
    /// How the consent stands.
    pub standing: ConsentStanding,
    /// The version of the statement it stands on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_version: Option<i64>,
    /// The first day on which it no longer stands, if nobody says anything more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<NaiveDate>,
}
