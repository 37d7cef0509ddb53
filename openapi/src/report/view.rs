//! Releases and reports as they are published.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::ReportTable;
use crate::{SchoolYear, code_list};

code_list! {
    /// What a report is about.
    ReportName = "reports" {
        Flows = "flows", "stromen: van waar naar waar", "flows: from where to where";
        LeadTimes = "lead-times", "doorlooptijden", "lead times";
        Stuck = "stuck", "wat vastzit", "what is stuck";
        Support = "support", "ondersteuning: op tijd gezegd?", "support: said in time?";
        Competencies = "competencies", "loopbaancompetenties", "career competencies";
        Conversations = "conversations", "warme gesprekken", "warm conversations";
        Declines = "declines", "afwijzingen", "declines";
        Consent = "consent", "toestemming", "consent";
        Outcomes = "outcomes", "wat ervan werd: overstap en uitval apart", "outcomes: switch apart from drop-out";
        Quality = "quality", "kwaliteit van overdrachten", "quality of handovers";
        Aftercare = "aftercare", "nazorg", "aftercare";
        Referrals = "referrals", "naar de tweede lijn", "to the second line";
        WorkLearning = "work-learning", "van werk naar leren", "work to learning";
    }
}

/// A release to be made.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewRelease {
    /// The school year it is of.
    pub school_year: SchoolYear,
    /// Below how many learners a cell stays hidden: 10 when absent, never below 5, never below that of an earlier release of the year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 5, maximum = 100)]
    pub threshold: Option<u32>,
}

/// A release that was made.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReleaseMade {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: i64,
}

/// What stands at the head of a release.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReleaseHead {
    /// Its number; a number is given once.
    pub number: i64,
    /// The RMC region; 0 when the service has none.
    pub region: u8,
    /// The school year.
    pub school_year: SchoolYear,
    /// The day on which was counted.
    pub counted_on: NaiveDate,
    /// Below how many learners a cell is hidden.
    pub threshold: u32,
    /// What every number is rounded to.
    pub rounded_to: u32,
}

/// A release in the list.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReleaseLine {
    /// What stands at its head.
    #[serde(flatten)]
    pub head: ReleaseHead,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// The reports in it.
    pub reports: Vec<ReportName>,
    /// SHA-256 of its document, in lower-case hexadecimal.
    pub sha256: String,
    /// That digest signed with the keys of the log, as a signed note (C2SP).
    pub note: String,
}

/// The releases there are.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReleaseList {
    /// The latest first.
    pub items: Vec<ReleaseLine>,
}

/// All that a release publishes.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReleaseDocument {
    /// What stands at its head.
    pub release: ReleaseHead,
    /// The tables.
    pub tables: Vec<ReportTable>,
}

/// One report of one release.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportView {
    /// The release it is of.
    pub release: ReleaseHead,
    /// What it is about.
    pub report: ReportName,
    /// Its tables, over the whole region.
    pub tables: Vec<ReportTable>,
    /// The same over what the asking partner itself takes part in, as it was when the release was made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub own: Vec<ReportTable>,
    /// How it went from release to release, up to this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trend: Vec<ReportTrend>,
    /// How the shares of its tables of yes and no went from release to release, by transition.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub series: Vec<ReportSeries>,
}

/// The number of learners in one release.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportTrend {
    /// The number of the release.
    pub number: i64,
    /// The school year.
    pub school_year: SchoolYear,
    /// The day on which was counted.
    pub counted_on: NaiveDate,
    /// How many learners the first table of the report counts in the whole region.
    pub learners: u32,
}

/// How a share went from release to release, in one row of one table.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportSeries {
    /// The code of the table.
    pub table: String,
    /// The code of the row; `region` is the whole region.
    pub row: String,
    /// Its Dutch label.
    pub nl: String,
    /// Its English label.
    pub en: String,
    /// The releases, the earliest first.
    pub points: Vec<SharePoint>,
}

/// A share in one release.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SharePoint {
    /// The number of the release.
    pub number: i64,
    /// How many in a hundred learners of the row stand in the first column of the table, rounded; absent when that is hidden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<u32>,
}
