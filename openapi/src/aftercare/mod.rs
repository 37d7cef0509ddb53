//! Aftercare (nazorg): keeping in touch after graduation or drop-out, at four moments, until it ends for a reason.

mod facts;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub use facts::{DerivedFacts, EducationDuty, HighestDiploma, Known, RULES_VERSION};

use crate::{ContactRequestView, NamedPerson, PartnerView, Sentence, TermKind, TermStage, Text, code_list};

code_list! {
    /// What a young person left school with.
    AftercareReason = "aftercare-reasons" {
        Graduated = "graduated", "met een diploma van school gegaan", "left with a diploma";
        DroppedOut = "dropped_out", "zonder startkwalificatie van school gegaan", "left without startkwalificatie";
    }
}

code_list! {
    /// When contact is sought.
    AftercareMoment = "aftercare-moments" {
        SixWeeks = "six_weeks", "na zes weken", "after six weeks";
        ThreeMonths = "three_months", "na drie maanden", "after three months";
        SixMonths = "six_months", "na zes maanden", "after six months";
        OneYear = "one_year", "na een jaar", "after a year";
    }
}

impl AftercareMoment {
    /// How long after the beginning it is.
    #[must_use]
    pub fn length(self) -> TermKind {
        match self {
            Self::SixWeeks => TermKind::AftercareSixWeeks,
            Self::ThreeMonths => TermKind::AftercareThreeMonths,
            Self::SixMonths => TermKind::AftercareSixMonths,
            Self::OneYear => TermKind::AftercareOneYear,
        }
    }
}

code_list! {
    /// Whether contact was made.
    ContactOutcome = "contact-outcomes" {
        Reached = "reached", "bereikt", "reached";
        NotReached = "not_reached", "niet bereikt", "not reached";
    }
}

code_list! {
    /// Why aftercare ended.
    AftercareEnd = "aftercare-ends" {
        LastingWork = "lasting_work", "duurzaam aan het werk", "in lasting work";
        FurtherEducation = "further_education", "volgt weer onderwijs", "in further education";
        TermOver = "term_over", "de termijn is om", "the term is over";
        StudentWithdraws = "student_withdraws", "de jongere wil geen nazorg meer", "the young person wants no more of it";
        HandedOver = "handed_over", "overgedragen", "handed over";
        NotReached = "not_reached", "niet bereikt", "not reached";
    }
}

/// Aftercare that begins for a learner this partner is responsible for.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewAftercare {
    /// This partner's own pseudonym for the learner.
    pub learner_id: Uuid,
    /// What the learner left school with.
    pub reason: AftercareReason,
    /// The day of leaving; the moments are counted from it.
    #[serde(deserialize_with = "crate::time::day")]
    pub began_on: NaiveDate,
    /// The highest diploma, if one is known; what follows from it is computed and never typed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diploma: Option<HighestDiploma>,
    /// Who keeps in touch.
    pub owner: NamedPerson,
}

/// Who keeps in touch from now on.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AftercareAssignment {
    /// The person.
    pub owner: NamedPerson,
}

/// Contact that was sought at one of the moments.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewAftercareContact {
    /// At which moment.
    pub moment: AftercareMoment,
    /// On which day.
    #[serde(deserialize_with = "crate::time::day")]
    pub sought_on: NaiveDate,
    /// Whether contact was made.
    pub outcome: ContactOutcome,
    /// How it goes, in a few words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text<2000>>,
}

/// Why aftercare ends.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AftercareEnding {
    /// The reason; `handed_over` follows from a takeover and is not given here.
    pub reason: AftercareEnd,
    /// A word on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text<2000>>,
}

/// Aftercare as one line of the list: no person in it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AftercareLine {
    /// Its id.
    pub id: Uuid,
    /// This partner's own pseudonym for the learner.
    pub learner_id: Uuid,
    /// What the learner left school with.
    pub reason: AftercareReason,
    /// Whether somebody keeps in touch by name.
    pub owned: bool,
    /// The moment that comes next.
    pub moment: AftercareMoment,
    /// When contact is to have been sought.
    pub due_at: DateTime<Utc>,
    /// How far that term has run.
    pub stage: TermStage,
    /// What there is to do and until when.
    pub told: Sentence,
}

/// A page of the aftercare that runs, most urgent first.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AftercarePage {
    /// The aftercare.
    pub items: Vec<AftercareLine>,
    /// Give this as `cursor` to read on; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// Contact on record.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AftercareContact {
    /// Its id.
    pub id: Uuid,
    /// At which moment.
    pub moment: AftercareMoment,
    /// On which day.
    pub sought_on: NaiveDate,
    /// Whether contact was made.
    pub outcome: ContactOutcome,
    /// How it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text<2000>>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// A moment at which contact is sought, and until when.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MomentDue {
    /// The moment.
    pub moment: AftercareMoment,
    /// Its last day.
    pub due_on: NaiveDate,
}

/// Aftercare with all there is of it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AftercareView {
    /// Its id.
    pub id: Uuid,
    /// This partner's own pseudonym for the learner.
    pub learner_id: Uuid,
    /// What the learner left school with.
    pub reason: AftercareReason,
    /// The day of leaving.
    pub began_on: NaiveDate,
    /// The highest diploma that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diploma: Option<HighestDiploma>,
    /// Who keeps in touch, once somebody does by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<NamedPerson>,
    /// The moments; none lies after the age up to which a young person is followed.
    pub moments: Vec<MomentDue>,
    /// The contact there was, oldest first.
    pub contacts: Vec<AftercareContact>,
    /// What the young person asked contact for, oldest first.
    pub contact_requests: Vec<ContactRequestView>,
    /// What follows from the rules, today.
    pub facts: DerivedFacts,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    /// Why it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_reason: Option<AftercareEnd>,
    /// A word on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_note: Option<Text<2000>>,
}

/// Aftercare as the learner it is about reads it, wherever it runs or ran.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnAftercare {
    /// Its id.
    pub id: Uuid,
    /// Who keeps in touch.
    pub partner: PartnerView,
    /// The person who does, once somebody does by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<NamedPerson>,
    /// What you left school with.
    pub reason: AftercareReason,
    /// The day of leaving.
    pub began_on: NaiveDate,
    /// When you are called or written to, each with its last day.
    pub moments: Vec<MomentDue>,
    /// The contact there was, oldest first.
    pub contacts: Vec<AftercareContact>,
    /// What you asked contact for, oldest first.
    pub contact_requests: Vec<ContactRequestView>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    /// Why it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_reason: Option<AftercareEnd>,
    /// A word on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_note: Option<Text<2000>>,
    /// How it stands, in plain Dutch.
    #[schema(example = "ROC Maasdal houdt contact met je. Het volgende contact is uiterlijk 12-8-2026.")]
    pub told: String,
}

/// The aftercare of a learner.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnAftercareList {
    /// Oldest first.
    pub items: Vec<OwnAftercare>,
}
