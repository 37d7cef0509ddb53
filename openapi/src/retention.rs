//! How long what was written is kept: rules as data, section by section and status by status.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{HandoverStatus, ObjectKind, Section, TermKind, code_list};

code_list! {
    /// A rule about how long something is kept.
    RetentionRule = "retention-rules" {
        NotTakenOver = "not_taken_over", "wat in een overdracht staat die niet is overgenomen", "what stands in a handover that was not taken over";
        SpecialTakenOver = "special_taken_over", "gezondheid, welzijn en thuissituatie uit een overdracht die is overgenomen", "health, wellbeing and home situation in a handover that was taken over";
        TakenOver = "taken_over", "wat in een overdracht staat die is overgenomen", "what stands in a handover that was taken over";
        Aftercare = "aftercare", "nazorg die voorbij is, met wat daarin is besproken", "aftercare that is over, with what was said in it";
        Case = "case", "wat over voortijdig schoolverlaten is gemeld", "what was reported on dropping out";
        Learner = "learner", "wie de leerling is, en de bewijzen van toestemming", "who the learner is, and the evidence of consents";
    }
}

code_list! {
    /// From when the time is counted.
    RetentionSince = "retention-since" {
        Status = "status", "sinds deze stand", "since this status";
        Takeover = "takeover", "sinds het overnemen", "since takeover";
        AftercareEnd = "aftercare_end", "sinds het eind van de nazorg", "since the aftercare ended";
        CaseEnd = "case_end", "sinds het eind van de melding", "since the case ended";
        LastHandover = "last_handover", "sinds de laatste overdracht voorbij is en gewist", "since the last handover was over and purged";
    }
}

impl RetentionSince {
    /// What goes, and is counted, by a rule that counts from there.
    #[must_use]
    pub const fn of(self) -> ObjectKind {
        match self {
            Self::Status | Self::Takeover => ObjectKind::Handover,
            Self::AftercareEnd => ObjectKind::Aftercare,
            Self::CaseEnd => ObjectKind::Case,
            Self::LastHandover => ObjectKind::Learner,
        }
    }
}

/// One rule of the table.
#[derive(Debug, Clone, Copy)]
pub struct RetentionRow {
    /// The rule.
    pub rule: RetentionRule,
    /// The statuses it goes for; none for what is no handover.
    pub statuses: &'static [HandoverStatus],
    /// The sections it goes for; all of them, and everything else that was written, when there are none.
    pub sections: &'static [Section],
    /// From when the time is counted.
    pub since: RetentionSince,
    /// How long: a term of the region.
    pub term: TermKind,
}

use HandoverStatus as S;

/// Every rule. What no rule names is kept until a rule about the whole comes.
pub const RETENTION: &[RetentionRow] = &[
    RetentionRow {
        rule: RetentionRule::NotTakenOver,
        statuses: &[S::Declined, S::Expired, S::Withdrawn, S::PlacedElsewhere],
        sections: &[],
        since: RetentionSince::Status,
        term: TermKind::NotTakenOverRetention,
    },
    RetentionRow {
        rule: RetentionRule::SpecialTakenOver,
        statuses: &[S::TakenOver, S::Closed],
        sections: &[Section::SocialEmotional, Section::Health, Section::HomeSituation],
        since: RetentionSince::Takeover,
        term: TermKind::SpecialRetention,
    },
    RetentionRow {
        rule: RetentionRule::TakenOver,
        statuses: &[S::TakenOver, S::Closed],
        sections: &[],
        since: RetentionSince::Takeover,
        term: TermKind::TakenOverRetention,
    },
    RetentionRow {
        rule: RetentionRule::Aftercare,
        statuses: &[],
        sections: &[],
        since: RetentionSince::AftercareEnd,
        term: TermKind::LeavingRetention,
    },
    RetentionRow {
        rule: RetentionRule::Case,
        statuses: &[],
        sections: &[],
        since: RetentionSince::CaseEnd,
        term: TermKind::LeavingRetention,
    },
    RetentionRow {
        rule: RetentionRule::Learner,
        statuses: &[],
        sections: &[],
        since: RetentionSince::LastHandover,
        term: TermKind::LearnerRetention,
    },
];

/// A rule as it is served to an operator, with what it would erase now.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RetentionRuleView {
    /// The rule.
    pub rule: RetentionRule,
    /// The statuses it goes for; none for what is no handover.
    pub statuses: Vec<HandoverStatus>,
    /// The sections it goes for; all that was written when there are none.
    pub sections: Vec<Section>,
    /// From when the time is counted.
    pub since: RetentionSince,
    /// How long it is kept, as an ISO 8601 duration.
    #[schema(example = "P365D")]
    pub length: String,
    /// What would go by it.
    pub of: ObjectKind,
    /// How many of them would go now.
    pub due: i64,
}

/// Every rule, and when they were last carried out.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RetentionRuleList {
    /// The rules.
    pub items: Vec<RetentionRuleView>,
    /// The last night on which they were carried out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purged_on: Option<NaiveDate>,
}
