//! The content of each section, in functional terms: what is needed and what works, never a diagnosis.

mod career;
mod person;
mod reflections;
mod school;
mod support;

pub use career::{CareerProfile, Plan, PlanStep, PortfolioItem, ProgrammeChoice, QuestionApproach};
pub use person::{Address, Contact, IdentityContact, NamedContact};
pub use reflections::{CompetencyReflections, Observation, Reflection};
pub use school::{
    AbsenceHistory, AbsencePeriod, Diploma, EducationHistory, LearningResults, Placement, SchoolPeriod, SubjectResult, WorkExperience,
};
pub use support::{HealthItem, HealthSection, HomeSituation, SocialEmotional, SupportNeed, SupportNeeds, WorkplaceNeeds};

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{Ref, RefOr, Schema, schema::AnyOfBuilder},
};

use crate::{FieldProblem, Section};

macro_rules! contents {
    ($($section:ident => $content:ty),+ $(,)?) => {
        /// The content of one section; which shape it has follows from the section.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
        #[serde(untagged)]
        pub enum SectionContent { $(#[doc = concat!("Content of ", stringify!($section), ".")] $section($content),)+ }

        impl SectionContent {
            /// The section this is the content of.
            #[must_use]
            pub fn section(&self) -> Section {
                match self { $(Self::$section(_) => Section::$section),+ }
            }

            /// Reads the content of `section`; there is no content for a section that is always forbidden.
            ///
            /// # Errors
            /// The deserializer's own, with the path of the culprit.
            pub fn read<'de, D: Deserializer<'de>>(section: Section, from: D) -> Option<Result<Self, D::Error>> {
                Some(match section {
                    $(Section::$section => <$content>::deserialize(from).map(Self::$section),)+
                    Section::Criminal => return None,
                })
            }
        }

        // Any of, where a derived schema says one of: two sections have contents of the same shape.
        impl PartialSchema for SectionContent {
            fn schema() -> RefOr<Schema> {
                let shapes = AnyOfBuilder::new()$(.item(Ref::from_schema_name(<$content>::name())))+;
                shapes.description(Some("The content of one section; which shape it has follows from the section.")).into()
            }
        }

        impl ToSchema for SectionContent {
            fn name() -> Cow<'static, str> { Cow::Borrowed("SectionContent") }

            fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
                $(
                    schemas.push((<$content>::name().into_owned(), <$content>::schema()));
                    <$content>::schemas(schemas);
                )+
            }
        }

        $(impl From<$content> for SectionContent {
            fn from(content: $content) -> Self { Self::$section(content) }
        })+
    };
}

contents! {
    IdentityContact => IdentityContact,
    EducationHistory => EducationHistory,
    LearningResults => LearningResults,
    WorkExperience => WorkExperience,
    SocialEmotional => SocialEmotional,
    SupportNeeds => SupportNeeds,
    WorkplaceNeeds => WorkplaceNeeds,
    AbsenceHistory => AbsenceHistory,
    Health => HealthSection,
    CareerProfile => CareerProfile,
    CompetencyReflections => CompetencyReflections,
    Plan => Plan,
    HomeSituation => HomeSituation,
}

impl SectionContent {
    /// Rules that hold between fields, each culprit with its pointer below the content.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldProblem> {
        match self {
            Self::SupportNeeds(content) => content.problems(),
            Self::Plan(content) => content.problems(),
            _ => Vec::new(),
        }
    }

    /// What remains when only the learner's own text may go along.
    #[must_use]
    pub fn own_text_only(self) -> Self {
        match self {
            Self::CompetencyReflections(content) => Self::CompetencyReflections(content.own_text_only()),
            other => other,
        }
    }
}
