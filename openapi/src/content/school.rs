//! School, results, placements and absence.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Brin, ExperienceContext, Leerweg, Opleidingscode, SchoolYear, Text};

/// Content of `education_history`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EducationHistory {
    /// Periods at school, newest first.
    #[schema(max_items = 30)]
    #[serde(deserialize_with = "crate::bounded::at_most::<30, _, _>")]
    pub periods: Vec<SchoolPeriod>,
    /// Diplomas obtained.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 10)]
    #[serde(deserialize_with = "crate::bounded::at_most::<10, _, _>")]
    pub diplomas: Vec<Diploma>,
}

/// One period at a school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SchoolPeriod {
    /// The school year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub school_year: Option<SchoolYear>,
    /// The school's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub school: Option<Text<160>>,
    /// The school's registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brin: Option<Brin>,
    /// The vmbo route.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leerweg: Option<Leerweg>,
    /// The qualification, at an mbo college.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opleidingscode: Option<Opleidingscode>,
    /// Programme, profile or class in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<Text<200>>,
    /// First day.
    #[serde(default, deserialize_with = "crate::time::some_day", skip_serializing_if = "Option::is_none")]
    pub started_on: Option<NaiveDate>,
    /// Last day.
    #[serde(default, deserialize_with = "crate::time::some_day", skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<NaiveDate>,
}

/// A diploma or exam result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Diploma {
    /// What it is.
    pub name: Text<160>,
    /// When it was given.
    #[serde(default, deserialize_with = "crate::time::some_day", skip_serializing_if = "Option::is_none")]
    pub obtained_on: Option<NaiveDate>,
    /// How it ended, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Text<80>>,
}

/// Content of `learning_results`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LearningResults {
    /// Subjects followed.
    #[schema(max_items = 60)]
    #[serde(deserialize_with = "crate::bounded::at_most::<60, _, _>")]
    pub subjects: Vec<SubjectResult>,
    /// Certificates obtained.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 30)]
    #[serde(deserialize_with = "crate::bounded::at_most::<30, _, _>")]
    pub certificates: Vec<Text<160>>,
}

/// One subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SubjectResult {
    /// The subject's name.
    pub subject: Text<120>,
    /// The mark or judgement as the school gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Text<40>>,
    /// When it was finished.
    #[serde(default, deserialize_with = "crate::time::some_day", skip_serializing_if = "Option::is_none")]
    pub finished_on: Option<NaiveDate>,
}

/// Content of `work_experience`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WorkExperience {
    /// Jobs and placements, newest first.
    #[schema(max_items = 30)]
    #[serde(deserialize_with = "crate::bounded::at_most::<30, _, _>")]
    pub placements: Vec<Placement>,
}

/// One job or placement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Placement {
    /// Where it took place.
    pub context: ExperienceContext,
    /// What the learner did there.
    pub role: Text<160>,
    /// The organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<Text<160>>,
    /// First day.
    #[serde(default, deserialize_with = "crate::time::some_day", skip_serializing_if = "Option::is_none")]
    pub started_on: Option<NaiveDate>,
    /// Last day.
    #[serde(default, deserialize_with = "crate::time::some_day", skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<NaiveDate>,
    /// What was learned, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learned: Option<Text<2000>>,
}

/// Content of `absence_history`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AbsenceHistory {
    /// Periods with absence worth knowing.
    #[schema(max_items = 60)]
    #[serde(deserialize_with = "crate::bounded::at_most::<60, _, _>")]
    pub periods: Vec<AbsencePeriod>,
    /// What helps to be present.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what_helps: Option<Text<2000>>,
}

/// One period with absence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AbsencePeriod {
    /// The school year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub school_year: Option<SchoolYear>,
    /// First day.
    #[serde(default, deserialize_with = "crate::time::some_day", skip_serializing_if = "Option::is_none")]
    pub started_on: Option<NaiveDate>,
    /// Last day.
    #[serde(default, deserialize_with = "crate::time::some_day", skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<NaiveDate>,
    /// What it was about, without health data.
    pub description: Text<500>,
}
