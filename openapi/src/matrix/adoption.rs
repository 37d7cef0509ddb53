//! Adopting a matrix: which one, who signed it, and when.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CellDifference, ExchangeMatrix};
use crate::{MatrixVersion, Text};

/// A matrix that the region's privacy officer signed.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewAdoption {
    /// The whole matrix, under a version of its own.
    pub matrix: ExchangeMatrix,
    /// The privacy officer who signed it.
    pub signed_by: Text<160>,
    /// The day it was signed.
    #[serde(deserialize_with = "crate::time::day")]
    pub signed_on: NaiveDate,
}

/// A matrix that is to be adopted, with what another operator has to know to decide.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProposedMatrix {
    /// The version.
    pub version: MatrixVersion,
    /// From which day it would hold.
    pub valid_from: NaiveDate,
    /// The privacy officer who signed it.
    pub signed_by: String,
    /// The day it was signed.
    pub signed_on: NaiveDate,
    /// Every cell that would change.
    pub differences: Vec<CellDifference>,
}

/// One matrix of the region.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MatrixLine {
    /// The version; the document is at `/v1/exchange-matrices/{version}`.
    pub version: MatrixVersion,
    /// From which day it holds.
    pub valid_from: NaiveDate,
    /// Whether it is the one in force now.
    pub in_force: bool,
    /// The privacy officer who signed it; absent for the one that came with the release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_by: Option<String>,
    /// The day it was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_on: Option<NaiveDate>,
    /// When a second operator confirmed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adopted_at: Option<DateTime<Utc>>,
}

/// The matrices there are, the latest first; the last one came with the release.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MatrixList {
    /// The matrices.
    pub items: Vec<MatrixLine>,
}
