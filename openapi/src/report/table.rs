//! Tables as they are published.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ReportName;

/// A table. A cell that is `null` is hidden; a table without rows is withheld.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportTable {
    /// The report it belongs to.
    pub report: ReportName,
    /// Its code.
    pub code: String,
    /// Its Dutch title.
    pub nl: String,
    /// Its English title.
    pub en: String,
    /// The columns.
    pub columns: Vec<ReportHeading>,
    /// The rows; codes that were too few by themselves stand together, joined by `+`.
    pub rows: Vec<ReportRow>,
    /// The whole region; absent when there is one row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<ReportRow>,
    /// The term that days are held against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term_days: Option<u32>,
}

/// What a column counts.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportHeading {
    /// Its code.
    pub code: String,
    /// Its Dutch label.
    pub nl: String,
    /// Its English label.
    pub en: String,
    /// The first day of a band of days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_day: Option<u32>,
    /// The last day of it; a band without end has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_day: Option<u32>,
}

/// A row of a table.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportRow {
    /// Its code.
    pub code: String,
    /// Its Dutch label.
    pub nl: String,
    /// Its English label.
    pub en: String,
    /// How many learners, each counted once.
    pub learners: u32,
    /// How many in each column; `null` is hidden.
    pub cells: Vec<Option<u32>>,
    /// What the bands of days say, as far as nothing hidden is in the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<ReportDays>,
}

/// Days, computed from what is published of the bands and from nothing else.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportDays {
    /// Half of the learners took so many days or fewer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median: Option<u32>,
    /// Nine in ten of the learners took so many days or fewer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p90: Option<u32>,
    /// How many in a hundred were within the term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_term: Option<u32>,
    /// Between which days the median is, where something hidden keeps it from being said to the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median_between: Option<DaysBetween>,
    /// The same for nine in ten.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p90_between: Option<DaysBetween>,
}

/// From one day to another.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DaysBetween {
    /// The first it can be.
    pub first_day: u32,
    /// The last it can be; absent when there is no end to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_day: Option<u32>,
}
