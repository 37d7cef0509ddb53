//! Adopting a matrix: which one, who signed it, and when.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ExchangeMatrix;
use crate::Text;

/// A matrix that the region's privacy officer signed.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewAdoption {
    /// The matrix, under a version of its own.
    pub matrix: ExchangeMatrix,
    /// The privacy officer who signed it.
    pub signed_by: Text<160>,
    /// The day it was signed.
    #[serde(deserialize_with = "crate::time::day")]
    pub signed_on: NaiveDate,
}

/// What adopting answers.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MatrixAdopted {
    /// The version.
    pub version: String,
    /// From which day it holds; every process goes by it within seconds when that day has come.
    pub valid_from: NaiveDate,
}

/// A matrix that was adopted.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MatrixAdoption {
    /// The version.
    pub version: String,
    /// From which day it holds.
    pub valid_from: NaiveDate,
    /// The privacy officer who signed it.
    pub signed_by: String,
    /// The day it was signed.
    pub signed_on: NaiveDate,
    /// When it was adopted.
    pub adopted_at: DateTime<Utc>,
    /// Whether it is the one in force now.
    pub in_force: bool,
}

/// The matrices that were adopted, the latest first; before the first, the one that ships with the release is in force.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MatrixAdoptionList {
    /// The adoptions.
    pub items: Vec<MatrixAdoption>,
}
