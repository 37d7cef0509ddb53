//! Reflections over the five career competencies, in the student's own words.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Competency, ExperienceContext, Role, Text};

/// Content of `competency_reflections`; no ranking and no total.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CompetencyReflections {
    /// What the student wrote.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 40)]
    #[serde(deserialize_with = "crate::bounded::at_most::<40, _, _>")]
    pub reflections: Vec<Reflection>,
    /// What others saw, apart from any one reflection.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 40)]
    #[serde(deserialize_with = "crate::bounded::at_most::<40, _, _>")]
    pub observations: Vec<Observation>,
}

/// One reflection of the student.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reflection {
    /// The career competency it is about.
    pub competency: Competency,
    /// The question that was asked.
    pub question: Text<500>,
    /// The student's own text.
    pub own_text: Text<4000>,
    /// Where it took place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<ExperienceContext>,
    /// What shows it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 10)]
    #[serde(deserialize_with = "crate::bounded::at_most::<10, _, _>")]
    pub evidence: Vec<Text<500>>,
    /// When it was written.
    #[serde(default, deserialize_with = "crate::time::some_day", skip_serializing_if = "Option::is_none")]
    pub written_on: Option<NaiveDate>,
    /// What others saw.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 10)]
    #[serde(deserialize_with = "crate::bounded::at_most::<10, _, _>")]
    pub observations: Vec<Observation>,
}

/// What another person saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Observation {
    /// The role of who saw it.
    pub by_role: Role,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Text<200>>,
    /// What was seen.
    pub text: Text<2000>,
}

impl CompetencyReflections {
    pub(super) fn own_text_only(mut self) -> Self {
        self.observations.clear();
        for reflection in &mut self.reflections {
            reflection.observations.clear();
        }
        self
    }
}
